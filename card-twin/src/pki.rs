//! A test PKI: country signing CA and document signer, profile of ICAO Doc 9303-12 §7.1.

use std::path::Path;

use openssl::asn1::{Asn1Integer, Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{Asn1Flag, EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name, X509NameBuilder, X509Ref};
use time::{Duration, OffsetDateTime};

use crate::{Error, Result, der};

/// What an issuer needs to sign cards.
pub struct TestPki {
    csca: X509,
    csca_key: PKey<Private>,
    signer: X509,
    signer_key: PKey<Private>,
}

/// Choices when a PKI is minted.
#[derive(Clone, Copy)]
pub struct MintOptions {
    /// How EC keys name their curve.
    pub curve_form: CurveForm,
    /// Common name of the country signing CA.
    pub csca_name: &'static str,
}

/// How EC keys name their curve.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CurveForm {
    /// All parameters written out, as ICAO Doc 9303-12 §4.1.6.3 requires.
    Explicit,
    /// By object identifier.
    Named,
}

impl Default for MintOptions {
    fn default() -> Self {
        Self {
            curve_form: CurveForm::Explicit,
            csca_name: "CSCA Vietnam TEST",
        }
    }
}

/// Name of the CSCA that no operator has loaded.
pub(crate) const UNKNOWN_CSCA: &str = "CSCA Vietnam TEST UNKNOWN";

impl TestPki {
    /// Makes a new PKI with fresh keys and explicit EC parameters, as real issuers have.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn mint(now: OffsetDateTime) -> Result<Self> {
        Self::mint_with(now, MintOptions::default())
    }

    /// Makes a new PKI as `options` say.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn mint_with(now: OffsetDateTime, options: MintOptions) -> Result<Self> {
        let csca_key = ec_key(Nid::BRAINPOOL_P384R1, options.curve_form)?;
        let signer_key = ec_key(Nid::BRAINPOOL_P256R1, options.curve_form)?;
        let csca = country_signing_ca(now, options.csca_name, &csca_key)?;
        let signer = document_signer(now, &csca, &csca_key, &signer_key)?;
        Ok(Self {
            csca,
            csca_key,
            signer,
            signer_key,
        })
    }

    /// Writes certificates (DER), keys (PEM), and `trust/csca.cer`: the folder an operator loads.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_dir(&self, folder: &Path) -> Result<()> {
        let trust = folder.join("trust");
        std::fs::create_dir_all(&trust).map_err(Error::file(&trust))?;
        let csca = self.csca.to_der()?;
        write(&trust.join("csca.cer"), &csca)?;
        write(&folder.join("csca.cer"), &csca)?;
        write(&folder.join("ds.cer"), &self.signer.to_der()?)?;
        write(
            &folder.join("csca.key"),
            &self.csca_key.private_key_to_pem_pkcs8()?,
        )?;
        write(
            &folder.join("ds.key"),
            &self.signer_key.private_key_to_pem_pkcs8()?,
        )
    }

    /// Reads what [`Self::write_dir`] wrote.
    ///
    /// # Errors
    /// When a file is missing or is not a certificate or key.
    pub fn load_dir(folder: &Path) -> Result<Self> {
        Ok(Self {
            csca: X509::from_der(&read(&folder.join("csca.cer"))?)?,
            csca_key: PKey::private_key_from_pem(&read(&folder.join("csca.key"))?)?,
            signer: X509::from_der(&read(&folder.join("ds.cer"))?)?,
            signer_key: PKey::private_key_from_pem(&read(&folder.join("ds.key"))?)?,
        })
    }

    /// Certificate of the country signing CA.
    #[must_use]
    pub fn csca(&self) -> &X509Ref {
        &self.csca
    }

    /// Private key of the country signing CA, for further certificates and CRLs of tests.
    #[must_use]
    pub fn csca_key(&self) -> &PKey<Private> {
        &self.csca_key
    }

    /// Certificate of the document signer.
    #[must_use]
    pub fn document_signer(&self) -> &X509Ref {
        &self.signer
    }

    /// Private key of the document signer.
    #[must_use]
    pub fn document_signer_key(&self) -> &PKey<Private> {
        &self.signer_key
    }
}

fn country_signing_ca(now: OffsetDateTime, name: &str, key: &PKey<Private>) -> Result<X509> {
    let name = distinguished_name(name)?;
    let mut builder = certificate(now, Duration::days(15 * 365), &name, &name)?;
    builder.set_pubkey(key)?;
    builder.append_extension(BasicConstraints::new().critical().ca().pathlen(0).build()?)?;
    builder.append_extension(
        KeyUsage::new()
            .critical()
            .key_cert_sign()
            .crl_sign()
            .build()?,
    )?;
    let key_id = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
    builder.append_extension(key_id)?;
    builder.sign(key, MessageDigest::sha384())?;
    Ok(builder.build())
}

fn document_signer(
    now: OffsetDateTime,
    csca: &X509Ref,
    csca_key: &PKey<Private>,
    key: &PKey<Private>,
) -> Result<X509> {
    let name = distinguished_name("Document Signer TEST 001")?;
    let mut builder = certificate(now, Duration::days(11 * 365), &name, csca.subject_name())?;
    builder.set_pubkey(key)?;
    builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
    let authority = AuthorityKeyIdentifier::new()
        .keyid(true)
        .build(&builder.x509v3_context(Some(csca), None))?;
    builder.append_extension(authority)?;
    let key_id = SubjectKeyIdentifier::new().build(&builder.x509v3_context(Some(csca), None))?;
    builder.append_extension(key_id)?;
    builder.append_extension(document_type_list()?)?;
    builder.sign(csca_key, MessageDigest::sha384())?;
    Ok(builder.build())
}

fn certificate(
    now: OffsetDateTime,
    lasts: Duration,
    subject: &openssl::x509::X509NameRef,
    issuer: &openssl::x509::X509NameRef,
) -> Result<X509Builder> {
    // The first cards were issued in early 2021, so the PKI is at least that old.
    let first_issue = 1_609_459_200;
    let start = first_issue.min((now - Duration::days(365)).unix_timestamp());
    let mut builder = X509Builder::new()?;
    builder.set_version(2)?;
    let mut serial = BigNum::new()?;
    serial.rand(120, MsbOption::ONE, false)?;
    let serial: Asn1Integer = serial.to_asn1_integer()?;
    builder.set_serial_number(&serial)?;
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_not_before(&*Asn1Time::from_unix(start)?)?;
    builder.set_not_after(&*Asn1Time::from_unix((now + lasts).unix_timestamp())?)?;
    Ok(builder)
}

fn distinguished_name(common_name: &str) -> Result<X509Name> {
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("C", "VN")?;
    name.append_entry_by_text("O", "TEST Vietnam Chip Card Issuer")?;
    name.append_entry_by_text("serialNumber", "001")?;
    name.append_entry_by_text("CN", common_name)?;
    Ok(name.build())
}

/// Doc 9303-12 §7.1.1.6: which document types the signer may sign. Cards start with "I", then "D".
fn document_type_list() -> Result<X509Extension> {
    let types = der::group(der::SET, [der::tlv(der::PRINTABLE_STRING, b"ID")]);
    let value = der::group(der::SEQUENCE, [der::integer(0), types]);
    let oid = Asn1Object::from_str("2.23.136.1.1.6.2")?;
    let value = Asn1OctetString::new_from_bytes(&value)?;
    Ok(X509Extension::new_from_der(&oid, false, &value)?)
}

/// A fresh key pair on `curve`.
pub(crate) fn ec_key(curve: Nid, form: CurveForm) -> Result<PKey<Private>> {
    let mut group = EcGroup::from_curve_name(curve)?;
    group.set_asn1_flag(match form {
        CurveForm::Explicit => Asn1Flag::EXPLICIT_CURVE,
        CurveForm::Named => Asn1Flag::NAMED_CURVE,
    });
    Ok(PKey::from_ec_key(EcKey::generate(&group)?)?)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(Error::file(path))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(Error::file(path))
}

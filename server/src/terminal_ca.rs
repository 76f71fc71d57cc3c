//! The backend's own authority over terminals' certificates: one key, one self-signed certificate, one kind of leaf.

use dossier::keys::{KeyError, TerminalPublicKey};
use openssl::{
    asn1::{Asn1Integer, Asn1Time},
    bn::{BigNum, MsbOption},
    ec::{EcGroup, EcKey},
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private, Public},
    sha::sha256,
    symm::Cipher,
    x509::{
        X509, X509Builder, X509Name, X509Req,
        extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier},
    },
};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::store::terminals::Certificate;

/// How long a terminal's certificate counts; then it is enrolled again.
const CERTIFICATE_LASTS: Duration = Duration::days(365);
/// A terminal's clock may be behind.
const BEFORE: Duration = Duration::minutes(5);
/// The authority's own certificate; terminals never see it.
const AUTHORITY_DAYS: u32 = 20 * 365;

/// Key and certificate of the authority. No `Debug`.
pub struct TerminalCa {
    key: PKey<Private>,
    certificate: X509,
}

/// A certificate as issued.
pub struct Issued {
    /// PEM.
    pub pem: String,
    /// What is kept of it.
    pub kept: Certificate,
}

/// A request for a certificate whose signature its own key made. Only [`Request::open`] makes one.
pub struct Request(PKey<Public>);

/// Why a request is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no PKCS #10 request of a P-256 key that signed it (RFC 2986)")]
pub struct NoRequest;

impl Request {
    /// Reads a request and checks that who made it has the key. Names in it are not looked at.
    ///
    /// # Errors
    /// [`NoRequest`].
    pub fn open(pem: &str) -> Result<Self, NoRequest> {
        let request = X509Req::from_pem(pem.as_bytes()).map_err(|_| NoRequest)?;
        let key = request.public_key().map_err(|_| NoRequest)?;
        let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
        let signed = request.verify(&key).unwrap_or(false);
        if curve == Some(Nid::X9_62_PRIME256V1) && signed {
            Ok(Self(key))
        } else {
            Err(NoRequest)
        }
    }

    /// Whether the connections' key is the submissions' key, which it must not be.
    ///
    /// # Errors
    /// [`KeyError::Refused`] when OpenSSL does.
    pub fn is_of(&self, key: &TerminalPublicKey) -> Result<bool, KeyError> {
        let own = self.0.public_key_to_pem().map_err(|_| KeyError::Refused)?;
        Ok(own == key.to_pem()?)
    }
}

impl TerminalCa {
    /// A new authority.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn create() -> Result<Self, ErrorStack> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
        let name = common_name("CCCD terminals")?;
        let mut builder = builder(&name, &name, &key)?;
        builder.set_not_before(Asn1Time::days_from_now(0)?.as_ref())?;
        builder.set_not_after(Asn1Time::days_from_now(AUTHORITY_DAYS)?.as_ref())?;
        builder.append_extension(BasicConstraints::new().critical().ca().pathlen(0).build()?)?;
        builder.append_extension(KeyUsage::new().critical().key_cert_sign().build()?)?;
        let identifier = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
        builder.append_extension(identifier)?;
        builder.sign(&key, MessageDigest::sha256())?;
        Ok(Self {
            key,
            certificate: builder.build(),
        })
    }

    /// Opens what [`TerminalCa::certificate_pem`] and [`TerminalCa::key_pem`] wrote.
    ///
    /// # Errors
    /// When either is none, or the passphrase is another.
    pub fn open(certificate: &[u8], key: &[u8], passphrase: &[u8]) -> Result<Self, ErrorStack> {
        Ok(Self {
            key: PKey::private_key_from_pem_passphrase(key, passphrase)?,
            certificate: X509::from_pem(certificate)?,
        })
    }

    /// The authority's certificate, PEM.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn certificate_pem(&self) -> Result<Vec<u8>, ErrorStack> {
        self.certificate.to_pem()
    }

    /// The authority's certificate, DER.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn certificate_der(&self) -> Result<Vec<u8>, ErrorStack> {
        self.certificate.to_der()
    }

    /// The key as PKCS #8 PEM under a passphrase.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn key_pem(&self, passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
        self.key
            .private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), passphrase)
            .map(Zeroizing::new)
    }

    /// A certificate by which the terminal opens connections, and nothing else.
    ///
    /// # Errors
    /// When OpenSSL refuses.
    pub fn issue(
        &self,
        request: &Request,
        terminal: &str,
        now: OffsetDateTime,
    ) -> Result<Issued, ErrorStack> {
        let until = now + CERTIFICATE_LASTS;
        let mut builder = builder(
            &common_name(terminal)?,
            self.certificate.subject_name(),
            &request.0,
        )?;
        builder.set_not_before(asn1(now - BEFORE)?.as_ref())?;
        builder.set_not_after(asn1(until)?.as_ref())?;
        builder.append_extension(BasicConstraints::new().critical().build()?)?;
        builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
        builder.append_extension(ExtendedKeyUsage::new().critical().client_auth().build()?)?;
        builder.sign(&self.key, MessageDigest::sha256())?;
        let certificate = builder.build();
        Ok(Issued {
            pem: String::from_utf8_lossy(&certificate.to_pem()?).into_owned(),
            kept: Certificate {
                digest: sha256(&certificate.to_der()?).to_vec(),
                until,
            },
        })
    }
}

fn builder<K: openssl::pkey::HasPublic>(
    subject: &X509Name,
    issuer: &openssl::x509::X509NameRef,
    key: &PKey<K>,
) -> Result<X509Builder, ErrorStack> {
    let mut serial = BigNum::new()?;
    serial.rand(127, MsbOption::ONE, false)?;
    let mut builder = X509Builder::new()?;
    builder.set_version(2)?;
    builder.set_serial_number(Asn1Integer::from_bn(&serial)?.as_ref())?;
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_pubkey(key)?;
    Ok(builder)
}

fn common_name(name: &str) -> Result<X509Name, ErrorStack> {
    let mut builder = X509Name::builder()?;
    builder.append_entry_by_nid(Nid::COMMONNAME, name)?;
    Ok(builder.build())
}

fn asn1(moment: OffsetDateTime) -> Result<Asn1Time, ErrorStack> {
    Asn1Time::from_unix(moment.unix_timestamp())
}

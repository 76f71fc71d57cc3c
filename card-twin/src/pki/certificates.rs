//! Certificates of the test PKI, profile of ICAO Doc 9303-12 §7.1.

use openssl::asn1::{Asn1Integer, Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{HasPublic, PKey, PKeyRef, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509Name, X509NameBuilder, X509Ref};
use time::{Duration, OffsetDateTime};

use crate::random::Random;
use crate::{Result, der};

/// Where certificates of one PKI take their time and their serial numbers from.
pub(super) struct Issuance<'a> {
    pub(super) now: OffsetDateTime,
    pub(super) random: &'a mut Random,
}

/// An issuing CSCA.
pub(super) type Issuer<'a> = (&'a X509Ref, &'a PKey<Private>);

impl Issuance<'_> {
    /// A self-signed country signing CA; `number` tells generations apart.
    pub(super) fn country_signing_ca(
        &mut self,
        name: &str,
        number: &str,
        key: &PKey<Private>,
    ) -> Result<X509> {
        let name = distinguished_name(name, number)?;
        let mut builder = self.certificate(Duration::days(15 * 365), &name, &name)?;
        certification_authority(&mut builder, key)?;
        let key_id = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
        builder.append_extension(key_id)?;
        builder.sign(key, MessageDigest::sha384())?;
        Ok(builder.build())
    }

    /// The new CSCA's name and key, certified by the old one. Doc 9303-12 §7.1.1.
    pub(super) fn link(&mut self, new: Issuer<'_>, old: Issuer<'_>) -> Result<X509> {
        let lasts = Duration::days(5 * 365);
        let (subject, issuer) = (new.0.subject_name(), old.0.subject_name());
        let mut builder = self.certificate(lasts, subject, issuer)?;
        certification_authority(&mut builder, new.1)?;
        identifiers(&mut builder, old.0)?;
        builder.sign(old.1, MessageDigest::sha384())?;
        Ok(builder.build())
    }

    pub(super) fn document_signer<K: HasPublic>(
        &mut self,
        csca: Issuer<'_>,
        key: &PKeyRef<K>,
    ) -> Result<X509> {
        let name = distinguished_name("Document Signer TEST 001", "001")?;
        let lasts = Duration::days(11 * 365);
        let mut builder = self.certificate(lasts, &name, csca.0.subject_name())?;
        builder.set_pubkey(key)?;
        builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
        identifiers(&mut builder, csca.0)?;
        builder.append_extension(document_type_list()?)?;
        builder.sign(csca.1, MessageDigest::sha384())?;
        Ok(builder.build())
    }

    /// Doc 9303-12 §7.1.1: the extended key usage is that of the lists that it signs; `purpose` holds the
    /// content octets of its identifier.
    pub(super) fn list_signer(
        &mut self,
        csca: Issuer<'_>,
        key: &PKey<Private>,
        purpose: &[u8],
    ) -> Result<X509> {
        let name = distinguished_name("List Signer TEST 001", "001")?;
        let lasts = Duration::days(5 * 365);
        let mut builder = self.certificate(lasts, &name, csca.0.subject_name())?;
        builder.set_pubkey(key)?;
        builder.append_extension(KeyUsage::new().critical().digital_signature().build()?)?;
        identifiers(&mut builder, csca.0)?;
        let usage = der::tlv(der::OID, purpose);
        let usage = Asn1OctetString::new_from_bytes(&der::group(der::SEQUENCE, [usage]))?;
        let oid = Asn1Object::from_str("2.5.29.37")?;
        builder.append_extension(X509Extension::new_from_der(&oid, true, &usage)?)?;
        builder.sign(csca.1, MessageDigest::sha384())?;
        Ok(builder.build())
    }

    fn certificate(
        &mut self,
        lasts: Duration,
        subject: &openssl::x509::X509NameRef,
        issuer: &openssl::x509::X509NameRef,
    ) -> Result<X509Builder> {
        // The first cards were issued in early 2021, so the PKI is at least that old.
        let first_issue = 1_609_459_200;
        let start = first_issue.min((self.now - Duration::days(365)).unix_timestamp());
        let mut builder = X509Builder::new()?;
        builder.set_version(2)?;
        let mut serial = [0; 15];
        (self.random)(&mut serial);
        serial[0] |= 0x40;
        let serial: Asn1Integer = BigNum::from_slice(&serial)?.to_asn1_integer()?;
        builder.set_serial_number(&serial)?;
        builder.set_subject_name(subject)?;
        builder.set_issuer_name(issuer)?;
        builder.set_not_before(&*Asn1Time::from_unix(start)?)?;
        builder.set_not_after(&*Asn1Time::from_unix((self.now + lasts).unix_timestamp())?)?;
        Ok(builder)
    }
}

fn certification_authority(builder: &mut X509Builder, key: &PKey<Private>) -> Result<()> {
    builder.set_pubkey(key)?;
    builder.append_extension(BasicConstraints::new().critical().ca().pathlen(0).build()?)?;
    let usage = KeyUsage::new()
        .critical()
        .key_cert_sign()
        .crl_sign()
        .build()?;
    builder.append_extension(usage)?;
    Ok(())
}

/// Authority and subject key identifier.
fn identifiers(builder: &mut X509Builder, issuer: &X509Ref) -> Result<()> {
    let authority = AuthorityKeyIdentifier::new()
        .keyid(true)
        .build(&builder.x509v3_context(Some(issuer), None))?;
    builder.append_extension(authority)?;
    let key_id = SubjectKeyIdentifier::new().build(&builder.x509v3_context(Some(issuer), None))?;
    builder.append_extension(key_id)?;
    Ok(())
}

fn distinguished_name(common_name: &str, number: &str) -> Result<X509Name> {
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("C", "VN")?;
    name.append_entry_by_text("O", "TEST Vietnam Chip Card Issuer")?;
    name.append_entry_by_text("serialNumber", number)?;
    name.append_entry_by_text("CN", common_name)?;
    Ok(name.build())
}

/// Doc 9303-12 §7.1.1.6: which document types the signer may sign: identity cards and passports.
fn document_type_list() -> Result<X509Extension> {
    let types = [b"P".as_slice(), b"ID"].map(|code| der::tlv(der::PRINTABLE_STRING, code));
    let types = der::group(der::SET, types);
    let value = der::group(der::SEQUENCE, [der::integer(0), types]);
    let oid = Asn1Object::from_str("2.23.136.1.1.6.2")?;
    let value = Asn1OctetString::new_from_bytes(&value)?;
    Ok(X509Extension::new_from_der(&oid, false, &value)?)
}

//! Certificates as a test wants them.

use openssl::asn1::{Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509NameBuilder, X509Ref};
use reader::wire::tlv::encode;
use time::Duration;

use crate::issued::NOW;

/// A certificate to be signed by whoever the test wants.
pub(crate) struct Request<'a> {
    pub(crate) country: &'a str,
    pub(crate) common_name: &'a str,
    pub(crate) serial: u32,
    pub(crate) issuer: Option<(&'a X509Ref, &'a PKey<Private>)>,
    pub(crate) is_ca: bool,
    pub(crate) signs_documents: bool,
    pub(crate) keeps_cert_sign: bool,
    pub(crate) starts: Duration,
    pub(crate) lasts: Duration,
    pub(crate) name_of: Option<&'a X509Ref>,
    pub(crate) document_type: Option<&'a str>,
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self {
            country: "VN",
            common_name: "Signer",
            serial: 7,
            issuer: None,
            is_ca: false,
            signs_documents: true,
            keeps_cert_sign: false,
            starts: -Duration::days(30),
            lasts: Duration::days(365),
            name_of: None,
            document_type: None,
        }
    }
}

pub(crate) fn ec_key(curve: Nid) -> PKey<Private> {
    PKey::from_ec_key(EcKey::generate(&EcGroup::from_curve_name(curve).unwrap()).unwrap()).unwrap()
}

pub(crate) fn certify(request: &Request<'_>, key: &PKey<Private>) -> X509 {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_nid(Nid::COUNTRYNAME, request.country)
        .unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, request.common_name)
        .unwrap();
    let own_name = name.build();
    let subject = request
        .name_of
        .map_or(&*own_name, |other| other.subject_name());
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    builder
        .set_serial_number(
            &BigNum::from_u32(request.serial)
                .unwrap()
                .to_asn1_integer()
                .unwrap(),
        )
        .unwrap();
    builder.set_subject_name(subject).unwrap();
    builder
        .set_issuer_name(
            request
                .issuer
                .map_or(subject, |(issuer, _)| issuer.subject_name()),
        )
        .unwrap();
    let start = (NOW + request.starts).unix_timestamp();
    builder
        .set_not_before(&Asn1Time::from_unix(start).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(start + request.lasts.whole_seconds()).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    let mut usage = KeyUsage::new();
    if request.is_ca {
        builder
            .append_extension(BasicConstraints::new().critical().ca().build().unwrap())
            .unwrap();
        usage.key_cert_sign();
    }
    if request.keeps_cert_sign {
        usage.key_cert_sign();
    }
    if request.signs_documents {
        usage.digital_signature();
    }
    builder
        .append_extension(usage.critical().build().unwrap())
        .unwrap();
    let own = SubjectKeyIdentifier::new()
        .build(&builder.x509v3_context(None, None))
        .unwrap();
    builder.append_extension(own).unwrap();
    if let Some(code) = request.document_type {
        let types = encode(0x31, &encode(0x13, code.as_bytes()));
        let list = encode(0x30, &[encode(0x02, &[0]), types].concat());
        let list = Asn1OctetString::new_from_bytes(&list).unwrap();
        let identifier = Asn1Object::from_str("2.23.136.1.1.6.2").unwrap();
        builder
            .append_extension(X509Extension::new_from_der(&identifier, false, &list).unwrap())
            .unwrap();
    }
    if let Some((issuer, _)) = request.issuer {
        let context = builder.x509v3_context(Some(issuer), None);
        let authority = AuthorityKeyIdentifier::new()
            .keyid(true)
            .build(&context)
            .unwrap();
        builder.append_extension(authority).unwrap();
    }
    builder
        .sign(
            request.issuer.map_or(key, |(_, issuer_key)| issuer_key),
            MessageDigest::sha256(),
        )
        .unwrap();
    builder.build()
}

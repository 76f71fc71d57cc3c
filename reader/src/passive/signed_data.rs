//! The signatures of EF.SOD and EF.CardSecurity. ICAO Doc 9303-10 §4.6.2.2, §3.11.4, 9303-11 §5.1 (1), RFC 5652 §5.
//!
//! What OpenSSL does not look at is demanded here: content type, one signer, its certificate, and
//! algorithms that belong together.

use rasn::types::{Any, ObjectIdentifier as Arcs, SetOf};
use rasn_cms::{Attribute, SignerIdentifier, SignerInfo};
use rasn_pkix::Time;
use time::OffsetDateTime;

use crate::crypto::cms::{CmsError, SignedData};
use crate::lds::LdsSecurityObject;
use crate::trust::{Certificate, TrustAnchors, moment};
use crate::verdict::{Outcome, Reason};

const LDS_SECURITY_OBJECT: [u32; 6] = [2, 23, 136, 1, 1, 1];
const CONTENT_TYPE: [u32; 7] = [1, 2, 840, 113_549, 1, 9, 3];
const MESSAGE_DIGEST: [u32; 7] = [1, 2, 840, 113_549, 1, 9, 4];
const SIGNING_TIME: [u32; 7] = [1, 2, 840, 113_549, 1, 9, 5];
const SHA_2: [u32; 8] = [2, 16, 840, 1, 101, 3, 4, 2];
const ECDSA_WITH_SHA_2: [u32; 6] = [1, 2, 840, 10_045, 4, 3];
const PKCS_1: [u32; 6] = [1, 2, 840, 113_549, 1, 1];

/// What a document signer signed, its signature already verified.
pub(super) struct SignedObject {
    pub(super) content: LdsSecurityObject,
    pub(super) signer: Certificate,
    pub(super) signing_time: Option<OffsetDateTime>,
}

/// Verifies the signature of EF.SOD under the certificate it brings.
pub(super) fn verify(sod: &[u8], trust: &TrustAnchors) -> Outcome<SignedObject> {
    match signed_object(sod, trust) {
        Ok(object) => Outcome::Proven(object),
        // The certificate may be known elsewhere: nothing is refuted without it.
        Err(Reason::IssuerUnknown) => Outcome::NotPerformed(Reason::IssuerUnknown),
        Err(reason) => Outcome::Refuted(reason),
    }
}

fn signed_object(sod: &[u8], trust: &TrustAnchors) -> Result<SignedObject, Reason> {
    let signed = SignedData::parse(sod).map_err(malformed)?;
    let (content, signer, signing_time) = open(&signed, &LDS_SECURITY_OBJECT, trust)?;
    let content = LdsSecurityObject::parse(&content).map_err(|_| Reason::SodMalformed)?;
    Ok(SignedObject {
        content,
        signer,
        signing_time,
    })
}

/// Content, signer and signing time of a SignedData over content of this type.
pub(crate) type Opened = (Vec<u8>, Certificate, Option<OffsetDateTime>);

/// Verifies the signature of a SignedData under the certificate it brings, or under the one known signer
/// that it names.
pub(crate) fn open(
    signed: &SignedData,
    content_type: &[u32],
    trust: &TrustAnchors,
) -> Result<Opened, Reason> {
    if signed.content_type() != content_type {
        return Err(Reason::WrongContentType);
    }
    let signers = signed.signer_infos();
    let [signer_info] = signers.as_slice() else {
        return Err(Reason::SodMalformed);
    };
    let signing_time = accept_attributes(signer_info, content_type)?;
    let signer = signer_certificate(signed, signer_info, trust)?;
    accept_algorithms(signer_info, &signer)?;
    let content = signed
        .signed_content(signer.x509())
        .map_err(|_| Reason::SignatureInvalid)?;
    Ok((content, signer, signing_time))
}

pub(super) fn malformed(error: CmsError) -> Reason {
    match error {
        CmsError::Malformed => Reason::SodMalformed,
        CmsError::NotSignedData => Reason::WrongContentType,
    }
}

/// contentType and messageDigest are mandatory; OpenSSL compares the digest itself.
fn accept_attributes(
    signer: &SignerInfo,
    expected: &[u32],
) -> Result<Option<OffsetDateTime>, Reason> {
    let attributes = signer
        .signed_attrs
        .as_ref()
        .map(SetOf::to_vec)
        .ok_or(Reason::SodMalformed)?;
    let content_type = only_value(&attributes, &CONTENT_TYPE)?.ok_or(Reason::SodMalformed)?;
    let content_type: Arcs =
        rasn::ber::decode(content_type.as_bytes()).map_err(|_| Reason::SodMalformed)?;
    if **content_type != *expected {
        return Err(Reason::WrongContentType);
    }
    only_value(&attributes, &MESSAGE_DIGEST)?.ok_or(Reason::SodMalformed)?;
    let Some(value) = only_value(&attributes, &SIGNING_TIME)? else {
        return Ok(None);
    };
    let time: Time = rasn::ber::decode(value.as_bytes()).map_err(|_| Reason::SodMalformed)?;
    moment(&time).map(Some).ok_or(Reason::SodMalformed)
}

fn only_value<'a>(
    attributes: &'a [&Attribute],
    identifier: &[u32],
) -> Result<Option<&'a Any>, Reason> {
    let mut with_identifier = attributes
        .iter()
        .filter(|attribute| *attribute.r#type == *identifier);
    let Some(attribute) = with_identifier.next() else {
        return Ok(None);
    };
    match (attribute.values.to_vec().as_slice(), with_identifier.next()) {
        ([value], None) => Ok(Some(*value)),
        _ => Err(Reason::SodMalformed),
    }
}

fn signer_certificate(
    signed: &SignedData,
    info: &SignerInfo,
    trust: &TrustAnchors,
) -> Result<Certificate, Reason> {
    let mut found = None;
    for der in signed.certificates() {
        let certificate = Certificate::from_der(der).map_err(|_| Reason::SodMalformed)?;
        if is_named_by(der, &certificate, &info.sid) && found.replace(certificate).is_some() {
            return Err(Reason::SodMalformed);
        }
    }
    found
        .or_else(|| trust.known_signer(&info.sid))
        .ok_or(Reason::IssuerUnknown)
}

fn is_named_by(der: &[u8], certificate: &Certificate, sid: &SignerIdentifier) -> bool {
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(name) => {
            rasn::ber::decode::<rasn_pkix::Certificate>(der).is_ok_and(|parsed| {
                let body = parsed.tbs_certificate;
                body.issuer == name.issuer && body.serial_number == name.serial_number
            })
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            certificate.subject_key_identifier() == Some(key.as_ref())
        }
    }
}

/// SHA-224 or better, the same in digestAlgorithm and signatureAlgorithm, and fitting the key.
fn accept_algorithms(info: &SignerInfo, signer: &Certificate) -> Result<(), Reason> {
    let digest = sha_2(&info.digest_algorithm.algorithm).ok_or(Reason::AlgorithmRefused)?;
    let accepted = match split(&info.signature_algorithm.algorithm) {
        // ecdsa-with-SHA224, 256, 384, 512.
        (arc, last) if *arc == ECDSA_WITH_SHA_2 => {
            signer.x509().has_ec_key()
                && digest == [4, 1, 2, 3].get(wrap(last)).copied().unwrap_or(0)
        }
        // rsaEncryption and RSASSA-PSS take the digest of the signer; the parameters of PSS bind it.
        (arc, 1 | 10) if *arc == PKCS_1 => !signer.x509().has_ec_key(),
        // sha256, sha384, sha512, sha224WithRSAEncryption.
        (arc, last @ 11..=14) if *arc == PKCS_1 => {
            !signer.x509().has_ec_key() && digest == last - 10
        }
        _ => false,
    };
    if accepted {
        Ok(())
    } else {
        Err(Reason::AlgorithmRefused)
    }
}

/// The last arc of SHA-256 (1), SHA-384 (2), SHA-512 (3) or SHA-224 (4).
fn sha_2(algorithm: &Arcs) -> Option<u32> {
    match split(algorithm) {
        (arc, last @ 1..=4) if *arc == SHA_2 => Some(last),
        _ => None,
    }
}

fn split(algorithm: &Arcs) -> (&[u32], u32) {
    algorithm
        .split_last()
        .map_or((&[], 0), |(last, arc)| (arc, *last))
}

fn wrap(last: u32) -> usize {
    usize::try_from(last).map_or(usize::MAX, |last| last.wrapping_sub(1))
}

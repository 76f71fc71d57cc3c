//! The signatures of EF.SOD and EF.CardSecurity. ICAO Doc 9303-10 §4.6.2.2, §3.11.4, 9303-11 §5.1 (1), RFC 5652 §5.
//!
//! What a general library takes is more than Doc 9303 allows, so everything is demanded here: content
//! type, one signer, its certificate, its attributes, and algorithms that belong together. OpenSSL
//! computes one signature.

mod algorithms;
mod attributes;
mod signer;

use rasn_cms::SignerInfo;
use time::OffsetDateTime;

use super::tolerance::{self, Tolerance};
use crate::crypto::cms::{Encoding, SignedData};
use crate::lds::LdsSecurityObject;
use crate::trust::{Certificate, TrustAnchors};
use crate::verdict::{Outcome, Reason, Rule};

use algorithms::Algorithms;
use attributes::Attributes;
pub(crate) use attributes::claimed_time;
use signer::Found;

const LDS_SECURITY_OBJECT: [u32; 6] = [2, 23, 136, 1, 1, 1];

/// What a document signer signed, its signature already verified.
pub(super) struct SignedObject {
    pub(super) content: LdsSecurityObject,
    pub(super) opened: Opened,
}

/// The content of a SignedData whose signature is right, whoever the signer is.
pub(crate) struct Opened {
    pub(crate) content: Vec<u8>,
    pub(crate) signer: Certificate,
    /// Certificates that came along with the signer's.
    pub(crate) beside: Vec<Certificate>,
    pub(crate) signing_time: Option<OffsetDateTime>,
    pub(crate) tolerances: Vec<Tolerance>,
    /// The entry of a defect list that it could only be opened by.
    pub(crate) cited: Option<u16>,
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
    let signed = SignedData::parse(sod).map_err(|_| Reason::SodMalformed)?;
    let opened = open(&signed, &LDS_SECURITY_OBJECT, trust)?;
    let content = LdsSecurityObject::parse(&opened.content).map_err(|_| Reason::SodMalformed)?;
    Ok(SignedObject { content, opened })
}

/// Verifies the signature of a SignedData under the certificate it brings, or under the one known signer
/// that it names.
pub(crate) fn open(
    signed: &SignedData,
    content_type: &[u32],
    trust: &TrustAnchors,
) -> Result<Opened, Reason> {
    let is_signed_data = signed.is_called_signed_data();
    Rule::OuterType.demands(is_signed_data, Reason::WrongContentType)?;
    Rule::SignedDataVersion.demands(signed.is_version_3(), Reason::SodMalformed)?;
    let infos = signed.signer_infos();
    Rule::OneSigner.demands(infos.len() == 1, Reason::SignerNotOne)?;
    let info: &SignerInfo = infos.first().ok_or(Reason::SignerNotOne)?;
    let Found {
        signer,
        beside,
        mut cited,
    } = signer::find(signed, info, (trust, content_type == LDS_SECURITY_OBJECT))?;
    // Nothing is computed with a key that is none.
    Rule::SignerKey.demands(signer.x509().accept_key().is_ok(), Reason::KeyRefused)?;
    let mut tolerances = Vec::new();
    if signed.encoding() == Encoding::Basic {
        tolerances.push(Tolerance::BasicEncodingRules);
    }
    // States deviate in documents only.
    let is_document = content_type == LDS_SECURITY_OBJECT;
    let state = signer.issuer_country().filter(|_| is_document);
    if signed.content_type() != content_type {
        let always =
            is_document && tolerance::lists_content_type(signer.country(), signed.content_type());
        let listed = state
            .filter(|_| !always)
            .and_then(|state| trust.tolerates_content_type(state, signed.content_type()));
        Rule::ContentType.demands(always || listed.is_some(), Reason::WrongContentType)?;
        tolerances.push(Tolerance::NationalContentType);
        cited = cited.or(listed);
    }
    let algorithms = Algorithms::accept(signed, info, &signer, trust.policy())?;
    let attributes = Attributes::of(info);
    if attributes.are_absent() {
        let listed = state.and_then(|state| trust.tolerates_bare_signature(state));
        Rule::AttributesPresent.demands(listed.is_some(), Reason::SignedAttributes)?;
        tolerances.push(Tolerance::BareSignature);
        cited = cited.or(listed);
    }
    let signing_time = attributes.accept(signed, algorithms.digest)?;
    let made = algorithms.signature.verify(
        signer.x509(),
        algorithms.digest,
        signed.signed_bytes(),
        info.signature.as_ref(),
    );
    Rule::Signature.demands(made.is_ok(), Reason::SignatureInvalid)?;
    if algorithms.is_weak() {
        tolerances.push(Tolerance::Sha1);
    }
    Ok(Opened {
        content: signed.content().to_vec(),
        signer,
        beside,
        signing_time,
        tolerances,
        cited,
    })
}

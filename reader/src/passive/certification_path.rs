//! From the document signer to a trusted country signing CA. ICAO Doc 9303-12 §6, §7.1; 9303-11 §5.1 (2).
//!
//! A path of our own: OpenSSL 3 refuses explicit curve parameters in CA certificates, which Doc 9303
//! demands. OpenSSL verifies each signature; names never decide alone.

use time::OffsetDateTime;

use crate::mrz::MachineReadableZone;
use crate::trust::{Certificate, ProfileError, TrustAnchors};
use crate::verdict::{Outcome, Reason};

/// The most link certificates between the signer's CA and an anchor.
const MAX_LINKS: usize = 4;

/// The anchor whose key, directly or over link certificates, issued the signer's certificate.
pub(super) fn find(
    signer: &Certificate,
    trust: &TrustAnchors,
    signed_at: OffsetDateTime,
    mrz: Option<&MachineReadableZone>,
) -> Outcome<Certificate> {
    if mrz.is_some_and(|mrz| !signer.may_sign_type(mrz.document_code())) {
        return Outcome::Refuted(Reason::CertificateProfile);
    }
    match signer.accept_as_document_signer() {
        Ok(()) => {}
        Err(ProfileError::Key | ProfileError::Algorithm) => {
            return Outcome::Refuted(Reason::AlgorithmRefused);
        }
        Err(_) => return Outcome::Refuted(Reason::CertificateProfile),
    }
    let Some(anchor) = anchor_of(signer, trust, MAX_LINKS) else {
        return without_issuer(signer, trust);
    };
    if signer.is_valid_at(signed_at) {
        Outcome::Proven(anchor.clone())
    } else {
        Outcome::Refuted(Reason::SignerNotValidThen)
    }
}

/// An issuer must have been valid when it issued; an anchor stays one after its own end, because
/// the operator chose to keep it.
fn anchor_of<'a>(
    subject: &Certificate,
    trust: &'a TrustAnchors,
    links_left: usize,
) -> Option<&'a Certificate> {
    let issued = |issuer: &&Certificate| {
        subject.is_issued_by(issuer) && issuer.is_valid_at(subject.not_before())
    };
    if let Some(anchor) = trust.anchors_named_by(subject).find(issued) {
        return Some(anchor);
    }
    let deeper = links_left.checked_sub(1)?;
    trust
        .links_named_by(subject)
        .filter(issued)
        .find_map(|link| anchor_of(link, trust, deeper))
}

/// A trusted CA of the same name and key that did not sign it refutes the certificate; a name that
/// nobody trusted bears, or the same name with another key, leaves it unknown.
fn without_issuer(signer: &Certificate, trust: &TrustAnchors) -> Outcome<Certificate> {
    let claimed = signer.authority_key_identifier();
    let namesake = trust
        .anchors_named_by(signer)
        .find(|anchor| claimed.is_none() || anchor.subject_key_identifier() == claimed);
    match namesake {
        Some(anchor) if !signer.is_issued_by(anchor) => {
            Outcome::Refuted(Reason::PathSignatureInvalid)
        }
        Some(_) => Outcome::Refuted(Reason::SignerNotValidThen),
        None => Outcome::NotPerformed(Reason::IssuerUnknown),
    }
}

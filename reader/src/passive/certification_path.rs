//! From the document signer to a trusted country signing CA. ICAO Doc 9303-12 §6, §7.1; 9303-11 §5.1 (2).
//!
//! A path of our own: OpenSSL 3 refuses explicit curve parameters in CA certificates, which Doc 9303
//! demands. OpenSSL verifies each signature; names never decide alone.

use time::OffsetDateTime;

use crate::mrz::MachineReadableZone;
use crate::trust::{Certificate, ProfileError, ReferenceTime, TrustAnchors};
use crate::verdict::{Outcome, Reason, Rule};

/// The most link certificates between the signer's CA and an anchor.
const MAX_LINKS: usize = 4;

/// A signer whose path is looked for.
pub(super) struct Signer<'a> {
    pub(super) certificate: &'a Certificate,
    /// Certificates that came along with it.
    pub(super) beside: &'a [Certificate],
    /// When it signed, as it says itself.
    pub(super) signing_time: Option<OffsetDateTime>,
    pub(super) mrz: Option<&'a MachineReadableZone>,
}

/// The end of a path, and what the operator should know of it.
pub(super) struct Path {
    pub(super) authority: Certificate,
    pub(super) reason: Reason,
    /// Of the anchor and the links on the way to it.
    pub(super) issuers: Issuers,
    /// The certificate whose path it is, when a list put it in the place of the signer's.
    pub(super) replacement: Option<Certificate>,
}

/// What revocation lists say of the issuers on a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Issuers {
    /// No list revokes one of them.
    NotRevoked,
    /// There is no path but over one that a list revokes.
    Revoked,
}

impl Path {
    /// Whether the way to the anchor holds still.
    pub(super) fn accept_issuers(&self) -> Result<(), Reason> {
        let not_revoked = self.issuers == Issuers::NotRevoked;
        Rule::PathIssuersNotRevoked.demands(not_revoked, Reason::IssuerRevoked)
    }
}

/// The anchor whose key, directly or over link certificates, issued the signer's certificate. A path over
/// issuers that no list revokes is taken before any other.
pub(super) fn find(signer: &Signer<'_>, trust: &TrustAnchors, at: ReferenceTime) -> Outcome<Path> {
    let certificate = signer.certificate;
    if let Err(reason) = accept(signer, trust) {
        return Outcome::Refuted(reason);
    }
    let found = [Issuers::NotRevoked, Issuers::Revoked]
        .into_iter()
        .find_map(|issuers| Some((anchor_of(certificate, trust, issuers, MAX_LINKS)?, issuers)));
    let Some((authority, issuers)) = found else {
        return without_issuer(certificate, trust);
    };
    let signed_at = signer.signing_time.unwrap_or(at.0);
    match accept_issued(certificate, signed_at) {
        Ok(()) => {}
        // Judged by the clock for want of a signing time, and the clock is wrong.
        Err(Reason::SignerNotValidThen) if signer.signing_time.is_none() && trust.doubts(at) => {
            return Outcome::NotPerformed(Reason::ClockDoubtful);
        }
        Err(reason) => return Outcome::Refuted(reason),
    }
    let reason = if !certificate.key_was_in_use_at(signed_at) {
        Reason::SignerKeyPeriodOver
    } else if certificate.has_ended_by(at.0) {
        Reason::SignerExpired
    } else {
        Reason::AsRequired
    };
    Outcome::Proven(Path {
        authority: authority.clone(),
        reason,
        issuers,
        replacement: None,
    })
}

/// What the certificate itself must be, whoever issued it.
fn accept(signer: &Signer<'_>, trust: &TrustAnchors) -> Result<(), Reason> {
    let certificate = signer.certificate;
    certificate
        .accept_as_document_signer(trust.policy())
        .map_err(reason_of)?;
    let fits = signer
        .mrz
        .is_none_or(|mrz| certificate.may_sign_type(mrz.document_code()));
    Rule::SignerDocumentType.demands(fits, Reason::DocumentTypeDiffers)?;
    let issued_beside = signer
        .beside
        .iter()
        .any(|other| !other.is_self_signed() && certificate.is_issued_by(other));
    Rule::PathTwoLevels.demands(!issued_beside, Reason::ChainTooLong)
}

/// What a certificate of a known issuer must be besides; of an unknown one nothing is known.
fn accept_issued(certificate: &Certificate, signed_at: OffsetDateTime) -> Result<(), Reason> {
    let limited = certificate.limits_its_key();
    Rule::SignerKeyLimited.demands(limited, Reason::SignerMayNotSign)?;
    let valid = certificate.is_valid_at(signed_at);
    Rule::PathSignerValid.demands(valid, Reason::SignerNotValidThen)
}

fn reason_of(error: ProfileError) -> Reason {
    match error {
        ProfileError::Key => Reason::KeyRefused,
        ProfileError::Algorithm => Reason::AlgorithmRefused,
        ProfileError::Usage => Reason::SignerMayNotSign,
        ProfileError::Form | ProfileError::Malformed => Reason::CertificateProfile,
    }
}

/// An issuer must have been valid when it issued; an anchor stays one after its own end, because
/// the operator chose to keep it.
fn anchor_of<'a>(
    subject: &Certificate,
    trust: &'a TrustAnchors,
    issuers: Issuers,
    links_left: usize,
) -> Option<&'a Certificate> {
    let issued = |issuer: &&Certificate| {
        let usable = issuers == Issuers::Revoked || !trust.revokes(issuer);
        usable && links(subject, issuer).is_ok()
    };
    if let Some(anchor) = trust.anchors_named_by(subject).find(issued) {
        return Some(anchor);
    }
    let deeper = links_left.checked_sub(1)?;
    trust
        .links_named_by(subject)
        .filter(issued)
        .find_map(|link| anchor_of(link, trust, issuers, deeper))
}

/// Whether a certificate of the issuer's name was issued by it.
fn links(subject: &Certificate, issuer: &Certificate) -> Result<(), Reason> {
    Rule::PathAuthorityKey.demands(names_key_of(subject, issuer), Reason::IssuerUnknown)?;
    let signed = subject.is_issued_by(issuer);
    Rule::PathSignature.demands(signed, Reason::PathSignatureInvalid)?;
    let valid = issuer.is_valid_at(subject.not_before());
    Rule::PathIssuerValid.demands(valid, Reason::IssuerNotValidThen)
}

/// The authority key identifier of the one is the subject key identifier of the other, where both have
/// one. RFC 5280 §4.2.1.1.
fn names_key_of(subject: &Certificate, issuer: &Certificate) -> bool {
    let claimed = subject.authority_key_identifier();
    let own = issuer.subject_key_identifier();
    claimed.is_none() || own.is_none() || claimed == own
}

/// A trusted CA of the same name and key that did not sign it refutes the certificate; a name that
/// nobody trusted bears, or the same name with another key, leaves it unknown: a successor looks so.
fn without_issuer(signer: &Certificate, trust: &TrustAnchors) -> Outcome<Path> {
    let mut named = trust.anchors_named_by(signer);
    let reason = named.find_map(|anchor| match links(signer, anchor) {
        Err(Reason::IssuerUnknown) | Ok(()) => None,
        Err(reason) => Some(reason),
    });
    match reason {
        Some(reason) => Outcome::Refuted(reason),
        None => Outcome::NotPerformed(Reason::IssuerUnknown),
    }
}

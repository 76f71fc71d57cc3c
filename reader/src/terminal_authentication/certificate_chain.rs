//! From an authority that the chip knows to the terminal's certificate. BSI TR-03110-3 §2.2, §C.1.4; ICAO Doc 9303-12 §8.

use time::Date;

use super::cv_certificate::{CvCertificate, Role};
use crate::crypto::agreement::Curve;
use crate::crypto::cv_public_key::SignatureScheme;

/// Links, the verifier and the terminal.
const MAX_CHAIN: usize = 8;
/// Certificates of one terminal; more are a mistake.
const MAX_CERTIFICATES: usize = 64;

/// Why there is no chain. Nothing is sent to the chip then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// No certificate of a terminal, or too many certificates.
    #[error("no certificate of a terminal")]
    NoTerminal,
    /// No certificates lead to an authority that the chip names.
    #[error("no certificates lead from the chip's authority to the terminal")]
    NotIssuedForChip,
    /// Certificates of one chain contradict each other.
    #[error("the certificate of {} may not follow that of its authority", .0)]
    NotAllowed(String),
    /// A signature is wrong.
    #[error("the certificate of {} is not signed by its authority", .0)]
    Signature(String),
    /// A certificate is out of its time.
    #[error("the certificate of {} is not valid now", .0)]
    Expired(String),
}

/// The certificates to present, in the order of presenting, for a chip that knows `authorities`: link
/// certificates when the terminal's authority is newer than the chip, the verifier's, the terminal's.
///
/// # Errors
/// [`ChainError`] when none can be made; of several reasons the one of the chain that came furthest.
pub fn chain_to<'a>(
    certificates: &'a [CvCertificate],
    authorities: &[Vec<u8>],
    today: Option<Date>,
) -> Result<Vec<&'a CvCertificate>, ChainError> {
    let terminals = certificates
        .iter()
        .filter(|one| one.role() == Role::Terminal && one.is_of_inspection_systems());
    if certificates.len() > MAX_CERTIFICATES {
        return Err(ChainError::NoTerminal);
    }
    let mut failure = ChainError::NoTerminal;
    for terminal in terminals {
        let mut path = vec![terminal];
        if !climb(&mut path, certificates, authorities) {
            if failure == ChainError::NoTerminal {
                failure = ChainError::NotIssuedForChip;
            }
            continue;
        }
        path.reverse();
        match accept(&path, certificates, today) {
            Ok(()) => return Ok(path),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Extends the path, which begins at the terminal, until the chip knows the last one's authority.
fn climb<'a>(
    path: &mut Vec<&'a CvCertificate>,
    certificates: &'a [CvCertificate],
    authorities: &[Vec<u8>],
) -> bool {
    let Some(last) = path.last().copied() else {
        return false;
    };
    if authorities.iter().any(|known| known == last.authority()) {
        return true;
    }
    if path.len() >= MAX_CHAIN {
        return false;
    }
    for issuer in certificates {
        let is_new = path.iter().all(|known| known.holder() != issuer.holder());
        if issuer.holder() == last.authority() && is_new && issuer.role() != Role::Terminal {
            path.push(issuer);
            if climb(path, certificates, authorities) {
                return true;
            }
            path.pop();
        }
    }
    false
}

/// Roles, keys, dates and signatures, as far as the issuers' certificates are at hand.
fn accept(
    path: &[&CvCertificate],
    certificates: &[CvCertificate],
    today: Option<Date>,
) -> Result<(), ChainError> {
    let root = path.first().and_then(|first| root_of(first, certificates));
    let mut issuer = root;
    let mut curve: Option<Curve> = root.and_then(|root| root.key().own_curve());
    for subject in path {
        let name = || String::from_utf8_lossy(subject.holder()).into_owned();
        if let Some(issuer) = issuer {
            if !may_follow(issuer, subject) {
                return Err(ChainError::NotAllowed(name()));
            }
            // Without the authority's own certificate the curve is the chip's knowledge alone.
            let can_be_checked = issuer.key().scheme() != SignatureScheme::Ecdsa || curve.is_some();
            if can_be_checked && !subject.is_signed_by(issuer, curve) {
                return Err(ChainError::Signature(name()));
            }
        }
        if today.is_some_and(|today| today < subject.effective() || subject.expires() < today) {
            return Err(ChainError::Expired(name()));
        }
        if subject.role() == Role::VerifyingAuthority {
            curve = subject.key().own_curve().or(curve);
        }
        issuer = Some(subject);
    }
    Ok(())
}

/// The chip's authority itself, when its own certificate is among ours: it signed itself.
fn root_of<'a>(
    first: &CvCertificate,
    certificates: &'a [CvCertificate],
) -> Option<&'a CvCertificate> {
    certificates.iter().find(|one| {
        one.holder() == first.authority()
            && one.role() == Role::VerifyingAuthority
            && one.is_signed_by(one, one.key().own_curve())
            && one.authority() == one.holder()
    })
}

/// Each role certifies the next one down, authorities also their successors, and gives no right that it
/// does not have; only authorities name a curve, and below them the kind of key stays.
fn may_follow(issuer: &CvCertificate, subject: &CvCertificate) -> bool {
    let roles = match (issuer.role(), subject.role()) {
        (Role::VerifyingAuthority, role) => role != Role::Terminal,
        (Role::DomesticVerifier | Role::ForeignVerifier, role) => role == Role::Terminal,
        (Role::Terminal, _) => false,
    };
    let is_authority = subject.role() == Role::VerifyingAuthority;
    let keys = is_authority
        || (subject.key().own_curve().is_none() && subject.key().scheme() == issuer.key().scheme());
    let rights = subject.grants_no_more_than(issuer);
    roles
        && keys
        && rights
        && issuer.is_of_inspection_systems() == subject.is_of_inspection_systems()
}

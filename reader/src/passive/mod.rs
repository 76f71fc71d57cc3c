//! Passive authentication: who signed these files. ICAO Doc 9303-11 §5.1.

mod ahead;
mod card_security;
mod certification_path;
mod country;
mod data_group_hashes;
mod document;
pub(crate) mod signed_data;
mod tolerance;
mod verified;

pub(crate) use ahead::Ahead;
pub use card_security::authenticate_card_security;
pub use document::Document;
pub use tolerance::Tolerance;
pub use verified::{CertificateId, PassiveEvidence, Unverified, Verified};

use crate::crypto::CryptoError;
use crate::crypto::digest::DigestAlgorithm;
use crate::files::{DataGroupNumber, FileId};
use crate::read_out::ReadOut;
use crate::trust::{Certificate, ReferenceTime, TrustAnchors};
use crate::verdict::{Check, CheckId, CheckResult, Outcome, Reason};

use certification_path::Path;
use signed_data::SignedObject;

/// The checks of passive authentication and what they leave to be believed.
pub struct PassiveResult {
    /// `passive.*` checks, every one.
    pub checks: Vec<Check>,
    /// The document, as far as it can be trusted.
    pub document: PassiveDocument,
    /// The data groups that the document signer signed, when its signature is right.
    pub signed_groups: Vec<DataGroupNumber>,
}

/// A document by the trust it deserves.
#[derive(Clone)]
pub enum PassiveDocument {
    /// Signature, path, country and every hash are right.
    Verified(Box<Verified<Document>>),
    /// Something of that is wrong or unknown: to be shown as unproven only.
    Unverified(Box<Unverified<Document>>),
    /// No document of a form that this program knows.
    Unreadable,
}

/// Verifies EF.SOD, the path of its signer and the hash of every data group.
#[must_use]
pub fn authenticate(read_out: &ReadOut, trust: &TrustAnchors, at: ReferenceTime) -> PassiveResult {
    conclude(&mut Ahead::new(trust, at), read_out)
}

/// As [`authenticate`], with what was done ahead of it for the same bytes.
pub(crate) fn conclude(ahead: &mut Ahead<'_>, read_out: &ReadOut) -> PassiveResult {
    let work = ahead.complete(&read_out.files);
    let (trust, at) = (work.trust, work.at);
    let mut checks = vec![signature_check(work.signature)];
    let Outcome::Proven(signed) = work.signature else {
        checks.extend(not_reached(read_out));
        return PassiveResult {
            checks,
            document: unverified(read_out),
            signed_groups: Vec::new(),
        };
    };
    let signed_groups: Vec<_> = signed
        .content
        .data_group_hashes
        .iter()
        .map(|one| one.number)
        .collect();
    let document = Document::parse(&read_out.files, &signed_groups).ok();
    let mrz = document.as_ref().map(|document| &document.mrz);
    let opened = &signed.opened;
    let hashes =
        data_group_hashes::compare(&read_out.files, &signed.content, trust.policy(), |number| {
            work.hash(number)
        });
    let intact = hashes
        .iter()
        .all(|check| check.result != CheckResult::Failed);
    let path = work.path;
    let authority = match path {
        Outcome::Proven(path) => Some(&path.authority),
        Outcome::Refuted(_) | Outcome::NotPerformed(_) => None,
    };
    let corrected = trust.corrected_country(&opened.signer);
    let (result, reason) = country::compare(&opened.signer, authority, mrz, corrected);
    checks.extend([
        path_check(path),
        revocation(path, &opened.signer, trust, at),
    ]);
    checks.extend(hashes);
    checks.push(Check {
        id: CheckId::PassiveCountry,
        result,
        reason,
    });
    let proven = intact && result == CheckResult::Successful;
    let evidence = authority
        .filter(|_| proven)
        .and_then(|ca| evidence(read_out, signed, ca, at).ok());
    let document = match (document, evidence) {
        (Some(document), Some(evidence)) => {
            PassiveDocument::Verified(Box::new(Verified::new(document, evidence)))
        }
        (Some(_), None) | (None, _) => unverified(read_out),
    };
    PassiveResult {
        checks,
        document,
        signed_groups,
    }
}

fn signature_check(signature: &Outcome<SignedObject>) -> Check {
    let mut check = check(CheckId::PassiveSignature, signature);
    if let Outcome::Proven(signed) = signature {
        check.reason = match signed.opened.cited {
            Some(entry) => Reason::ListedDefect { entry },
            None => tolerance::reason(&signed.opened.tolerances),
        };
    }
    check
}

fn path_check(path: &Outcome<Path>) -> Check {
    let mut check = check(CheckId::PassivePath, path);
    if let Outcome::Proven(path) = path {
        check.reason = path.reason;
    }
    check
}

fn check<E>(id: CheckId, outcome: &Outcome<E>) -> Check {
    let (result, reason) = match outcome {
        Outcome::Proven(_) => (CheckResult::Successful, Reason::AsRequired),
        Outcome::Refuted(reason) => (CheckResult::Failed, *reason),
        Outcome::NotPerformed(reason) => (CheckResult::Undetermined, *reason),
    };
    Check { id, result, reason }
}

fn not_reached(read_out: &ReadOut) -> Vec<Check> {
    let aborted = |id| Check {
        id,
        result: CheckResult::Aborted,
        reason: Reason::NotReached,
    };
    let mut checks = vec![
        aborted(CheckId::PassivePath),
        aborted(CheckId::PassiveRevocation),
    ];
    checks.extend(data_group_hashes::not_reached(&read_out.files));
    checks.push(aborted(CheckId::PassiveCountry));
    checks
}

/// A signer whose path is unknown has no issuer whose list could be asked. Links and anchor need not be
/// cleared by a current list, as the signer must: that a list names one of them is enough. Where a replacement
/// stands for the signer's certificate neither may be revoked, and the replacement must be cleared.
fn revocation(
    path: &Outcome<Path>,
    signer: &Certificate,
    trust: &TrustAnchors,
    at: ReferenceTime,
) -> Check {
    match path {
        Outcome::Proven(path) => {
            let outcome = match path.accept_issuers() {
                Ok(()) => match (trust.revocation_of(signer, at), &path.replacement) {
                    (Outcome::Refuted(reason), _) => Outcome::Refuted(reason),
                    (_, Some(replacement)) => trust.revocation_of(replacement, at),
                    (outcome, None) => outcome,
                },
                Err(reason) => Outcome::Refuted(reason),
            };
            check(CheckId::PassiveRevocation, &outcome)
        }
        Outcome::Refuted(_) | Outcome::NotPerformed(_) => Check {
            id: CheckId::PassiveRevocation,
            result: CheckResult::Aborted,
            reason: Reason::NotReached,
        },
    }
}

fn unverified(read_out: &ReadOut) -> PassiveDocument {
    let all: Vec<_> = read_out
        .files
        .data_groups()
        .map(|(number, _)| number)
        .collect();
    match Document::parse(&read_out.files, &all) {
        Ok(document) => PassiveDocument::Unverified(Box::new(Unverified::new(document))),
        Err(_) => PassiveDocument::Unreadable,
    }
}

fn evidence(
    read_out: &ReadOut,
    signed: &SignedObject,
    authority: &Certificate,
    at: ReferenceTime,
) -> Result<PassiveEvidence, CryptoError> {
    let sod = read_out.files.bytes(FileId::Sod).unwrap_or_default();
    let sod_sha256 = DigestAlgorithm::Sha256
        .digest(&[sod])?
        .try_into()
        .map_err(|_| CryptoError::Library(None))?;
    Ok(PassiveEvidence {
        sod_sha256,
        document_signer: identify(&signed.opened.signer)?,
        country_signing_ca: identify(authority)?,
        reference_time: at,
        tolerances: signed.opened.tolerances.clone(),
    })
}

fn identify(certificate: &Certificate) -> Result<CertificateId, CryptoError> {
    Ok(CertificateId {
        subject: certificate.subject().to_owned(),
        serial: certificate.serial().to_owned(),
        sha256: certificate.x509().sha256()?,
    })
}

//! Whether the chip proved that it is no copy. ICAO Doc 9303-11 §6.

use super::{Check, CheckId, CheckResult, Outcome, Reason};
use crate::chip::{ChallengeExpectation, ChipProof, active_authentication, chip_authentication};
use crate::files::DataGroupNumber;
use crate::passive::{Document, PassiveDocument, Verified};
use crate::read_out::{Attempt, ReadOut};

/// The chip's checks and whether every promised proof took place.
pub(super) struct ChipProofs {
    pub(super) checks: Vec<Check>,
    pub(super) all_promised_are_proven: bool,
}

/// Judges the chip's answers against the keys that the document signer signed.
pub(super) fn judge(
    read_out: &ReadOut,
    document: &PassiveDocument,
    expected: ChallengeExpectation,
) -> ChipProofs {
    let promised = Promised::by(document);
    let evidence = &read_out.evidence;
    let ca = conclude(
        &evidence.chip_authentication,
        document,
        promised.chip_authentication,
        chip_authentication::judge,
    );
    let aa = conclude(
        &evidence.active_authentication,
        document,
        promised.active_authentication,
        |answer, document| active_authentication::judge(answer, document, expected),
    );
    let kept = |promised: Option<bool>, (result, _): (CheckResult, Reason)| {
        promised != Some(true) || result == CheckResult::Successful
    };
    let all_promised_are_proven =
        kept(promised.chip_authentication, ca) && kept(promised.active_authentication, aa);
    let cam = (CheckResult::NotSupported, Reason::NotOffered);
    let checks = [
        (CheckId::ChipAuthentication, ca),
        (CheckId::ActiveAuthentication, aa),
        (CheckId::PaceCam, cam),
    ]
    .map(|(id, (result, reason))| Check { id, result, reason });
    ChipProofs {
        checks: checks.into(),
        all_promised_are_proven,
    }
}

/// What the data groups promise; unknown without a document.
struct Promised {
    chip_authentication: Option<bool>,
    active_authentication: Option<bool>,
}

impl Promised {
    fn by(document: &PassiveDocument) -> Self {
        let document = match document {
            PassiveDocument::Verified(verified) => Some(verified.value()),
            PassiveDocument::Unverified(unverified) => Some(unverified.value()),
            PassiveDocument::Unreadable => None,
        };
        Self {
            chip_authentication: document.map(promises_chip_authentication),
            active_authentication: document.map(|document| {
                document
                    .data_groups
                    .contains(&DataGroupNumber::ACTIVE_AUTHENTICATION_KEY)
            }),
        }
    }
}

/// A DG14 that cannot be parsed may hide a key: it counts as a promise.
fn promises_chip_authentication(document: &Document) -> bool {
    let keys = document
        .security_infos
        .as_ref()
        .map(|infos| !infos.chip_authentication_public_keys.is_empty());
    document
        .data_groups
        .contains(&DataGroupNumber::SECURITY_OPTIONS)
        && keys.unwrap_or(true)
}

fn conclude<T>(
    attempt: &Attempt<T>,
    document: &PassiveDocument,
    promised: Option<bool>,
    judge: impl Fn(&T, &Verified<Document>) -> Outcome<ChipProof>,
) -> (CheckResult, Reason) {
    match (attempt, document, promised) {
        (Attempt::NotReached, _, Some(true) | None) => (CheckResult::Aborted, Reason::NotReached),
        (Attempt::NotOffered, _, Some(true)) => {
            (CheckResult::Undetermined, Reason::ChipProofMissing)
        }
        (Attempt::NotReached | Attempt::NotOffered, _, _) => {
            (CheckResult::NotSupported, Reason::NotOffered)
        }
        (Attempt::Answered(answer), PassiveDocument::Verified(document), Some(true)) => {
            match judge(answer, document) {
                Outcome::Proven(proof) => (CheckResult::Successful, proof.reason()),
                Outcome::Refuted(reason) => (CheckResult::Failed, reason),
                Outcome::NotPerformed(reason) => (CheckResult::Undetermined, reason),
            }
        }
        (Attempt::Failed(_), PassiveDocument::Verified(_), Some(true)) => {
            (CheckResult::Failed, Reason::ChipProofInvalid)
        }
        // A key that no verified signature covers proves nothing, whoever holds its other half.
        (Attempt::Answered(_) | Attempt::Failed(_), _, _) => {
            (CheckResult::Undetermined, Reason::KeyNotSigned)
        }
    }
}

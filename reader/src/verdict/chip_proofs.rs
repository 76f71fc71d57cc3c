//! Whether the chip proved that it is no copy. ICAO Doc 9303-11 §6.

use super::decision::ChipPromises;
use super::{Check, CheckId, CheckResult, Outcome, Reason, Rule};
use crate::chip::{
    ChallengeExpectation, ChipProof, active_authentication, chip_authentication, pace_cam,
};
use crate::files::DataGroupNumber;
use crate::lds::SecurityInfos;
use crate::passive::{Document, PassiveDocument, Verified};
use crate::read_out::{Attempt, PaceCamTranscript, ReadOut};
use crate::wire::oid;

/// The chip's checks and whether every promised proof took place.
pub(super) struct ChipProofs {
    pub(super) checks: Vec<Check>,
    pub(super) promises: ChipPromises,
}

/// Judges the chip's answers against the keys that the document signer signed.
pub(super) fn judge(
    read_out: &ReadOut,
    document: &PassiveDocument,
    card_security: &Outcome<Verified<SecurityInfos>>,
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
    let cam = mapping(&evidence.pace_cam, document, card_security);
    // The mapping is a promise only where nothing else is promised: otherwise another PACE may have
    // been used.
    let only_mapping = promised.mapping
        && promised.chip_authentication == Some(false)
        && promised.active_authentication == Some(false);
    let all_promised_are_proven = kept(promised.chip_authentication, ca)
        && kept(promised.active_authentication, aa)
        && kept(Some(only_mapping), cam);
    let promises = match Rule::ChipPromise.demands(all_promised_are_proven, ()) {
        Ok(()) => ChipPromises::Kept,
        Err(()) => ChipPromises::Open,
    };
    let checks = [
        (CheckId::ChipAuthentication, ca),
        (CheckId::ActiveAuthentication, aa),
        (CheckId::PaceCam, cam),
    ]
    .map(|(id, (result, reason))| Check { id, result, reason });
    ChipProofs {
        checks: checks.into(),
        promises,
    }
}

/// What the data groups promise; unknown without a document.
struct Promised {
    chip_authentication: Option<bool>,
    active_authentication: Option<bool>,
    mapping: bool,
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
            mapping: document.is_some_and(promises_mapping),
        }
    }
}

/// A DG14 that cannot be parsed may hide a key: it counts as a promise.
fn promises_chip_authentication(document: &Document) -> bool {
    let keys = document
        .security_infos
        .as_ref()
        .map(chip_authentication::is_offered);
    document
        .data_groups
        .contains(&DataGroupNumber::SECURITY_OPTIONS)
        && keys.unwrap_or(true)
}

fn promises_mapping(document: &Document) -> bool {
    let infos = document.security_infos.iter();
    let mut pace = infos.flat_map(|infos| &infos.pace);
    pace.any(|info| info.protocol.is_member_of(&oid::ID_PACE_ECDH_CAM))
}

/// Chip authentication mapping against the keys of EF.CardSecurity or, when they are verified, of DG14.
fn mapping(
    attempt: &Attempt<PaceCamTranscript>,
    document: &PassiveDocument,
    card_security: &Outcome<Verified<SecurityInfos>>,
) -> (CheckResult, Reason) {
    let transcript = match attempt {
        Attempt::NotOffered | Attempt::NotReached => {
            return (CheckResult::NotSupported, Reason::NotOffered);
        }
        Attempt::Failed(_) => return (CheckResult::Failed, Reason::ChipProofInvalid),
        Attempt::Answered(transcript) => transcript,
    };
    let document = match document {
        PassiveDocument::Verified(verified) => Some(&**verified),
        PassiveDocument::Unverified(_) | PassiveDocument::Unreadable => None,
    };
    let signed = match card_security {
        Outcome::Proven(signed) => Some(signed),
        Outcome::Refuted(reason) => return (CheckResult::Failed, *reason),
        Outcome::NotPerformed(_) => None,
    };
    match pace_cam::judge(transcript, signed, document) {
        Outcome::Proven(proof) => (CheckResult::Successful, proof.reason()),
        Outcome::Refuted(reason) => (CheckResult::Failed, reason),
        Outcome::NotPerformed(reason) => (CheckResult::Undetermined, reason),
    }
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
            match Rule::ChipAnswers.demands(false, Reason::ChipProofInvalid) {
                Err(reason) => (CheckResult::Failed, reason),
                Ok(()) => (CheckResult::Undetermined, Reason::ChipProofMissing),
            }
        }
        // A key that no verified signature covers proves nothing, whoever holds its other half.
        (Attempt::Answered(_) | Attempt::Failed(_), _, _) => {
            (CheckResult::Undetermined, Reason::KeyNotSigned)
        }
    }
}

//! Fingers of the file: which is next, what a try came to, and the exception with its second person.

use capture::fingerprint::Finger;
use capture::fingerprint::attempts::Keep;
use capture::fingerprint::exception::{ExceptionReason, ProposedException};
use dossier::draft::FingerprintCapture;
use dossier::fingers::FingerStanding;

use super::{Turn, counter::changed};
use crate::model::Counter;
use crate::model::counter::ExceptionForm;

/// Notes a try and keeps the better image; then the next finger that is not done is asked for.
pub(super) fn keep(counter: &mut Counter, capture: FingerprintCapture) -> Keep {
    let draft = &mut counter.draft;
    let finger = capture.finger;
    let kept = draft
        .finger_work
        .note(finger, &capture.assessment, capture.captured_at);
    if kept == Keep::New {
        draft.fingerprints.retain(|older| older.finger != finger);
        draft.fingerprints.push(capture);
    }
    counter.ask_for_the_next_finger();
    kept
}

/// Another finger of the profile's order: to take a better image of it, or to except it.
pub(super) fn choose(counter: &mut Counter, finger: Finger) {
    if counter.draft.finger_work.order().contains(&finger) {
        counter.finger = finger;
    }
}

/// F8: asks why the chosen finger is not taken, puts the question away, or takes an exception back.
pub(super) fn ask(counter: &mut Counter, turn: &mut Turn<'_>) {
    if counter.exception.take().is_some() {
        return;
    }
    let finger = counter.finger;
    let standing = counter.draft.finger_work.standing(finger);
    if let FingerStanding::Excepted(_) = standing {
        counter.draft.finger_work.withdraw(finger);
        return changed(counter, &mut turn.effects);
    }
    counter.exception = Some(ExceptionForm {
        finger,
        reason: match standing {
            FingerStanding::Exhausted => {
                let reached = ExceptionReason::QualityNotReached;
                let offered = counter.draft.finger_work.reasons().contains(&reached);
                offered.then_some(reached)
            }
            _ => None,
        },
        witness: String::new(),
        refused: None,
    });
}

pub(super) fn reason(counter: &mut Counter, reason: ExceptionReason) {
    let offered = counter.draft.finger_work.reasons().contains(&reason);
    if let Some(form) = &mut counter.exception
        && offered
    {
        form.reason = Some(reason);
    }
}

pub(super) fn witness(counter: &mut Counter, text: String) {
    if let Some(form) = &mut counter.exception {
        form.witness = text;
        form.refused = None;
    }
}

/// Enter in the form: without a reason and a second person nothing happens to the file.
pub(super) fn confirm(counter: &mut Counter, turn: &mut Turn<'_>) {
    let Some(form) = &mut counter.exception else {
        return;
    };
    let Some(reason) = form.reason else {
        return;
    };
    let proposed = ProposedException {
        finger: form.finger,
        reason,
        proposed_by: counter.who.officer.clone(),
    };
    match proposed.confirm(&form.witness) {
        Ok(confirmed) => {
            counter.exception = None;
            counter.draft.finger_work.except(&confirmed, turn.now);
            counter.ask_for_the_next_finger();
            changed(counter, &mut turn.effects);
        }
        Err(why) => form.refused = Some(why),
    }
}

//! Fingers of the file: which is next, what a try came to, and the exception with its second person.

use capture::fingerprint::Finger;
use capture::fingerprint::attempts::Keep;
use capture::fingerprint::exception::{ExceptionReason, ProposedException};
use dossier::draft::FingerprintCapture;
use dossier::fingers::{Cause, FingerStanding, planned};

use super::{Turn, counter::changed};
use crate::model::Counter;
use crate::model::counter::ExceptionForm;

/// Notes a try and keeps the better image; then the next open finger is asked for.
pub(super) fn keep(counter: &mut Counter, capture: FingerprintCapture) -> Keep {
    let draft = &mut counter.draft;
    let finger = capture.finger;
    let kept = draft
        .finger_work
        .note(finger, &capture.assessment, capture.captured_at);
    let settled = is_settled(&capture, draft.finger_work.standing(finger));
    if kept == Keep::New {
        draft.fingerprints.retain(|older| older.finger != finger);
        draft.fingerprints.push(capture);
    }
    if settled == Settled::Yes {
        advance(counter);
    }
    kept
}

#[derive(PartialEq)]
enum Settled {
    Yes,
    No,
}

/// Whether another try of the same finger would change anything.
fn is_settled(capture: &FingerprintCapture, standing: FingerStanding) -> Settled {
    let mut shortfalls = capture.assessment.shortfalls.iter();
    let by_touch = shortfalls.any(|one| one.demand.cause() == Cause::Touch);
    match standing {
        FingerStanding::Held { .. } if by_touch => Settled::No,
        _ => Settled::Yes,
    }
}

/// Asks for the next planned finger that nothing is known of.
fn advance(counter: &mut Counter) {
    let open =
        |finger: &Finger| counter.draft.finger_work.standing(*finger) == FingerStanding::Open;
    if let Some(finger) = planned().into_iter().find(open) {
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
            FingerStanding::Exhausted => Some(ExceptionReason::QualityNotReached),
            _ => None,
        },
        witness: String::new(),
        refused: None,
    });
}

pub(super) fn reason(counter: &mut Counter, reason: ExceptionReason) {
    if let Some(form) = &mut counter.exception {
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
            advance(counter);
            changed(counter, &mut turn.effects);
        }
        Err(why) => form.refused = Some(why),
    }
}

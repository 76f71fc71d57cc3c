//! Fingers of the file: which is next, what a try came to, and the exception with its second person.

use capture::fingerprint::Finger;
use capture::fingerprint::attempts::Keep;
use capture::fingerprint::exception::{ExceptionReason, NotConfirmed, ProposedException};
use dossier::api::{Confirmation, ExceptionStatement, ProblemType};
use dossier::draft::FingerprintCapture;
use dossier::fingers::FingerStanding;

use super::{Turn, counter::changed, sign_in};
use crate::effect::Effect;
use crate::event::{Event, SessionId};
use crate::model::counter::{ExceptionForm, Notice};
use crate::model::{Counter, SignInForm};
use crate::msg::Msg;
use crate::problem::Problem;

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
        second: SignInForm::default(),
        asked: SessionId::default(),
    });
}

pub(super) fn reason(counter: &mut Counter, reason: ExceptionReason) {
    let offered = counter.draft.finger_work.reasons().contains(&reason);
    if let Some(form) = &mut counter.exception
        && offered
        && !form.second.busy
    {
        form.reason = Some(reason);
    }
}

/// What the second person types into the form; nothing is typed while the backend is asked.
pub(super) fn second_typed(counter: &mut Counter, msg: Msg) {
    if let Some(form) = &mut counter.exception
        && !form.second.busy
    {
        sign_in::typed(&mut form.second, msg);
    }
}

/// Enter in the form: the backend is asked whether the second person may confirm. Until it says so nothing happens
/// to the file.
pub(super) fn confirm(counter: &mut Counter, turn: &mut Turn<'_>) {
    let Some(form) = &mut counter.exception else {
        return;
    };
    let (Some(reason), false) = (form.reason, form.second.busy) else {
        return;
    };
    let proposed = ProposedException {
        finger: form.finger,
        reason,
        proposed_by: counter.who.officer.clone(),
    };
    if let Err(NotConfirmed::SamePerson) = proposed.confirm(&form.second.officer) {
        return sign_in::refused(&mut form.second, ProblemType::OwnException.into());
    }
    let Some(credentials) = sign_in::complete(&mut form.second) else {
        return;
    };
    form.asked = turn.names.session();
    turn.effects.push(Effect::ConfirmException {
        session: form.asked,
        statement: ExceptionStatement {
            draft: counter.draft.id,
            finger: form.finger,
            reason,
        },
        officer: credentials.officer,
        password: credentials.password,
        code: credentials.code,
    });
}

/// Takes the backend's word about the form that is open and hands the other events back.
pub(super) fn event(counter: &mut Counter, event: Event, turn: &mut Turn<'_>) -> Option<Event> {
    match event {
        Event::ExceptionConfirmed {
            session,
            confirmation,
        } => confirmed(counter, session, &confirmation, turn),
        Event::ExceptionRefused { session, problem } => {
            if let Some(form) = asking(counter, session) {
                sign_in::refused(&mut form.second, problem);
            }
        }
        other => return Some(other),
    }
    None
}

/// The form that asked this; a late answer to one that was put away is nobody's.
fn asking(counter: &mut Counter, session: SessionId) -> Option<&mut ExceptionForm> {
    let form = counter.exception.as_mut();
    form.filter(|form| form.second.busy && form.asked == session)
}

fn confirmed(
    counter: &mut Counter,
    session: SessionId,
    confirmation: &Confirmation,
    turn: &mut Turn<'_>,
) {
    let proposed_by = counter.who.officer.clone();
    let Some(form) = asking(counter, session) else {
        return;
    };
    let Some(reason) = form.reason else {
        return;
    };
    let proposed = ProposedException {
        finger: form.finger,
        reason,
        proposed_by,
    };
    match proposed.confirm(&confirmation.by.id) {
        Ok(confirmed) => {
            counter.exception = None;
            let given = (confirmation.id, confirmation.counts_until);
            counter
                .draft
                .finger_work
                .except(&confirmed, given, turn.now);
            counter.ask_for_the_next_finger();
            changed(counter, &mut turn.effects);
        }
        Err(_) => sign_in::refused(&mut form.second, Problem::BackendAnswer),
    }
}

/// Before a file is sealed: whether a confirmation is over, whose finger is asked for again then.
pub(super) fn any_is_over(counter: &mut Counter, turn: &mut Turn<'_>) -> bool {
    let fingers = counter.draft.finger_work.withdraw_outdated(turn.now);
    let Some(first) = fingers.first() else {
        return false;
    };
    counter.finger = *first;
    changed(counter, &mut turn.effects);
    counter.notice = Some(Notice::Problem(Problem::ExceptionOver));
    true
}

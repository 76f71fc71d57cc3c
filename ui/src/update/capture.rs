//! Fingerprints, and what all captures share: each has a name, and only its own reports count.

use capture::fingerprint::attempts::Keep;

use super::{Turn, card, counter::changed, fingers};
use crate::effect::Effect;
use crate::event::{DeviceKind, Event, SessionId};
use crate::model::counter::{CaptureActivity, CapturePane};
use crate::model::{Counter, Picture};
use crate::problem::Problem;

pub(super) fn fingerprint(counter: &mut Counter, turn: &mut Turn<'_>) {
    counter.exception = None;
    if counter.draft.finger_work.tries_left(counter.finger) == 0 {
        counter.fingerprint.problem = Some(Problem::FingerTriesUsed);
        return;
    }
    if let Some(session) = begin(&mut counter.fingerprint, turn) {
        counter.awaited = vec![counter.finger];
        turn.effects.push(Effect::CaptureFingerprint {
            session,
            finger: counter.finger,
            beside: counter.draft.finger_work.beside(counter.finger),
            excepted: counter.draft.finger_work.excepted_beside(counter.finger),
            earlier: counter.draft.fingerprints.clone(),
        });
    }
}

/// Stops every device at work. Their late reports find no session of theirs.
pub(super) fn stop(counter: &mut Counter, effects: &mut Vec<Effect>) {
    card::stop(&mut counter.card, effects);
    for (pane, device) in [
        (&mut counter.portrait, DeviceKind::Camera),
        (&mut counter.fingerprint, DeviceKind::Fingerprint),
    ] {
        pane.problem = None;
        pane.live = None;
        if pane.activity != CaptureActivity::Idle {
            pane.activity = CaptureActivity::Idle;
            effects.push(Effect::Cancel(device));
        }
    }
}

/// Takes the events of captures and hands the others back.
pub(super) fn event(counter: &mut Counter, event: Event, turn: &mut Turn<'_>) -> Option<Event> {
    match event {
        Event::FingersAwaited { session, fingers } => {
            if is_ours(&counter.fingerprint, session) {
                counter.awaited = fingers;
            }
        }
        Event::FingerPlaced { session } => receive(&mut counter.fingerprint, session, 0, None),
        Event::FingerprintLive { session, frame } => {
            if is_ours(&counter.fingerprint, session) {
                counter.fingerprint.live = Some(Picture::grey(turn.names.next(), frame));
            }
        }
        Event::FingerprintProgress {
            session,
            received,
            expected,
        } => {
            receive(&mut counter.fingerprint, session, received, expected);
        }
        Event::FingerprintCaptured {
            session,
            capture,
            beside,
            preview,
        } => {
            if ends(&mut counter.fingerprint, session) {
                for other in beside {
                    fingers::keep(counter, other);
                }
                if fingers::keep(counter, *capture) == Keep::New {
                    counter.fingerprint.picture = Some(Picture::grey(turn.names.next(), preview));
                }
                changed(counter, &mut turn.effects);
            }
        }
        Event::FingerprintFailed { session, problem } => {
            fail(&mut counter.fingerprint, session, problem);
        }
        other => return Some(other),
    }
    None
}

pub(super) fn begin(pane: &mut CapturePane, turn: &mut Turn<'_>) -> Option<SessionId> {
    if pane.activity != CaptureActivity::Idle {
        return None;
    }
    let session = turn.names.session();
    pane.activity = CaptureActivity::Waiting(session);
    pane.live = None;
    pane.problem = None;
    Some(session)
}

/// Whether this session was the one at work; then it is over.
pub(super) fn ends(pane: &mut CapturePane, session: SessionId) -> bool {
    let ours = is_ours(pane, session);
    if ours {
        pane.activity = CaptureActivity::Idle;
        pane.live = None;
        pane.problem = None;
    }
    ours
}

pub(super) fn fail(pane: &mut CapturePane, session: SessionId, problem: Problem) {
    if ends(pane, session) {
        pane.problem = Some(problem);
    }
}

fn receive(pane: &mut CapturePane, session: SessionId, received: usize, expected: Option<usize>) {
    if is_ours(pane, session) {
        pane.activity = CaptureActivity::Receiving(session, received, expected);
    }
}

fn is_ours(pane: &CapturePane, session: SessionId) -> bool {
    match pane.activity {
        CaptureActivity::Idle => false,
        CaptureActivity::Waiting(ours) | CaptureActivity::Receiving(ours, ..) => ours == session,
    }
}

//! The portrait: live picture, tries, and the tick that a living person sits there.

use dossier::draft::{Missing, PortraitCapture};
use dossier::fingers::{Gate, Watched};

use super::{Turn, capture, counter::changed, faces};
use crate::effect::Effect;
use crate::event::{Event, LiveFrame};
use crate::model::counter::Live;
use crate::model::{Counter, Picture};

/// What Enter does in this pane: the tick when only that is missing, otherwise a try.
pub(super) fn next(counter: &mut Counter, turn: &mut Turn<'_>) {
    match counter.draft.missing().first() {
        Some(Missing::PersonWatched) => watched(counter, true, turn),
        _ => take(counter, turn),
    }
}

pub(super) fn take(counter: &mut Counter, turn: &mut Turn<'_>) {
    if let Some(session) = capture::begin(&mut counter.portrait, turn) {
        counter.camera.refused = None;
        turn.effects.push(Effect::CapturePortrait { session });
    }
}

pub(super) fn watched(counter: &mut Counter, seen: bool, turn: &mut Turn<'_>) {
    if counter.draft.portrait.is_none() {
        return;
    }
    counter.draft.portrait_work.watched = seen.then(|| Watched {
        by: counter.who.officer.clone(),
        at: turn.now,
    });
    changed(counter, &mut turn.effects);
}

/// Takes the events of the camera and hands the others back.
pub(super) fn event(counter: &mut Counter, event: Event, turn: &mut Turn<'_>) -> Option<Event> {
    match event {
        Event::PortraitLive(frame) => show(counter, *frame, turn),
        Event::CameraLost(problem) => {
            counter.camera.live = None;
            counter.camera.problem = Some(problem);
        }
        Event::PortraitCaptured {
            session,
            capture,
            preview,
        } => {
            if capture::ends(&mut counter.portrait, session) {
                let picture = Picture::colour(turn.names.next(), preview);
                captured(counter, *capture, picture, turn);
                changed(counter, &mut turn.effects);
            }
        }
        Event::PortraitRefused {
            session,
            assessment,
        } => {
            if capture::ends(&mut counter.portrait, session) {
                let work = &mut counter.draft.portrait_work;
                work.note(&assessment, turn.now);
                counter.camera.refused = Some(*assessment);
                changed(counter, &mut turn.effects);
            }
        }
        Event::FacesCompared {
            session,
            comparison,
        } => faces::compared(counter, (session, comparison), turn),
        Event::PortraitFailed { session, problem } => {
            capture::fail(&mut counter.portrait, session, problem);
        }
        other => return Some(other),
    }
    None
}

fn show(counter: &mut Counter, frame: LiveFrame, turn: &mut Turn<'_>) {
    counter.camera.problem = None;
    if counter.wants_camera() {
        counter.camera.live = Some(Live {
            picture: Picture::colour(turn.names.next(), frame.image),
            oval: frame.oval,
            assessment: frame.assessment,
        });
    }
}

fn captured(
    counter: &mut Counter,
    capture: PortraitCapture,
    picture: Picture,
    turn: &mut Turn<'_>,
) {
    let draft = &mut counter.draft;
    draft
        .portrait_work
        .note(&capture.assessment, capture.captured_at);
    let held = capture.assessment.gate == Gate::Held;
    counter.camera.refused = held.then(|| capture.assessment.clone());
    let better = match &draft.portrait {
        None => true,
        Some(_) if !held => true,
        Some(kept) => {
            kept.assessment.gate == Gate::Held && capture.assessment.score > kept.assessment.score
        }
    };
    if better {
        draft.portrait = Some(capture);
        // The tick was for the person of the earlier frame.
        draft.portrait_work.watched = None;
        counter.portrait.picture = Some(picture);
        faces::compare(counter, turn);
    }
    if !counter.wants_camera() {
        counter.camera.live = None;
    }
}

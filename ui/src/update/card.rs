//! Scanning and reading the card.

use capture::image::RgbaImage;
use capture::scanner::ScanError;
use dossier::draft::Reading;
use dossier::facts::CitizenFacts;
use reader::files::FileId;
use reader::reading::ReadStep;
use reader::verdict::Assessment;
use zeroize::Zeroizing;

use super::{Turn, counter::changed, faces};
use crate::card_input::CardInput;
use crate::compare;
use crate::effect::Effect;
use crate::event::{CardReading, DeviceKind, SessionId};
use crate::model::card::{CardActivity, CardPane, CardPlace, Progress, SeenCitizen, ShownCard};
use crate::model::{Counter, Names, Picture};
use crate::problem::Problem;

/// Reads with the field's text; waits for the scanner when there is none.
pub(super) fn begin(card: &mut CardPane, turn: &mut Turn<'_>) {
    if matches!(card.activity, CardActivity::Reading(_)) {
        return;
    }
    if card.text.trim().is_empty() {
        card.problem = None;
        if !matches!(card.activity, CardActivity::Scanning(_)) {
            let session = turn.names.session();
            card.activity = CardActivity::Scanning(session);
            turn.effects.push(Effect::Scan { session });
        }
        return;
    }
    if let CardActivity::Scanning(_) = card.activity {
        // What is in the field came by another way than the scanner that is waited for.
        turn.effects.push(Effect::Cancel(DeviceKind::Scanner));
    }
    let presented = CardInput::parse(&card.text)
        .and_then(|input| input.presented(&card.text).ok_or(Problem::NumberInvalid));
    match presented {
        Err(problem) => {
            card.activity = CardActivity::Idle;
            card.problem = Some(problem);
        }
        Ok(presented) => {
            let session = turn.names.session();
            card.problem = None;
            card.unread = None;
            card.activity = CardActivity::Reading(Progress {
                session,
                step: ReadStep::CardAccess,
                file: None,
                since: turn.now,
                place: CardPlace::OnReader,
                seen: None,
            });
            let presented = Box::new(presented);
            turn.effects.push(Effect::ReadCard { session, presented });
        }
    }
}

/// What was waited for came; whether it was for this card. A wait that was given up was for another citizen.
pub(super) fn ends_scan(card: &mut CardPane, session: SessionId) -> bool {
    let ours = matches!(card.activity, CardActivity::Scanning(ours) if ours == session);
    if ours {
        card.activity = CardActivity::Idle;
    }
    ours
}

/// A scanner that types: its text goes to the card field wherever the cursor is. Whether there is something to read with.
pub(super) fn take_text(card: &mut CardPane, text: Zeroizing<String>) -> bool {
    if matches!(card.activity, CardActivity::Reading(_)) {
        return false;
    }
    card.text = text;
    let empty = card.text.trim().is_empty();
    if empty {
        card.activity = CardActivity::Idle;
        card.problem = Some(Problem::ScanUnreadable);
    }
    !empty
}

/// Stops the device that works for this pane.
pub(super) fn stop(card: &mut CardPane, effects: &mut Vec<Effect>) {
    let at_work = match card.activity {
        CardActivity::Idle => None,
        CardActivity::Scanning(_) => Some(DeviceKind::Scanner),
        CardActivity::Reading(_) => Some(DeviceKind::Reader),
    };
    card.activity = CardActivity::Idle;
    effects.extend(at_work.map(Effect::Cancel));
}

/// What a scanner typed cannot be used; whoever was waited for instead is waited for no longer.
pub(super) fn scan_refused(card: &mut CardPane, error: &ScanError, turn: &mut Turn<'_>) {
    match card.activity {
        CardActivity::Reading(_) => return,
        CardActivity::Scanning(_) => turn.effects.push(Effect::Cancel(DeviceKind::Scanner)),
        CardActivity::Idle => {}
    }
    card.activity = CardActivity::Idle;
    card.problem = Some(error.into());
}

pub(super) fn scan_failed(card: &mut CardPane, session: SessionId, problem: Problem) {
    if matches!(card.activity, CardActivity::Scanning(ours) if ours == session) {
        card.activity = CardActivity::Idle;
        card.problem = Some(problem);
    }
}

pub(super) fn step(card: &mut CardPane, session: SessionId, step: ReadStep) {
    if let Some(progress) = card.reading(session) {
        progress.step = step;
        progress.file = None;
        progress.place = CardPlace::OnReader;
    }
}

/// The card left: what it brought is not for the next person to see.
pub(super) fn lifted(card: &mut CardPane, session: SessionId) {
    if let Some(progress) = card.reading(session) {
        progress.file = None;
        progress.place = CardPlace::Lifted;
        progress.seen = None;
    }
}

pub(super) fn identity(card: &mut CardPane, session: SessionId, facts: CitizenFacts) {
    if let Some(progress) = card.reading(session) {
        let face = progress.seen.take().and_then(|seen| seen.face);
        progress.seen = Some(Box::new(SeenCitizen { facts, face }));
    }
}

/// A portrait without a name beside it is not shown.
pub(super) fn face(card: &mut CardPane, session: SessionId, face: RgbaImage, names: &mut Names) {
    let progress = card.reading(session);
    if let Some(seen) = progress.and_then(|progress| progress.seen.as_mut()) {
        seen.face = Some(Picture::colour(names.next(), face));
    }
}

pub(super) fn file(card: &mut CardPane, session: SessionId, file: (FileId, usize, Option<usize>)) {
    if let Some(progress) = card.reading(session) {
        progress.file = Some(file);
    }
}

pub(super) fn read(
    counter: &mut Counter,
    session: SessionId,
    mut reading: Box<CardReading>,
    turn: &mut Turn<'_>,
) {
    if counter.card.reading(session).is_none() {
        return;
    }
    counter.card.activity = CardActivity::Idle;
    let shown = shown(&mut reading, turn.names);
    if belongs_to_another(counter, &shown) {
        counter.card.problem = Some(Problem::OtherPerson);
        return;
    }
    counter.card.problem = Problem::of_assessment(&reading.assessment);
    counter.card.unread = None;
    counter.card.read = Some(Box::new(shown));
    let terminal_verdict = reading.assessment.verdict();
    counter.draft.reading = Some(Reading {
        read_out: reading.read_out,
        challenge_id: reading.challenge_id,
        read_at: reading.read_at,
        terminal_verdict,
    });
    faces::compare(counter, turn);
    changed(counter, &mut turn.effects);
}

/// The draft stays as it is: an earlier good reading is not lost to a later bad one.
pub(super) fn failed(
    card: &mut CardPane,
    session: SessionId,
    problem: Problem,
    assessment: Box<Assessment>,
) {
    if card.reading(session).is_some() {
        card.activity = CardActivity::Idle;
        card.problem = Some(problem);
        card.unread = Some(assessment);
    }
}

/// What the pane shows of a reading.
pub(super) fn shown(reading: &mut CardReading, names: &mut Names) -> ShownCard {
    let facts = reading
        .assessment
        .document()
        .map(CitizenFacts::from)
        .unwrap_or_default();
    ShownCard {
        differences: compare::by_weight(&reading.assessment.mismatches),
        facts,
        verdict: reading.assessment.verdict(),
        checks: reading.assessment.checks.clone(),
        terminal: reading.read_out.evidence.terminal_authentication.clone(),
        face: reading
            .face
            .take()
            .map(|image| Picture::colour(names.next(), image)),
        traffic: reading.traffic,
        elapsed_ms: reading.elapsed_ms.clone(),
    }
}

/// A face or a finger must never end up with another person's card.
fn belongs_to_another(counter: &Counter, shown: &ShownCard) -> bool {
    let taken = counter.draft.portrait.is_some() || !counter.draft.fingerprints.is_empty();
    let before = counter
        .card
        .read
        .as_ref()
        .and_then(|read| read.facts.number.as_ref());
    taken && before.is_some() && before != shown.facts.number.as_ref()
}

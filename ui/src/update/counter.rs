//! The receiving officer's actions, and the reports that concern the file as a whole.

use dossier::consent::{Consent, ConsentPoint};
use dossier::contact::{EmailAddress, PhoneNumber};
use zeroize::Zeroizing;

use super::{Outcome, Turn, capture, card, fingers, outdated, portrait, subject, submission};
use crate::effect::Effect;
use crate::event::Event;
use crate::model::Counter;
use crate::model::card::CardActivity;
use crate::model::counter::{FoundDraft, KeptInStore, Notice, Pane, Phase};
use crate::msg::Msg;
use crate::problem::Problem;
use crate::text::registration::CONSENT_TEXT_VERSION;

pub(super) fn message(counter: &mut Counter, msg: Msg, turn: &mut Turn<'_>) -> Outcome {
    let discard_asked = std::mem::take(&mut counter.discard_asked);
    match msg {
        Msg::SignOut => return Outcome::Lock(None),
        Msg::Refresh => turn.effects.push(Effect::RefreshSubmissions),
        Msg::Print(submission) => submission::print(counter, submission.as_ref(), turn),
        Msg::Cancel if counter.subject_open => subject::toggle(counter),
        Msg::Cancel => {
            counter.notice = None;
            counter.exception = None;
            capture::stop(counter, &mut turn.effects);
        }
        // While the file is being sealed it does not change.
        _ if counter.phase == Phase::Submitting => {}
        Msg::Next => next(counter, turn),
        Msg::CardTextTyped(text) => {
            counter.card.text = text;
            outdated::after_typing(&mut counter.card);
        }
        Msg::WedgeScanned(Ok(text)) => typed(counter, text, turn),
        Msg::WedgeScanned(Err(error)) => card::scan_refused(&mut counter.card, &error, turn),
        Msg::ReadCard => read_card(counter, turn),
        Msg::CapturePortrait => portrait::take(counter, turn),
        Msg::PortraitDetails => counter.camera.details = !counter.camera.details,
        Msg::PersonWatched(seen) => portrait::watched(counter, seen, turn),
        Msg::FingerChosen(finger) => fingers::choose(counter, finger),
        Msg::CaptureFingerprint => capture::fingerprint(counter, turn),
        Msg::FingerException => fingers::ask(counter, turn),
        Msg::ExceptionReasonChosen(reason) => fingers::reason(counter, reason),
        Msg::OfficerTyped(_) | Msg::PasswordTyped(_) | Msg::CodeTyped(_) => {
            fingers::second_typed(counter, msg);
        }
        Msg::ConfirmException => fingers::confirm(counter, turn),
        Msg::PhoneTyped(text) => phone(counter, text, turn),
        Msg::EmailTyped(text) => email(counter, text, turn),
        Msg::Consent { point, given } => consent(counter, point, given, turn),
        Msg::SubjectSheet => subject::toggle(counter),
        Msg::SubjectTyped(field, text) => subject::typed(counter, (field, text), turn),
        Msg::SubjectChosen(choice) => subject::chosen(counter, choice, turn),
        Msg::Submit => submission::submit(counter, turn),
        Msg::Discard if discard_asked => discard(counter, turn),
        Msg::Discard => counter.discard_asked = counter.has_content(),
        _ => {}
    }
    Outcome::Stay
}

pub(super) fn event(counter: &mut Counter, event: Event, turn: &mut Turn<'_>) -> Outcome {
    match event {
        Event::SignedOut
        | Event::ExceptionRefused {
            problem: Problem::SessionExpired,
            ..
        } => return Outcome::Lock(Some(Problem::SessionExpired)),
        Event::Scanned { session, text } => {
            let ours = card::ends_scan(&mut counter.card, session);
            if ours && counter.phase == Phase::Editing {
                typed(counter, text, turn);
            }
        }
        Event::ScanFailed { session, problem } => {
            card::scan_failed(&mut counter.card, session, problem);
        }
        Event::CardStep { session, step } => card::step(&mut counter.card, session, step),
        Event::CardFile {
            session,
            file,
            received,
            expected,
        } => {
            card::file(&mut counter.card, session, (file, received, expected));
        }
        Event::CardIdentity { session, facts } => {
            card::identity(&mut counter.card, session, *facts);
        }
        Event::CardFace { session, face } => {
            card::face(&mut counter.card, session, face, turn.names);
        }
        Event::CardLifted { session } => card::lifted(&mut counter.card, session),
        Event::CardRead { session, reading } => card::read(counter, session, reading, turn),
        Event::CardFailed {
            session,
            problem,
            assessment,
        } => {
            card::failed(&mut counter.card, session, problem, assessment);
        }
        Event::DraftSaved(id) if id == counter.draft.id => {
            if counter.kept_in_store == KeptInStore::Asked {
                counter.kept_in_store = KeptInStore::Yes;
                outdated::after_saving(counter);
            }
        }
        Event::DraftFound { draft, reading } => found(counter, FoundDraft { draft, reading }, turn),
        Event::StoreFailed(problem) => {
            counter.notice = Some(Notice::Problem(problem));
            if counter.kept_in_store == KeptInStore::Asked {
                counter.kept_in_store = KeptInStore::Failed;
            }
        }
        other => {
            let rest = portrait::event(counter, other, turn);
            let rest = rest.and_then(|other| fingers::event(counter, other, turn));
            if let Some(other) = rest.and_then(|other| capture::event(counter, other, turn)) {
                submission::event(counter, other, turn);
            }
        }
    }
    Outcome::Stay
}

/// The file is another one than before: what was said of the old one goes, and the store gets it.
pub(super) fn changed(counter: &mut Counter, effects: &mut Vec<Effect>) {
    outdated::after_change(counter);
    save(counter, effects);
}

/// Sends the draft to the store when there is something to keep.
pub(super) fn save(counter: &mut Counter, effects: &mut Vec<Effect>) {
    if counter.has_content() {
        counter.kept_in_store = KeptInStore::Asked;
        effects.push(Effect::SaveDraft(Box::new(counter.draft.clone())));
    }
}

/// Opens a draft of an earlier run when the desk is free, otherwise lets it wait.
pub(super) fn found(counter: &mut Counter, found: FoundDraft, turn: &mut Turn<'_>) {
    if counter.draft.id == found.draft.id {
        return;
    }
    if counter.has_content() {
        counter.waiting.push(found);
        return;
    }
    counter.next_citizen(turn.now, turn.names);
    counter.open(*found.draft);
    counter.kept_in_store = KeptInStore::Yes;
    if let Some(mut reading) = found.reading {
        counter.card.read = Some(Box::new(card::shown(&mut reading, turn.names)));
    }
}

/// The one next action: what Enter does.
fn next(counter: &mut Counter, turn: &mut Turn<'_>) {
    match counter.next_pane() {
        Some(pane) if counter.is_busy(pane) => {}
        Some(Pane::Card) => read_card(counter, turn),
        Some(Pane::Portrait) => portrait::next(counter, turn),
        Some(Pane::Fingerprint) => capture::fingerprint(counter, turn),
        // Typing and asking are the next action; Enter only keeps what was typed so far.
        Some(Pane::Contact | Pane::Consent) => save(counter, &mut turn.effects),
        None => submission::submit(counter, turn),
    }
}

fn read_card(counter: &mut Counter, turn: &mut Turn<'_>) {
    if !matches!(counter.card.activity, CardActivity::Reading(_)) {
        counter.notice = None;
    }
    card::begin(&mut counter.card, turn);
}

/// A scanner that types: the reading starts.
fn typed(counter: &mut Counter, text: Zeroizing<String>, turn: &mut Turn<'_>) {
    if card::take_text(&mut counter.card, text) {
        read_card(counter, turn);
    }
}

fn phone(counter: &mut Counter, text: String, turn: &mut Turn<'_>) {
    let before = std::mem::replace(&mut counter.draft.contact.phone, text);
    outdated::after_change(counter);
    let complete = |text: &str| PhoneNumber::parse(text).is_ok();
    if complete(&before) || complete(&counter.draft.contact.phone) {
        save(counter, &mut turn.effects);
    }
}

fn email(counter: &mut Counter, text: String, turn: &mut Turn<'_>) {
    let before = std::mem::replace(&mut counter.draft.contact.email, text);
    outdated::after_change(counter);
    let complete = |text: &str| text.is_empty() || EmailAddress::parse(text).is_ok();
    if complete(&before) || complete(&counter.draft.contact.email) {
        save(counter, &mut turn.effects);
    }
}

fn consent(counter: &mut Counter, point: ConsentPoint, given: bool, turn: &mut Turn<'_>) {
    let mut points = counter
        .draft
        .consent
        .take()
        .map(|consent| consent.points)
        .unwrap_or_default();
    if given {
        points.insert(point);
    } else {
        points.remove(&point);
    }
    counter.draft.consent = Some(Consent {
        text_version: CONSENT_TEXT_VERSION.to_owned(),
        language: turn.language,
        points,
        given_at: turn.now,
    });
    changed(counter, &mut turn.effects);
}

fn discard(counter: &mut Counter, turn: &mut Turn<'_>) {
    capture::stop(counter, &mut turn.effects);
    turn.effects.push(Effect::DiscardDraft(counter.draft.id));
    counter.notice = None;
    follow_with_next(counter, turn);
}

/// An empty file, or a draft that waited.
pub(super) fn follow_with_next(counter: &mut Counter, turn: &mut Turn<'_>) {
    counter.next_citizen(turn.now, turn.names);
    if !counter.waiting.is_empty() {
        let waiting = counter.waiting.remove(0);
        found(counter, waiting, turn);
    }
}

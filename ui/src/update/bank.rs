//! The teller's actions. Whatever begins anew begins with nobody.

use dossier::relying::SharedField;
use zeroize::Zeroizing;

use super::{Outcome, Turn, card, outdated};
use crate::core_record::CoreRecord;
use crate::effect::{Effect, PartyInquiry};
use crate::event::{CardReading, DeviceKind, Event, SessionId};
use crate::model::Picture;
use crate::model::bank::{Bank, ConsentBasis, Inquiry, Likeness, Step};
use crate::model::card::CardActivity;
use crate::msg::Msg;
use crate::problem::Problem;

pub(super) fn message(bank: &mut Bank, msg: Msg, turn: &mut Turn<'_>) -> Outcome {
    match msg {
        Msg::SignOut => return Outcome::Lock(None),
        Msg::Cancel => {
            bank.problem = None;
            stop(bank, &mut turn.effects);
        }
        Msg::EndCustomer => end(bank, turn),
        // While the agency is asked, what it is asked about does not change.
        _ if matches!(bank.inquiry, Inquiry::Asking(_)) => {}
        Msg::Next => next(bank, turn),
        Msg::CardTextTyped(text) => {
            bank.card.text = text;
            outdated::after_typing(&mut bank.card);
        }
        Msg::WedgeScanned(Ok(text)) => typed(bank, text, turn),
        Msg::WedgeScanned(Err(error)) => card::scan_refused(&mut bank.card, &error, turn),
        Msg::ReadCard => read_card(bank, turn),
        Msg::PersonCompared(likeness) => compared(bank, likeness),
        Msg::ConsentTyped(text) => {
            bank.consent_text = text;
            forget(bank, Problem::ConsentUnreadable);
        }
        Msg::ConsentEntered => {
            let text = bank.consent_text.clone();
            consent(bank, &text);
        }
        Msg::FieldAgreed { field, given } => agreed(bank, field, given),
        Msg::CorePasted(text) => core(bank, &text),
        _ => {}
    }
    Outcome::Stay
}

/// Takes the events of this desk and hands the others back.
pub(super) fn event(
    bank: &mut Bank,
    event: Event,
    turn: &mut Turn<'_>,
) -> Result<Outcome, Box<Event>> {
    match event {
        Event::SignedOut => return Ok(Outcome::Lock(Some(Problem::SessionExpired))),
        Event::Scanned { session, text } => scanned(bank, session, text, turn),
        Event::ScanFailed { session, problem } => {
            if bank.consent_scan == Some(session) {
                bank.consent_scan = None;
                bank.problem = Some(problem);
            }
            card::scan_failed(&mut bank.card, session, problem);
        }
        Event::CardStep { session, step } => card::step(&mut bank.card, session, step),
        Event::CardFile {
            session,
            file,
            received,
            expected,
        } => card::file(&mut bank.card, session, (file, received, expected)),
        Event::CardIdentity { session, facts } => {
            card::identity(&mut bank.card, session, *facts);
        }
        Event::CardFace { session, face } => {
            card::face(&mut bank.card, session, face, turn.names);
        }
        Event::CardLifted { session } => card::lifted(&mut bank.card, session),
        Event::CardRead { session, reading } => read(bank, session, reading, turn),
        Event::CardFailed {
            session,
            problem,
            assessment,
        } => card::failed(&mut bank.card, session, problem, assessment),
        Event::PortraitLive(frame) => {
            if bank.wants_camera() {
                bank.live = Some(Picture::colour(turn.names.next(), frame.image));
            }
        }
        Event::CameraLost(_) => bank.live = None,
        Event::CoreRecord { session, text } => {
            if bank.core_read.take_if(|ours| *ours == session).is_some() {
                core(bank, &text);
            }
        }
        Event::PartyAnswered { session, receipt } => {
            if is_asking(bank, session) {
                bank.inquiry = Inquiry::Answered(receipt);
                bank.problem = None;
            }
        }
        Event::PartyFailed { session, problem } => {
            if is_asking(bank, session) {
                bank.inquiry = Inquiry::NotAsked;
                bank.problem = Some(problem);
            }
        }
        other => return Err(Box::new(other)),
    }
    Ok(Outcome::Stay)
}

/// Stops every device at work. Their late reports find no session of theirs.
pub(super) fn stop(bank: &mut Bank, effects: &mut Vec<Effect>) {
    if bank.consent_scan.take().is_some() {
        effects.push(Effect::Cancel(DeviceKind::Scanner));
    }
    card::stop(&mut bank.card, effects);
}

/// The one next action: what Enter does.
fn next(bank: &mut Bank, turn: &mut Turn<'_>) {
    match bank.step() {
        Step::Card => read_card(bank, turn),
        // A statement of the teller's is never what Enter says by itself.
        Step::Person => bank.problem = Some(Problem::PersonNotCompared),
        Step::Consent => scan_consent(bank, turn),
        Step::Fields => bank.problem = Some(Problem::NothingAgreed),
        Step::Ask => ask(bank, turn),
        Step::Done | Step::Stopped => {}
    }
}

/// Another reading may be of another person: nothing of the one before stays.
fn read_card(bank: &mut Bank, turn: &mut Turn<'_>) {
    let text = bank.card.text.clone();
    let read_before = bank.card.read.is_some() || bank.card.unread.is_some();
    if read_before && !matches!(bank.card.activity, CardActivity::Reading(_)) {
        end(bank, turn);
        bank.card.text = text;
    }
    card::begin(&mut bank.card, turn);
}

/// Text of a scanner: a consent by its form, everything else is for the card.
fn typed(bank: &mut Bank, text: Zeroizing<String>, turn: &mut Turn<'_>) {
    if ConsentBasis::parse(&text).is_ok() {
        if bank.consent_scan.take().is_some() {
            turn.effects.push(Effect::Cancel(DeviceKind::Scanner));
        }
        bank.consent_text = text.clone();
        consent(bank, &text);
    } else if card::take_text(&mut bank.card, text) {
        read_card(bank, turn);
    }
}

fn scanned(bank: &mut Bank, session: SessionId, text: Zeroizing<String>, turn: &mut Turn<'_>) {
    if bank.consent_scan == Some(session) {
        bank.consent_scan = None;
        bank.consent_text = text.clone();
        consent(bank, &text);
    } else if card::ends_scan(&mut bank.card, session) {
        typed(bank, text, turn);
    }
}

fn scan_consent(bank: &mut Bank, turn: &mut Turn<'_>) {
    if !bank.consent_text.trim().is_empty() {
        let text = bank.consent_text.clone();
        return consent(bank, &text);
    }
    if bank.consent_scan.is_none() {
        bank.problem = None;
        let session = turn.names.session();
        bank.consent_scan = Some(session);
        turn.effects.push(Effect::Scan { session });
    }
}

fn consent(bank: &mut Bank, text: &str) {
    if bank.receipt().is_some() {
        return;
    }
    // Another consent is another agreement.
    bank.agreed.clear();
    match ConsentBasis::parse(text) {
        Ok(basis) => {
            bank.basis = Some(basis);
            bank.problem = None;
        }
        Err(problem) => {
            bank.basis = None;
            bank.problem = Some(problem);
        }
    }
}

fn compared(bank: &mut Bank, likeness: Likeness) {
    if bank.proven().is_none() || bank.receipt().is_some() {
        return;
    }
    bank.likeness = Some(likeness);
    bank.live = None;
    bank.problem = match likeness {
        Likeness::Same => None,
        Likeness::Other => Some(Problem::NotTheHolder),
    };
}

fn agreed(bank: &mut Bank, field: SharedField, given: bool) {
    if !matches!(bank.step(), Step::Fields | Step::Ask) || !bank.can_assert(field) {
        return;
    }
    forget(bank, Problem::NothingAgreed);
    if given {
        bank.agreed.insert(field);
    } else {
        bank.agreed.remove(&field);
    }
}

fn ask(bank: &mut Bank, turn: &mut Turn<'_>) {
    let number = bank.proven().and_then(|facts| facts.number.clone());
    let (Some(number), Some(basis)) = (number, bank.basis.clone()) else {
        bank.problem = Some(Problem::ProofUnfinished);
        return;
    };
    let inquiry = PartyInquiry {
        basis,
        number: Zeroizing::new(number),
        asserted: bank.all_asserted(),
    };
    let session = turn.names.session();
    bank.problem = None;
    bank.inquiry = Inquiry::Asking(session);
    turn.effects.push(Effect::AskParty {
        session,
        inquiry: Box::new(inquiry),
    });
}

fn core(bank: &mut Bank, text: &str) {
    match CoreRecord::parse(text) {
        Ok(record) => {
            bank.core = record;
            forget(bank, Problem::CoreRecordUnreadable);
        }
        Err(problem) => bank.problem = Some(problem),
    }
}

fn read(bank: &mut Bank, session: SessionId, mut reading: Box<CardReading>, turn: &mut Turn<'_>) {
    if bank.card.reading(session).is_none() {
        return;
    }
    bank.card.activity = CardActivity::Idle;
    bank.card.problem = Problem::of_assessment(&reading.assessment);
    bank.card.unread = None;
    bank.card.read = Some(Box::new(card::shown(&mut reading, turn.names)));
    if bank.proven().is_some() {
        let session = turn.names.session();
        bank.core_read = Some(session);
        turn.effects.push(Effect::ReadCoreRecord { session });
    }
}

/// Nobody stands at the desk any more.
fn end(bank: &mut Bank, turn: &mut Turn<'_>) {
    stop(bank, &mut turn.effects);
    let (who, desk) = (bank.who.clone(), bank.desk.clone());
    *bank = Bank::new(who, desk, turn.names.next());
}

fn is_asking(bank: &Bank, session: SessionId) -> bool {
    matches!(bank.inquiry, Inquiry::Asking(ours) if ours == session)
}

fn forget(bank: &mut Bank, outdated: Problem) {
    if bank.problem == Some(outdated) {
        bank.problem = None;
    }
}

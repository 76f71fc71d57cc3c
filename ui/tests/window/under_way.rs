//! What the window shows of a card before anything of it is checked.

use egui_kittest::kittest::Queryable;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::TerminalAuthorisation;
use reader::reading::ReadStep;
use ui::event::SessionId;
use ui::model::card::{CardActivity, CardPlace, Progress};
use ui::text::{card, screen};
use ui::{Event, Msg};

use crate::screens::window;
use crate::size::in_both_languages;
use crate::support::{Desk, card_reading, person};

fn reading() -> (Desk, SessionId) {
    let mut desk = Desk::counter();
    desk.type_card(&person().qr_text());
    desk.say(Msg::ReadCard);
    let session = desk.session();
    (desk, session)
}

fn seen() -> (Desk, SessionId) {
    let (mut desk, session) = reading();
    let card = card_reading(&[]);
    let document = card.assessment.document().unwrap();
    let facts = Box::new(document.into());
    desk.event(Event::CardIdentity { session, facts });
    let step = ReadStep::Files;
    desk.event(Event::CardStep { session, step });
    let (file, received, expected) = (FileId::DataGroup(DataGroupNumber::FACE), 500, Some(900));
    desk.event(Event::CardFile {
        session,
        file,
        received,
        expected,
    });
    (desk, session)
}

fn face(desk: &mut Desk, session: SessionId) {
    let face = card_reading(&[]).face.unwrap();
    desk.event(Event::CardFace { session, face });
}

fn progress(desk: &Desk) -> &Progress {
    match &desk.at().card.activity {
        CardActivity::Reading(progress) => progress,
        _ => panic!("nothing is read"),
    }
}

#[test]
fn the_citizen_is_shown_unchecked_while_the_portrait_still_comes() {
    let shown = || seen().0;
    in_both_languages(shown, "identity", &[screen::STOP]);
    let mut harness = window(shown());
    harness.run();
    harness.get_by_label("Nguyễn Thị Ví Dụ");
    harness.get_by_label(screen::UNCHECKED.vi);
    harness.get_by_label("DG2 · 56 %");
    assert!(harness.query_by_label("THẺ THẬT").is_none());
    assert!(harness.state().at().draft.reading.is_none());
}

#[test]
fn the_portrait_grows_in_and_the_verdict_replaces_both() {
    let (mut desk, session) = seen();
    face(&mut desk, session);
    assert!(progress(&desk).seen.as_ref().unwrap().face.is_some());
    let facts = Box::default();
    desk.event(Event::CardIdentity { session, facts });
    assert!(progress(&desk).seen.as_ref().unwrap().face.is_some());
    let reading = Box::new(card_reading(&[]));
    desk.event(Event::CardRead { session, reading });
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label("THẺ THẬT");
    assert!(harness.query_by_label(screen::UNCHECKED.vi).is_none());
}

#[test]
fn neither_a_face_without_a_name_nor_a_late_report_is_shown() {
    let (mut desk, session) = reading();
    face(&mut desk, session);
    assert!(progress(&desk).seen.is_none());
    let late = SessionId(session.0 + 1);
    let facts = Box::default();
    desk.event(Event::CardIdentity {
        session: late,
        facts,
    });
    desk.event(Event::CardLifted { session: late });
    assert!(progress(&desk).seen.is_none());
    assert_eq!(progress(&desk).place, CardPlace::OnReader);
}

#[test]
fn a_lifted_card_is_asked_for_and_its_holder_leaves_the_screen() {
    let lifted = || {
        let (mut desk, session) = seen();
        desk.event(Event::CardLifted { session });
        desk
    };
    in_both_languages(lifted, "lifted", &[screen::STOP]);
    let mut harness = window(lifted());
    harness.run();
    harness.get_by_label(screen::CARD_LIFTED.vi);
    harness.get_by_label(screen::PUT_CARD_BACK.vi);
    assert!(harness.query_by_label("Nguyễn Thị Ví Dụ").is_none());
    let mut desk = lifted();
    let session = desk.session();
    let step = ReadStep::CardAccess;
    desk.event(Event::CardStep { session, step });
    assert_eq!(progress(&desk).place, CardPlace::OnReader);
}

#[test]
fn fingerprints_that_stay_closed_are_told_plainly() {
    let (mut desk, session) = reading();
    let mut reading = Box::new(card_reading(&[]));
    let terminal = TerminalAuthorisation::NotAuthorised;
    let words = card::chip_fingers(&terminal).unwrap();
    reading.read_out.evidence.terminal_authentication = terminal;
    desk.event(Event::CardRead { session, reading });
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label_contains(words.vi);
}

//! The comparison of both portraits by the operator's model: asked once for each pair, shown as advice, kept in the
//! file, and never awaited.

use dossier::api::Role;
use dossier::portrait::{FaceComparison, FaceEnd, ModelComparison, NotCompared};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use reader::verdict::Verdict;
use ui::event::SessionId;
use ui::text::{portrait as words, screen};
use ui::{Effect, Event, Msg};

use crate::approver_line::case_view;
use crate::screens::window;
use crate::support::{Desk, model_says};

/// A counter whose terminal has a model.
fn counter() -> Desk {
    let mut desk = Desk::closed();
    desk.model = desk.model.comparing_faces(true);
    desk.signed_in(Role::Receiving)
}

fn asked(desk: &Desk) -> Vec<SessionId> {
    let of = |effect: &Effect| match effect {
        Effect::CompareFaces { session, .. } => Some(*session),
        _ => None,
    };
    desk.effects.iter().filter_map(of).collect()
}

fn answer(desk: &mut Desk, session: SessionId, similarity: i16) {
    desk.event(Event::FacesCompared {
        session,
        comparison: Box::new(model_says(similarity)),
    });
}

fn recorded(desk: &Desk) -> &FaceComparison {
    &desk.at().draft.portrait_work.comparison
}

#[test]
fn both_portraits_are_compared_once_and_again_when_one_is_another() {
    let mut desk = counter();
    desk.take_portrait();
    assert!(asked(&desk).is_empty(), "there is no card yet");
    desk.read_card(&[]);
    let [first] = asked(&desk)[..] else {
        panic!("one question");
    };
    desk.take_portrait();
    let [_, second] = asked(&desk)[..] else {
        panic!("another question");
    };
    answer(&mut desk, first, 900);
    assert_eq!(*recorded(&desk), FaceComparison::Officer, "of the old pair");
    let saves = desk.saves();
    answer(&mut desk, second, 713);
    let said = FaceComparison::Model(Box::new(model_says(713)));
    assert_eq!(*recorded(&desk), said);
    assert_eq!(desk.saves(), saves + 1);
    desk.take_portrait();
    assert_eq!(*recorded(&desk), FaceComparison::Officer);
}

#[test]
fn without_a_model_nothing_is_asked_and_the_officer_compares() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    desk.take_portrait();
    assert!(asked(&desk).is_empty());
    assert_eq!(*recorded(&desk), FaceComparison::Officer);
}

#[test]
fn a_file_is_submitted_without_waiting_for_the_model() {
    let mut desk = counter();
    desk.fill();
    let [session] = asked(&desk)[..] else {
        panic!("one question");
    };
    desk.say(Msg::Submit);
    let submitted = desk
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Submit(_)));
    assert!(submitted);
    answer(&mut desk, session, 713);
    assert_eq!(
        *recorded(&desk),
        FaceComparison::Officer,
        "as it was sealed"
    );
}

fn shown(comparison: &ModelComparison) -> Harness<'static, Desk> {
    let mut desk = counter();
    desk.read_card(&[]);
    desk.take_portrait();
    let [session] = asked(&desk)[..] else {
        panic!("one question");
    };
    let mut harness = window(desk);
    harness.step();
    harness.get_by_label(screen::FACES_BEING_COMPARED.vi);
    harness.state_mut().event(Event::FacesCompared {
        session,
        comparison: Box::new(comparison.clone()),
    });
    harness.step();
    harness.get_by_label(words::face_advice(comparison).vi);
    harness
}

#[test]
fn the_counter_sees_the_advice_with_model_file_and_threshold() {
    let alike = shown(&model_says(713));
    alike.get_by_label("faces-a · giống nhau 0,71 · ngưỡng 0,36 · SHA-256 5a5a5a5a…");
    let unlike = shown(&model_says(104));
    unlike.get_by_label("faces-a · giống nhau 0,10 · ngưỡng 0,36 · SHA-256 5a5a5a5a…");
    let none = shown(&ModelComparison {
        end: FaceEnd::NotPerformed(NotCompared::ModelChanged),
        ..model_says(0)
    });
    none.get_by_label("faces-a · ngưỡng 0,36 · SHA-256 5a5a5a5a…");
}

#[test]
fn the_approver_sees_what_the_model_said_and_that_the_officer_compared() {
    let mut view = case_view(Verdict::Genuine);
    let unlike = model_says(104);
    let words = words::face_advice(&unlike).vi;
    view.file.portrait_work.comparison = FaceComparison::Model(Box::new(unlike));
    let mut desk = Desk::approver();
    desk.event(Event::CaseOpened(Box::new(view)));
    let mut harness = window(desk);
    harness.step();
    harness.get_by_label(words);
    harness.get_by_label_contains(screen::COMPARED_BY_EYE.vi);
    harness.get_by_label("faces-a · giống nhau 0,10 · ngưỡng 0,36 · SHA-256 5a5a5a5a…");
}

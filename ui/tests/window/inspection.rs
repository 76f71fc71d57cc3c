//! The faces of a case looked at closely: beside each other, over each other, larger; and nothing decided meanwhile.

use dossier::decision::RefusalReason;
use egui::Key;
use egui_kittest::kittest::Queryable;
use reader::verdict::Verdict;
use ui::model::Screen;
use ui::model::approver::{Desk as OnDesk, Question};
use ui::model::inspection::{Inspect, Inspection, Way};
use ui::text::inspection as words;
use ui::{Effect, Msg};

use crate::approver_line::with_case;
use crate::screens::{press, window};
use crate::size::in_both_languages;
use crate::support::Desk;

fn seen(desk: &Desk) -> Option<Inspection> {
    match &desk.model.screen {
        Screen::Approver(approver) => match &approver.desk {
            OnDesk::Open(case) => case.inspection,
            _ => None,
        },
        _ => None,
    }
}

#[test]
fn keys_open_it_change_it_within_bounds_and_close_it() {
    let mut harness = window(with_case(Verdict::Genuine));
    press(&mut harness, Key::Z);
    let beside = |zoom| Inspection {
        way: Way::Beside,
        zoom,
    };
    assert_eq!(seen(harness.state()), Some(beside(1)));
    for _ in 0..6 {
        press(&mut harness, Key::Plus);
    }
    assert_eq!(seen(harness.state()), Some(beside(4)));
    press(&mut harness, Key::ArrowRight);
    assert_eq!(
        seen(harness.state()),
        Some(beside(4)),
        "nothing lies over the other"
    );
    press(&mut harness, Key::O);
    press(&mut harness, Key::Minus);
    for _ in 0..8 {
        press(&mut harness, Key::ArrowRight);
    }
    let over = Inspection {
        way: Way::Over(10),
        zoom: 3,
    };
    assert_eq!(seen(harness.state()), Some(over));
    harness.get_by_label(words::CLOSE.vi).click();
    harness.run();
    assert_eq!(seen(harness.state()), None);
    press(&mut harness, Key::Z);
    press(&mut harness, Key::Escape);
    assert_eq!(seen(harness.state()), None, "the case stays open behind it");
    let Screen::Approver(approver) = &harness.state().model.screen else {
        panic!("no approver");
    };
    assert!(matches!(approver.desk, OnDesk::Open(_)));
}

#[test]
fn nothing_is_decided_while_the_faces_cover_the_decision() {
    let mut desk = with_case(Verdict::Genuine);
    for question in Question::ALL {
        desk.say(Msg::Answered(question));
    }
    desk.say(Msg::ReasonChosen(RefusalReason::OFFERED[0]));
    desk.effects.clear();
    desk.say(Msg::Inspect(Inspect::Toggle));
    let mut harness = window(desk);
    for key in [Key::A, Key::Enter] {
        press(&mut harness, key);
        let decided = harness.state().effects.iter();
        let mut decided = decided.filter(|effect| matches!(effect, Effect::Decide { .. }));
        assert!(decided.next().is_none(), "{key:?}");
    }
    // Enter closed it; only now it refuses for the reason.
    assert_eq!(seen(harness.state()), None);
    press(&mut harness, Key::Enter);
    let decided = harness.state().effects.iter();
    let mut decided = decided.filter(|effect| matches!(effect, Effect::Decide { .. }));
    assert!(decided.next().is_some());
}

#[test]
fn both_ways_are_whole_in_both_languages() {
    for way in [Inspect::Zoom(0), Inspect::OtherWay] {
        let desk = || {
            let mut desk = with_case(Verdict::Genuine);
            desk.say(Msg::Inspect(Inspect::Toggle));
            desk.say(Msg::Inspect(way));
            desk
        };
        in_both_languages(desk, "closely", &[]);
    }
}

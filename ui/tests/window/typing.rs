//! Keys: several within one frame, Enter in the contact fields, keys that belong to a field.

use dossier::consent::CONSENT_POINTS;
use dossier::decision::RefusalReason;
use egui::{Event as Input, Key, Modifiers};
use egui_kittest::Harness;
use reader::verdict::Verdict;
use ui::model::Screen;
use ui::model::approver::Desk as OnDesk;
use ui::model::counter::{Notice, Phase};
use ui::text::screen;
use ui::{Effect, Event, Msg, Problem};
use uuid::Uuid;

use crate::approver_line::{entry, with_case};
use crate::screens::{field, press, window};
use crate::support::Desk;

/// All keys go down and up within one frame, as a slow computer delivers them.
fn press_at_once(harness: &mut Harness<'static, Desk>, keys: &[Key]) {
    let event = |key: Key, pressed| Input::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let events = keys
        .iter()
        .flat_map(|key| [event(*key, true), event(*key, false)]);
    harness.input_mut().events.extend(events);
    harness.run();
}

const DIGITS: [Key; 4] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];

fn points(harness: &Harness<'static, Desk>) -> usize {
    let consent = harness.state().at().draft.consent.as_ref();
    consent.map_or(0, |consent| consent.points.len())
}

#[test]
fn four_digits_in_one_frame_tick_four_points() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    let mut harness = window(desk);
    harness.run();
    press_at_once(&mut harness, &DIGITS);
    assert_eq!(points(&harness), CONSENT_POINTS.len());
    // 2 twice is nothing, 1 three times is once, and 3 is once.
    let again = [
        Key::Num2,
        Key::Num1,
        Key::Num2,
        Key::Num1,
        Key::Num3,
        Key::Num1,
    ];
    press_at_once(&mut harness, &again);
    let consent = harness.state().at().draft.consent.as_ref().unwrap();
    let left = [CONSENT_POINTS[1], CONSENT_POINTS[3]];
    assert_eq!(consent.points, left.into());
}

#[test]
fn ticks_come_before_the_submission_that_follows_them() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    desk.take_portrait();
    desk.take_finger();
    desk.say(Msg::PhoneTyped("0912345678".into()));
    let mut harness = window(desk);
    harness.run();
    let mut keys = DIGITS.to_vec();
    keys.push(Key::F9);
    press_at_once(&mut harness, &keys);
    assert_eq!(harness.state().at().phase, Phase::Submitting);
    assert_eq!(harness.state().at().notice, None);
}

#[test]
fn a_held_digit_ticks_once() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    let mut harness = window(desk);
    harness.run();
    let down = Input::Key {
        key: Key::Num1,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    for _ in 0..4 {
        harness.input_mut().events.push(down.clone());
        harness.run();
    }
    assert_eq!(points(&harness), 1);
}

#[test]
fn every_step_through_the_queue_counts() {
    let mut desk = Desk::approver();
    let queue = (1..=5).map(|case| entry(Uuid::from_u128(case), Verdict::Genuine));
    desk.event(Event::Queue(queue.collect()));
    let mut harness = window(desk);
    harness.run();
    press_at_once(&mut harness, &[Key::J, Key::J, Key::ArrowDown, Key::K]);
    let Screen::Approver(approver) = &harness.state().model.screen else {
        panic!("approver")
    };
    assert_eq!(approver.selected, 2);
}

#[test]
fn the_last_reason_of_a_frame_is_the_chosen_one_and_enter_follows_it() {
    let mut harness = window(with_case(Verdict::Genuine));
    harness.run();
    press_at_once(&mut harness, &[Key::Num9, Key::Num3]);
    let Screen::Approver(approver) = &harness.state().model.screen else {
        panic!("approver")
    };
    let OnDesk::Open(case) = &approver.desk else {
        panic!("open case")
    };
    assert_eq!(case.reason, Some(RefusalReason::ChipPaFail));
    let mut harness = window(with_case(Verdict::Genuine));
    harness.run();
    press_at_once(&mut harness, &[Key::Num2, Key::Enter]);
    let asked = &harness.state().effects;
    assert!(matches!(asked.as_slice(), [Effect::Decide { .. }]));
}

#[test]
fn enter_leads_from_the_number_to_the_address_to_the_consent_and_never_submits() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::PhoneTyped(String::new()));
    let mut harness = window(desk);
    harness.run();
    let phone = screen::PHONE.vi;
    field(&harness, phone).focus();
    harness.run();
    field(&harness, phone).type_text("09123456");
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(
        field(&harness, phone).is_focused(),
        "an unfinished number stays"
    );
    field(&harness, phone).type_text("78");
    harness.run();
    assert_eq!(harness.state().at().draft.contact.phone, "0912345678");
    press(&mut harness, Key::Enter);
    assert!(field(&harness, screen::EMAIL.vi).is_focused());
    field(&harness, screen::EMAIL.vi).type_text("vi.du");
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(field(&harness, screen::EMAIL.vi).is_focused());
    field(&harness, screen::EMAIL.vi).type_text("@example.vn");
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(!field(&harness, screen::EMAIL.vi).is_focused());
    assert_eq!(harness.state().at().phase, Phase::Editing);
    // The keyboard is the consent's now.
    press(&mut harness, Key::Num1);
    assert_eq!(points(&harness), CONSENT_POINTS.len() - 1);
}

#[test]
fn the_last_digit_and_enter_in_one_frame_lead_on_too() {
    let mut harness = window(Desk::counter());
    harness.run();
    field(&harness, screen::PHONE.vi).focus();
    harness.run();
    field(&harness, screen::PHONE.vi).type_text("091234567");
    harness.run();
    let last = Input::Text("8".into());
    harness.input_mut().events.push(last);
    press_at_once(&mut harness, &[Key::Enter]);
    assert_eq!(harness.state().at().draft.contact.phone, "0912345678");
    assert!(field(&harness, screen::EMAIL.vi).is_focused());
}

#[test]
fn keys_with_ctrl_or_alt_are_not_ours() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    desk.effects.clear();
    let mut harness = window(desk);
    harness.run();
    harness.key_press_modifiers(Modifiers::ALT, Key::F4);
    harness.key_press_modifiers(Modifiers::CTRL, Key::Num1);
    harness.run();
    assert!(harness.state().effects.is_empty());
    press(&mut harness, Key::F9);
    let incomplete = Notice::Problem(Problem::FileIncomplete);
    assert_eq!(harness.state().at().notice, Some(incomplete));
}

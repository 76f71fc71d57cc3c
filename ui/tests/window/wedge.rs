//! A scanner that types, at the real window's keys: nothing of a scan reaches a field or a shortcut.

use capture::scanner::ScanError;
use egui::accesskit::Role;
use egui::{Event as Input, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use reader::verdict::Verdict;
use ui::model::Screen;
use ui::model::card::CardActivity;
use ui::text::screen;
use ui::{Effect, Msg, Problem, update};
use zeroize::Zeroizing;

use crate::approver_line::with_case;
use crate::screens::{draw, field};
use crate::support::{Desk, person};

/// A window that draws sixty times a second.
fn window(desk: Desk) -> Harness<'static, Desk> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(64)
        .with_context_setup(ui::install_fonts_and_style)
        .build_ui_state(draw, desk);
    harness.run();
    harness
}

fn key(key: Key, pressed: bool) -> Input {
    Input::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    }
}

/// What the window system sends for one letter.
fn stroke(letter: char) -> Vec<Input> {
    let named = Key::from_name(&letter.to_uppercase().to_string());
    let text = Input::Text(letter.to_string());
    let mut events = match named {
        Some(named) => vec![key(named, true), text, key(named, false)],
        None => vec![text],
    };
    // Capitals and signs come with the shift key.
    if letter.is_uppercase() || "<|".contains(letter) {
        events.insert(0, key(Key::ShiftLeft, true));
        events.push(key(Key::ShiftLeft, false));
    }
    events
}

/// Types with so many frames between two letters.
fn types(harness: &mut Harness<'static, Desk>, text: &str, frames: usize) {
    for letter in text.chars() {
        harness.input_mut().events.extend(stroke(letter));
        for _ in 0..frames {
            harness.step();
        }
    }
}

fn ends(harness: &mut Harness<'static, Desk>, suffix: Key) {
    let events = [key(suffix, true), key(suffix, false)];
    harness.input_mut().events.extend(events);
    harness.run();
}

fn rests(harness: &mut Harness<'static, Desk>) {
    for _ in 0..20 {
        harness.step();
    }
}

#[test]
fn a_scan_goes_to_the_card_while_the_number_is_typed() {
    for suffix in [Key::Enter, Key::Tab] {
        let mut harness = window(Desk::counter());
        field(&harness, screen::PHONE.vi).focus();
        harness.run();
        types(&mut harness, "0912", 8);
        rests(&mut harness);
        types(&mut harness, &person().qr_text(), 1);
        ends(&mut harness, suffix);
        let counter = harness.state().at();
        assert_eq!(counter.draft.contact.phone, "0912");
        assert_eq!(counter.card.text.as_str(), person().qr_text());
        assert!(matches!(counter.card.activity, CardActivity::Reading(_)));
        assert!(
            counter.draft.consent.is_none(),
            "digits of the scan are no ticks"
        );
        rests(&mut harness);
        types(&mut harness, "345678", 8);
        rests(&mut harness);
        let phone = &harness.state().at().draft.contact.phone;
        assert_eq!(phone, "0912345678", "the field has the keyboard as before");
    }
}

#[test]
fn somebody_who_types_is_not_disturbed() {
    let mut harness = window(Desk::counter());
    field(&harness, screen::PHONE.vi).focus();
    harness.run();
    // Sixty, 120 and 240 words a minute.
    for (digits, frames) in [("091", 12), ("234", 6), ("5678", 3)] {
        types(&mut harness, digits, frames);
        rests(&mut harness);
    }
    assert_eq!(harness.state().at().draft.contact.phone, "0912345678");
}

#[test]
fn a_scan_decides_no_case() {
    let mut harness = window(with_case(Verdict::Genuine));
    types(&mut harness, "AAAA1111AAAA2222AAAA", 1);
    ends(&mut harness, Key::Enter);
    assert!(harness.state().effects.is_empty());
    let Screen::Approver(approver) = &harness.state().model.screen else {
        panic!("approver")
    };
    assert_eq!(approver.problem, None);
    rests(&mut harness);
    types(&mut harness, "dfva", 8);
    rests(&mut harness);
    let asked = &harness.state().effects;
    assert!(
        matches!(asked.as_slice(), [Effect::Decide { .. }]),
        "a key still does"
    );
}

#[test]
fn a_scan_is_no_password() {
    let mut harness = window(Desk::closed());
    let password = harness.get_by(|node| node.role() == Role::PasswordInput);
    password.focus();
    harness.run();
    types(&mut harness, &person().qr_text(), 1);
    ends(&mut harness, Key::Enter);
    let Screen::SignIn(form) = &harness.state().model.screen else {
        panic!("sign-in")
    };
    assert_eq!(form.password.as_str(), "");
    assert!(harness.state().effects.is_empty());
}

#[test]
fn letters_that_the_keyboard_changed_are_scanned_again() {
    let mut harness = window(Desk::counter());
    let bare = "001199000018||Nguyen Thi Vi Du|15031999|Nam|So 1 Pho Mau, Ha Noi|20042021";
    types(&mut harness, bare, 1);
    ends(&mut harness, Key::Enter);
    let card = &harness.state().at().card;
    assert_eq!(card.problem, Some(Problem::ScanRetyped));
    assert!(card.text.is_empty(), "nothing of it is kept");
    let effects = harness.state().effects.iter();
    assert!(
        !effects
            .into_iter()
            .any(|effect| matches!(effect, Effect::ReadCard { .. }))
    );
}

#[test]
fn another_scanner_that_was_waited_for_is_waited_for_no_longer() {
    for scan in [
        Ok(Zeroizing::new(person().qr_text())),
        Err(ScanError::Retyped),
    ] {
        let mut desk = Desk::counter();
        desk.say(Msg::ReadCard);
        let waited = desk.session();
        desk.say(Msg::WedgeScanned(scan));
        let scanner = ui::event::DeviceKind::Scanner;
        let cancels =
            |effect: &Effect| matches!(effect, Effect::Cancel(device) if *device == scanner);
        assert!(desk.effects.iter().any(cancels));
        let before = desk.at().card.problem;
        let late = ui::Event::ScanFailed {
            session: waited,
            problem: Problem::Cancelled,
        };
        update(&mut desk.model, Msg::Event(late));
        assert_eq!(desk.at().card.problem, before);
    }
}

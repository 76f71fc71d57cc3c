//! At 1366×768 nothing that is needed is cut off, in either language.

use dossier::consent::Language;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use reader::verdict::Verdict;
use ui::text::screen;
use ui::{Event, Msg, Problem};

use crate::approver_line::with_case;
use crate::screens::window;
use crate::support::Desk;

const SCREEN: egui::Rect = egui::Rect {
    min: egui::pos2(0.0, 0.0),
    max: egui::pos2(1366.0, 768.0),
};

/// All controls lie on the screen, and none lies on another.
fn controls_are_whole_and_apart(harness: &Harness<'static, Desk>, what: &str) {
    let input = |node: &egui_kittest::Node<'_>| {
        matches!(
            node.accesskit_node().role(),
            Role::Button
                | Role::CheckBox
                | Role::RadioButton
                | Role::TextInput
                | Role::PasswordInput
                | Role::ComboBox
        )
    };
    let controls: Vec<_> = harness.root().children_recursive().filter(input).collect();
    assert!(controls.len() >= 4, "{what}: {}", controls.len());
    for (at, one) in controls.iter().enumerate() {
        let name = one.accesskit_node().label();
        assert!(
            SCREEN.contains_rect(one.rect()),
            "{what}: {name:?} at {:?}",
            one.rect()
        );
        for other in &controls[at + 1..] {
            let overlap = one.rect().shrink(1.0).intersect(other.rect().shrink(1.0));
            assert!(
                !overlap.is_positive(),
                "{what}: {name:?} on {:?}",
                other.accesskit_node().label()
            );
        }
    }
}

/// Nothing that can be pressed or typed into is cut by the edge of its pane.
fn nothing_is_cut(harness: &Harness<'static, Desk>, what: &str) {
    let cut: Vec<_> = harness.ctx.viewport(|viewport| {
        let layers = viewport.prev_pass.widgets.layers();
        let widgets = layers.flat_map(|(_, widgets)| widgets.iter());
        widgets
            .filter(|widget| widget.sense.senses_click() && widget.sense.is_focusable())
            .filter(|widget| !widget.interact_rect.expand(1.0).contains_rect(widget.rect))
            .map(|widget| (widget.rect, widget.interact_rect))
            .collect()
    });
    assert!(cut.is_empty(), "{what}: {cut:?}");
}

fn in_both_languages(desk: impl Fn() -> Desk, what: &str, buttons: &[ui::text::Say]) {
    for language in [Language::Vi, Language::En] {
        let mut desk = desk();
        desk.say(Msg::Speak(language));
        let mut harness = window(desk);
        harness.run();
        controls_are_whole_and_apart(&harness, what);
        nothing_is_cut(&harness, what);
        for button in buttons {
            harness.get_by_role_and_label(Role::Button, button.by(language));
        }
    }
}

#[test]
fn the_empty_counter() {
    let buttons = [
        screen::SCAN,
        screen::CAPTURE_PORTRAIT,
        screen::CAPTURE_FINGER,
        screen::SUBMIT,
        screen::LOCK,
    ];
    in_both_languages(Desk::counter, "empty", &buttons);
}

#[test]
fn the_full_counter() {
    let full = || {
        let mut desk = Desk::counter();
        desk.fill();
        desk.say(Msg::EmailTyped("nguyen.thi.vi.du@example.vn".into()));
        desk
    };
    in_both_languages(
        full,
        "full",
        &[screen::SUBMIT, screen::DISCARD, screen::REFRESH],
    );
}

#[test]
fn the_counter_where_everything_went_wrong() {
    let wrong = || {
        let mut desk = Desk::counter();
        desk.read_card(&[card_twin::fault::Fault::ChangedDg2]);
        desk.say(Msg::CapturePortrait);
        let session = desk.session();
        desk.event(Event::PortraitFailed {
            session,
            problem: Problem::PortraitTooLarge,
        });
        desk.say(Msg::CaptureFingerprint);
        let session = desk.session();
        desk.event(Event::FingerprintFailed {
            session,
            problem: Problem::SensorPortRefused,
        });
        desk.say(Msg::PhoneTyped("12".into()));
        desk.say(Msg::EmailTyped("x".into()));
        desk.event(Event::StoreFailed(Problem::StoreUnavailable));
        desk
    };
    let buttons = [
        screen::CAPTURE_PORTRAIT,
        screen::CAPTURE_FINGER,
        screen::SUBMIT,
        screen::DISCARD,
    ];
    in_both_languages(wrong, "wrong", &buttons);
}

#[test]
fn the_sign_in_screen() {
    let refused = || {
        let mut desk = Desk::counter();
        desk.fill();
        desk.event(Event::SignedOut);
        desk
    };
    in_both_languages(refused, "sign-in", &[screen::SIGN_IN]);
}

#[test]
fn the_approvers_case() {
    for verdict in [Verdict::Genuine, Verdict::Undetermined] {
        let case = || {
            let mut desk = with_case(verdict);
            desk.say(Msg::Refuse);
            desk
        };
        in_both_languages(
            case,
            "case",
            &[screen::APPROVE, screen::REFUSE, screen::BACK, screen::LOCK],
        );
    }
}

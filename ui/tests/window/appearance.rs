//! Themes and sizes of text: chosen by keys, kept, and nothing out of reach in large letters.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use reader::verdict::Verdict;
use ui::model::appearance::TextSize;
use ui::text::{appearance, screen};
use ui::theme::Theme;
use ui::{Effect, Msg};

use crate::approver_line::with_case;
use crate::screens::{press, window};
use crate::support::Desk;

/// What the terminal was told to keep last.
fn kept(harness: &Harness<'static, Desk>) -> Option<ui::model::Appearance> {
    let effects = harness.state().effects.iter().rev();
    effects
        .filter_map(|effect| match effect {
            Effect::KeepAppearance(appearance) => Some(*appearance),
            _ => None,
        })
        .next()
}

#[test]
fn one_key_or_button_changes_the_theme_everywhere_and_the_terminal_keeps_it() {
    let mut harness = window(Desk::closed());
    harness.run();
    assert_eq!(
        harness.ctx.global_style().visuals.panel_fill,
        Theme::Light.palette().ground
    );
    press(&mut harness, Key::F11);
    harness.run();
    assert_eq!(
        harness.ctx.global_style().visuals.panel_fill,
        Theme::Dark.palette().ground
    );
    assert_eq!(kept(&harness).map(|one| one.theme), Some(Theme::Dark));
    let (name, now) = (appearance::THEME.vi, appearance::DARK.vi);
    harness
        .get_by_role_and_label(Role::Button, &format!("{name}: {now}"))
        .click();
    harness.run();
    assert_eq!(kept(&harness).map(|one| one.theme), Some(Theme::Contrast));
    let mut harness = window(Desk::counter());
    press(&mut harness, Key::F11);
    assert_eq!(kept(&harness).map(|one| one.theme), Some(Theme::Dark));
}

#[test]
fn control_with_plus_minus_and_zero_changes_the_size_of_text() {
    let mut harness = window(Desk::counter());
    harness.run();
    let control = Modifiers::CTRL | Modifiers::COMMAND;
    let steps = [
        (Key::Plus, 115),
        (Key::Equals, 130),
        (Key::Minus, 115),
        (Key::Num0, 100),
        (Key::Minus, 100),
    ];
    for (key, percent) in steps {
        harness.key_press_modifiers(control, key);
        harness.run();
        let size = TextSize::of(percent).unwrap();
        assert_eq!(harness.state().model.appearance.text_size, size, "{key:?}");
        assert!(
            (harness.ctx.zoom_factor() - size.factor()).abs() < 0.001,
            "{key:?}"
        );
        assert_eq!(kept(&harness).map(|one| one.text_size), Some(size));
    }
    // The digit alone is the consent's.
    press(&mut harness, Key::Num0);
    assert!(harness.state().at().draft.consent.is_none());
}

/// The screen of 1366×768 at this size of text.
fn enlarged(desk: Desk, percent: u16) -> Harness<'static, Desk> {
    let mut desk = desk;
    let size = TextSize::of(percent).unwrap();
    desk.model.appearance.text_size = size;
    let mut harness = window(desk);
    harness.set_size(egui::vec2(1366.0, 768.0) / size.factor());
    harness.run();
    harness.run();
    harness
}

/// Every control that can be used.
fn controls(harness: &Harness<'static, Desk>) -> BTreeSet<u64> {
    let is_control = |role| {
        matches!(
            role,
            Role::Button
                | Role::CheckBox
                | Role::RadioButton
                | Role::TextInput
                | Role::PasswordInput
                | Role::ComboBox
        )
    };
    let nodes = harness.root().children_recursive();
    nodes
        .filter(|node| is_control(node.accesskit_node().role()))
        .filter(|node| !node.accesskit_node().is_disabled())
        .map(|node| node.accesskit_node().locate().0.0)
        .collect()
}

/// Walks once around with Tab; each control that gets the keyboard is in view then.
fn walked(harness: &mut Harness<'static, Desk>, what: &str) -> BTreeSet<u64> {
    let mut seen = BTreeSet::new();
    for _ in 0..80 {
        harness.key_press(Key::Tab);
        harness.run();
        harness.run();
        let Some(id) = harness.ctx.memory(|memory| memory.focused()) else {
            continue;
        };
        let shown = harness.ctx.content_rect();
        let rect = harness.ctx.read_response(id).unwrap().rect;
        let visible = shown.intersect(rect);
        assert!(
            visible.width() >= rect.width().min(200.0) - 1.0
                && visible.height() >= rect.height().min(shown.height()) - 1.0,
            "{what}: {rect:?} in {shown:?}"
        );
        seen.insert(id.value());
    }
    seen
}

#[test]
fn in_large_letters_every_control_is_reached_by_the_keyboard_and_comes_into_view() {
    type Screens = [(&'static str, fn() -> Desk); 5];
    let screens: Screens = [
        ("sign-in", Desk::closed),
        ("counter", || {
            let mut desk = Desk::counter();
            desk.fill();
            desk
        }),
        ("bank", Desk::teller),
        ("case", || with_case(Verdict::Genuine)),
        ("bench", || {
            Desk::closed().signed_in(dossier::api::Role::DeviceAdmin)
        }),
    ];
    for percent in [150, 200] {
        for (what, desk) in screens {
            let mut harness = enlarged(desk(), percent);
            let all = controls(&harness);
            assert!(all.len() >= 4, "{what}");
            let seen = walked(&mut harness, what);
            let missed: Vec<_> = all.difference(&seen).collect();
            assert!(
                missed.is_empty(),
                "{what} at {percent} %: {missed:?} of {}",
                all.len()
            );
        }
    }
}

#[test]
fn a_window_of_the_usual_size_is_not_scrolled() {
    let mut desk = Desk::counter();
    desk.say(Msg::Speak(dossier::consent::Language::Vi));
    let mut harness = window(desk);
    harness.run();
    let usual = harness.get_by_label(screen::PANE_CARD.vi).rect();
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, -5.0),
        source: egui::MouseWheelSource::Wheel,
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    harness.run();
    assert_eq!(harness.get_by_label(screen::PANE_CARD.vi).rect(), usual);
}

//! The citizen's own window.

use dossier::consent::{CONSENT_POINTS, Language};
use dossier::receipt::Receipt;
use dossier::{decision::CaseState, submission::SubmissionId};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use time::{Duration, macros::date};
use ui::text::{citizen, registration, screen};
use ui::theme::Theme;
use ui::{Event, Msg, citizen as draw_citizen, update};
use uuid::Uuid;

use crate::screens::{press, window};
use crate::support::Desk;

const SIZE: egui::Vec2 = egui::vec2(1024.0, 768.0);

fn citizens(desk: Desk) -> Harness<'static, Desk> {
    Harness::builder()
        .with_size(SIZE)
        .with_context_setup(ui::install_fonts_and_style)
        .build_ui_state(
            |ui: &mut egui::Ui, desk: &mut Desk| {
                let mut out = Vec::new();
                draw_citizen(&desk.model, ui, &mut out);
                for msg in out {
                    update(&mut desk.model, msg);
                }
            },
            desk,
        )
}

fn says(harness: &Harness<'static, Desk>, text: &str) -> bool {
    harness.query_by_label(text).is_some()
}

#[test]
fn nobody_is_greeted_and_a_locked_window_shows_nobody() {
    let mut harness = citizens(Desk::closed());
    harness.run();
    assert!(says(&harness, citizen::PLACE_CARD.vi));
    let mut desk = Desk::counter();
    desk.fill();
    let mut harness = citizens(desk);
    harness.run();
    assert!(says(&harness, "Nguyễn Thị Ví Dụ"));
    update(&mut harness.state_mut().model, Msg::SignOut);
    harness.run();
    assert!(says(&harness, citizen::PLACE_CARD.vi));
    assert!(!says(&harness, "Nguyễn Thị Ví Dụ"));
}

#[test]
fn the_citizen_reads_the_own_data_and_nothing_of_the_officers() {
    let mut desk = Desk::counter();
    desk.read_card(&[card_twin::fault::Fault::Clone]);
    desk.say(Msg::PhoneTyped("0912345678".into()));
    let mut harness = citizens(desk);
    harness.run();
    assert!(says(&harness, "001 199 000 018"));
    assert!(says(&harness, "15/03/1999"));
    assert!(says(&harness, "0912 345 678"));
    for officers in ["THẺ GIẢ", "THẺ THẬT", screen::CHECKS.vi, screen::SUBMIT.vi] {
        assert!(!says(&harness, officers), "{officers}");
    }
}

#[test]
fn no_point_is_ticked_beforehand_and_a_touch_ticks_one() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    let mut harness = citizens(desk);
    harness.run();
    let given = |harness: &Harness<'static, Desk>| {
        let consent = harness.state().at().draft.consent.as_ref();
        consent.map_or(0, |consent| consent.points.len())
    };
    assert_eq!(given(&harness), 0);
    for (count, point) in (1..).zip(CONSENT_POINTS) {
        let label = registration::consent(point).vi;
        harness.get_by_role_and_label(Role::CheckBox, label).click();
        harness.run();
        assert_eq!(given(&harness), count);
    }
    let label = registration::consent(CONSENT_POINTS[0]).vi;
    harness.get_by_role_and_label(Role::CheckBox, label).click();
    harness.run();
    assert_eq!(given(&harness), 3, "taken back");
}

#[test]
fn the_receipt_is_shown_for_a_minute_without_a_name() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft = desk.at().draft.id;
    let submission = SubmissionId::parse(&"0".repeat(64)).unwrap();
    desk.event(Event::SubmissionStored {
        draft,
        submission: submission.clone(),
    });
    let received_at = desk.model.now;
    desk.event(Event::SubmissionSent(Receipt {
        submission,
        case: Uuid::from_u128(7),
        received_at,
        due_on: date!(2026 - 11 - 26),
        state: CaseState::Received,
    }));
    let mut harness = citizens(desk);
    harness.run();
    assert!(says(&harness, citizen::RECEIVED.vi));
    assert!(says(&harness, "Kết quả trước ngày 26/11/2026"));
    assert!(!says(&harness, "Nguyễn Thị Ví Dụ"));
    let later = harness.state().model.now + Duration::minutes(2);
    update(
        &mut harness.state_mut().model,
        Msg::Event(Event::Clock(later)),
    );
    harness.run();
    assert!(says(&harness, citizen::PLACE_CARD.vi));
}

#[test]
fn everything_lies_on_the_screen_in_both_languages_and_every_theme() {
    for language in [Language::Vi, Language::En] {
        for theme in Theme::ALL {
            let mut desk = Desk::counter();
            desk.fill();
            desk.model.language = language;
            desk.model.appearance.theme = theme;
            let mut harness = citizens(desk);
            harness.run();
            let boxes = harness
                .root()
                .children_recursive()
                .filter(|node| node.accesskit_node().role() == Role::CheckBox);
            let boxes: Vec<_> = boxes.map(|node| node.rect()).collect();
            assert_eq!(boxes.len(), 4);
            let whole = egui::Rect::from_min_size(egui::Pos2::ZERO, SIZE);
            for (at, one) in boxes.iter().enumerate() {
                assert!(whole.contains_rect(*one), "{one:?}");
                assert!(one.height() >= 30.0, "a finger finds it: {one:?}");
                let apart = boxes[at + 1..].iter().all(|other| !one.intersects(*other));
                assert!(apart, "{one:?}");
            }
        }
    }
}

#[test]
fn a_key_opens_and_closes_it_and_the_terminal_keeps_that() {
    let mut harness = window(Desk::counter());
    harness.run();
    assert!(!harness.state().model.appearance.citizen);
    press(&mut harness, egui::Key::F1);
    assert!(harness.state().model.appearance.citizen);
    let kept = harness.state().effects.last();
    assert!(matches!(kept, Some(ui::Effect::KeepAppearance(looks)) if looks.citizen));
    press(&mut harness, egui::Key::F1);
    assert!(!harness.state().model.appearance.citizen);
    // Nobody opens it from a locked window.
    update(&mut harness.state_mut().model, Msg::SignOut);
    harness.run();
    press(&mut harness, egui::Key::F1);
    assert!(!harness.state().model.appearance.citizen);
}

//! At 1366×768 nothing that is needed is cut off, in either language.

use dossier::api::{Finding, FindingKind};
use dossier::consent::Language;
use dossier::contact::EmailAddress;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use reader::files::{DataGroupNumber, FileId};
use reader::reading::ReadStep;
use reader::verdict::Verdict;
use ui::event::{DeviceKind, DeviceState};
use ui::model::counter::{Pane, PaneState};
use ui::text::{card, screen};
use ui::theme::Theme;
use ui::{Event, Msg, Problem};

use crate::approver_line::{case_view, with_case};
use crate::screens::{field, window};
use crate::support::{Desk, officer};

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

/// No word is cut by the edge of its pane. Only the list of checks scrolls.
fn no_word_is_cut(harness: &Harness<'static, Desk>, what: &str) {
    let spoken = |node: &egui_kittest::Node<'_>| {
        matches!(
            node.accesskit_node().role(),
            Role::Label | Role::Status | Role::Image | Role::ProgressIndicator
        )
    };
    let nodes = harness.root().children_recursive().filter(spoken);
    let words: Vec<_> = nodes
        .map(|node| {
            let node = node.accesskit_node();
            let text = node.label().or_else(|| node.value()).unwrap_or_default();
            (text, node.locate().0.0)
        })
        .collect();
    assert!(words.len() >= 5, "{what}: {}", words.len());
    let checks = [screen::CHECKS.vi, screen::CHECKS.en]
        .into_iter()
        .find_map(|heading| Some(harness.query_by_label(heading)?.rect()));
    let cut: Vec<_> = harness.ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let of = |id| {
            widgets
                .layers()
                .flat_map(|(_, all)| all)
                .find(|one| one.id.value() == id)
        };
        words
            .iter()
            .filter_map(|(text, id)| of(*id).map(|widget| (text, widget)))
            .filter(|(_, widget)| !checks.is_some_and(|list| in_list(list, widget.rect)))
            .filter(|(_, widget)| !widget.interact_rect.expand(1.0).contains_rect(widget.rect))
            .map(|(text, widget)| (text.clone(), widget.rect, widget.interact_rect))
            .collect()
    });
    assert!(cut.is_empty(), "{what}: {cut:?}");
}

/// Below the heading, and behind an icon.
fn in_list(heading: egui::Rect, word: egui::Rect) -> bool {
    word.top() > heading.top() && (word.left() - heading.left() - 26.0).abs() < 1.0
}

/// In every theme too, whose name stands in the bar.
pub(crate) fn in_both_languages(desk: impl Fn() -> Desk, what: &str, buttons: &[ui::text::Say]) {
    for language in [Language::Vi, Language::En] {
        let mut desk = desk();
        desk.say(Msg::Speak(language));
        let mut harness = window(desk);
        for theme in Theme::ALL {
            harness.state_mut().model.appearance.theme = theme;
            harness.run();
            controls_are_whole_and_apart(&harness, what);
            nothing_is_cut(&harness, what);
            no_word_is_cut(&harness, what);
            for button in buttons {
                harness.get_by_role_and_label(Role::Button, button.by(language));
            }
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
fn the_full_counter_under_a_notice() {
    let told = || {
        let mut desk = Desk::counter();
        desk.fill();
        desk.say(Msg::EmailTyped("nguyen.thi.vi.du@example.vn".into()));
        desk.say(Msg::Submit);
        let draft = desk.at().draft.id;
        let problem = Problem::StoreUnavailable;
        desk.event(Event::SubmitFailed { draft, problem });
        assert!(desk.at().notice.is_some());
        for pane in &Pane::ALL[..4] {
            assert_eq!(desk.at().pane_state(*pane), PaneState::Done);
        }
        desk
    };
    in_both_languages(told, "notice", &[screen::SUBMIT, screen::DISCARD]);
    let mut harness = window(told());
    harness.run();
    harness.get_by_label("0912 345 678");
    harness.get_by_label("Tệp ảnh");
    assert!(field(&harness, screen::EMAIL.vi).rect().height() > 30.0);
}

#[test]
fn a_card_under_way_is_told_in_large_letters() {
    let reading = || {
        let mut desk = Desk::counter();
        desk.fill();
        desk.say(Msg::ReadCard);
        let session = desk.session();
        let step = ReadStep::Files;
        desk.event(Event::CardStep { session, step });
        let (file, received, expected) = (FileId::DataGroup(DataGroupNumber::FACE), 500, Some(900));
        desk.event(Event::CardFile {
            session,
            file,
            received,
            expected,
        });
        desk
    };
    in_both_languages(reading, "reading", &[screen::STOP]);
    let mut harness = window(reading());
    harness.run();
    let seconds = harness.get_by_label("2 s");
    assert!(seconds.rect().height() > 40.0);
    harness.get_by_label(card::step(ReadStep::Files).vi);
    harness.get_by_label("DG2 · 56 %");
    assert!(harness.query_by_label("THẺ THẬT").is_none());
}

#[test]
fn the_officers_name_is_whole_and_the_subtitle_gives_way() {
    let mut desk = Desk::closed();
    let mut who = officer(dossier::api::Role::Receiving);
    who.name = "Cán bộ Tiếp Nhận (tài khoản thử nghiệm)".into();
    who.office = "Công an phường Mẫu, quận Thử Nghiệm, thành phố Hà Nội".into();
    desk.event(Event::SignedIn(who.clone()));
    let mut harness = window(desk);
    harness.run();
    let shown = harness.get_by_label(&who.name).rect();
    let whole = harness.ctx.fonts_mut(|fonts| {
        let font = ui::theme::bold(15.0);
        fonts.layout_no_wrap(who.name.clone(), font, egui::Color32::BLACK)
    });
    assert!(shown.width() >= whole.size().x - 1.0, "{shown:?}");
    assert!(
        shown.left() > 200.0,
        "the product's name is not written over"
    );
    no_word_is_cut(&harness, "top bar");
}

#[test]
fn a_reader_with_a_card_says_so() {
    let mut desk = Desk::counter();
    for (device, state) in [
        (DeviceKind::Reader, DeviceState::Busy),
        (DeviceKind::Fingerprint, DeviceState::Busy),
    ] {
        desk.event(Event::Device { device, state });
    }
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label("Đầu đọc thẻ: có thẻ");
    harness.get_by_label("Đầu đọc vân tay: đang dùng");
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

/// The usual case: no revocation list, an address, a submitter, one fingerprint.
#[test]
fn the_usual_case_without_scrolling() {
    let usual = || {
        let mut view = case_view(Verdict::Genuine);
        view.file.findings = vec![Finding {
            kind: FindingKind::CheckUndetermined,
            check: Some("passive.revocation".into()),
            clause: None,
            reason: Some(reader::verdict::Reason::NoRevocationList.code()),
            mismatch: None,
        }];
        view.file.contact.email = EmailAddress::parse("nguyen.thi.vi.du@example.vn").ok();
        let mut desk = Desk::approver();
        desk.event(Event::CaseOpened(Box::new(view)));
        desk.say(Msg::Refuse);
        desk
    };
    in_both_languages(usual, "usual", &[screen::APPROVE, screen::REFUSE]);
    let mut harness = window(usual());
    harness.run();
    harness.get_by_label_contains("Chưa nạp danh sách thu hồi");
    let finger = harness.get_by_role_and_label(Role::Image, screen::FINGERPRINTS.vi);
    assert!(finger.rect().height() > 100.0 && SCREEN.contains_rect(finger.rect()));
    assert!(SCREEN.contains_rect(field(&harness, screen::NOTE.vi).rect()));
    let refuse = harness.get_by_role_and_label(Role::Button, screen::REFUSE.vi);
    assert!(
        refuse.accesskit_node().is_disabled(),
        "no reason, no refusal"
    );
}

//! The screens, found and clicked by the words on them.

use dossier::consent::Language;
use dossier::decision::{Decision, Examined, RefusalReason};
use dossier::source::Said;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use reader::verdict::Verdict;
use ui::model::Screen;
use ui::model::approver::{Desk as OnDesk, Question};
use ui::model::counter::{Pane, Phase};
use ui::text::{check, registration, screen, sources};
use ui::{Effect, Event, Model, Msg, Problem, update, view};

use crate::approver_line::{CASE, entry, told, with_case};
use crate::support::{Desk, failed, officer};

/// A window around a model: what is clicked is said to it at once.
pub(crate) fn window(desk: Desk) -> Harness<'static, Desk> {
    Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        .with_context_setup(ui::install_fonts_and_style)
        .build_ui_state(draw, desk)
}

pub(crate) fn draw(ui: &mut egui::Ui, desk: &mut Desk) {
    let mut out = Vec::new();
    view(&desk.model, ui, &mut out);
    for msg in out {
        let effects = update(&mut desk.model, msg);
        desk.effects.extend(effects);
    }
}

pub(crate) fn press(harness: &mut Harness<'static, Desk>, key: egui::Key) {
    later(harness);
    harness.key_press(key);
    harness.run();
}

/// Lets a second pass, so that the next Enter is a new one.
fn later(harness: &mut Harness<'static, Desk>) {
    let model = &mut harness.state_mut().model;
    let now = model.now + time::Duration::seconds(1);
    update(model, Msg::Event(Event::Clock(now)));
}

pub(crate) fn field<'a>(
    harness: &'a Harness<'static, Desk>,
    label: &'a str,
) -> egui_kittest::Node<'a> {
    harness.get_by(move |node| {
        node.role() == Role::TextInput && node.label().as_deref() == Some(label)
    })
}

#[test]
fn sign_in_by_typing_and_clicking() {
    let mut harness = window(Desk::closed());
    harness.run();
    field(&harness, "Tên đăng nhập").type_text("mau");
    harness.run();
    let password = harness.get_by(|node| node.role() == Role::PasswordInput);
    password.focus();
    harness.run();
    harness
        .get_by(|node| node.role() == Role::PasswordInput)
        .type_text("bí mật");
    harness.run();
    harness
        .get_by_role_and_label(Role::Button, "Đăng nhập")
        .click();
    harness.run();
    let [
        Effect::SignIn {
            officer, password, ..
        },
    ] = harness.state().effects.as_slice()
    else {
        panic!("asked to sign in")
    };
    assert_eq!((officer.as_str(), password.as_str()), ("mau", "bí mật"));
}

#[test]
fn the_language_changes_every_word() {
    let mut harness = window(Desk::counter());
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Nộp hồ sơ");
    harness.get_by_label("English").click();
    harness.run();
    assert_eq!(harness.state().model.language, Language::En);
    harness.get_by_role_and_label(Role::Button, "Submit");
    assert!(harness.query_by_label("Nộp hồ sơ").is_none());
}

#[test]
fn a_citizen_is_registered_with_keys_and_one_typed_number() {
    let mut harness = window(Desk::counter());
    harness.run();
    press(&mut harness, egui::Key::F2);
    assert!(matches!(
        harness.state().effects.last(),
        Some(Effect::Scan { .. })
    ));
    harness.state_mut().read_card(&[]);
    harness.run();
    harness.get_by_label("THẺ THẬT");
    harness.get_by_label("Nguyễn Thị Ví Dụ");
    harness.get_by_label("001 199 000 018");
    press(&mut harness, egui::Key::Enter);
    assert!(matches!(
        harness.state().effects.last(),
        Some(Effect::CapturePortrait { .. })
    ));
    harness.state_mut().say(Msg::Cancel);
    harness.state_mut().take_portrait();
    harness.run();
    press(&mut harness, egui::Key::F4);
    harness.get_by_label("Mời đặt ngón tay lên kính");
    harness.state_mut().say(Msg::Cancel);
    harness.state_mut().take_finger();
    harness.run();
    assert!(field(&harness, "Số điện thoại chính chủ").is_focused());
    field(&harness, "Số điện thoại chính chủ").type_text("0912345678");
    harness.run();
    harness.get_by_label("0912 345 678");
    press(&mut harness, egui::Key::Enter);
    assert!(field(&harness, screen::EMAIL.vi).is_focused());
    press(&mut harness, egui::Key::Enter);
    for key in [
        egui::Key::Num1,
        egui::Key::Num2,
        egui::Key::Num3,
        egui::Key::Num4,
    ] {
        press(&mut harness, key);
    }
    harness.get_by_label(screen::READY.vi);
    press(&mut harness, egui::Key::Enter);
    assert!(matches!(
        harness.state().effects.last(),
        Some(Effect::Submit(_))
    ));
    assert_eq!(harness.state().at().phase, Phase::Submitting);
}

#[test]
fn digits_typed_as_a_phone_number_tick_nothing() {
    let mut harness = window(Desk::counter());
    harness.run();
    field(&harness, "Số điện thoại chính chủ").focus();
    harness.run();
    field(&harness, "Số điện thoại chính chủ").type_text("0912341234");
    for key in [egui::Key::Num1, egui::Key::Num2] {
        press(&mut harness, key);
    }
    assert!(harness.state().at().draft.consent.is_none());
}

#[test]
fn consent_is_clicked_point_by_point() {
    let mut harness = window(Desk::counter());
    harness.run();
    for point in dossier::consent::CONSENT_POINTS {
        let label = registration::consent(point).vi;
        let node = harness.get_by_role_and_label(Role::CheckBox, label);
        assert_eq!(
            node.accesskit_node().toggled(),
            Some(egui::accesskit::Toggled::False)
        );
        node.click();
        harness.run();
    }
    let consent = harness.state().at().draft.consent.as_ref().unwrap();
    assert_eq!(consent.open_points().count(), 0);
}

#[test]
fn problems_stand_on_the_screen_with_code_and_advice() {
    let mut desk = Desk::counter();
    desk.type_card("001199000018");
    desk.say(Msg::ReadCard);
    let (problem, event) = failed(desk.session(), "000019", &[]);
    desk.event(event);
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label(problem.code());
    harness.get_by_label(&ui::text::problem::advice(problem).sentence(Language::Vi));
    harness.get_by_label("Chữ ký số trên dữ liệu thẻ: Chưa kiểm tra");
}

#[test]
fn a_forged_card_is_named_in_the_banner() {
    for (fault, verdict, words) in [
        (
            card_twin::fault::Fault::ChangedDg2,
            Verdict::Refuted,
            "Dữ liệu nguyên vẹn (DG2): Không đạt",
        ),
        (
            card_twin::fault::Fault::UnknownIssuer,
            Verdict::Undetermined,
            "Cơ quan cấp thẻ được tin cậy: Chưa kết luận",
        ),
    ] {
        let mut desk = Desk::counter();
        desk.read_card(&[fault]);
        let mut harness = window(desk);
        harness.run();
        harness.get_by_label(check::verdict(verdict).vi);
        harness.get_by_label("Dữ liệu chưa được chứng minh");
        harness.get_by_label_contains(words);
    }
}

#[test]
fn locking_takes_the_citizen_off_the_screen() {
    let mut desk = Desk::counter();
    desk.fill();
    let mut harness = window(desk);
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Khóa").click();
    harness.run();
    assert!(harness.query_by_label("Nguyễn Thị Ví Dụ").is_none());
    harness.get_by_label(screen::DRAFT_KEPT.vi);
}

#[test]
fn the_next_pane_is_marked_in_words_too() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    assert_eq!(desk.at().next_pane(), Some(Pane::Portrait));
    let mut harness = window(desk);
    harness.run();
    assert_eq!(harness.get_all_by_label(screen::STATE_NEXT.vi).count(), 1);
    assert_eq!(harness.get_all_by_label(screen::STATE_DONE.vi).count(), 1);
}

#[test]
fn an_approver_claims_looks_and_approves() {
    let mut desk = Desk::approver();
    desk.event(Event::Queue(vec![entry(CASE, Verdict::Genuine)]));
    let mut harness = window(desk);
    harness.run();
    harness
        .get_by_role_and_label(Role::Button, "Nhận hồ sơ")
        .click();
    harness.run();
    assert!(matches!(harness.state().effects.last(), Some(Effect::Claim(case)) if *case == CASE));
    let mut harness = window(with_case(Verdict::Genuine));
    harness.run();
    for label in ["Ảnh trong chip", "Ảnh chụp tại quầy"] {
        harness.get_by_role_and_label(Role::Image, label);
    }
    for (label, key) in [
        (screen::DATA_MATCH.vi, None),
        (screen::FACE_MATCHES.vi, Some(egui::Key::F)),
        (screen::FINGERS_MATCH.vi, Some(egui::Key::V)),
    ] {
        match key {
            Some(key) => press(&mut harness, key),
            None => harness.get_by_role_and_label(Role::CheckBox, label).click(),
        }
        harness.run();
    }
    harness
        .get_by_role_and_label(Role::Button, "Phê duyệt")
        .click();
    harness.run();
    let Some(Effect::Decide { decision, .. }) = harness.state().effects.last() else {
        panic!("decided")
    };
    let examined = Examined::ALL_MATCH;
    assert_eq!(*decision, Decision::Approve { examined });
}

#[test]
fn the_approver_sees_what_each_source_answered_and_is_not_asked_about_it() {
    let mut desk = with_case(Verdict::Genuine);
    told(&mut desk, Said::Incorrect);
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label(screen::SOURCES.vi);
    let population = "CSDL dân cư · 08:30: không đúng: tên; không có dữ liệu đối chiếu: khuôn mặt";
    harness.get_by_label(population);
    harness.get_by_label(sources::denied(Question::Data).vi);
    let asked = |label| {
        harness
            .query_by_role_and_label(Role::CheckBox, label)
            .is_some()
    };
    assert!(!asked(screen::DATA_MATCH.vi), "the source has spoken");
    assert!(asked(screen::FACE_MATCHES.vi) && asked(screen::FINGERS_MATCH.vi));
}

#[test]
fn a_refusal_by_digit_and_enter() {
    let mut harness = window(with_case(Verdict::Undetermined));
    harness.run();
    harness.get_by_label(screen::CANNOT_APPROVE.vi);
    press(&mut harness, egui::Key::A);
    assert!(
        harness.state().effects.is_empty(),
        "approval stays impossible"
    );
    press(&mut harness, egui::Key::Num3);
    let Screen::Approver(approver) = &harness.state().model.screen else {
        panic!("approver")
    };
    assert!(
        matches!(&approver.desk, OnDesk::Open(case) if case.reason == Some(RefusalReason::ChipPaFail))
    );
    press(&mut harness, egui::Key::Enter);
    assert!(matches!(
        harness.state().effects.last(),
        Some(Effect::Decide { .. })
    ));
}

#[test]
fn an_expired_session_is_told_at_the_sign_in_screen() {
    let mut desk = Desk::counter();
    desk.event(Event::SignedOut);
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label(Problem::SessionExpired.code());
    let state: &Model = &harness.state().model;
    assert!(!state.keeps_a_draft());
    drop(harness);
    let mut desk = Desk::closed();
    desk.event(Event::SignedIn(officer(dossier::api::Role::Receiving)));
    assert!(matches!(desk.model.screen, Screen::Counter(_)));
}

#[test]
fn undo_brings_back_nothing_of_the_last_citizen() {
    let mut harness = window(Desk::counter());
    harness.run();
    let phone = "Số điện thoại chính chủ";
    for digits in ["091", "234"] {
        field(&harness, phone).focus();
        field(&harness, phone).type_text(digits);
        later(&mut harness);
        harness.run();
    }
    assert_eq!(harness.state().at().draft.contact.phone, "091234");
    for _ in 0..2 {
        harness.state_mut().say(Msg::Discard);
    }
    harness.run();
    field(&harness, phone).focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run();
    assert_eq!(harness.state().at().draft.contact.phone, "");
}

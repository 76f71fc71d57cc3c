//! A finger that is not taken: the reason, and a second person who signs with the own account.

use capture::fingerprint::Finger;
use capture::fingerprint::exception::ExceptionReason;
use dossier::api::{Confirmation, Officer, ProblemType, Role};
use dossier::draft::Missing;
use dossier::fingers::FingerStanding;
use egui::{Key, accesskit};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use time::Duration;
use ui::event::SessionId;
use ui::model::counter::{ExceptionForm, Notice};
use ui::text::screen;
use ui::{Effect, Event, Msg, Problem};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::fingers::{desk, standing};
use crate::screens::{field, press, window};
use crate::size::in_both_languages;
use crate::support::{Desk, START, officer};

const SECRET: &str = "mật khẩu của người thứ hai";

fn form(desk: &Desk) -> Option<&ExceptionForm> {
    desk.at().exception.as_ref()
}

/// What the backend was asked last, and under which name.
fn asked(desk: &Desk) -> (SessionId, &str, &str, Option<&str>) {
    match desk.effects.last() {
        Some(Effect::ConfirmException {
            session,
            officer,
            password,
            code,
            ..
        }) => (
            *session,
            officer,
            password,
            code.as_ref().map(|code| code.as_str()),
        ),
        _ => panic!("the backend is not asked"),
    }
}

fn questions(desk: &Desk) -> usize {
    let of_it = |effect: &&Effect| matches!(effect, Effect::ConfirmException { .. });
    desk.effects.iter().filter(of_it).count()
}

fn types(desk: &mut Desk, officer: &str, password: &str) {
    desk.say(Msg::OfficerTyped(officer.into()));
    desk.say(Msg::PasswordTyped(Zeroizing::new(password.into())));
}

/// The form, filled in and sent.
fn sent() -> Desk {
    let mut desk = desk();
    desk.say(Msg::FingerException);
    desk.say(Msg::ExceptionReasonChosen(ExceptionReason::Worn));
    types(&mut desk, "truong.ca", SECRET);
    desk.say(Msg::ConfirmException);
    desk
}

fn given(desk: &mut Desk, session: SessionId, by: &str) {
    let confirmation = Confirmation {
        id: Uuid::from_u128(77),
        by: Officer {
            id: by.into(),
            name: "Lê Văn Mẫu".into(),
            role: Role::Receiving,
            office: "Công an phường Thử Nghiệm".into(),
        },
        counts_until: START + Duration::hours(8),
    };
    desk.event(Event::ExceptionConfirmed {
        session,
        confirmation: Box::new(confirmation),
    });
}

fn refused(desk: &mut Desk, problem: Problem) {
    let session = asked(desk).0;
    desk.event(Event::ExceptionRefused { session, problem });
}

fn password<'a>(harness: &'a Harness<'static, Desk>) -> egui_kittest::Node<'a> {
    harness.get_by(|node| node.role() == accesskit::Role::PasswordInput)
}

#[test]
fn by_keyboard_alone_a_second_person_signs_with_name_and_password() {
    let mut harness = window(desk());
    harness.run();
    press(&mut harness, Key::F8);
    press(&mut harness, Key::Num2);
    let injured = Some(ExceptionReason::Injured);
    assert_eq!(form(harness.state()).unwrap().reason, injured);
    assert!(
        harness.state().at().draft.consent.is_none(),
        "no point was ticked"
    );
    press(&mut harness, Key::Enter);
    let problem = |harness: &Harness<'static, Desk>| form(harness.state()).unwrap().second.problem;
    assert_eq!(problem(&harness), Some(Problem::SignInIncomplete));
    harness.get_by_label_contains("Chưa nhập đủ tên đăng nhập và mật khẩu");

    // The keyboard is in the name, then in the password, without a mouse.
    field(&harness, "Người thứ hai").type_text("truong.ca");
    harness.run();
    press(&mut harness, Key::Tab);
    password(&harness).type_text(SECRET);
    harness.run();
    assert_eq!(questions(harness.state()), 0);
    press(&mut harness, Key::Enter);
    let (session, officer, typed, code) = asked(harness.state());
    assert_eq!((officer, typed, code), ("truong.ca", SECRET, None));
    harness.get_by_label("Đang hỏi máy chủ…");
    press(&mut harness, Key::Enter);
    assert_eq!(questions(harness.state()), 1, "asked once");
    assert_eq!(
        standing(harness.state(), Finger::RightIndex),
        FingerStanding::Open
    );

    given(harness.state_mut(), session, "truong.ca");
    harness.run();
    assert!(form(harness.state()).is_none());
    let excepted = FingerStanding::Excepted(ExceptionReason::Injured);
    assert_eq!(standing(harness.state(), Finger::RightIndex), excepted);
    let counter = harness.state().at();
    assert_eq!(counter.finger, Finger::LeftIndex);
    let [exception] = counter.draft.finger_work.exceptions.as_slice() else {
        panic!("one exception")
    };
    assert_eq!(exception.confirmation, Uuid::from_u128(77));
    assert_eq!(exception.confirmed_by, "truong.ca");
    assert!(counter.draft.missing().contains(&Missing::Fingerprint));
}

#[test]
fn the_statement_names_this_file_this_finger_and_this_reason() {
    let desk = sent();
    let Some(Effect::ConfirmException { statement, .. }) = desk.effects.last() else {
        panic!("the backend is asked")
    };
    assert_eq!(statement.draft, desk.at().draft.id);
    assert_eq!(statement.finger, Finger::RightIndex);
    assert_eq!(statement.reason, ExceptionReason::Worn);
}

#[test]
fn nobody_confirms_the_own_exception_and_the_backend_is_not_even_asked() {
    let mut desk = desk();
    desk.say(Msg::FingerException);
    desk.say(Msg::ExceptionReasonChosen(ExceptionReason::Worn));
    let own = desk.at().who.officer.to_uppercase();
    types(&mut desk, &own, SECRET);
    desk.say(Msg::ConfirmException);
    assert_eq!(questions(&desk), 0);
    let second = &form(&desk).unwrap().second;
    let own = Problem::BackendRefused(ProblemType::OwnException);
    assert_eq!((second.problem, second.password.as_str()), (Some(own), ""));
}

#[test]
fn every_refusal_is_said_in_the_form_and_the_password_is_typed_anew() {
    for kind in [
        ProblemType::ConfirmationRefused,
        ProblemType::SignInLocked,
        ProblemType::Forbidden,
        ProblemType::OwnException,
    ] {
        let problem = Problem::from(kind);
        let mut desk = sent();
        refused(&mut desk, problem);
        let second = &form(&desk).unwrap().second;
        assert_eq!((second.problem, second.busy), (Some(problem), false));
        assert!(second.password.is_empty());
        let (happened, _) = kind.detail().split_once("; ").unwrap();
        let mut harness = window(desk);
        harness.run();
        if problem == Problem::BackendRefused(kind) {
            harness.get_by_label_contains(happened);
        }
        assert_eq!(
            standing(harness.state(), Finger::RightIndex),
            FingerStanding::Open
        );
    }
}

#[test]
fn without_the_backend_the_form_says_that_it_needs_it() {
    let mut desk = sent();
    refused(&mut desk, Problem::ExceptionOffline);
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label_contains("Xác nhận ngoại lệ cần máy chủ");
    assert!(harness.state().at().draft.finger_work.exceptions.is_empty());
}

#[test]
fn a_second_factor_is_asked_for_while_the_password_stays() {
    let mut desk = sent();
    refused(
        &mut desk,
        Problem::BackendRefused(ProblemType::SecondFactorNeeded),
    );
    let mut harness = window(desk);
    harness.run();
    field(&harness, "Mã xác thực").type_text("123456");
    harness.run();
    press(&mut harness, Key::Enter);
    let (_, officer, typed, code) = asked(harness.state());
    assert_eq!(
        (officer, typed, code),
        ("truong.ca", SECRET, Some("123456"))
    );
}

#[test]
fn an_answer_to_a_form_that_was_put_away_changes_nothing() {
    let mut desk = sent();
    let session = asked(&desk).0;
    desk.say(Msg::Cancel);
    assert!(form(&desk).is_none());
    given(&mut desk, session, "truong.ca");
    assert_eq!(standing(&desk, Finger::RightIndex), FingerStanding::Open);
    desk.say(Msg::FingerException);
    given(&mut desk, session, "truong.ca");
    assert_eq!(standing(&desk, Finger::RightIndex), FingerStanding::Open);
}

#[test]
fn the_backend_naming_the_officer_itself_is_not_believed() {
    let mut desk = sent();
    let (session, own) = (asked(&desk).0, desk.at().who.officer.clone());
    given(&mut desk, session, &own);
    assert_eq!(standing(&desk, Finger::RightIndex), FingerStanding::Open);
    let problem = form(&desk).unwrap().second.problem;
    assert_eq!(problem, Some(Problem::BackendAnswer));
}

#[test]
fn locking_drops_the_form_with_the_password() {
    let mut desk = sent();
    desk.say(Msg::SignOut);
    assert!(desk.model.counter().unwrap().exception.is_none());
    let mut desk = sent();
    refused(&mut desk, Problem::SessionExpired);
    assert!(desk.model.counter().unwrap().exception.is_none());
}

#[test]
fn f8_again_takes_an_exception_back_and_escape_puts_the_question_away() {
    let mut desk = sent();
    let session = asked(&desk).0;
    given(&mut desk, session, "truong.ca");
    desk.say(Msg::FingerChosen(Finger::RightIndex));
    desk.say(Msg::FingerException);
    assert_eq!(standing(&desk, Finger::RightIndex), FingerStanding::Open);
    desk.say(Msg::FingerException);
    desk.say(Msg::Cancel);
    assert!(form(&desk).is_none());
}

#[test]
fn a_confirmation_that_is_over_is_asked_for_again_before_the_file_is_sealed() {
    let mut desk = sent();
    let session = asked(&desk).0;
    given(&mut desk, session, "truong.ca");
    // A draft of the morning: the window locked itself meanwhile.
    desk.event(Event::Clock(START + Duration::hours(9)));
    desk.say(Msg::Attended);
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    desk.say(Msg::Submit);
    assert_eq!(standing(&desk, Finger::RightIndex), FingerStanding::Open);
    let counter = desk.at();
    assert_eq!(counter.finger, Finger::RightIndex);
    assert_eq!(
        counter.notice,
        Some(Notice::Problem(Problem::ExceptionOver))
    );
    assert!(
        !desk
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Submit(_)))
    );
}

#[test]
fn the_form_is_whole_on_the_screen_also_with_a_code_and_a_problem() {
    let confirm = [screen::EXCEPTION_CONFIRM];
    let asked = || {
        let mut desk = desk();
        desk.say(Msg::FingerException);
        let reached = ExceptionReason::QualityNotReached;
        desk.say(Msg::ExceptionReasonChosen(reached));
        types(&mut desk, "truong.ca", SECRET);
        desk
    };
    in_both_languages(asked, "exception", &confirm);
    in_both_languages(sent, "asking", &[screen::EXCEPTION_CONFIRMING]);
    let problems = [
        Problem::BackendRefused(ProblemType::SecondFactorNeeded),
        Problem::BackendRefused(ProblemType::SecondFactorRefused),
        Problem::BackendRefused(ProblemType::ConfirmationRefused),
        Problem::BackendRefused(ProblemType::OwnException),
        Problem::BackendRefused(ProblemType::Forbidden),
        Problem::ExceptionOffline,
        Problem::SignInLocked,
        Problem::SignInIncomplete,
    ];
    for problem in problems {
        let told = || {
            let mut desk = sent();
            refused(&mut desk, problem);
            desk
        };
        in_both_languages(told, problem.code(), &confirm);
    }
}

//! What stands on the screen goes when it is no longer true, and not before.

use dossier::api::ProblemType;
use reader::verdict::Verdict;
use ui::event::{DeviceKind, DeviceState};
use ui::model::Screen;
use ui::model::counter::Notice;
use ui::{Event, Msg, Problem};
use uuid::Uuid;

use crate::approver_line::entry;
use crate::support::{Desk, failed, officer};

const INCOMPLETE: Option<Notice> = Some(Notice::Problem(Problem::FileIncomplete));

fn incomplete() -> Desk {
    let mut desk = Desk::counter();
    desk.say(Msg::Submit);
    assert_eq!(desk.at().notice, INCOMPLETE);
    desk
}

fn device(desk: &mut Desk, device: DeviceKind, state: DeviceState) {
    desk.event(Event::Device { device, state });
}

fn unread(problem: Problem) -> Desk {
    let mut desk = Desk::counter();
    desk.type_card("001199000018");
    desk.say(Msg::ReadCard);
    let session = desk.session();
    let (_, event) = failed(session, "000019", &[]);
    let Event::CardFailed { assessment, .. } = event else {
        unreachable!()
    };
    desk.event(Event::CardFailed {
        session,
        problem,
        assessment,
    });
    assert_eq!(desk.at().card.problem, Some(problem));
    desk
}

#[test]
fn an_incomplete_file_is_told_until_the_file_changes() {
    let changes: [fn(&mut Desk); 6] = [
        |desk| desk.read_card(&[]),
        Desk::take_portrait,
        Desk::take_finger,
        |desk| assert_eq!(desk.say(Msg::PhoneTyped("0".into())), 0),
        |desk| assert_eq!(desk.say(Msg::EmailTyped("v".into())), 1),
        Desk::consent,
    ];
    for change in changes {
        let mut desk = incomplete();
        desk.say(Msg::Refresh);
        desk.event(Event::DraftSaved(desk.at().draft.id));
        assert_eq!(desk.at().notice, INCOMPLETE);
        change(&mut desk);
        assert_eq!(desk.at().notice, None);
    }
}

#[test]
fn a_stored_file_is_told_until_the_next_one_begins() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft = desk.at().draft.id;
    let submission = dossier::submission::SubmissionId::parse(&"0c".repeat(32)).unwrap();
    desk.event(Event::SubmissionStored { draft, submission });
    assert_eq!(desk.at().notice, Some(Notice::Stored));
    desk.take_portrait();
    assert_eq!(desk.at().notice, None);
}

#[test]
fn a_store_that_works_again_is_not_called_broken() {
    let mut desk = Desk::counter();
    desk.take_portrait();
    desk.event(Event::StoreFailed(Problem::StoreFull));
    let full = Some(Notice::Problem(Problem::StoreFull));
    desk.say(Msg::PhoneTyped("09".into()));
    assert_eq!(desk.at().notice, full);
    desk.consent();
    desk.event(Event::DraftSaved(desk.at().draft.id));
    assert_eq!(desk.at().notice, None);
}

#[test]
fn a_device_that_is_back_takes_its_problem_away() {
    use DeviceKind::{Camera, Fingerprint, Reader};
    use DeviceState::{Busy, Missing, Ready};
    let mut desk = unread(Problem::NoReader);
    device(&mut desk, Reader, Missing);
    assert_eq!(desk.at().card.problem, Some(Problem::NoReader));
    device(&mut desk, Reader, Ready);
    assert!(desk.at().card.problem.is_none() && desk.at().card.unread.is_none());
    let mut desk = unread(Problem::NoCard);
    device(&mut desk, Reader, Ready);
    assert_eq!(desk.at().card.problem, Some(Problem::NoCard));
    device(&mut desk, Reader, Busy);
    assert_eq!(desk.at().card.problem, None);
    let mut desk = unread(Problem::WrongCan);
    device(&mut desk, Reader, Busy);
    assert_eq!(desk.at().card.problem, Some(Problem::WrongCan));
    desk.say(Msg::CapturePortrait);
    let session = desk.session();
    let problem = Problem::PortraitSourceMissing;
    desk.event(Event::PortraitFailed { session, problem });
    desk.say(Msg::CaptureFingerprint);
    let session = desk.session();
    let problem = Problem::SensorUnplugged;
    desk.event(Event::FingerprintFailed { session, problem });
    device(&mut desk, Camera, Ready);
    assert_eq!(desk.at().portrait.problem, None);
    assert_eq!(desk.at().fingerprint.problem, Some(problem));
    device(&mut desk, Fingerprint, Ready);
    assert_eq!(desk.at().fingerprint.problem, None);
}

#[test]
fn another_text_is_not_the_wrong_one() {
    let mut desk = Desk::counter();
    desk.type_card("12");
    desk.say(Msg::ReadCard);
    assert_eq!(desk.at().card.problem, Some(Problem::NumberInvalid));
    desk.type_card("123");
    assert_eq!(desk.at().card.problem, None);
}

#[test]
fn an_expired_session_is_forgotten_after_the_next_sign_in() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft = desk.at().draft.id;
    let problem = Problem::SessionExpired;
    desk.event(Event::SubmitFailed { draft, problem });
    desk.event(Event::SignedOut);
    desk.event(Event::SignedIn(officer(dossier::api::Role::Receiving)));
    assert_eq!(desk.at().notice, None);
    assert_eq!(desk.at().draft.id, draft);
}

#[test]
fn the_approvers_problems_end_with_their_cause() {
    let problem = |desk: &Desk| match &desk.model.screen {
        Screen::Approver(approver) => approver.problem,
        _ => panic!("approver"),
    };
    let entries = || {
        let mut own = entry(Uuid::from_u128(1), Verdict::Genuine);
        own.own = true;
        vec![own, entry(Uuid::from_u128(2), Verdict::Genuine)]
    };
    let mut desk = Desk::approver();
    desk.say(Msg::ClaimNext);
    assert_eq!(problem(&desk), Some(Problem::QueueEmpty));
    desk.event(Event::Queue(entries()));
    assert_eq!(problem(&desk), None);
    desk.say(Msg::Next);
    assert_eq!(problem(&desk), Some(Problem::SelfDecision));
    desk.say(Msg::Move(1));
    assert_eq!(problem(&desk), None);
    desk.event(Event::DecisionFailed(Problem::from(ProblemType::LeaseLost)));
    desk.event(Event::Queue(entries()));
    assert_eq!(problem(&desk), Some(Problem::LeaseLost), "not read yet");
}

#[test]
fn a_wrong_password_is_told_until_it_is_typed_again() {
    let mut desk = Desk::closed();
    desk.event(Event::SignInFailed(Problem::SignInRefused));
    let problem = |desk: &Desk| match &desk.model.screen {
        Screen::SignIn(form) => form.problem,
        _ => panic!("sign-in"),
    };
    assert_eq!(problem(&desk), Some(Problem::SignInRefused));
    desk.say(Msg::OfficerTyped("m".into()));
    assert_eq!(problem(&desk), None);
}

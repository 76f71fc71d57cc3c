//! What can go wrong, one after the other: each is told, and no draft is lost.

use card_twin::fault::Fault;
use reader::verdict::Verdict;
use ui::model::card::CardActivity;
use ui::model::counter::{CaptureActivity, KeptInStore, Notice, Pane, PaneState, Phase};
use ui::{Effect, Event, Msg, Problem};
use zeroize::Zeroizing;

use crate::support::{Desk, card_reading, failed};

/// The bytes of the draft: two equal ones mean that nothing was lost.
fn draft(desk: &Desk) -> Zeroizing<Vec<u8>> {
    desk.at().draft.to_bytes().unwrap()
}

/// A filled counter that starts to read a card again.
fn reading_again() -> (Desk, Zeroizing<Vec<u8>>) {
    let mut desk = Desk::counter();
    desk.fill();
    let before = draft(&desk);
    desk.say(Msg::ReadCard);
    (desk, before)
}

#[test]
fn failures_of_a_reading_keep_the_draft_and_its_earlier_card() {
    let cases: [(&str, &[Fault], Problem); 2] = [
        ("000019", &[], Problem::WrongCan),
        ("000018", &[Fault::RemoveAfter(12)], Problem::CardRemoved),
    ];
    for (can, faults, expected) in cases {
        let (mut desk, before) = reading_again();
        let (problem, event) = failed(desk.session(), can, faults);
        assert_eq!(problem, expected);
        desk.event(event);
        assert_eq!(desk.at().card.problem, Some(expected));
        assert_eq!(desk.at().pane_state(Pane::Card), PaneState::Problem);
        assert!(matches!(desk.at().card.activity, CardActivity::Idle));
        assert!(desk.at().card.read.is_some() && desk.at().card.unread.is_some());
        assert!(draft(&desk) == before, "{expected:?}");
    }
}

#[test]
fn problems_of_reader_and_service_keep_the_draft() {
    for problem in [
        Problem::NoCard,
        Problem::NoReader,
        Problem::SmartCardServiceNotRunning,
        Problem::CardInUse,
        Problem::ReaderFailed,
        Problem::CardNotEmrtd,
        Problem::CardProtocol,
    ] {
        let (mut desk, before) = reading_again();
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
        assert!(draft(&desk) == before, "{problem:?}");
    }
}

#[test]
fn a_card_that_is_not_genuine_is_named_and_cannot_be_submitted() {
    for (fault, expected) in [
        (Fault::ChangedDg2, Problem::ChangedData),
        (Fault::Clone, Problem::ChipCloned),
        (Fault::NoDg15, Problem::ChangedData),
    ] {
        let mut desk = Desk::counter();
        desk.read_card(&[fault]);
        assert_eq!(desk.at().card.problem, Some(expected), "{fault:?}");
        assert_eq!(
            desk.at().card.read.as_ref().unwrap().verdict,
            Verdict::Refuted
        );
        desk.take_portrait();
        desk.take_finger();
        desk.say(Msg::PhoneTyped("0912345678".into()));
        desk.consent();
        desk.say(Msg::Submit);
        assert!(
            !desk
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Submit(_)))
        );
        assert_eq!(
            desk.at().notice,
            Some(Notice::Problem(Problem::FileIncomplete))
        );
    }
}

#[test]
fn an_unknown_issuer_is_named_and_goes_on_to_the_backend() {
    let mut desk = Desk::counter();
    desk.read_card(&[Fault::UnknownIssuer]);
    assert_eq!(desk.at().card.problem, Some(Problem::IssuerUnknown));
    assert_eq!(
        desk.at().card.read.as_ref().unwrap().verdict,
        Verdict::Undetermined
    );
    assert_eq!(desk.at().next_pane(), Some(Pane::Portrait));
}

#[test]
fn another_persons_card_does_not_take_over_the_file() {
    let mut desk = Desk::counter();
    desk.fill();
    let before = draft(&desk);
    desk.say(Msg::ReadCard);
    let session = desk.session();
    // The other person's card is one whose number cannot be read at all.
    let mut other = card_reading(&[]);
    other.assessment.conclusion = reader::verdict::Conclusion::Undetermined(None);
    desk.event(Event::CardRead {
        session,
        reading: Box::new(other),
    });
    assert_eq!(desk.at().card.problem, Some(Problem::OtherPerson));
    assert!(draft(&desk) == before);
}

#[test]
fn bad_texts_in_the_card_field_say_what_to_do() {
    for (text, expected) in [
        ("00119900001", Problem::NumberInvalid),
        ("http://example.vn", Problem::ScanUnreadable),
        ("IDVNM<<", Problem::MrzInvalid),
    ] {
        let mut desk = Desk::counter();
        desk.type_card(text);
        desk.say(Msg::Next);
        assert_eq!(desk.at().card.problem, Some(expected));
        assert!(desk.effects.is_empty());
        assert_eq!(desk.at().card.text.as_str(), text);
    }
    let mut desk = Desk::counter();
    desk.say(Msg::Next);
    let session = desk.session();
    let problem = Problem::ScannerMissing;
    desk.event(Event::ScanFailed { session, problem });
    assert_eq!(desk.at().card.problem, Some(Problem::ScannerMissing));
}

#[test]
fn failures_of_a_capture_keep_the_draft_and_its_earlier_frames() {
    for problem in [
        Problem::SensorNotFound,
        Problem::SensorUnplugged,
        Problem::NoFinger,
        Problem::SensorBadData,
        Problem::SensorUnknownGeometry,
        Problem::Cancelled,
    ] {
        let mut desk = Desk::counter();
        desk.fill();
        let before = draft(&desk);
        desk.say(Msg::CaptureFingerprint);
        let session = desk.session();
        desk.event(Event::FingerprintFailed { session, problem });
        assert_eq!(desk.at().fingerprint.problem, Some(problem));
        assert!(desk.at().fingerprint.picture.is_some());
        assert!(draft(&desk) == before, "{problem:?}");
        assert!(desk.at().fingerprint.activity == CaptureActivity::Idle);
    }
    for problem in [Problem::PortraitSourceMissing, Problem::PortraitUnreadable] {
        let mut desk = Desk::counter();
        desk.fill();
        let before = draft(&desk);
        desk.say(Msg::CapturePortrait);
        let session = desk.session();
        desk.event(Event::PortraitFailed { session, problem });
        assert_eq!(desk.at().portrait.problem, Some(problem));
        assert!(draft(&desk) == before, "{problem:?}");
    }
}

#[test]
fn a_submission_that_fails_gives_the_file_back_to_the_desk() {
    for problem in [
        Problem::StoreUnavailable,
        Problem::StoreFull,
        Problem::TerminalKeyMissing,
        Problem::SessionExpired,
    ] {
        let mut desk = Desk::counter();
        desk.fill();
        desk.say(Msg::Submit);
        let before = draft(&desk);
        let failed = desk.at().draft.id;
        desk.event(Event::SubmitFailed {
            draft: failed,
            problem,
        });
        assert_eq!(desk.at().phase, Phase::Editing);
        assert_eq!(desk.at().notice, Some(Notice::Problem(problem)));
        assert!(draft(&desk) == before);
        desk.effects.clear();
        desk.say(Msg::Submit);
        assert!(matches!(desk.effects.as_slice(), [Effect::Submit(_)]));
    }
}

#[test]
fn a_failed_saving_does_not_reopen_a_file_that_is_being_submitted() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let before = draft(&desk);
    desk.event(Event::StoreFailed(Problem::StoreUnavailable));
    assert_eq!(desk.at().phase, Phase::Submitting);
    assert_eq!(
        desk.at().notice,
        Some(Notice::Problem(Problem::StoreUnavailable))
    );
    assert_eq!(desk.at().kept_in_store, KeptInStore::Failed);
    assert!(draft(&desk) == before);
    desk.effects.clear();
    desk.say(Msg::PhoneTyped("0987654321".into()));
    desk.say(Msg::Submit);
    assert!(desk.effects.is_empty() && draft(&desk) == before);
    desk.event(Event::SubmitFailed {
        draft: uuid::Uuid::from_u128(1),
        problem: Problem::StoreFull,
    });
    assert_eq!(desk.at().phase, Phase::Submitting, "another file");
}

#[test]
fn a_backend_that_is_down_or_refuses_loses_no_draft_in_progress() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft_id = desk.at().draft.id;
    let submission = dossier::submission::SubmissionId::parse(&"0b".repeat(32)).unwrap();
    desk.event(Event::SubmissionStored {
        draft: draft_id,
        submission: submission.clone(),
    });
    desk.read_card(&[]);
    let before = draft(&desk);
    desk.event(Event::SubmissionWaiting {
        submission: submission.clone(),
        problem: Problem::BackendUnreachable,
    });
    let refused = dossier::api::ProblemType::SignatureInvalid;
    desk.event(Event::SubmissionRefused {
        submission,
        problem: Problem::BackendRefused(refused),
    });
    assert!(draft(&desk) == before);
    assert_eq!(desk.at().submissions.len(), 1);
}

#[test]
fn a_refused_sign_in_says_why_and_can_be_repeated() {
    let mut desk = Desk::closed();
    desk.say(Msg::OfficerTyped("mau".into()));
    desk.say(Msg::PasswordTyped(Zeroizing::new("sai".into())));
    desk.say(Msg::SignIn);
    desk.event(Event::SignInFailed(Problem::SignInRefused));
    desk.say(Msg::SignIn);
    let ui::model::Screen::SignIn(form) = &desk.model.screen else {
        panic!("sign-in")
    };
    assert!(
        !form.busy && form.password.is_empty(),
        "a wrong password is not kept"
    );
    assert_eq!(form.officer, "mau");
    assert_eq!(form.problem, Some(Problem::SignInIncomplete));
}

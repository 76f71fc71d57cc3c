//! The whole work at the counter, without drawing.

use dossier::api::{ProblemType, Role, SubmissionStatus};
use dossier::consent::Language;
use dossier::decision::{CaseState, RefusalReason};
use dossier::receipt::Receipt;
use dossier::submission::SubmissionId;
use reader::reading::ReadStep;
use reader::verdict::Verdict;
use time::macros::date;
use ui::event::DeviceKind;
use ui::model::Screen;
use ui::model::card::CardActivity;
use ui::model::counter::{CaptureActivity, KeptInStore, Notice, Pane, PaneState, Phase};
use ui::model::submission::Standing;
use ui::text::identity;
use ui::{Effect, Event, Msg, Problem};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::support::{
    Desk, START, card_reading, card_reading_presenting, fingerprint, officer, person, portrait,
};

fn submission() -> SubmissionId {
    SubmissionId::parse(&"0a".repeat(32)).unwrap()
}

#[test]
fn signing_in_asks_the_backend_and_opens_the_place_of_the_role() {
    let mut desk = Desk::closed();
    desk.say(Msg::OfficerTyped(" mau ".into()));
    desk.say(Msg::Next);
    assert!(desk.effects.is_empty(), "no password yet");
    desk.say(Msg::PasswordTyped(Zeroizing::new("bí mật".into())));
    desk.say(Msg::Next);
    desk.say(Msg::Next);
    let [
        Effect::SignIn {
            officer: typed,
            password,
            code: None,
        },
    ] = desk.effects.as_slice()
    else {
        panic!("one sign-in for two presses")
    };
    assert_eq!((typed.as_str(), password.as_str()), ("mau", "bí mật"));
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::RefreshSubmissions)
    ));
    assert_eq!(desk.at().next_pane(), Some(Pane::Card));
}

#[test]
fn a_second_factor_is_asked_for_with_the_password_kept_and_other_roles_have_no_screen() {
    let mut desk = Desk::closed();
    desk.say(Msg::OfficerTyped("mau".into()));
    desk.say(Msg::PasswordTyped(Zeroizing::new("bí mật".into())));
    desk.say(Msg::CodeTyped(Zeroizing::new("111111".into())));
    desk.say(Msg::Next);
    let failed = |kind| Event::SignInFailed(Problem::from(kind));
    for (asked, code) in [
        (ProblemType::SecondFactorNeeded, "123456"),
        (ProblemType::SecondFactorRefused, "654321"),
    ] {
        desk.event(failed(asked));
        let before = desk.effects.len();
        desk.say(Msg::Next);
        assert_eq!(desk.effects.len(), before, "no code yet");
        desk.say(Msg::CodeTyped(Zeroizing::new(code.into())));
        desk.say(Msg::Next);
        let Some(Effect::SignIn {
            officer,
            password,
            code: Some(sent),
        }) = desk.effects.last()
        else {
            panic!("asked with a code")
        };
        let sent = (officer.as_str(), password.as_str(), sent.as_str());
        assert_eq!(sent, ("mau", "bí mật", code));
    }
    desk.event(failed(ProblemType::SignInRefused));
    let before = desk.effects.len();
    desk.say(Msg::Next);
    assert_eq!(desk.effects.len(), before, "the password is typed anew");
    desk.event(Event::SignedIn(officer(Role::Auditor)));
    assert!(matches!(desk.effects.last(), Some(Effect::SignOut)));
    assert!(matches!(desk.model.screen, Screen::SignIn(_)));
}

#[test]
fn differences_are_told_with_both_sources_and_the_gravest_first() {
    let mut desk = Desk::counter();
    let printed = person()
        .qr_text()
        .replace("001199000018", "079199000018")
        .replace("Nữ", "Nam");
    desk.type_card(&printed);
    desk.say(Msg::ReadCard);
    let session = desk.session();
    let reading = Box::new(card_reading_presenting(&[], &printed));
    desk.event(Event::CardRead { session, reading });
    let card = desk.at().card.read.as_ref().unwrap();
    assert_eq!(card.verdict, Verdict::Refuted);
    let lines: Vec<String> = card
        .differences
        .iter()
        .map(|one| identity::line(one, Language::En, |_, text| text.to_owned()))
        .collect();
    assert_eq!(
        lines,
        [
            "Differs – Personal number: QR code “079199000018” (not signed), \
             chip (DG1) “001199000018” (signed)",
            "Differs – Sex: QR code “M” (not signed), chip (DG1) “F” (signed)",
        ]
    );
}

#[test]
fn enter_alone_leads_from_card_to_submission() {
    let mut desk = Desk::counter();
    desk.say(Msg::Next);
    assert!(matches!(desk.effects.last(), Some(Effect::Scan { .. })));
    desk.scans(&person().qr_text());
    assert!(matches!(desk.effects.last(), Some(Effect::ReadCard { .. })));
    assert_eq!(desk.at().pane_state(Pane::Card), PaneState::Busy);
    let session = desk.session();
    desk.event(Event::CardStep {
        session,
        step: ReadStep::Files,
    });
    desk.event(Event::CardRead {
        session,
        reading: Box::new(card_reading(&[])),
    });
    let card = desk.at().card.read.as_ref().unwrap();
    assert_eq!(card.verdict, Verdict::Genuine);
    assert_eq!(card.facts.name.as_deref(), Some("Nguyễn Thị Ví Dụ"));
    assert!(card.differences.is_empty() && card.face.is_some());
    assert_eq!(desk.at().pane_state(Pane::Card), PaneState::Done);

    desk.say(Msg::Next);
    let session = desk.session();
    let (capture, preview) = portrait();
    desk.event(Event::PortraitCaptured {
        session,
        capture,
        preview,
    });
    desk.say(Msg::Next);
    assert!(desk.at().draft.portrait_work.watched.is_some());
    desk.say(Msg::Next);
    let session = desk.session();
    desk.event(Event::FingerPlaced { session });
    desk.event(Event::FingerprintProgress {
        session,
        received: 100,
        expected: Some(200),
    });
    let (capture, preview) = fingerprint();
    desk.event(Event::FingerprintCaptured {
        session,
        capture: Box::new(capture),
        beside: Vec::new(),
        preview,
    });
    assert_eq!(desk.at().next_pane(), Some(Pane::Contact));
    desk.say(Msg::PhoneTyped("0912345678".into()));
    assert_eq!(desk.at().next_pane(), Some(Pane::Consent));
    desk.consent();
    assert_eq!(desk.at().next_pane(), None);
    assert_eq!(desk.at().pane_state(Pane::Consent), PaneState::Next);
    desk.say(Msg::Next);
    let Some(Effect::Submit(draft)) = desk.effects.last() else {
        panic!("submitted")
    };
    assert!(draft.missing().is_empty());
    assert_eq!(desk.at().phase, Phase::Submitting);
}

#[test]
fn the_file_stays_until_the_outbox_holds_it_and_the_next_citizen_finds_nothing_of_it() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft = desk.at().draft.id;
    desk.say(Msg::PhoneTyped("0999999999".into()));
    desk.say(Msg::Submit);
    assert_eq!(
        desk.at().draft.contact.phone,
        "0912345678",
        "a file under seal does not change"
    );
    let submits = desk
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Submit(_)));
    assert_eq!(submits.count(), 1);

    desk.event(Event::SubmissionStored {
        draft,
        submission: submission(),
    });
    assert!(matches!(desk.effects.last(), Some(Effect::DiscardDraft(id)) if *id == draft));
    let counter = desk.at();
    assert_eq!(counter.notice, Some(Notice::Stored));
    assert!(!counter.has_content() && counter.card.read.is_none());
    assert!(counter.portrait.picture.is_none() && counter.fingerprint.picture.is_none());
    assert!(counter.card.text.is_empty());
    assert_ne!(counter.draft.id, draft);
    assert_eq!(
        counter.submissions[0].name.as_deref(),
        Some("Nguyễn Thị Ví Dụ")
    );
}

#[test]
fn a_submission_waits_is_received_and_is_decided() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft = desk.at().draft.id;
    desk.event(Event::SubmissionStored {
        draft,
        submission: submission(),
    });
    let problem = Problem::BackendUnreachable;
    desk.event(Event::SubmissionWaiting {
        submission: submission(),
        problem,
    });
    assert!(
        matches!(desk.at().submissions[0].standing, Standing::Waiting(Some(why)) if why == problem)
    );
    desk.event(Event::SubmissionSent(Receipt {
        submission: submission(),
        case: Uuid::from_u128(7),
        received_at: START,
        due_on: date!(2026 - 11 - 26),
        state: CaseState::Queued,
    }));
    assert!(
        matches!(&desk.at().submissions[0].standing, Standing::Received(receipt) if receipt.case == Uuid::from_u128(7))
    );
    desk.event(Event::SubmissionWaiting {
        submission: submission(),
        problem,
    });
    assert!(
        matches!(desk.at().submissions[0].standing, Standing::Received(_)),
        "what was received stays so"
    );
    desk.event(Event::SubmissionStatus(SubmissionStatus {
        submission: submission(),
        case: Uuid::from_u128(7),
        state: CaseState::Rejected,
        due_on: date!(2026 - 11 - 26),
        decided_at: Some(START),
        reason: Some(RefusalReason::FaceMismatch),
        note: None,
    }));
    assert_eq!(desk.at().submissions.len(), 1);
    assert!(
        matches!(&desk.at().submissions[0].standing, Standing::Known(status) if status.state == CaseState::Rejected)
    );
}

#[test]
fn every_change_that_matters_is_saved() {
    let mut desk = Desk::counter();
    let mut before = 0;
    let mut more = |desk: &Desk, what: &str| {
        assert!(desk.saves() > before, "{what}");
        before = desk.saves();
    };
    desk.read_card(&[]);
    more(&desk, "card");
    assert_eq!(desk.at().kept_in_store, KeptInStore::Asked);
    let id = desk.at().draft.id;
    desk.event(Event::DraftSaved(id));
    assert_eq!(desk.at().kept_in_store, KeptInStore::Yes);
    desk.take_portrait();
    more(&desk, "portrait");
    desk.take_finger();
    more(&desk, "finger");
    desk.say(Msg::PhoneTyped("0912345678".into()));
    more(&desk, "phone");
    desk.say(Msg::EmailTyped("vi.du@example.vn".into()));
    more(&desk, "e-mail");
    desk.consent();
    more(&desk, "consent");
    let Some(Effect::SaveDraft(last)) = desk.effects.last() else {
        panic!("saved")
    };
    assert!(last.missing().is_empty());
}

#[test]
fn a_second_enter_within_half_a_second_is_the_same_enter() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    desk.effects.clear();
    desk.say(Msg::Next);
    let again = ui::update(&mut desk.model, Msg::Next);
    assert!(again.is_empty());
    assert_eq!(desk.effects.len(), 1);
}

#[test]
fn late_reports_of_abandoned_work_change_nothing() {
    let mut desk = Desk::counter();
    desk.type_card("001199000018");
    desk.say(Msg::ReadCard);
    let old = desk.session();
    desk.say(Msg::Cancel);
    assert!(matches!(
        desk.effects.last(),
        Some(Effect::Cancel(DeviceKind::Reader))
    ));
    assert!(matches!(desk.at().card.activity, CardActivity::Idle));
    desk.event(Event::CardRead {
        session: old,
        reading: Box::new(card_reading(&[])),
    });
    assert!(desk.at().draft.reading.is_none());
    desk.say(Msg::CapturePortrait);
    let (capture, preview) = portrait();
    desk.event(Event::PortraitCaptured {
        session: old,
        capture,
        preview,
    });
    assert!(desk.at().draft.portrait.is_none());
    assert!(desk.at().portrait.activity != CaptureActivity::Idle);
}

#[test]
fn consent_has_no_tick_beforehand_and_can_be_taken_back() {
    let mut desk = Desk::counter();
    assert!(desk.at().draft.consent.is_none());
    desk.consent();
    let point = dossier::consent::CONSENT_POINTS[2];
    desk.say(Msg::Consent {
        point,
        given: false,
    });
    let consent = desk.at().draft.consent.as_ref().unwrap();
    assert_eq!(consent.open_points().collect::<Vec<_>>(), [point]);
    assert_eq!(consent.given_at, desk.model.now);
}

#[test]
fn a_finger_taken_again_replaces_its_image() {
    let mut desk = Desk::counter();
    desk.take_finger();
    desk.take_finger();
    assert_eq!(desk.at().draft.fingerprints.len(), 1);
}

#[test]
fn discarding_needs_two_presses_and_tells_the_store() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    let id = desk.at().draft.id;
    desk.say(Msg::Discard);
    assert!(desk.at().discard_asked && desk.at().has_content());
    desk.say(Msg::CapturePortrait);
    desk.say(Msg::Discard);
    assert!(
        desk.at().has_content(),
        "another action in between takes the question back"
    );
    desk.say(Msg::Discard);
    assert!(!desk.at().has_content());
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::DiscardDraft(gone) if *gone == id))
    );
}

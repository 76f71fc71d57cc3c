//! Locking, sessions that end, and drafts of earlier runs.

use dossier::api::Role;
use dossier::draft::Draft;
use time::Duration;
use ui::event::DeviceKind;
use ui::model::counter::KeptInStore;
use ui::model::{LOCK_AFTER, Screen};
use ui::{Effect, Event, Msg, Problem};
use uuid::Uuid;

use crate::support::{Desk, START, card_reading, officer, portrait};

#[test]
fn f12_hides_the_citizen_and_signing_in_again_brings_the_file_back() {
    let mut desk = Desk::counter();
    desk.fill();
    let before = desk.at().draft.to_bytes().unwrap();
    desk.effects.clear();
    desk.say(Msg::SignOut);
    assert!(matches!(desk.model.screen, Screen::SignIn(_)));
    assert!(desk.model.keeps_a_draft());
    assert!(matches!(
        desk.effects.as_slice(),
        [Effect::SaveDraft(_), Effect::SignOut]
    ));
    desk.event(Event::SignedOut);
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert!(desk.at().draft.to_bytes().unwrap() == before);
    assert!(desk.at().card.read.is_some());
}

#[test]
fn a_screen_that_nobody_attends_to_locks_itself_and_keeps_the_file() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.effects.clear();
    let short = Duration::SECOND;
    desk.event(Event::Clock(START + LOCK_AFTER - short));
    assert!(matches!(desk.model.screen, Screen::Counter(_)));
    desk.say(Msg::Attended);
    desk.event(Event::Clock(START + LOCK_AFTER * 2 - short * 2));
    assert!(matches!(desk.model.screen, Screen::Counter(_)));
    desk.event(Event::Clock(START + LOCK_AFTER * 2));
    let Screen::SignIn(form) = &desk.model.screen else {
        panic!("locked")
    };
    assert_eq!(form.problem, Some(Problem::Unattended));
    assert!(desk.model.keeps_a_draft());
    let signed_out = |effect: &Effect| matches!(effect, Effect::SignOut);
    assert!(desk.effects.iter().any(signed_out));
}

#[test]
fn a_device_at_work_keeps_the_screen_open_and_half_typed_credentials_go() {
    let mut desk = Desk::counter();
    desk.type_card("001199000018");
    desk.say(Msg::ReadCard);
    desk.event(Event::Clock(START + LOCK_AFTER * 3));
    assert!(matches!(desk.model.screen, Screen::Counter(_)));
    desk.say(Msg::Cancel);
    desk.event(Event::Clock(START + LOCK_AFTER * 5));
    assert!(matches!(desk.model.screen, Screen::SignIn(_)));
    desk.event(Event::SignedOut);
    desk.say(Msg::PasswordTyped(zeroize::Zeroizing::new("half".into())));
    desk.event(Event::Clock(START + LOCK_AFTER * 7));
    let Screen::SignIn(form) = &desk.model.screen else {
        panic!("locked")
    };
    assert!(form.password.is_empty());
}

#[test]
fn a_session_that_ends_by_itself_locks_and_says_so() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    desk.event(Event::SignedOut);
    let Screen::SignIn(form) = &desk.model.screen else {
        panic!("locked")
    };
    assert_eq!(form.problem, Some(Problem::SessionExpired));
    assert!(desk.model.keeps_a_draft());
    assert!(
        !desk
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::SignOut))
    );
}

#[test]
fn reports_that_arrive_while_locked_are_not_lost() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::Submit);
    let draft = desk.at().draft.id;
    desk.say(Msg::SignOut);
    let submission = dossier::submission::SubmissionId::parse(&"0c".repeat(32)).unwrap();
    desk.event(Event::SubmissionStored { draft, submission });
    assert!(!desk.model.keeps_a_draft());
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert_eq!(desk.at().submissions.len(), 1);
}

#[test]
fn an_approver_at_a_locked_counter_leaves_the_file_alone() {
    let mut desk = Desk::counter();
    desk.fill();
    desk.say(Msg::SignOut);
    desk.event(Event::SignedIn(officer(Role::Approving)));
    desk.say(Msg::SignOut);
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert!(desk.at().draft.missing().is_empty());
}

#[test]
fn a_capture_under_way_is_stopped_by_locking() {
    let mut desk = Desk::counter();
    desk.say(Msg::CapturePortrait);
    let session = desk.session();
    desk.say(Msg::SignOut);
    assert!(
        desk.effects
            .iter()
            .any(|effect| matches!(effect, Effect::Cancel(DeviceKind::Camera)))
    );
    let (capture, preview) = portrait();
    desk.event(Event::PortraitCaptured {
        session,
        capture,
        preview,
    });
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert!(desk.at().draft.portrait.is_none());
}

#[test]
fn a_draft_of_an_earlier_run_opens_when_the_desk_is_free() {
    let mut desk = Desk::counter();
    let mut older = Draft::new(Uuid::from_u128(3), START);
    older.contact.phone = "0912345678".into();
    let event = Event::DraftFound {
        draft: Box::new(older.clone()),
        reading: Some(Box::new(card_reading(&[]))),
    };
    desk.event(event);
    assert_eq!(desk.at().draft.id, older.id);
    assert_eq!(desk.at().kept_in_store, KeptInStore::Yes);
    assert!(desk.at().card.read.is_some());
}

#[test]
fn a_draft_found_at_a_busy_desk_waits_for_its_turn() {
    let mut desk = Desk::counter();
    desk.read_card(&[]);
    let current = desk.at().draft.id;
    let mut older = Draft::new(Uuid::from_u128(4), START - Duration::hours(1));
    older.contact.phone = "0912345678".into();
    desk.event(Event::DraftFound {
        draft: Box::new(older.clone()),
        reading: None,
    });
    assert_eq!(desk.at().draft.id, current);
    desk.say(Msg::Discard);
    desk.say(Msg::Discard);
    assert_eq!(desk.at().draft.id, older.id);
    assert_eq!(desk.at().draft.contact.phone, "0912345678");
}

#[test]
fn a_scan_that_comes_late_is_not_the_next_citizens() {
    let mut desk = Desk::counter();
    desk.say(Msg::ReadCard);
    let session = desk.session();
    desk.say(Msg::Cancel);
    desk.say(Msg::ReadCard);
    let next = desk.session();
    assert_ne!(session, next);
    let text = zeroize::Zeroizing::new("001199000018".to_owned());
    desk.event(Event::Scanned { session, text });
    assert!(desk.at().card.text.is_empty());
    assert!(
        !desk
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::ReadCard { .. }))
    );
    desk.scans("001199000018");
    assert!(matches!(desk.effects.last(), Some(Effect::ReadCard { .. })));
}

#[test]
fn a_code_scanned_at_a_locked_counter_starts_nothing() {
    let mut desk = Desk::counter();
    desk.say(Msg::ReadCard);
    let session = desk.session();
    desk.say(Msg::SignOut);
    desk.effects.clear();
    let text = zeroize::Zeroizing::new("001199000018".into());
    desk.event(Event::Scanned { session, text });
    assert!(desk.effects.is_empty());
    desk.event(Event::SignedIn(officer(Role::Receiving)));
    assert!(desk.at().card.text.is_empty());
}

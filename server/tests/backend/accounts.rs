//! What follows an approval: issued, told, activated in time or late, locked and opened, warned of, over.

use dossier::{
    account::AccountState,
    api::{
        AccountSearch, AccountTasks, ActivatedWhere, LockEvidence, LockWanted, ProblemType, Role,
    },
    decision::{CaseState, Decision, RefusalReason},
    source::{Source, SourceChange},
};
use rules::{
    lock::{LockCause, UnlockCause},
    profile::{LateActivation, ProfileName},
};
use time::{Duration, macros::date};
use uuid::Uuid;

use crate::{
    account_station::{NUMBER, Station, body, note, owner, with},
    decisions::approval,
    office::kind,
};

#[test]
fn an_approval_issues_an_account_and_its_delivered_notice_begins_the_days_to_activate() {
    let station = Station::under(ProfileName::Decree69);
    let issued = station.seen();
    assert_eq!(issued.state, AccountState::Issued);
    assert_eq!(issued.activation, ActivatedWhere::NotToldYet);
    assert_eq!(issued.holder.number.as_deref(), Some(NUMBER));
    assert_eq!(issued.holder.name, "Nguyễn Thị Ví Dụ");
    assert_eq!(issued.holder.date_of_birth.as_deref(), Some("1999-03-15"));
    assert_eq!(issued.valid_until, Some(date!(2039 - 03 - 15)));
    let by_number = AccountSearch::Number(NUMBER.into());
    let found = station.search("duyet", &by_number).unwrap();
    assert_eq!(found.case, station.case);
    station.office.pass(Duration::days(2));
    let carriers = station.office.carriers("");
    station.office.deliver(&carriers);
    let told = station.seen();
    assert_eq!(told.state, AccountState::Notified);
    let last = ActivatedWhere::InApplicationUntil(date!(2026 - 11 - 29));
    assert_eq!(told.activation, last);
    assert_eq!(station.case_state(), CaseState::Notified);
    for action in ["account.issue", "account.notify"] {
        assert_eq!(station.office.told_of(action), 1, "{action}");
    }
    assert_eq!(station.office.told_of("account.view"), 3);
    let at_rest = station.office.everything_at_rest();
    for text in [NUMBER, "Nguyễn Thị Ví Dụ", "+84912345678"] {
        let held = |octets: &Vec<u8>| {
            let mut windows = octets.windows(text.len());
            windows.any(|part| part == text.as_bytes())
        };
        assert!(!at_rest.iter().any(held), "{text} lies in the open");
    }
}

#[test]
fn the_application_activates_within_seven_days_and_an_officer_only_after_them() {
    let station = Station::told(ProfileName::Draft2022);
    let early = station.activate("nhan", NUMBER);
    assert_eq!(kind(early), ProblemType::NotToBeActivated);
    station.days_pass(7);
    assert_eq!(station.seen().state, AccountState::Notified, "the last day");
    station.days_pass(1);
    let lapsed = station.seen();
    assert_eq!(lapsed.state, AccountState::Lapsed);
    let late = ActivatedWhere::Late(LateActivation::AtPolice);
    assert_eq!(lapsed.activation, late);
    let session = station.by("duyet");
    let (_, tasks) = station
        .office
        .get::<AccountTasks>(Some(&session), "/v1/account-tasks")
        .unwrap();
    assert_eq!(tasks.late[0].case, station.case);
    // The application is too late as well.
    station.hears(Source::Population, SourceChange::Activated);
    assert_eq!(station.seen().state, AccountState::Lapsed);
    assert_eq!(station.office.told_of("account.event_refused"), 1);
    let another = station.activate("nhan", "001199000019");
    assert_eq!(kind(another), ProblemType::LockEvidenceMissing);
    let active = station.activate("nhan", NUMBER).unwrap();
    assert_eq!(active.state, AccountState::Activated);
    let again = station.activate("nhan", NUMBER);
    assert_eq!(kind(again), ProblemType::AccountActive);
    assert_eq!(station.office.told_of("account.activate"), 1);
}

#[test]
fn under_decree_69_the_hotline_activates_late_and_the_application_in_time() {
    let station = Station::told(ProfileName::Decree69);
    station.hears(Source::Population, SourceChange::Activated);
    let active = station.seen();
    assert_eq!(active.activation, ActivatedWhere::Done);
    assert_eq!(active.password_by, Some(date!(2027 - 05 - 20)));
    let late = Station::told(ProfileName::Decree69);
    late.days_pass(8);
    let hotline = ActivatedWhere::Late(LateActivation::Hotline);
    assert_eq!(late.seen().activation, hotline);
}

#[test]
fn an_owner_locks_at_once_or_by_decision_as_the_profile_says_and_a_second_officer_opens() {
    let station = Station::active(ProfileName::Decree69);
    let lock = LockWanted::Lock(LockCause::Owner);
    let locked = station.ask("nhan", lock, owner()).unwrap();
    assert!(locked.requests.is_empty(), "nobody has to decide");
    assert_eq!(locked.locks[0].opens, Some(UnlockCause::SameOwner));
    let again = station.ask("nhan", lock, owner());
    assert_eq!(kind(again), ProblemType::LockedAlready);
    let unlock = LockWanted::Unlock(locked.locks[0].lock);
    let asked = station.ask("duyet", unlock, owner()).unwrap();
    let request = asked.requests[0].request;
    assert!(asked.requests[0].own);
    assert_eq!(asked.locks.len(), 1, "asking opens nothing");
    let own = station.decide("duyet", request, true);
    assert_eq!(kind(own), ProblemType::SelfDecision);
    let counter = station.decide("nhan", request, true);
    assert_eq!(kind(counter), ProblemType::Forbidden);
    let opened = station.decide("duyet2", request, true).unwrap();
    assert!(opened.locks.is_empty());
    let twice = station.decide("duyet2", request, true);
    assert_eq!(kind(twice), ProblemType::AlreadyDecided);
    let draft = Station::active(ProfileName::Draft2022);
    let waits = draft.ask("nhan", lock, owner()).unwrap();
    assert!(waits.locks.is_empty() && waits.requests.len() == 1);
    let refused = draft
        .decide("duyet", waits.requests[0].request, false)
        .unwrap();
    assert!(refused.locks.is_empty() && refused.requests.is_empty());
    assert_eq!(draft.office.told_of("account.refuse_request"), 1);
}

#[test]
fn each_cause_needs_what_stands_behind_it_and_what_an_officer_cannot_know_is_none() {
    let station = Station::active(ProfileName::Decree69);
    let missing = ProblemType::LockEvidenceMissing;
    let no_cause = ProblemType::LockCauseRefused;
    let other = with(|given| {
        given.owner_number = Some("001199000019".into());
    });
    let no_document = with(|given| {
        given.body = Some("Cơ quan điều tra".into());
    });
    let long = "x".repeat(501);
    for (cause, evidence, why) in [
        (LockCause::Owner, LockEvidence::default(), missing),
        (LockCause::Owner, other, missing),
        (LockCause::Owner, note("chủ tài khoản gọi điện"), missing),
        (LockCause::Authority, owner(), missing),
        (LockCause::Authority, no_document, missing),
        (LockCause::Breach, note(" "), missing),
        (LockCause::Breach, note(&long), missing),
        (LockCause::RelyingParty, body("Ngân hàng"), no_cause),
        (LockCause::NumberCancelled, body("Công an"), no_cause),
        (LockCause::PasswordOverdue, note("quá hạn"), no_cause),
        (LockCause::Death, body("Ủy ban"), no_cause),
        (LockCause::CardWithdrawn, body("Công an"), no_cause),
    ] {
        let refused = station.ask("nhan", LockWanted::Lock(cause), evidence);
        assert_eq!(kind(refused), why, "{cause:?}");
    }
    assert_eq!(
        station.office.count("SELECT count(*) FROM lock_requests"),
        0
    );
    let draft = Station::active(ProfileName::Draft2022);
    let bank = LockWanted::Lock(LockCause::RelyingParty);
    let locked = draft.granted(bank, body("Ngân hàng Thử Nghiệm"));
    assert_eq!(locked.locks[0].cause, LockCause::RelyingParty);
}

#[test]
fn a_lock_opens_only_by_its_own_way_and_two_bodies_each_open_their_own() {
    let station = Station::active(ProfileName::Decree69);
    let authority = LockWanted::Lock(LockCause::Authority);
    station.granted(authority, body("Cơ quan điều tra A"));
    let same = station.ask("nhan", authority, body(" cơ quan ĐIỀU TRA a"));
    assert_eq!(kind(same), ProblemType::LockedAlready);
    let both = station.granted(authority, body("Tòa án B"));
    let [first, second] = both.locks.as_slice() else {
        panic!("two locks hold");
    };
    assert_eq!(second.body.as_deref(), Some("Tòa án B"));
    let unlock = LockWanted::Unlock(first.lock);
    let owners = station.ask("nhan", unlock, owner());
    assert_eq!(kind(owners), ProblemType::LockEvidenceMissing);
    let others = station.ask("nhan", unlock, body("Tòa án B"));
    assert_eq!(kind(others), ProblemType::UnlockRefused);
    let left = station.granted(unlock, body("Cơ quan điều tra A"));
    assert_eq!(left.locks.len(), 1, "the other body's lock holds");
    assert_eq!(station.office.told_of("account.unlock"), 1);
    let breach = LockWanted::Lock(LockCause::Breach);
    let locked = station.granted(breach, note("cho người khác dùng tài khoản"));
    let breach = locked.locks.last().unwrap().lock;
    let mended = station.granted(LockWanted::Unlock(breach), owner());
    assert_eq!(mended.locks.len(), 1);
    let gone = station.ask("nhan", LockWanted::Unlock(breach), owner());
    assert_eq!(kind(gone), ProblemType::UnlockRefused);
}

#[test]
fn a_locked_account_is_not_activated_and_what_two_asked_for_is_granted_once() {
    let station = Station::told(ProfileName::Draft2022);
    let lock = LockWanted::Lock(LockCause::Owner);
    let one = station.ask("nhan", lock, owner()).unwrap().requests[0].request;
    let two = station.ask("duyet2", lock, owner()).unwrap().requests[1].request;
    station.decide("duyet", one, true).unwrap();
    let again = station.decide("duyet", two, true);
    assert_eq!(kind(again), ProblemType::LockedAlready);
    station.days_pass(8);
    let refused = station.activate("nhan", NUMBER);
    assert_eq!(kind(refused), ProblemType::AccountLocked);
}

#[test]
fn a_death_and_a_withdrawn_card_end_an_account_and_nobody_opens_it() {
    let withdrawn = Station::active(ProfileName::Decree69);
    withdrawn.hears(Source::IdCard, SourceChange::Locked);
    let seen = withdrawn.seen();
    assert!(seen.ended);
    assert_eq!(seen.locks[0].cause, LockCause::CardWithdrawn);
    assert_eq!(seen.locks[0].opens, None);
    let unlock = LockWanted::Unlock(seen.locks[0].lock);
    let refused = withdrawn.ask("nhan", unlock, owner());
    assert_eq!(kind(refused), ProblemType::UnlockRefused);
    let more = withdrawn.ask("nhan", LockWanted::Lock(LockCause::Owner), owner());
    assert_eq!(kind(more), ProblemType::AccountEnded);
    let dead = Station::active(ProfileName::Decree69);
    let before = dead.office.notices_in("waiting");
    dead.hears(Source::Population, SourceChange::Died);
    assert_eq!(dead.causes(), [LockCause::Death]);
    assert_eq!(
        dead.office.notices_in("waiting"),
        before,
        "nobody is written to"
    );
    // Decree 69 has no lock for a cancelled number, S1 has.
    let other = Station::active(ProfileName::Decree69);
    other.hears(Source::Population, SourceChange::Locked);
    assert!(other.causes().is_empty());
    assert_eq!(other.office.told_of("account.event_refused"), 1);
    let draft = Station::active(ProfileName::Draft2022);
    draft.hears(Source::Population, SourceChange::Locked);
    assert_eq!(draft.causes(), [LockCause::NumberCancelled]);
}

#[test]
fn whose_account_is_over_may_register_again_and_whose_counts_may_not() {
    let station = Station::active(ProfileName::Decree69);
    let session = station.by("duyet");
    let decided = |case, decision| {
        let fence = station.office.claim(&session, case).unwrap().claim.fence;
        station.office.decide(&session, case, fence, decision)
    };
    let second = station.office.case();
    assert_eq!(kind(decided(second, approval())), ProblemType::RuleForbids);
    let refusal = Decision::Refuse {
        reason: RefusalReason::Duplicate,
        note: None,
    };
    decided(second, refusal).unwrap();
    station.hears(Source::IdCard, SourceChange::Locked);
    assert!(station.seen().ended, "its card is withdrawn");
    station.office.pass(Duration::seconds(1));
    let record = decided(station.office.case(), approval()).unwrap();
    assert_eq!(record.state, CaseState::AccountIssued);
    let by_number = AccountSearch::Number(NUMBER.into());
    let found = station.search("nhan", &by_number).unwrap();
    assert_eq!(found.case, record.case, "the one that counts");
    assert!(!found.ended);
}

#[test]
fn the_owner_is_warned_at_90_and_30_days_once_each_and_the_account_ends_with_the_card() {
    let station = Station::active(ProfileName::Decree69);
    let kinds = |kind: &'static str| station.office.told_of_notice(kind);
    let left = (date!(2039 - 03 - 15) - date!(2026 - 11 - 20)).whole_days();
    station.days_pass(left - 91);
    assert_eq!(kinds("validity_ends sms"), 0);
    station.days_pass(1);
    station.days_pass(1);
    assert_eq!(kinds("validity_ends sms"), 1);
    station.days_pass(59);
    station.days_pass(20);
    assert_eq!(kinds("validity_ends sms"), 2);
    station.days_pass(10);
    assert!(!station.seen().ended, "the last day");
    station.days_pass(1);
    assert!(station.seen().ended);
    assert_eq!(station.office.told_of("account.end"), 1);
    // The notices outlive the case's key.
    let carriers = station.office.carriers("");
    station.office.retention();
    station.office.deliver(&carriers);
    assert_eq!(station.office.notices_in("waiting"), 0);
    assert_eq!(station.office.notices_in("withdrawn"), 0);
    station.office.pass(Duration::days(366 * 5 + 1));
    assert_eq!(station.office.retention().accounts, 1);
    assert_eq!(station.office.count("SELECT count(*) FROM accounts"), 0);
}

#[test]
fn a_password_is_asked_for_once_and_locks_where_the_profile_says_until_it_is_changed() {
    let station = Station::active(ProfileName::Draft2022);
    station.days_pass(182);
    assert_eq!(station.office.told_of("account.password_due"), 1);
    station.days_pass(10);
    assert_eq!(station.office.told_of("account.password_due"), 1);
    assert!(station.causes().is_empty());
    // A month after the notice: the earlier of the two timers.
    station.days_pass(25);
    assert_eq!(station.causes(), [LockCause::PasswordOverdue]);
    assert_eq!(
        station.office.count(
            "SELECT count(*) FROM audit WHERE action = 'account.password_overdue' AND detail = 'S1 Art. 19.6'"
        ),
        1
    );
    let unlock = LockWanted::Unlock(station.seen().locks[0].lock);
    let refused = station.ask("nhan", unlock, owner());
    assert_eq!(kind(refused), ProblemType::UnlockRefused);
    station.hears(Source::Population, SourceChange::PasswordChanged);
    assert!(station.causes().is_empty());
    let decree = Station::active(ProfileName::Decree69);
    decree.days_pass(400);
    assert!(decree.causes().is_empty(), "no such cause in decree 69");
}

#[test]
fn who_may_what_with_accounts() {
    let station = Station::told(ProfileName::Decree69);
    station.office.add("cap-tren", Role::Senior);
    station.office.add("kiem-toan", Role::Auditor);
    station.office.add("giao-dich", Role::Teller);
    let by_case = AccountSearch::Case(station.case);
    for officer in ["nhan", "duyet", "cap-tren"] {
        assert!(station.search(officer, &by_case).is_ok(), "{officer}");
    }
    let lock = LockWanted::Lock(LockCause::Breach);
    for officer in ["kiem-toan", "giao-dich"] {
        let searched = station.search(officer, &by_case);
        assert_eq!(kind(searched), ProblemType::Forbidden);
        let asked = station.ask(officer, lock, note("x"));
        assert_eq!(kind(asked), ProblemType::Forbidden);
        let activated = station.activate(officer, NUMBER);
        assert_eq!(kind(activated), ProblemType::Forbidden);
    }
    let nobody = station.search("nhan", &AccountSearch::Case(Uuid::new_v4()));
    assert_eq!(kind(nobody), ProblemType::NotFound);
    let nobody = station.search("nhan", &AccountSearch::Number("001199000019".into()));
    assert_eq!(kind(nobody), ProblemType::NotFound);
}

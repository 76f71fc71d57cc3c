//! The second factor of officers, and roles that are neither counter nor approver.

use dossier::api::{
    AuditPage, BlockRequest, Invitation, InvitationRequest, ProblemType, Role, Session,
    SignInRequest, Terminals, route,
};
use server::admin;
use time::Duration;
use totp_rs::{Builder, Secret, Totp};

use crate::{
    office::{IMMIGRATION, OFFICE, Office, PASSWORD, PROVINCE, TERMINAL, kind},
    secured::Desk,
};

/// An authenticator that took the key URI.
pub(crate) struct Authenticator(Totp);

impl Authenticator {
    pub(crate) fn of(office: &Office, officer: &str) -> Self {
        let parts = office.backend.parts();
        let set = admin::set_second_factor(&parts.database, &parts.vault, officer, office.now());
        let uri = office.run(set).unwrap();
        let head = format!("otpauth://totp/CCCD:{officer}?secret=");
        let secret = uri.strip_prefix(&head).unwrap();
        let secret = secret.strip_suffix("&issuer=CCCD").unwrap();
        let secret = Secret::try_from_base32(secret).unwrap();
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    pub(crate) fn code(&self, office: &Office) -> String {
        let now = u64::try_from(office.now().unix_timestamp()).unwrap();
        self.0.generate(now).to_string()
    }
}

impl Office {
    fn sign_in_with(&self, password: &str, code: Option<&str>) -> Result<Session, ProblemType> {
        let request = SignInRequest {
            officer: "nhan".into(),
            password: password.into(),
            terminal: TERMINAL.into(),
            code: code.map(Into::into),
        };
        let answer = self.post(None, "/v1/sessions", &request);
        answer
            .map(|(_, session)| session)
            .map_err(|problem| problem.kind)
    }
}

#[test]
fn a_code_is_asked_for_after_the_password_and_counts_once() {
    let office = Office::open();
    let phone = Authenticator::of(&office, "nhan");
    assert_eq!(
        office.sign_in_with("sai", Some(&phone.code(&office))).err(),
        Some(ProblemType::SignInRefused),
        "a wrong password tells nothing of the second factor"
    );
    let asked = office.sign_in_with(PASSWORD, None).err();
    assert_eq!(asked, Some(ProblemType::SecondFactorNeeded));
    let code = phone.code(&office);
    assert!(office.sign_in_with(PASSWORD, Some(&code)).is_ok());
    let replayed = office.sign_in_with(PASSWORD, Some(&code)).err();
    assert_eq!(replayed, Some(ProblemType::SecondFactorRefused));
    office.pass(Duration::seconds(30));
    let older = office.sign_in_with(PASSWORD, Some(&code)).err();
    assert_eq!(older, Some(ProblemType::SecondFactorRefused));
    assert!(
        office
            .sign_in_with(PASSWORD, Some(&phone.code(&office)))
            .is_ok()
    );
    // An officer without one is not asked.
    assert!(office.try_sign_in("duyet", PASSWORD, TERMINAL).is_ok());
}

#[test]
fn wrong_codes_lock_the_name_as_wrong_passwords_do() {
    let office = Office::open();
    let phone = Authenticator::of(&office, "nhan");
    for _ in 0..4 {
        let wrong = office.sign_in_with(PASSWORD, Some("000000")).err();
        assert_eq!(wrong, Some(ProblemType::SecondFactorRefused));
    }
    let locked = office
        .sign_in_with(PASSWORD, Some(&phone.code(&office)))
        .err();
    assert_eq!(locked, Some(ProblemType::SignInLocked));
    office.pass(Duration::seconds(3));
    assert!(
        office
            .sign_in_with(PASSWORD, Some(&phone.code(&office)))
            .is_ok()
    );
}

#[test]
fn a_new_secret_ends_the_older_one_and_none_is_readable_at_rest() {
    let office = Office::open();
    let (old, new) = (
        Authenticator::of(&office, "nhan"),
        Authenticator::of(&office, "nhan"),
    );
    let refused = office
        .sign_in_with(PASSWORD, Some(&old.code(&office)))
        .err();
    assert_eq!(refused, Some(ProblemType::SecondFactorRefused));
    assert!(
        office
            .sign_in_with(PASSWORD, Some(&new.code(&office)))
            .is_ok()
    );
    let secret = new.0.secret().as_bytes().to_vec();
    let told = |octets: &Vec<u8>| octets.windows(secret.len()).any(|part| part == secret);
    assert!(!office.everything_at_rest().iter().any(told));
    let database = &office.backend.parts().database;
    let removed = admin::remove_second_factor(database, "nhan", office.now());
    office.run(removed).unwrap();
    assert!(office.sign_in_with(PASSWORD, None).is_ok());
}

#[test]
fn other_roles_sign_in_and_file_and_decide_nothing() {
    let office = Office::open();
    for (id, role) in [
        ("giaodich", Role::Teller),
        ("kiemtra", Role::Auditor),
        ("thietbi", Role::DeviceAdmin),
    ] {
        office.add_at(id, role, OFFICE);
        let session = office.sign_in(id);
        assert_eq!(session.officer.role, role);
        let queue = office.get::<serde_json::Value>(Some(&session), "/v1/queue");
        assert_eq!(kind(queue), ProblemType::Forbidden);
        let sealed = office.seal(&office.draft(None, card_twin::fault::Fault::None), &session);
        let sent = office.send::<serde_json::Value>(&sealed.jws);
        assert_eq!(kind(sent), ProblemType::Forbidden, "{id}");
    }
}

#[test]
fn a_device_administrator_rules_over_the_own_office_and_those_below() {
    let office = Office::open();
    office.add_at("tinh", Role::DeviceAdmin, PROVINCE);
    office.add_at("ngoai", Role::DeviceAdmin, IMMIGRATION);
    let (above, aside) = (office.sign_in("tinh"), office.sign_in("ngoai"));
    let asked = InvitationRequest {
        terminal: "quay-07".into(),
        office: OFFICE.into(),
    };
    let invite = |session| office.post::<Invitation>(Some(session), route::INVITATIONS, &asked);
    assert_eq!(kind(invite(&aside)), ProblemType::NotFound);
    let (_, invitation) = invite(&above).unwrap();
    let door = office.secure();
    let mut desk = Desk::new("quay-07");
    door.enrol(&mut desk, &invitation.code).unwrap();
    let listed = |session| {
        let (_, all): (_, Terminals) = office.get(Some(session), route::TERMINALS).unwrap();
        let rows = all.terminals.into_iter();
        rows.map(|row| (row.id, row.blocked)).collect::<Vec<_>>()
    };
    assert_eq!(listed(&above), [("quay-07".to_owned(), false)]);
    assert!(listed(&aside).is_empty());
    let path = route::BLOCK.replace("{id}", "quay-07");
    let block = |session, reason: &str| {
        let body = BlockRequest {
            reason: reason.into(),
        };
        office.posted(session, &path, &body)
    };
    assert_eq!(block(&aside, "lost"), 404);
    assert_eq!(block(&above, "because"), 400);
    assert_eq!(block(&above, "lost"), 204);
    assert_eq!(
        kind(door.sign_in(&desk, "nhan")),
        ProblemType::TerminalBlocked
    );
    assert_eq!(listed(&above), [("quay-07".to_owned(), true)]);
    assert_eq!(office.delete(&aside, &path), 404);
    assert_eq!(office.delete(&above, &path), 204);
    assert!(door.sign_in(&desk, "nhan").is_ok());
    assert_eq!(office.delete(&above, &path), 404);
}

#[test]
fn an_auditor_reads_the_log_in_order_and_is_written_into_it() {
    let office = Office::open();
    office.add_at("kiemtra", Role::Auditor, OFFICE);
    let auditor = office.sign_in("kiemtra");
    let read = |after: i64| {
        let path = format!("{}?after={after}", route::AUDIT);
        let (_, page): (_, AuditPage) = office.get(Some(&auditor), &path).unwrap();
        page.entries
    };
    let all = read(0);
    let numbers: Vec<i64> = all.iter().map(|entry| entry.number).collect();
    assert_eq!(
        numbers,
        (1..=i64::try_from(all.len()).unwrap()).collect::<Vec<_>>()
    );
    let last = all.last().unwrap();
    assert_eq!(
        (last.actor.as_str(), last.action.as_str()),
        ("kiemtra", "session.open")
    );
    let next = read(last.number);
    let next: Vec<&str> = next.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(next, ["audit.view"]);
    let nonsense = office.get::<AuditPage>(Some(&auditor), "/v1/audit?after=x");
    assert_eq!(kind(nonsense), ProblemType::Malformed);
    let other = office.get::<AuditPage>(Some(&office.sign_in("nhan")), route::AUDIT);
    assert_eq!(kind(other), ProblemType::Forbidden);
}

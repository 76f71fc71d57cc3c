//! A finger's exception counts when a second person has confirmed it with the own password, for this file and once.

use card_twin::fault::Fault;
use dossier::{
    api::{
        AuditPage, Confirmation, ConfirmationRequest, ExceptionStatement, Problem, ProblemType,
        Role, Session, SubmissionAnswer, route,
    },
    draft::{Draft, Finger},
    fingers::FingerException,
};
use time::Duration;
use uuid::Uuid;

use crate::{
    office::{OFFICE, Office, PASSWORD, TERMINAL, kind, new_key},
    second_factor::Authenticator,
};

/// The statement that a draft's left index finger is hurt.
fn statement(draft: &Draft) -> ExceptionStatement {
    let text = format!(
        r#"{{"draft": "{}", "finger": 7, "reason": "injured"}}"#,
        draft.id
    );
    serde_json::from_str(&text).unwrap()
}

fn request(draft: &Draft, officer: &str, password: &str) -> ConfirmationRequest {
    ConfirmationRequest {
        statement: statement(draft),
        officer: officer.into(),
        password: password.into(),
        code: None,
    }
}

impl Office {
    pub(crate) fn ask_second(
        &self,
        session: &Session,
        request: &ConfirmationRequest,
    ) -> Result<Confirmation, Problem> {
        let answer = self.post(Some(session), route::CONFIRMATIONS, request);
        answer.map(|(status, confirmation)| {
            assert_eq!(status, 201);
            confirmation
        })
    }

    /// Has a second person confirm that a draft's left index finger is hurt, and notes it.
    pub(crate) fn except(&self, session: &Session, draft: &mut Draft, second: &str) {
        let given = self.ask_second(session, &request(draft, second, PASSWORD));
        note(draft, session, &given.unwrap());
    }

    fn hand_in(&self, draft: &Draft, session: &Session) -> Result<Uuid, Problem> {
        let (_, answer) = self.send::<SubmissionAnswer>(&self.seal(draft, session).jws)?;
        Ok(self.receipt(&answer).case)
    }

    fn audited(&self, action: &str) -> Vec<(String, String)> {
        let auditor = self.sign_in("kiemtra");
        let (_, page): (_, AuditPage) = self.get(Some(&auditor), route::AUDIT).unwrap();
        let of_it = page.entries.into_iter().filter(|one| one.action == action);
        of_it.map(|one| (one.actor, one.detail)).collect()
    }
}

/// Writes the exception into the file as a terminal does.
fn note(draft: &mut Draft, session: &Session, given: &Confirmation) {
    let at = given.counts_until - Duration::hours(8);
    draft.finger_work.exceptions.push(FingerException {
        finger: Finger::LeftIndex,
        reason: statement(draft).reason,
        proposed_by: session.officer.id.clone(),
        confirmed_by: given.by.id.clone(),
        at,
        confirmation: given.id,
        counts_until: given.counts_until,
    });
}

fn unconfirmed(refused: Result<Uuid, Problem>) {
    assert_eq!(kind(refused), ProblemType::ExceptionUnconfirmed);
}

/// An office with a second person `hai`, an auditor, and a draft that lacks nothing.
fn counter() -> (Office, Session, Draft) {
    let office = Office::open();
    office.add("hai", Role::Receiving);
    office.add_at("kiemtra", Role::Auditor, OFFICE);
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let draft = office.draft(Some(&challenge), Fault::None);
    (office, session, draft)
}

#[test]
fn the_second_persons_password_confirms_and_the_backend_knows_who_it_was() {
    let (office, session, mut draft) = counter();
    let given = office.ask_second(&session, &request(&draft, "hai", PASSWORD));
    let given = given.unwrap();
    assert_eq!(
        (given.by.id.as_str(), given.by.role),
        ("hai", Role::Receiving)
    );
    let hai = ("hai".to_owned(), TERMINAL.to_owned());
    assert_eq!(office.audited("exception.confirm"), [hai]);
    note(&mut draft, &session, &given);
    let case = office.hand_in(&draft, &session).unwrap();
    let used = "SELECT count(*) FROM exception_confirmations WHERE used_by IS NOT NULL";
    assert_eq!(office.count(used), 1);
    let known = "SELECT count(*) FROM confirmers WHERE named = 'hai'";
    assert_eq!(office.count(known), 1);
    let same = "SELECT count(*) FROM exception_confirmations WHERE confirmed_by = submitter";
    assert_eq!(office.count(same), 0);
    let forged = office.tamper("UPDATE exception_confirmations SET confirmed_by = submitter");
    assert!(
        forged.is_err(),
        "the database knows of the second person too"
    );
    assert_eq!(office.record(case).approvals.needed, 2);
}

#[test]
fn a_wrong_password_the_own_account_and_other_roles_confirm_nothing() {
    let (office, session, draft) = counter();
    let asked = |officer: &str, password: &str| {
        kind(office.ask_second(&session, &request(&draft, officer, password)))
    };
    assert_eq!(asked("hai", "sai"), ProblemType::ConfirmationRefused);
    assert_eq!(asked("nobody", PASSWORD), ProblemType::ConfirmationRefused);
    assert_eq!(asked("nhan", PASSWORD), ProblemType::OwnException);
    let others = [
        ("kiemtra", Role::Auditor),
        ("giaodich", Role::Teller),
        ("thietbi", Role::DeviceAdmin),
    ];
    for (id, role) in others {
        if role != Role::Auditor {
            office.add_at(id, role, OFFICE);
        }
        assert_eq!(asked(id, PASSWORD), ProblemType::Forbidden, "{id}");
    }
    let nobody = office.post::<Confirmation>(
        None,
        route::CONFIRMATIONS,
        &request(&draft, "hai", PASSWORD),
    );
    assert_eq!(kind(nobody), ProblemType::SessionInvalid);
    let approver = office.sign_in("duyet");
    let not_at_a_counter = office.ask_second(&approver, &request(&draft, "hai", PASSWORD));
    assert_eq!(kind(not_at_a_counter), ProblemType::Forbidden);
    assert_eq!(
        office.count("SELECT count(*) FROM exception_confirmations"),
        0
    );
}

#[test]
fn wrong_passwords_lock_the_second_person_as_at_sign_in_and_a_second_factor_is_asked_for() {
    let (office, session, draft) = counter();
    for _ in 0..4 {
        let wrong = office.ask_second(&session, &request(&draft, "hai", "sai"));
        assert_eq!(kind(wrong), ProblemType::ConfirmationRefused);
    }
    let locked = office.ask_second(&session, &request(&draft, "hai", PASSWORD));
    assert_eq!(kind(locked), ProblemType::SignInLocked);
    let nor = office.try_sign_in("hai", PASSWORD, TERMINAL);
    assert_eq!(kind(nor), ProblemType::SignInLocked, "one lock for both");
    office.pass(Duration::seconds(3));
    let phone = Authenticator::of(&office, "hai");
    let asked = office.ask_second(&session, &request(&draft, "hai", PASSWORD));
    assert_eq!(kind(asked), ProblemType::SecondFactorNeeded);
    let code = phone.code(&office);
    let with = |code: &str| {
        let mut request = request(&draft, "hai", PASSWORD);
        request.code = Some(code.into());
        request
    };
    let wrong = office.ask_second(&session, &with("000000"));
    assert_eq!(kind(wrong), ProblemType::SecondFactorRefused);
    // The fifth failure of this name, whatever it was.
    office.pass(Duration::seconds(5));
    assert!(office.ask_second(&session, &with(&code)).is_ok());
    let again = office.ask_second(&session, &with(&code));
    assert_eq!(
        kind(again),
        ProblemType::SecondFactorRefused,
        "a code counts once"
    );
}

#[test]
fn an_invented_confirmation_and_a_false_name_are_refused() {
    let (office, session, mut draft) = counter();
    office.except(&session, &mut draft, "hai");
    let honest = draft.clone();
    let changed = |change: fn(&mut FingerException)| {
        let mut draft = honest.clone();
        change(&mut draft.finger_work.exceptions[0]);
        unconfirmed(office.hand_in(&draft, &session));
    };
    changed(|one| one.confirmation = Uuid::new_v4());
    changed(|one| one.confirmed_by = "duyet".into());
    changed(|one| one.proposed_by = "hai".into());
    changed(|one| one.finger = Finger::RightIndex);
    changed(|one| {
        one.reason = serde_json::from_str::<ExceptionStatement>(
            r#"{"draft": "00000000-0000-0000-0000-000000000000", "finger": 7, "reason": "worn"}"#,
        )
        .unwrap()
        .reason
    });
    let used = "SELECT count(*) FROM exception_confirmations WHERE used_by IS NOT NULL";
    assert_eq!(office.count(used), 0, "a refused file uses nothing up");
    assert_eq!(office.count("SELECT count(*) FROM cases"), 0);
    office.hand_in(&honest, &session).unwrap();
}

#[test]
fn a_confirmation_serves_one_file_of_one_officer_at_one_terminal() {
    let (office, session, mut draft) = counter();
    office.except(&session, &mut draft, "hai");
    let mut other = office.draft(Some(&office.challenge(&session)), Fault::None);
    other.finger_work.exceptions = draft.finger_work.exceptions.clone();
    unconfirmed(office.hand_in(&other, &session));

    office.add("ba", Role::Receiving);
    let another = office.sign_in("ba");
    let mut taken = draft.clone();
    taken.finger_work.exceptions[0].proposed_by = "ba".into();
    unconfirmed(office.hand_in(&taken, &another));

    let key = new_key();
    office.enrol("quay-02", &key);
    let elsewhere = office.try_sign_in("nhan", PASSWORD, "quay-02").unwrap();
    let moved = office.seal_for(&draft, &elsewhere, ("quay-02", &key));
    let moved = office.send::<SubmissionAnswer>(&moved.jws);
    assert_eq!(kind(moved), ProblemType::ExceptionUnconfirmed);

    let twice = &mut draft.clone();
    let first = twice.finger_work.exceptions[0].clone();
    twice.finger_work.exceptions.push(first);
    unconfirmed(office.hand_in(twice, &session));

    // A new session of the same officer at the same terminal may submit what was confirmed before.
    let later = office.sign_in("nhan");
    let signed = office.seal(&draft, &later);
    let (status, first) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!(status, 201);
    let (status, again) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!(
        (status, again),
        (200, first),
        "the same file again is the same case"
    );
    office.pass(Duration::seconds(1));
    unconfirmed(office.hand_in(&draft, &later));
}

#[test]
fn a_confirmation_ends_after_a_working_day() {
    let (office, session, mut draft) = counter();
    office.except(&session, &mut draft, "hai");
    let sealed_in_time = office.seal(&draft, &session);
    office.pass(Duration::hours(8) + Duration::minutes(3));
    let later = office.sign_in("nhan");
    unconfirmed(office.hand_in(&draft, &later));
    // Sealed while it counted, sent when the network was back.
    let sent = office.send::<SubmissionAnswer>(&sealed_in_time.jws);
    assert_eq!(sent.unwrap().0, 201);
}

#[test]
fn nothing_of_the_citizen_or_the_password_lies_in_the_table_and_the_row_goes_with_the_case() {
    let (office, session, mut draft) = counter();
    office.except(&session, &mut draft, "hai");
    let case = office.hand_in(&draft, &session).unwrap();
    let draft_id = draft.id.to_string();
    let secrets = [PASSWORD, "injured", draft_id.as_str()];
    for kept in office.everything_at_rest() {
        for secret in secrets {
            let octets = secret.as_bytes();
            assert!(
                !kept.windows(octets.len()).any(|part| part == octets),
                "{secret}"
            );
        }
    }
    let removed = office.run(async {
        let mut transaction = office.backend.begin().await.unwrap();
        let removed = server::store::retention::remove(&mut transaction, case).await;
        transaction.commit().await.unwrap();
        removed
    });
    removed.unwrap();
    assert_eq!(
        office.count("SELECT count(*) FROM exception_confirmations"),
        0
    );
}

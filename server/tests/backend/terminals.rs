//! Terminals: enrolled by a code, known by their certificate, shut out.

use card_twin::fault::Fault;
use dossier::{
    api::{
        Challenge, EnrolmentAnswer, ProblemType, Queue, SubmissionAnswer, SubmissionStatus, route,
    },
    submission,
};
use server::{
    admin, listening,
    store::blocks::{BlockReason, Blocked},
};
use time::Duration;

use crate::{
    office::{MINISTRY, OFFICE, Office, PROVINCE, kind},
    secured::{Desk, Secured, certificate, p256},
};

/// An office with TLS and one enrolled terminal.
fn enrolled() -> (Office, Secured, Desk) {
    let office = Office::open();
    let door = office.secure();
    let mut desk = Desk::new("quay-07");
    let answer = door.enrol(&mut desk, &office.invite("quay-07")).unwrap();
    let server_key = office.backend.parts().receipt_key.public().unwrap();
    let told = EnrolmentAnswer {
        terminal: "quay-07".into(),
        office: OFFICE.into(),
        certificate: answer.certificate.clone(),
        server_key: String::from_utf8(server_key.to_pem().unwrap()).unwrap(),
    };
    assert_eq!(answer, told);
    (office, door, desk)
}

impl Office {
    /// How many entries of the audit log say this.
    fn noted(&self, action: &str, detail: &str) -> i64 {
        self.run(async {
            let mut connection = self.backend.parts().database.acquire().await.unwrap();
            sqlx::query_scalar("SELECT count(*) FROM audit WHERE action = $1 AND detail = $2")
                .bind(action)
                .bind(detail)
                .fetch_one(&mut *connection)
                .await
                .unwrap()
        })
    }

    fn block(&self, what: Blocked<'_>) {
        let parts = self.backend.parts();
        let reason = BlockReason::Compromised;
        let block = admin::block(
            &parts.database,
            &parts.offices,
            (what, reason),
            "administrator",
            self.now(),
        );
        self.run(block).unwrap();
    }

    fn unblock(&self, what: Blocked<'_>) {
        let database = &self.backend.parts().database;
        self.run(admin::unblock(database, what, "administrator", self.now()))
            .unwrap();
    }
}

#[test]
fn a_terminal_enrols_by_its_code_and_files_over_its_own_connection() {
    let (office, door, desk) = enrolled();
    let session = door.sign_in(&desk, "nhan").unwrap();
    let path = (route::CHALLENGES, Some(&session));
    let (_, challenge) = door.post::<Challenge>(&desk, path, &()).unwrap().unwrap();
    let draft = office.draft(Some(&challenge), Fault::None);
    let signed = office.seal_for(&draft, &session, (&desk.id, &desk.signing));
    let (status, answer) = door.submit::<SubmissionAnswer>(&desk, &signed.jws).unwrap();
    assert_eq!(status, 201);
    let path = format!("/v1/submissions/{}", office.receipt(&answer).submission);
    assert!(door.get::<SubmissionStatus>(&desk, &path, &session).is_ok());
    assert_eq!(office.noted("terminal.invite", OFFICE), 1);
    assert_eq!(office.noted("terminal.enrol", OFFICE), 1);
}

#[test]
fn without_a_certificate_nothing_but_enrolment_is_served() {
    let (_office, door, desk) = enrolled();
    let session = door.sign_in(&desk, "nhan").unwrap();
    let stranger = Desk::new("quay-07");
    assert_eq!(
        kind(door.sign_in(&stranger, "nhan")),
        ProblemType::CertificateNeeded
    );
    assert_eq!(
        kind(door.get::<Queue>(&stranger, route::DEVICES, &session)),
        ProblemType::CertificateNeeded
    );
    let anything =
        "eyJhbGciOiJFUzI1NiIsInR5cCI6ImNjY2Qtc3VibWlzc2lvbitqd3MiLCJraWQiOiJxdWF5LTA3In0.e30.AA";
    assert_eq!(
        kind(door.submit::<SubmissionAnswer>(&stranger, anything)),
        ProblemType::CertificateNeeded
    );
}

#[test]
fn a_certificate_of_another_authority_opens_no_connection() {
    let (_office, door, desk) = enrolled();
    let mut forger = Desk::new("quay-07");
    let own = p256();
    let authority = certificate("CCCD terminals", &own, None);
    let forged = certificate("quay-07", &forger.connection, Some((&authority, &own)));
    forger.certificate = Some(String::from_utf8(forged.to_pem().unwrap()).unwrap());
    let answer = door.post::<()>(&forger, (route::SESSIONS, None), &());
    assert!(answer.is_none());
    assert!(door.sign_in(&desk, "nhan").is_ok());
}

#[test]
fn one_terminal_does_not_speak_for_another() {
    let (office, door, desk) = enrolled();
    let mut other = Desk::new("quay-08");
    door.enrol(&mut other, &office.invite("quay-08")).unwrap();
    // Signing in, a session that is carried over, and a submission that is.
    assert_eq!(
        kind(door.sign_in_at(&other, "nhan", "quay-07")),
        ProblemType::TerminalMismatch
    );
    let session = door.sign_in(&desk, "nhan").unwrap();
    assert_eq!(
        kind(door.get::<Queue>(&other, route::DEVICES, &session)),
        ProblemType::TerminalMismatch
    );
    let draft = office.draft(None, Fault::None);
    let signed = office.seal_for(&draft, &session, (&desk.id, &desk.signing));
    assert_eq!(
        kind(door.submit::<SubmissionAnswer>(&other, &signed.jws)),
        ProblemType::TerminalMismatch
    );
    assert_eq!(office.noted("terminal.refused", "other-terminal"), 3);
    assert_eq!(office.count("SELECT count(*) FROM cases"), 0);
    let verified = submission::open(&signed.jws, |_| desk.signing.public().ok());
    assert!(verified.is_ok(), "the submission itself was sound");
    assert_eq!(
        door.submit::<SubmissionAnswer>(&desk, &signed.jws)
            .unwrap()
            .0,
        201
    );
}

#[test]
fn a_code_counts_once_for_an_hour_and_few_attempts() {
    let office = Office::open();
    let door = office.secure();
    let refused = |desk: &mut Desk, code: &str, why: &str| {
        let before = office.noted("terminal.enrolment-refused", why);
        assert_eq!(
            kind(door.enrol(desk, code)),
            ProblemType::EnrolmentRefused,
            "{why}"
        );
        assert_eq!(
            office.noted("terminal.enrolment-refused", why),
            before + 1,
            "{why}"
        );
    };
    let mut desk = Desk::new("quay-07");
    refused(&mut desk, "AAAA-AAAA-AAAA-AAAA", "not-invited");
    let first = office.invite("quay-07");
    let code = office.invite("quay-07");
    refused(&mut desk, &first, "wrong-code");
    office.pass(Duration::hours(1));
    refused(&mut desk, &code, "over");
    let code = office.invite("quay-07");
    for _ in 0..5 {
        refused(&mut desk, "AAAA-AAAA-AAAA-AAAA", "wrong-code");
    }
    refused(&mut desk, &code, "exhausted");
    let code = office.invite("quay-07").to_lowercase();
    door.enrol(&mut desk, &code).unwrap();
    refused(&mut desk, &code, "used");
    let mut thief = Desk::new("quay-07");
    refused(&mut thief, &office.invite("quay-07"), "other-key");
    let database = &office.backend.parts().database;
    let code = office.invite("quay-07");
    office
        .run(admin::revoke_terminal(database, "quay-07", office.now()))
        .unwrap();
    refused(&mut desk, &code, "revoked");
    let kept = office.everything_at_rest();
    let letters = code.replace('-', "");
    let told = |octets: &Vec<u8>| octets.windows(16).any(|part| part == letters.as_bytes());
    assert!(!kept.iter().any(told), "a code is kept only as a digest");
}

#[test]
fn keys_that_do_not_sign_for_each_other_are_no_request() {
    let office = Office::open();
    let door = office.secure();
    let (desk, other) = (Desk::new("quay-07"), Desk::new("quay-07"));
    let code = office.invite("quay-07");
    let mut borrowed = desk.request(&code);
    borrowed.proof = other.request(&code).proof.clone();
    let mut foreign = desk.request(&code);
    foreign.public_key = other.request(&code).public_key.clone();
    let mut none = desk.request(&code);
    none.certificate_request = "-----BEGIN CERTIFICATE REQUEST-----".into();
    let mut unnamed = desk.request(&code);
    unnamed.terminal = "quầy 07".into();
    for request in [borrowed, foreign, none, unnamed] {
        let answer = door.post::<EnrolmentAnswer>(&desk, (route::ENROLMENTS, None), &request);
        assert_eq!(kind(answer.unwrap()), ProblemType::Malformed);
    }
    let mut desk = desk;
    door.enrol(&mut desk, &code).unwrap();
}

#[test]
fn a_renewed_certificate_ends_the_older_one_and_time_ends_both() {
    let (office, door, mut desk) = enrolled();
    let first = Desk {
        id: desk.id.clone(),
        signing: desk.signing.clone(),
        connection: desk.connection.clone(),
        certificate: desk.certificate.clone(),
    };
    desk.connection = p256();
    desk.certificate = None;
    door.enrol(&mut desk, &office.invite("quay-07")).unwrap();
    assert_eq!(
        kind(door.sign_in(&first, "nhan")),
        ProblemType::CertificateNeeded
    );
    assert_eq!(office.noted("terminal.refused", "old-certificate"), 1);
    assert!(door.sign_in(&desk, "nhan").is_ok());
    office.pass(Duration::days(366));
    let answer = door.post::<()>(&desk, (route::SESSIONS, None), &());
    assert!(
        answer.is_none(),
        "a certificate that is over opens no connection"
    );
}

#[test]
fn what_is_blocked_is_shut_out_at_every_entry_and_comes_back() {
    let (office, door, desk) = enrolled();
    let session = door.sign_in(&desk, "nhan").unwrap();
    let draft = office.draft(None, Fault::None);
    let signed = office.seal_for(&draft, &session, (&desk.id, &desk.signing));
    for what in [
        Blocked::Terminal("quay-07"),
        Blocked::Office(OFFICE),
        Blocked::Office(PROVINCE),
        Blocked::Office(MINISTRY),
    ] {
        let before = office.noted("terminal.refused", "blocked: compromised");
        office.block(what);
        let blocked = ProblemType::TerminalBlocked;
        assert_eq!(kind(door.sign_in(&desk, "nhan")), blocked, "{what:?}");
        let got = door.get::<Queue>(&desk, route::DEVICES, &session);
        assert_eq!(kind(got), blocked, "{what:?}");
        let sent = door.submit::<SubmissionAnswer>(&desk, &signed.jws);
        assert_eq!(kind(sent), blocked, "{what:?}");
        let noted = office.noted("terminal.refused", "blocked: compromised");
        assert_eq!(noted, before + 3, "{what:?}");
        office.unblock(what);
        assert!(door.sign_in(&desk, "nhan").is_ok(), "{what:?}");
    }
    assert_eq!(
        door.submit::<SubmissionAnswer>(&desk, &signed.jws)
            .unwrap()
            .0,
        201
    );
    // Also where a terminal of no office stands: its officer's office counts.
    office.block(Blocked::Office(PROVINCE));
    let refused = office.try_sign_in("nhan", crate::office::PASSWORD, crate::office::TERMINAL);
    assert_eq!(kind(refused), ProblemType::TerminalBlocked);
    let parts = office.backend.parts();
    let misspelt = Blocked::Office("Công an tỉnh Thử Nghiem");
    let reason = BlockReason::Lost;
    let block = admin::block(
        &parts.database,
        &parts.offices,
        (misspelt, reason),
        "administrator",
        office.now(),
    );
    assert!(office.run(block).is_err(), "a misspelt name blocks nobody");
}

#[test]
fn without_tls_it_listens_on_this_machine_only() {
    let office = Office::open();
    let listener = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
    let handle = axum_server::Handle::new();
    let serving = listening::serve(listener, office.backend.clone(), None, handle);
    let refused = office.run(serving).unwrap_err();
    assert!(refused.to_string().contains("loopback"), "{refused}");
}

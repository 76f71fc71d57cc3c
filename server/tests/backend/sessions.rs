//! Signing in.

use dossier::api::{Challenge, ProblemType};
use time::Duration;

use crate::office::{Office, PASSWORD, TERMINAL, kind};

#[test]
fn what_was_wrong_is_not_said() {
    let office = Office::open();
    let attempts = [
        ("nhan", "sai mật khẩu", TERMINAL),
        ("nobody", PASSWORD, TERMINAL),
        ("nhan", PASSWORD, "another-terminal"),
    ];
    let answers: Vec<String> = attempts
        .into_iter()
        .map(|(officer, password, terminal)| {
            let problem = office
                .try_sign_in(officer, password, terminal)
                .err()
                .unwrap();
            serde_json::to_string(&problem).unwrap()
        })
        .collect();
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert!(answers[0].contains("sign-in-refused"));
}

#[test]
fn failures_lock_a_name_for_longer_and_longer_known_or_not() {
    let office = Office::open();
    for officer in ["nhan", "nobody"] {
        for _ in 0..4 {
            assert_eq!(
                kind(office.try_sign_in(officer, "sai", TERMINAL)),
                ProblemType::SignInRefused
            );
        }
        let locked = office
            .try_sign_in(officer, PASSWORD, TERMINAL)
            .err()
            .unwrap();
        assert_eq!(locked.kind, ProblemType::SignInLocked);
        assert_eq!(locked.retry_after, Some(3));
        office.pass(Duration::seconds(3));
        assert_eq!(
            kind(office.try_sign_in(officer, "sai", TERMINAL)),
            ProblemType::SignInRefused
        );
        let locked = office
            .try_sign_in(officer, PASSWORD, TERMINAL)
            .err()
            .unwrap();
        assert_eq!(locked.retry_after, Some(5));
    }
    office.pass(Duration::seconds(5));
    assert!(office.try_sign_in("nhan", PASSWORD, TERMINAL).is_ok());
    assert_eq!(
        kind(office.try_sign_in("nhan", "sai", TERMINAL)),
        ProblemType::SignInRefused
    );
    assert!(office.try_sign_in("nhan", PASSWORD, TERMINAL).is_ok());
}

#[test]
fn a_session_ends_when_told_and_by_itself() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    assert_eq!(session.expires_at, office.now() + Duration::hours(8));
    assert_ne!(
        office.challenge(&session).challenge,
        office.challenge(&session).challenge
    );
    assert_eq!(office.delete(&session, "/v1/sessions/current"), 204);
    let refused = office.ask::<Challenge>(Some(&session), "/v1/challenges");
    assert_eq!(kind(refused), ProblemType::SessionInvalid);
    let session = office.sign_in("nhan");
    office.pass(Duration::hours(8));
    let refused = office.ask::<Challenge>(Some(&session), "/v1/challenges");
    assert_eq!(kind(refused), ProblemType::SessionInvalid);
}

#[test]
fn an_approver_asks_for_no_challenge_and_a_stranger_for_nothing() {
    let office = Office::open();
    let approver = office.sign_in("duyet");
    let refused = office.ask::<Challenge>(Some(&approver), "/v1/challenges");
    assert_eq!(kind(refused), ProblemType::Forbidden);
    assert_eq!(
        kind(office.ask::<Challenge>(None, "/v1/challenges")),
        ProblemType::SessionInvalid
    );
    let mut forged = approver.clone();
    forged.token = "0".repeat(64);
    assert_eq!(
        kind(office.ask::<Challenge>(Some(&forged), "/v1/challenges")),
        ProblemType::SessionInvalid
    );
    let unknown = office.get::<Challenge>(Some(&approver), "/v2/anything");
    assert_eq!(kind(unknown), ProblemType::NotFound);
}

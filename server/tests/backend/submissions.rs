//! What becomes a case, and what does not.

use card_twin::fault::Fault;
use dossier::{
    api::{CaseRecord, FindingKind, ProblemType, Queue, SubmissionAnswer, SubmissionStatus},
    decision::CaseState,
    draft::Draft,
    submission,
};
use reader::{
    presented::{Presented, PresentedKind},
    verdict::Verdict,
};
use server::admin;
use time::{Duration, macros::date};

use crate::{
    counter::person,
    office::{Office, TERMINAL, kind, new_key},
};

impl Office {
    pub(crate) fn record(&self, case: uuid::Uuid) -> CaseRecord {
        self.get(Some(&self.sign_in("duyet")), &format!("/v1/cases/{case}"))
            .unwrap()
            .1
    }

    pub(crate) fn open_cases(&self) -> usize {
        self.get::<Queue>(Some(&self.sign_in("duyet")), "/v1/queue")
            .unwrap()
            .1
            .entries
            .len()
    }
}

pub(crate) fn kinds(record: &CaseRecord) -> Vec<FindingKind> {
    record.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_genuine_card_becomes_a_case_once_with_the_same_receipt() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let signed = office.seal(&office.draft(Some(&challenge), Fault::None), &session);

    let (status, first) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!(status, 201);
    office.pass(Duration::hours(20));
    let (status, again) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!((status, &again), (200, &first));

    let receipt = office.receipt(&first);
    assert_eq!(receipt.submission, signed.id);
    assert_eq!(
        (receipt.due_on, receipt.state),
        (date!(2026 - 11 - 26), CaseState::Received)
    );
    assert_eq!(office.open_cases(), 1);
    let record = office.record(receipt.case);
    assert_eq!(record.server_verdict, Verdict::Genuine);
    assert_eq!(record.submitter.id, "nhan");
    let alarming = [
        FindingKind::CheckFailed,
        FindingKind::VerdictDiffers,
        FindingKind::ConvincesTerminalOnly,
    ];
    assert!(
        !kinds(&record).iter().any(|kind| alarming.contains(kind)),
        "{:?}",
        record.findings
    );
}

#[test]
fn the_officers_office_sees_what_became_of_it() {
    let office = Office::open();
    let case = office.case();
    let session = office.sign_in("nhan");
    let record: CaseRecord = office
        .get(Some(&session), &format!("/v1/cases/{case}"))
        .unwrap()
        .1;
    let path = format!("/v1/submissions/{}", record.submission);
    let status: SubmissionStatus = office.get(Some(&session), &path).unwrap().1;
    assert_eq!((status.case, status.state), (case, CaseState::Queued));
    let unknown = format!("/v1/submissions/{}", "0".repeat(64));
    assert_eq!(
        kind(office.get::<SubmissionStatus>(Some(&session), &unknown)),
        ProblemType::NotFound
    );
    let nonsense = office.get::<SubmissionStatus>(Some(&session), "/v1/submissions/nonsense");
    assert_eq!(kind(nonsense), ProblemType::NotFound);
}

#[test]
fn fingers_by_other_rules_are_told_and_by_a_trials_rules_refused() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let mut draft = office.draft(Some(&challenge), Fault::None);
    draft.finger_work.rules.device.class_enrol = 0;
    let trial = office.seal(&draft, &session);
    assert_eq!(
        kind(office.send::<SubmissionAnswer>(&trial.jws)),
        ProblemType::SubmissionRefused
    );
    draft.finger_work.rules.device.class_enrol = 50;
    let other = office.seal(&draft, &session);
    let (_, answer) = office.send::<SubmissionAnswer>(&other.jws).unwrap();
    let record = office.record(office.receipt(&answer).case);
    assert!(kinds(&record).contains(&FindingKind::FingerRulesDiffer));
    assert_eq!(record.approvals.needed, 2);
}

#[test]
fn fingers_are_measured_and_compared_again() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let found = |change: fn(&mut Draft)| {
        let challenge = office.challenge(&session);
        let mut draft = office.draft(Some(&challenge), Fault::None);
        change(&mut draft);
        let signed = office.seal(&draft, &session);
        let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
        let record = office.record(office.receipt(&answer).case);
        let doubts = [
            FindingKind::FingerUnreadable,
            FindingKind::FingerQuality,
            FindingKind::FingerAssessmentDiffers,
            FindingKind::FingerRecordDiffers,
            FindingKind::FingerTwice,
        ];
        let mut kinds = kinds(&record);
        kinds.retain(|kind| doubts.contains(kind));
        kinds
    };
    assert_eq!(found(|_| ()), []);
    assert_eq!(
        found(|draft| draft.fingerprints[0].record.clear()),
        [FindingKind::FingerUnreadable]
    );
    assert_eq!(
        found(|draft| draft.fingerprints[0].width += 1),
        [FindingKind::FingerUnreadable]
    );
    assert_eq!(
        found(|draft| {
            let score = &mut draft.fingerprints[0].assessment.score;
            *score -= 5;
            draft.finger_work.tries[0].score = *score;
        }),
        [FindingKind::FingerAssessmentDiffers]
    );
    assert_eq!(
        found(|draft| draft.fingerprints[0].png = draft.fingerprints[1].png.clone()),
        [
            FindingKind::FingerRecordDiffers,
            FindingKind::FingerAssessmentDiffers,
            FindingKind::FingerTwice
        ]
    );
}

#[test]
fn an_altered_submission_is_refused_and_leaves_nothing() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let signed = office.seal(&office.draft(None, Fault::None), &session);
    let middle = signed.jws.len() / 2;
    let mut altered = signed.jws.into_bytes();
    altered[middle] = if altered[middle] == b'A' { b'B' } else { b'A' };
    let altered = String::from_utf8(altered).unwrap();
    assert_eq!(
        kind(office.send::<SubmissionAnswer>(&altered)),
        ProblemType::SignatureInvalid
    );
    assert_eq!(
        kind(office.send::<SubmissionAnswer>("not a JWS")),
        ProblemType::SubmissionRefused
    );
    assert_eq!(office.open_cases(), 0);
}

#[test]
fn a_terminal_that_is_unknown_revoked_or_has_another_key_is_refused() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    let signed = office.seal(&draft, &session);

    let mut sealed_elsewhere = office.seal(&draft, &session);
    let other = new_key();
    if let Ok(verified) =
        submission::open(&signed.jws, |_| Some(office.terminal_key.public().unwrap()))
    {
        sealed_elsewhere = submission::sign(verified.dossier(), &other, TERMINAL).unwrap();
    }
    assert_eq!(
        kind(office.send::<SubmissionAnswer>(&sealed_elsewhere.jws)),
        ProblemType::SignatureInvalid
    );

    let database = &office.backend.parts().database;
    office
        .run(admin::revoke_terminal(database, TERMINAL, office.now()))
        .unwrap();
    assert_eq!(
        kind(office.send::<SubmissionAnswer>(&signed.jws)),
        ProblemType::TerminalUnknown
    );
    let ended = office.get::<Queue>(Some(&session), "/v1/queue");
    assert_eq!(kind(ended), ProblemType::SessionInvalid);
}

#[test]
fn the_session_must_be_this_officers_here_and_then() {
    let office = Office::open();
    let receiving = office.sign_in("nhan");
    let approving = office.sign_in("duyet");
    let draft = office.draft(None, Fault::None);
    let refused =
        |signed: &submission::SignedSubmission| kind(office.send::<SubmissionAnswer>(&signed.jws));

    let mut stolen = receiving.clone();
    stolen.officer.id = "duyet".into();
    assert_eq!(
        refused(&office.seal(&draft, &stolen)),
        ProblemType::SessionMismatch
    );
    let mut invented = receiving.clone();
    invented.session = uuid::Uuid::new_v4();
    assert_eq!(
        refused(&office.seal(&draft, &invented)),
        ProblemType::SessionMismatch
    );
    let before = office.now() - Duration::hours(1);
    assert_eq!(
        refused(&office.seal_at(&draft, &receiving, before)),
        ProblemType::SessionMismatch
    );
    let after = office.now() + Duration::hours(9);
    assert_eq!(
        refused(&office.seal_at(&draft, &receiving, after)),
        ProblemType::SessionMismatch
    );
    assert_eq!(
        refused(&office.seal(&draft, &approving)),
        ProblemType::Forbidden
    );
    assert_eq!(office.open_cases(), 0);
}

#[test]
fn a_submission_that_waited_for_the_backend_is_taken_after_the_session_ended() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let signed = office.seal(&office.draft(Some(&challenge), Fault::None), &session);
    office.pass(Duration::minutes(5));
    assert_eq!(office.delete(&session, "/v1/sessions/current"), 204);
    office.pass(Duration::days(2));
    let (status, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!(status, 201);
    let record = office.record(office.receipt(&answer).case);
    assert_eq!(record.server_verdict, Verdict::Genuine);
}

#[test]
fn a_challenge_counts_once_for_whom_it_was_issued() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let draft = office.draft(Some(&challenge), Fault::None);
    let first = office.seal(&draft, &session);
    let replayed = office.seal_at(&draft, &session, office.now() + Duration::seconds(1));
    assert_ne!(first.id, replayed.id);
    office.send::<SubmissionAnswer>(&first.jws).unwrap();
    let (_, answer) = office.send::<SubmissionAnswer>(&replayed.jws).unwrap();
    let record = office.record(office.receipt(&answer).case);
    assert!(kinds(&record).contains(&FindingKind::ChallengeUsed));
    assert!(kinds(&record).contains(&FindingKind::DuplicateCase));
    assert_eq!(record.server_verdict, Verdict::Undetermined);

    office.add("nhan2", dossier::api::Role::Receiving);
    let foreign = office.challenge(&office.sign_in("nhan2"));
    let signed = office.seal(&office.draft(Some(&foreign), Fault::None), &session);
    let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    let record = office.record(office.receipt(&answer).case);
    assert!(kinds(&record).contains(&FindingKind::ChallengeUnknown));
    assert_eq!(record.server_verdict, Verdict::Undetermined);
}

#[test]
fn a_late_or_absent_challenge_is_a_finding() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let late = office.challenge(&session);
    office.pass(Duration::minutes(20));
    for (challenge, expected) in [
        (Some(&late), FindingKind::ChallengeExpired),
        (None, FindingKind::ChallengeMissing),
    ] {
        let signed = office.seal(&office.draft(challenge, Fault::None), &session);
        let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
        assert!(kinds(&office.record(office.receipt(&answer).case)).contains(&expected));
    }
}

#[test]
fn a_file_of_a_clock_that_runs_ahead_is_taken_and_the_clock_is_a_finding() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    for (ahead, skewed) in [(120, false), (121, true)] {
        let at = office.now() + Duration::seconds(ahead);
        let signed = office.seal_at(&draft, &session, at);
        let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
        let record = office.record(office.receipt(&answer).case);
        let told = kinds(&record).contains(&FindingKind::ClockSkew);
        assert_eq!(told, skewed, "{ahead} seconds");
    }
}

/// By the backend's own clock, to the second: what expired convinces nobody that the chip answered now.
#[test]
fn a_challenge_is_fresh_until_it_expires_and_never_after() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let tolerance = Duration::minutes(2);
    for (late_by, expected) in [
        (Duration::ZERO, "as_required"),
        (Duration::seconds(1), "challenge_not_fresh"),
    ] {
        let challenge = office.challenge(&session);
        let octets = challenge.octets().unwrap();
        office.pass(challenge.expires_at - office.now() + tolerance + late_by);
        let mut draft = office.draft(Some(&challenge), Fault::None);
        draft.reading.as_mut().unwrap().read_out = office.read(octets, Fault::None);
        let signed = office.seal(&draft, &session);
        let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
        let record = office.record(office.receipt(&answer).case);
        let expired = kinds(&record).contains(&FindingKind::ChallengeExpired);
        assert_eq!(expired, late_by > Duration::ZERO);
        let convinces = kinds(&record).contains(&FindingKind::ConvincesTerminalOnly);
        assert_eq!(convinces, expired, "{expected}");
        assert_eq!(record.server_verdict, Verdict::Genuine);
    }
}

#[test]
fn what_was_presented_is_compared_again_and_told_without_values() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let mut draft = office.draft(Some(&challenge), Fault::None);
    let read_out = &mut draft.reading.as_mut().unwrap().read_out;
    let printed = person().qr_text().replace("001199000018", "079199000018");
    read_out.presented = vec![Presented::new(PresentedKind::Qr, &printed).unwrap()];
    let signed = office.seal(&draft, &session);
    let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    let record = office.record(office.receipt(&answer).case);
    assert_eq!(record.server_verdict, Verdict::Refuted);
    let differing: Vec<_> = record
        .findings
        .iter()
        .filter_map(|finding| finding.mismatch.as_ref())
        .collect();
    assert_eq!(differing.len(), 1);
    let differing = differing[0];
    assert_eq!(
        (differing.field.as_str(), differing.one.as_str()),
        ("number", "qr")
    );
    assert_eq!(differing.one_standing, "not_signed");
    assert_eq!(
        (differing.other.as_str(), differing.other_standing.as_str()),
        ("dg1", "signed")
    );
    let told = serde_json::to_string(&record.findings).unwrap();
    assert!(!told.contains("079199000018") && !told.contains("001199000018"));
}

#[test]
fn the_backend_judges_by_itself() {
    let office = Office::open();
    for (fault, expected) in [
        (Fault::ChangedDg2, Verdict::Refuted),
        (Fault::Clone, Verdict::Refuted),
        (Fault::UnknownIssuer, Verdict::Undetermined),
    ] {
        let record = office.record(office.case_with(fault));
        assert_eq!(
            record.terminal_verdict,
            Verdict::Genuine,
            "what the terminal claims"
        );
        assert_eq!(record.server_verdict, expected, "{fault:?}");
        assert!(
            kinds(&record).contains(&FindingKind::VerdictDiffers),
            "{fault:?}"
        );
    }
}

#[test]
fn an_expired_card_is_genuine_and_has_the_longer_deadline() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let mut draft = office.draft(Some(&challenge), Fault::None);
    let mut expired = person();
    expired.expires = Some(date!(2026 - 11 - 19));
    let octets = challenge.octets().unwrap();
    draft.reading.as_mut().unwrap().read_out = office.read_card_of(&expired, octets, Fault::None);
    let signed = office.seal(&draft, &session);
    let (_, answer) = office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    let receipt = office.receipt(&answer);
    assert_eq!(receipt.due_on, date!(2026 - 12 - 02));
    let record = office.record(receipt.case);
    assert_eq!(record.server_verdict, Verdict::Genuine);
    assert!(kinds(&record).contains(&FindingKind::CardExpired));
}

#[test]
fn the_same_submission_from_many_connections_at_once_is_one_case() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let signed = office.seal(&office.draft(Some(&challenge), Fault::None), &session);
    let answers: Vec<(u16, SubmissionAnswer)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| office.send(&signed.jws).unwrap()))
            .collect();
        running
            .into_iter()
            .map(|answer| answer.join().unwrap())
            .collect()
    });
    assert_eq!(
        answers.iter().filter(|(status, _)| *status == 201).count(),
        1
    );
    assert!(answers.iter().all(|(_, answer)| *answer == answers[0].1));
    assert_eq!(office.open_cases(), 1);
    let record = office.record(office.receipt(&answers[0].1).case);
    assert!(!kinds(&record).contains(&FindingKind::ChallengeUsed));
}

#[test]
fn a_body_without_end_is_refused() {
    let office = Office::open();
    let endless = "a".repeat(submission::MAX_LEN + 1);
    assert_eq!(
        kind(office.send::<SubmissionAnswer>(&endless)),
        ProblemType::TooLarge
    );
}

#[test]
fn trust_that_changes_while_the_backend_runs_counts_at_the_next_submission() {
    let office = Office::open();
    let trust = office.data().join("trust");
    let judged = || office.record(office.case()).server_verdict;
    assert_eq!(judged(), Verdict::Genuine);
    let revoked = office.pki.revoked(office.now()).unwrap();
    std::fs::write(trust.join("csca.crl"), revoked).unwrap();
    assert_eq!(judged(), Verdict::Refuted, "the document signer is revoked");
    std::fs::remove_file(trust.join("csca.cer")).unwrap();
    assert_eq!(
        judged(),
        Verdict::Undetermined,
        "nobody is trusted any more"
    );
}

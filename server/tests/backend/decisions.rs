//! Claims, leases, four eyes, and the last word.

use card_twin::fault::Fault;
use dossier::{
    api::{CaseFile, CaseRecord, DecisionRequest, ProblemType, Queue, Role, Session},
    decision::{CaseState, Decision, Examined, RefusalReason},
};
use rules::deadline::Standing;
use server::admin;
use time::Duration;
use uuid::Uuid;

use crate::office::{Office, kind};

impl Office {
    pub(crate) fn claim(
        &self,
        session: &Session,
        case: Uuid,
    ) -> Result<CaseFile, dossier::api::Problem> {
        self.ask(Some(session), &format!("/v1/cases/{case}/claim"))
            .map(|(_, file)| file)
    }

    pub(crate) fn decide(
        &self,
        session: &Session,
        case: Uuid,
        fence: u64,
        decision: Decision,
    ) -> Result<CaseRecord, dossier::api::Problem> {
        let request = DecisionRequest { fence, decision };
        self.post(
            Some(session),
            &format!("/v1/cases/{case}/decision"),
            &request,
        )
        .map(|(_, record)| record)
    }
}

/// An approval in which every source agreed.
pub(crate) fn approval() -> Decision {
    Decision::Approve {
        examined: Examined::ALL_MATCH,
    }
}

fn refuse(reason: RefusalReason, note: Option<&str>) -> Decision {
    Decision::Refuse {
        reason,
        note: note.map(Into::into),
    }
}

#[test]
fn another_officer_sees_the_evidence_and_approves() {
    let office = Office::open();
    let case = office.case();
    let approver = office.sign_in("duyet");
    let (_, file) = office
        .ask::<CaseFile>(Some(&approver), "/v1/queue/next")
        .unwrap();
    assert_eq!((file.claim.case, file.claim.fence), (case, 1));
    assert_eq!(file.facts.number.as_deref(), Some("001199000018"));
    assert_eq!(file.facts.name.as_deref(), Some("Nguyễn Thị Ví Dụ"));
    assert_eq!(file.facts.date_of_birth.as_deref(), Some("1999-03-15"));
    assert_eq!(file.facts.date_of_expiry.as_deref(), Some("2039-03-15"));
    assert_eq!(file.contact.phone.as_str(), "+84912345678");
    assert!(file.chip_portrait.unwrap().bytes.starts_with(&[0xFF, 0xD8]));
    assert!(file.live_portrait.bytes.starts_with(&[0xFF, 0xD8]));
    assert_eq!(file.fingerprints.len(), 2);
    let record = office
        .decide(&approver, case, file.claim.fence, approval())
        .unwrap();
    assert_eq!(record.state, CaseState::AccountIssued);
    assert_eq!(
        (
            record.submitter.id.as_str(),
            record.decider.unwrap().id.as_str()
        ),
        ("nhan", "duyet")
    );
    assert_eq!(
        kind(office.claim(&approver, case)),
        ProblemType::AlreadyDecided
    );
    let again = office.decide(&approver, case, 1, refuse(RefusalReason::BioLow, None));
    assert_eq!(kind(again), ProblemType::AlreadyDecided);
    assert_eq!(
        kind(office.ask::<CaseFile>(Some(&approver), "/v1/queue/next")),
        ProblemType::QueueEmpty
    );
}

#[test]
fn the_submitter_decides_nothing_in_whatever_role() {
    let office = Office::open();
    let case = office.case();
    let submitter = office.sign_in("nhan");
    assert_eq!(
        kind(office.claim(&submitter, case)),
        ProblemType::SelfDecision
    );
    assert_eq!(
        kind(office.decide(&submitter, case, 1, approval())),
        ProblemType::SelfDecision
    );
    let database = &office.backend.parts().database;
    office
        .run(admin::change_role(
            database,
            "nhan",
            Role::Approving,
            office.now(),
        ))
        .unwrap();
    let promoted = office.sign_in("nhan");
    assert_eq!(
        kind(office.claim(&promoted, case)),
        ProblemType::SelfDecision
    );
    assert_eq!(
        kind(office.decide(&promoted, case, 0, approval())),
        ProblemType::SelfDecision
    );
    assert_eq!(
        kind(office.ask::<CaseFile>(Some(&promoted), "/v1/queue/next")),
        ProblemType::QueueEmpty
    );
    let (_, queue) = office.get::<Queue>(Some(&promoted), "/v1/queue").unwrap();
    assert!(
        queue
            .entries
            .iter()
            .all(|entry| entry.own && entry.state == CaseState::Queued)
    );
}

#[test]
fn the_queue_says_how_each_case_stands_against_its_day() {
    let office = Office::open();
    office.case();
    // Received on a Friday morning, due on the fourth working day after it.
    let standing = || {
        let session = office.sign_in("duyet");
        let (_, queue) = office.get::<Queue>(Some(&session), "/v1/queue").unwrap();
        queue.entries[0].standing
    };
    let mut seen = vec![standing()];
    for _ in 0..7 {
        office.pass(Duration::days(1));
        seen.push(standing());
    }
    seen.dedup();
    assert_eq!(
        seen,
        [
            Standing::InTime,
            Standing::Half,
            Standing::Urgent,
            Standing::Overdue
        ]
    );
}

#[test]
fn a_receiving_officer_decides_nothing() {
    let office = Office::open();
    let case = office.case();
    office.add("nhan2", Role::Receiving);
    let receiving = office.sign_in("nhan2");
    assert_eq!(kind(office.claim(&receiving, case)), ProblemType::Forbidden);
    assert_eq!(
        kind(office.decide(&receiving, case, 0, approval())),
        ProblemType::Forbidden
    );
    assert_eq!(
        kind(office.get::<Queue>(Some(&receiving), "/v1/queue")),
        ProblemType::Forbidden
    );
    assert_eq!(
        kind(office.ask::<CaseFile>(Some(&receiving), "/v1/queue/next")),
        ProblemType::Forbidden
    );
    assert_eq!(
        kind(office.get::<Queue>(None, "/v1/queue")),
        ProblemType::SessionInvalid
    );
}

#[test]
fn a_lease_keeps_others_away_until_it_expires_and_its_fence_is_then_worthless() {
    let office = Office::open();
    let case = office.case();
    let (one, two) = (office.sign_in("duyet"), office.sign_in("duyet2"));
    let held = office.claim(&one, case).unwrap().claim;
    assert_eq!(kind(office.claim(&two, case)), ProblemType::AlreadyClaimed);
    office.pass(Duration::minutes(15));
    let late = office.decide(&one, case, held.fence, approval());
    assert_eq!(kind(late), ProblemType::LeaseLost);
    let taken = office.claim(&two, case).unwrap().claim;
    assert_eq!(taken.fence, held.fence + 1);
    assert_eq!(kind(office.claim(&one, case)), ProblemType::AlreadyClaimed);
    assert_eq!(
        kind(office.decide(&one, case, held.fence, approval())),
        ProblemType::LeaseLost
    );
    assert_eq!(
        kind(office.decide(&one, case, taken.fence, approval())),
        ProblemType::LeaseLost
    );
    assert_eq!(
        kind(office.decide(&two, case, held.fence, approval())),
        ProblemType::LeaseLost
    );
    let record = office.decide(&two, case, taken.fence, approval()).unwrap();
    assert_eq!(record.decider.unwrap().id, "duyet2");
}

#[test]
fn a_refusal_needs_its_reason_and_tells_the_counter() {
    let office = Office::open();
    let case = office.case();
    let approver = office.sign_in("duyet");
    let fence = office.claim(&approver, case).unwrap().claim.fence;
    let without = office.decide(
        &approver,
        case,
        fence,
        refuse(RefusalReason::Other, Some(" ")),
    );
    assert_eq!(kind(without), ProblemType::NoteRequired);
    let body = serde_json::json!({ "fence": fence, "decision": { "outcome": "refuse" } });
    let path = format!("/v1/cases/{case}/decision");
    assert_eq!(
        kind(office.post::<CaseRecord>(Some(&approver), &path, &body)),
        ProblemType::Malformed
    );
    let decision = refuse(RefusalReason::FaceMismatch, Some("Ảnh không khớp"));
    let record = office.decide(&approver, case, fence, decision).unwrap();
    assert_eq!(record.state, CaseState::Rejected);
    let path = format!("/v1/submissions/{}", record.submission);
    let counter = office.sign_in("nhan");
    let (_, status) = office
        .get::<dossier::api::SubmissionStatus>(Some(&counter), &path)
        .unwrap();
    assert_eq!(status.reason, Some(RefusalReason::FaceMismatch));
    assert_eq!(status.note.as_deref(), Some("Ảnh không khớp"));
    let mut at_rest = office.everything_at_rest();
    // SQLite's own files too: what it keeps besides the rows.
    for file in ["database.sqlite", "database.sqlite-wal"] {
        at_rest.extend(std::fs::read(office.data().join(file)));
    }
    for planted in [
        "Ảnh không khớp",
        "001199000018",
        "Nguyễn Thị Ví Dụ",
        "912345678",
    ] {
        let found = |bytes: &Vec<u8>| {
            bytes
                .windows(planted.len())
                .any(|window| window == planted.as_bytes())
        };
        assert!(!at_rest.iter().any(found), "{planted} lies in the open");
    }
    assert!(
        at_rest.iter().any(|text| text == b"nhan"),
        "nothing was looked at"
    );
}

#[test]
fn a_card_that_is_not_proven_genuine_can_only_be_refused() {
    let office = Office::open();
    for fault in [Fault::UnknownIssuer, Fault::ChangedDg2, Fault::Clone] {
        let case = office.case_with(fault);
        let approver = office.sign_in("duyet");
        let fence = office.claim(&approver, case).unwrap().claim.fence;
        assert_eq!(
            kind(office.decide(&approver, case, fence, approval())),
            ProblemType::NotGenuine
        );
        let refused = office.decide(
            &approver,
            case,
            fence,
            refuse(RefusalReason::ChipPaFail, None),
        );
        assert_eq!(refused.unwrap().state, CaseState::Rejected, "{fault:?}");
    }
}

#[test]
fn two_approvers_at_once_never_both_hold_a_case() {
    let office = Office::open();
    let case = office.case();
    let sessions = [office.sign_in("duyet"), office.sign_in("duyet2")];
    let claims: Vec<bool> = std::thread::scope(|scope| {
        let running: Vec<_> = sessions
            .iter()
            .map(|session| scope.spawn(|| office.claim(session, case).is_ok()))
            .collect();
        running
            .into_iter()
            .map(|claim| claim.join().unwrap())
            .collect()
    });
    assert_eq!(claims.iter().filter(|held| **held).count(), 1);
}

#[test]
fn a_case_whose_file_does_not_open_is_not_kept_from_others() {
    let office = Office::open();
    let case = office.case();
    let part = |name: &str| office.data().join(format!("blobs/cases/{case}/{name}"));
    let (lies, elsewhere) = (part("presentation"), office.data().join("presentation"));
    std::fs::rename(&lies, &elsewhere).unwrap();
    let approver = office.sign_in("duyet");
    let refused = office.claim(&approver, case);
    assert_eq!(kind(refused), ProblemType::Unavailable);
    let unopened = "SELECT count(*) FROM audit WHERE action = 'case.unopened' AND actor = 'duyet'";
    assert_eq!(office.count(unopened), 1);
    std::fs::rename(&elsewhere, &lies).unwrap();
    let other = office.sign_in("duyet2");
    let file = office.claim(&other, case).unwrap();
    assert_eq!(file.claim.fence, 2, "at once, under a fence of its own");
}

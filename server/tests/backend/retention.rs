//! What is kept no longer.

use card_twin::fault::Fault;
use dossier::{
    api::{CaseRecord, ProblemType, Role, SubmissionAnswer},
    decision::{Decision, RefusalReason},
};
use server::{
    audit_log::Standing,
    blobs::Part,
    retention::{self, Done},
};
use time::Duration;
use uuid::Uuid;

use crate::office::{Office, kind};

impl Office {
    pub(crate) fn retention(&self) -> Done {
        let parts = self.backend.parts();
        let numbers = &parts.policy.rulebook().profile.account.retention.value;
        let kept = (&parts.database, &parts.blobs);
        self.run(retention::run(kept, numbers, self.now())).unwrap()
    }

    fn decided_case(&self) -> Uuid {
        let case = self.case();
        let approver = self.sign_in("duyet");
        let fence = self.claim(&approver, case).unwrap().claim.fence;
        let decision = Decision::Refuse {
            reason: RefusalReason::BioLow,
            note: Some("Ảnh mờ".into()),
        };
        self.decide(&approver, case, fence, decision).unwrap();
        case
    }

    /// Every case that has its key opens with it.
    pub(crate) fn every_case_opens(&self) {
        let parts = self.backend.parts();
        let mut opened = 0;
        for (path, sealed) in self.blobs_at_rest() {
            let case = path.parent().unwrap().file_name().unwrap();
            let case: Uuid = case.to_str().unwrap().parse().unwrap();
            let part = path.file_name().unwrap().to_str().unwrap();
            let found = self.run(async {
                let mut connection = parts.database.acquire().await.unwrap();
                server::store::cases::find(&mut connection, case)
                    .await
                    .unwrap()
            });
            // Parts of a submission that was cut off before it became a case.
            let Some(found) = found else { continue };
            let key = parts.vault.case_key(case, &found.wrapped_key).unwrap();
            key.open(case, part, &sealed).unwrap();
            opened += 1;
        }
        let cases = self.count("SELECT count(*) FROM cases WHERE shredded_at IS NULL");
        assert_eq!(opened, Part::ALL.len() as i64 * cases);
    }
}

#[test]
fn a_destroyed_key_makes_every_copy_unreadable_and_the_record_stays() {
    let office = Office::open();
    let (decided, waiting) = (office.decided_case(), office.case());
    let copies = office.blobs_at_rest();
    assert_eq!(copies.len(), 2 * Part::ALL.len());
    office.every_case_opens();
    office.pass(Duration::days(29));
    assert_eq!(office.retention(), Done::default(), "29 days are not 30");
    office.pass(Duration::days(2));
    let done = Done {
        shredded: 1,
        forgotten: 0,
        accounts: 0,
        removed: 1,
    };
    assert_eq!(office.retention(), done);
    assert_eq!(office.retention(), Done::default());
    office.every_case_opens();
    let left = office.blobs_at_rest().len();
    assert_eq!(left, Part::ALL.len(), "the waiting case's own");

    let parts = office.backend.parts();
    let case = office.run(async {
        let mut connection = parts.database.acquire().await.unwrap();
        server::store::cases::find(&mut connection, decided)
            .await
            .unwrap()
            .unwrap()
    });
    assert!(case.wrapped_key.is_empty());
    assert!(parts.vault.case_key(decided, &case.wrapped_key).is_err());
    assert!(
        office
            .run(parts.blobs.get(decided, Part::Submission))
            .is_err()
    );
    let evidence = format!("/v1/cases/{decided}/evidence");
    let evidence = office.download(Some(&office.sign_in("duyet")), &evidence);
    assert_eq!(kind(evidence), ProblemType::NotFound);
    let record: CaseRecord = office
        .get(
            Some(&office.sign_in("duyet")),
            &format!("/v1/cases/{decided}"),
        )
        .unwrap()
        .1;
    assert_eq!(record.reason, Some(RefusalReason::BioLow));
    assert_eq!(record.note, None);
    let waiting: CaseRecord = office
        .get(
            Some(&office.sign_in("duyet")),
            &format!("/v1/cases/{waiting}"),
        )
        .unwrap()
        .1;
    assert!(waiting.decider.is_none(), "no case that waits is touched");
    let shredded = "SELECT count(*) FROM audit WHERE action = 'case.shred' AND actor = 'retention'";
    assert_eq!(office.count(shredded), 1);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
}

#[test]
fn challenges_and_confirmations_that_nobody_used_are_forgotten() {
    let office = Office::open();
    office.add("hai", Role::Receiving);
    office.decided_case();
    let session = office.sign_in("nhan");
    let challenge = office.challenge(&session);
    let mut draft = office.draft(Some(&challenge), Fault::None);
    office.except(&session, &mut draft, "hai");
    let (challenges, confirmations) = (
        "SELECT count(*) FROM challenges",
        "SELECT count(*) FROM exception_confirmations",
    );
    let used = office.count("SELECT count(*) FROM challenges WHERE used_by IS NOT NULL");
    assert_eq!(
        (office.count(challenges), office.count(confirmations)),
        (used + 1, 1)
    );
    office.pass(Duration::days(29));
    office.retention();
    assert_eq!(
        (office.count(challenges), office.count(confirmations)),
        (used + 1, 1)
    );
    office.pass(Duration::days(3));
    office.retention();
    assert_eq!(
        (office.count(challenges), office.count(confirmations)),
        (used, 0)
    );
}

#[test]
fn a_case_is_forgotten_when_its_history_is_over() {
    let office = Office::open();
    let case = office.decided_case();
    office.pass(Duration::days(5 * 365));
    assert_eq!(office.retention().forgotten, 0);
    office.pass(Duration::days(6));
    assert_eq!(office.retention().forgotten, 1);
    let path = format!("/v1/cases/{case}");
    let gone = office.get::<CaseRecord>(Some(&office.sign_in("duyet")), &path);
    assert_eq!(kind(gone), ProblemType::NotFound);
    assert_eq!(office.count("SELECT count(*) FROM cases"), 0);
    assert!(matches!(office.verify_audit(), Standing::Intact { .. }));
}

#[test]
fn parts_without_a_case_are_swept_when_nothing_can_come_of_them_any_more() {
    let office = Office::open();
    let parts = office.backend.parts();
    // As a server leaves it that was killed between the blob store and the database.
    let orphan = Uuid::now_v7();
    office
        .run(parts.blobs.put(orphan, Part::Submission, vec![0; 100]))
        .unwrap();
    let began = i64::try_from(orphan.as_u128() >> 80).unwrap() / 1000;
    office.pass(Duration::seconds(began) - Duration::seconds(office.now().unix_timestamp()));
    assert_eq!(office.retention().removed, 0);
    office.pass(Duration::hours(1) + Duration::seconds(2));
    assert_eq!(office.retention().removed, 1);
    assert_eq!(office.blobs_at_rest().len(), 0);
    let session = office.sign_in("nhan");
    let signed = office.seal(&office.draft(None, Fault::None), &session);
    office.send::<SubmissionAnswer>(&signed.jws).unwrap();
    office.pass(Duration::hours(2));
    assert_eq!(office.retention().removed, 0, "a case's own parts stay");
}

//! What the decree lets an officer decide: stored at intake, asked again at every approval.

use card_twin::fault::Fault;
use dossier::{
    api::{
        CaseRecord, ClaimToken, FindingKind, LeaseRequest, Problem, ProblemType, ReleaseRequest,
        Role, RulingEnd, Session, SubmissionAnswer, SubmissionStatus,
    },
    decision::{Answer, CaseState, Decision, Examined, RefusalReason},
    draft::Draft,
    subject::{
        DeclaredDependant, DeclaredForeigner, DeclaredOrganisation, Dependency, DraftSubject,
        GuardianCase, OtherRepresentative, OwnCase, Paper, Relation, SealProof, SubjectKind,
        TravelDocument,
    },
    submission::SubmissionId,
};
use time::{Duration, macros::date};
use uuid::Uuid;

use crate::{
    decisions::approval,
    office::{IMMIGRATION, Office, kind},
};

impl Office {
    /// A submission of a draft that was changed; its case and identifier.
    pub(crate) fn file(
        &self,
        officer: &str,
        change: impl FnOnce(&mut Draft),
    ) -> (Uuid, SubmissionId) {
        let session = self.sign_in(officer);
        let challenge = self.challenge(&session);
        let mut draft = self.draft(Some(&challenge), Fault::None);
        change(&mut draft);
        let signed = self.seal(&draft, &session);
        let (_, answer) = self.send::<SubmissionAnswer>(&signed.jws).unwrap();
        self.pass(Duration::seconds(1));
        (self.receipt(&answer).case, signed.id)
    }

    fn record_of(&self, case: Uuid) -> CaseRecord {
        let session = self.sign_in("duyet");
        self.get(Some(&session), &format!("/v1/cases/{case}"))
            .unwrap()
            .1
    }

    /// One officer's approval, claim and all.
    fn approve_as(&self, officer: &str, case: Uuid) -> Result<CaseRecord, Problem> {
        self.decide_as(officer, case, approval())
    }

    fn decide_as(
        &self,
        officer: &str,
        case: Uuid,
        decision: Decision,
    ) -> Result<CaseRecord, Problem> {
        let session = self.sign_in(officer);
        let fence = self.claim(&session, case)?.claim.fence;
        let decided = self.decide(&session, case, fence, decision);
        if decided.is_err() {
            let nothing = ReleaseRequest { reason: None };
            self.release(&session, case, &nothing).unwrap();
        }
        decided
    }

    fn release(
        &self,
        session: &Session,
        case: Uuid,
        request: &ReleaseRequest,
    ) -> Result<CaseRecord, Problem> {
        self.post(Some(session), &format!("/v1/cases/{case}/release"), request)
            .map(|(_, record)| record)
    }
}

fn paper(title: &str) -> Paper {
    Paper {
        title: title.into(),
        number: "01/GM".into(),
        issuer: "Cơ quan Mẫu".into(),
        issued_on: date!(2025 - 01 - 02),
        expires_on: None,
    }
}

pub(crate) fn child(guardian: GuardianCase) -> DeclaredDependant {
    DeclaredDependant {
        number: Some("001318000099".into()),
        name: "Nguyễn Bé Mẫu".into(),
        born: date!(2018 - 05 - 06),
        sex: "F".into(),
        nationality: "VNM".into(),
        dependency: Dependency::Under14,
        relation: Relation::Mother,
        proof: Some(paper("Giấy khai sinh")),
        guardian: Some(guardian),
        card: None,
    }
}

pub(crate) fn company(representative: Uuid) -> DeclaredOrganisation {
    DeclaredOrganisation {
        name: "Công ty Mẫu".into(),
        short_name: None,
        foreign_name: None,
        code: Some("0100000000".into()),
        tax_code: None,
        founded: date!(2020 - 01 - 01),
        head_office: "Số 1 Phố Mẫu".into(),
        business_line: "Phần mềm".into(),
        seal: Some(SealProof::Certificate),
        representative: Some(OwnCase {
            case: representative,
        }),
        others: vec![OtherRepresentative {
            name: "Trần Văn Mẫu".into(),
            consent: Some(paper("Văn bản đồng ý")),
        }],
        authorised: None,
    }
}

pub(crate) fn visitor() -> DeclaredForeigner {
    DeclaredForeigner {
        document: TravelDocument {
            paper: paper("Hộ chiếu"),
            nationality: "UTO".into(),
        },
        immigration_key: "XNC-0001".into(),
        residence_card: Some(paper("Thẻ tạm trú")),
        residence: None,
    }
}

#[test]
fn intake_stores_what_is_still_open_and_an_approval_what_it_rests_on() {
    let office = Office::open();
    let case = office.case();
    let open = office.record_of(case);
    assert_eq!(open.ruling.end, RulingEnd::NotNow);
    let waiting = [
        "SOURCE_NOT_ANSWERED",
        "PORTRAIT_NOT_COMPARED",
        "FINGERPRINT_NOT_COMPARED",
    ];
    assert_eq!(open.ruling.codes, waiting);
    assert_eq!(
        (open.subject, open.approvals.needed),
        (SubjectKind::Citizen, 1)
    );
    let approved = office.approve_as("duyet", case).unwrap();
    assert_eq!(approved.ruling.codes, ["BOTH_BIOMETRICS"]);
    assert_eq!(approved.approvals.given, ["duyet"]);
}

#[test]
fn an_approval_that_the_decree_does_not_allow_is_refused_and_leaves_the_case_as_it_was() {
    let office = Office::open();
    let case = office.case();
    let with = |data, portrait, fingerprint| Decision::Approve {
        examined: Examined {
            data,
            portrait,
            fingerprint,
        },
    };
    use Answer::{Differs, Matches, NotAnswered};
    for decision in [
        with(Matches, Differs, Matches),
        with(Matches, NotAnswered, Matches),
        with(Matches, Matches, Differs),
        with(Matches, Matches, NotAnswered),
    ] {
        let refused = office.decide_as("duyet", case, decision);
        assert_eq!(kind(refused), ProblemType::RuleForbids);
        assert_eq!(office.record_of(case).state, CaseState::Queued);
    }
    // What the population database has confirmed, no officer has to state, and none can deny.
    assert!(
        office
            .decide_as("duyet", case, with(Differs, Matches, Matches))
            .is_ok()
    );
}

#[test]
fn one_person_has_one_case_and_another_persons_phone_is_told() {
    let office = Office::open();
    let first = office.case();
    let second = office.case();
    let found = office.record_of(second);
    let duplicate = |finding: &dossier::api::Finding| finding.kind == FindingKind::DuplicateCase;
    assert!(found.findings.iter().any(duplicate));
    for case in [first, second] {
        let refused = office.approve_as("duyet", case);
        assert_eq!(
            kind(refused),
            ProblemType::RuleForbids,
            "neither is the one"
        );
    }
    let duplicate = Decision::Refuse {
        reason: RefusalReason::Duplicate,
        note: None,
    };
    office.decide_as("duyet", second, duplicate).unwrap();
    assert!(office.approve_as("duyet", first).is_ok());
    let (organisation, _) = office.file("nhan", |draft| {
        draft.subject = DraftSubject::Organisation(company(first));
    });
    let kinds: Vec<_> = office
        .record_of(organisation)
        .findings
        .iter()
        .map(|finding| finding.kind)
        .collect();
    assert!(kinds.contains(&FindingKind::PhoneInUse));
    assert!(!kinds.contains(&FindingKind::DuplicateCase));
}

#[test]
fn a_child_needs_a_guardian_whose_own_case_is_granted_or_filed_together() {
    let office = Office::open();
    let (own, submission) = office.file("nhan", |_| ());
    let (together, _) = office.file("nhan", |draft| {
        let guardian = GuardianCase::FiledTogether(submission);
        draft.subject = DraftSubject::Dependant(child(guardian));
    });
    assert_eq!(office.record_of(together).subject, SubjectKind::Dependant);
    assert!(office.approve_as("duyet", together).is_ok());
    let (waiting, _) = office.file("nhan", |draft| {
        let mut other = child(GuardianCase::Own(OwnCase { case: own }));
        other.number = Some("001318000088".into());
        draft.subject = DraftSubject::Dependant(other);
    });
    let codes = office.record_of(waiting).ruling.codes;
    assert!(codes.contains(&"GUARDIAN_LEVEL".to_owned()), "{codes:?}");
    assert_eq!(
        kind(office.approve_as("duyet", waiting)),
        ProblemType::RuleForbids
    );
    office.approve_as("duyet", own).unwrap();
    assert!(
        office.approve_as("duyet", waiting).is_ok(),
        "asked again at the decision"
    );
}

#[test]
fn an_organisation_needs_its_representatives_own_level_2() {
    let office = Office::open();
    let own = office.case();
    let (organisation, _) = office.file("nhan", |draft| {
        draft.subject = DraftSubject::Organisation(company(own));
    });
    let codes = office.record_of(organisation).ruling.codes;
    assert!(
        codes.contains(&"REPRESENTATIVE_LEVEL".to_owned()),
        "{codes:?}"
    );
    assert_eq!(
        kind(office.approve_as("duyet", organisation)),
        ProblemType::RuleForbids
    );
    office.approve_as("duyet", own).unwrap();
    assert!(office.approve_as("duyet", organisation).is_ok());
}

#[test]
fn a_foreigner_files_with_immigration_police_and_no_recognition_helps() {
    let office = Office::open();
    office.add_at("xnc", Role::Receiving, IMMIGRATION);
    office.add("cap-tren", Role::Senior);
    let (unread, _) = office.file("xnc", |draft| {
        draft.subject = DraftSubject::Foreigner(visitor());
    });
    let unread = office.record_of(unread);
    assert_eq!(unread.approvals.needed, 2, "another passport than was read");
    let foreign = |draft: &mut Draft| {
        let mut read = visitor();
        "VNM".clone_into(&mut read.document.nationality);
        "199000018".clone_into(&mut read.document.paper.number);
        draft.subject = DraftSubject::Foreigner(read);
    };
    let (elsewhere, _) = office.file("nhan", foreign);
    let codes = office.record_of(elsewhere).ruling.codes;
    assert!(codes.contains(&"OFFICE".to_owned()), "{codes:?}");
    let duplicate = Decision::Refuse {
        reason: RefusalReason::Other,
        note: Some("nộp sai nơi".into()),
    };
    office.decide_as("duyet", elsewhere, duplicate).unwrap();
    let (case, _) = office.file("xnc", foreign);
    let off_record = || Decision::Approve {
        examined: Examined {
            fingerprint: Answer::NotAnswered,
            ..Examined::ALL_MATCH
        },
    };
    let refused = office.decide_as("duyet", case, off_record());
    assert_eq!(kind(refused), ProblemType::HigherDecision);
    assert!(office.decide_as("cap-tren", case, off_record()).is_ok());
}

#[test]
fn what_was_excepted_takes_two_officers_and_never_its_confirmer() {
    let office = Office::open();
    office.add("xac-nhan", Role::Approving);
    let session = office.sign_in("nhan");
    let (case, _) = office.file("nhan", |draft| office.except(&session, draft, "xac-nhan"));
    assert_eq!(office.record_of(case).approvals.needed, 2);
    assert_eq!(
        kind(office.approve_as("xac-nhan", case)),
        ProblemType::ConfirmerDecision
    );
    let confirmer = office.sign_in("xac-nhan");
    let next = office.ask::<dossier::api::CaseFile>(Some(&confirmer), "/v1/queue/next");
    assert_eq!(kind(next), ProblemType::QueueEmpty);
    let once = office.approve_as("duyet", case).unwrap();
    assert_eq!(once.state, CaseState::ApprovedOnce);
    assert!(once.decider.is_none());
    assert_eq!(
        kind(office.approve_as("duyet", case)),
        ProblemType::SecondApproverNeeded
    );
    let both = office.approve_as("duyet2", case).unwrap();
    assert_eq!(both.state, CaseState::AccountIssued);
    assert_eq!(both.approvals.given, ["duyet", "duyet2"]);
    let forged = office.tamper("UPDATE cases SET first_approver = NULL");
    assert!(
        forged.is_err(),
        "the database knows of the second approver too"
    );
}

#[test]
fn a_special_case_goes_up_and_is_decided_there() {
    let office = Office::open();
    office.add("cap-tren", Role::Senior);
    let case = office.case();
    let up = Decision::Escalate {
        note: "Người có công, hồ sơ đặc biệt".into(),
    };
    let escalated = office.decide_as("duyet", case, up).unwrap();
    assert_eq!(escalated.state, CaseState::Queued);
    let submitter = office.sign_in("nhan");
    let (_, seen) = office
        .get::<CaseRecord>(Some(&submitter), &format!("/v1/cases/{case}"))
        .unwrap();
    assert_eq!(seen.note, None, "a remark between approvers");
    let approver = office.sign_in("duyet2");
    let next = office.ask::<dossier::api::CaseFile>(Some(&approver), "/v1/queue/next");
    assert_eq!(kind(next), ProblemType::QueueEmpty);
    assert_eq!(
        kind(office.approve_as("duyet2", case)),
        ProblemType::HigherDecision
    );
    let senior = office.sign_in("cap-tren");
    let (_, file) = office
        .ask::<dossier::api::CaseFile>(Some(&senior), "/v1/queue/next")
        .unwrap();
    assert_eq!(file.note.as_deref(), Some("Người có công, hồ sơ đặc biệt"));
    let fence = file.claim.fence;
    let approved = office.decide(&senior, case, fence, approval()).unwrap();
    assert_eq!(approved.ruling.codes, ["SPECIAL"]);
}

#[test]
fn a_holder_renews_and_lays_back_and_only_a_senior_takes_away() {
    let office = Office::open();
    office.add("cap-tren", Role::Senior);
    let case = office.case();
    let holder = office.sign_in("duyet");
    let held = office.claim(&holder, case).unwrap().claim;
    office.pass(Duration::minutes(14));
    let lease = format!("/v1/cases/{case}/lease");
    let request = LeaseRequest { fence: held.fence };
    let (_, renewed) = office
        .post::<ClaimToken>(Some(&holder), &lease, &request)
        .unwrap();
    assert_eq!(
        renewed.lease_until,
        held.lease_until + Duration::minutes(14) + Duration::seconds(0)
    );
    office.pass(Duration::minutes(14));
    let other = office.sign_in("duyet2");
    assert_eq!(
        kind(office.claim(&other, case)),
        ProblemType::AlreadyClaimed
    );
    let nothing = ReleaseRequest { reason: None };
    assert_eq!(
        kind(office.release(&other, case, &nothing)),
        ProblemType::AlreadyClaimed
    );
    let senior = office.sign_in("cap-tren");
    assert_eq!(
        kind(office.release(&senior, case, &nothing)),
        ProblemType::NoteRequired
    );
    let why = ReleaseRequest {
        reason: Some("cán bộ nghỉ".into()),
    };
    let freed = office.release(&senior, case, &why).unwrap();
    assert_eq!(freed.state, CaseState::Queued);
    let late = office.decide(&holder, case, held.fence, approval());
    assert_eq!(kind(late), ProblemType::LeaseLost);
    assert!(office.claim(&other, case).is_ok());
}

#[test]
fn bans_and_security_are_told_to_the_approver_alone() {
    let office = Office::open();
    for (reason, told) in [
        (RefusalReason::Security, RefusalReason::NotIssued),
        (RefusalReason::TravelBan, RefusalReason::NotIssued),
        (
            RefusalReason::IdentityUnclear,
            RefusalReason::IdentityUnclear,
        ),
    ] {
        let (case, submission) = office.file("nhan", |_| ());
        let decision = Decision::Refuse {
            reason,
            note: Some("ghi chú mật".into()),
        };
        let record = office.decide_as("duyet", case, decision).unwrap();
        assert_eq!(record.reason, Some(reason));
        let counter = office.sign_in("nhan");
        let path = format!("/v1/submissions/{submission}");
        let (_, status) = office
            .get::<SubmissionStatus>(Some(&counter), &path)
            .unwrap();
        assert_eq!(status.reason, Some(told));
        assert_eq!(status.note.is_some(), reason == told, "{reason:?}");
        let path = format!("/v1/cases/{case}");
        let (_, seen) = office.get::<CaseRecord>(Some(&counter), &path).unwrap();
        assert_eq!(
            (seen.reason, seen.note.is_some()),
            (Some(told), reason == told)
        );
    }
    let case = office.case();
    let masked = Decision::Refuse {
        reason: RefusalReason::NotIssued,
        note: None,
    };
    assert_eq!(
        kind(office.decide_as("duyet", case, masked)),
        ProblemType::Malformed
    );
}

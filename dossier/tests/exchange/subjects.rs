//! Subjects other than the card's holder: nothing incomplete is ever a dossier.

use dossier::{
    draft::{Draft, Missing},
    subject::{
        Authorised, Complete, CounterRecognition, DeclaredDependant, DeclaredForeigner,
        DeclaredOrganisation, Dependency, DraftSubject, Gap, GuardianCase, Modality,
        OtherRepresentative, OwnCase, Paper, Relation, SealProof, Subject, SubjectKind,
        TravelDocument, WhyOtherFailed,
    },
    submission,
};
use time::macros::date;
use uuid::Uuid;

use crate::fixture::{TERMINAL, context, draft, key};

fn paper(title: &str) -> Paper {
    Paper {
        title: title.into(),
        number: "01/GM".into(),
        issuer: "Cơ quan Mẫu".into(),
        issued_on: date!(2025 - 01 - 02),
        expires_on: None,
    }
}

fn foreigner() -> DeclaredForeigner {
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

fn organisation() -> DeclaredOrganisation {
    DeclaredOrganisation {
        name: "Công ty Mẫu".into(),
        short_name: None,
        foreign_name: Some("Example Ltd".into()),
        code: Some("0100000000".into()),
        tax_code: None,
        founded: date!(2020 - 01 - 01),
        head_office: "Số 1 Phố Mẫu".into(),
        business_line: "Phần mềm".into(),
        seal: Some(SealProof::Certificate),
        representative: Some(OwnCase {
            case: Uuid::from_u128(7),
        }),
        others: vec![OtherRepresentative {
            name: "Trần Văn Mẫu".into(),
            consent: Some(paper("Văn bản đồng ý")),
        }],
        authorised: None,
    }
}

fn dependant() -> DeclaredDependant {
    DeclaredDependant {
        number: None,
        name: "Nguyễn Bé Mẫu".into(),
        born: date!(2018 - 05 - 06),
        sex: "F".into(),
        nationality: "VNM".into(),
        dependency: Dependency::Under14,
        relation: Relation::Mother,
        proof: Some(paper("Giấy khai sinh")),
        guardian: Some(GuardianCase::Own(OwnCase {
            case: Uuid::from_u128(8),
        })),
        card: draft().reading.map(Box::new),
    }
}

fn foreigner_without(change: fn(&mut DeclaredForeigner)) -> Vec<Gap> {
    let mut declared = foreigner();
    change(&mut declared);
    Complete::of(declared).err().unwrap_or_default()
}

fn organisation_without(change: fn(&mut DeclaredOrganisation)) -> Vec<Gap> {
    let mut declared = organisation();
    change(&mut declared);
    Complete::of(declared).err().unwrap_or_default()
}

fn dependant_without(change: fn(&mut DeclaredDependant)) -> Vec<Gap> {
    let mut declared = dependant();
    change(&mut declared);
    Complete::of(declared).err().unwrap_or_default()
}

#[test]
fn a_foreigner_needs_a_document_and_an_immigration_key() {
    assert_eq!(foreigner_without(|_| ()), []);
    assert_eq!(
        foreigner_without(|one| one.immigration_key = " ".into()),
        [Gap::ImmigrationKey]
    );
    assert_eq!(
        foreigner_without(|one| one.document.paper.number.clear()),
        [Gap::Paper]
    );
    assert_eq!(
        foreigner_without(|one| one.document.nationality.clear()),
        [Gap::Text]
    );
}

#[test]
fn an_organisation_needs_its_representative_and_every_consent() {
    assert_eq!(organisation_without(|_| ()), []);
    assert_eq!(
        organisation_without(|one| one.representative = None),
        [Gap::RepresentativeCase]
    );
    assert_eq!(
        organisation_without(|one| one.others[0].consent = None),
        [Gap::RepresentativeConsent]
    );
    assert_eq!(organisation_without(|one| one.seal = None), [Gap::Seal]);
    assert_eq!(
        organisation_without(|one| one.code = None),
        [Gap::OrganisationCode]
    );
    assert_eq!(
        organisation_without(|one| {
            let mut unnamed = paper("Giấy ủy quyền");
            unnamed.issuer.clear();
            one.authorised = Some(Authorised {
                name: "Lê Thị Mẫu".into(),
                paper: unnamed,
            });
        }),
        [Gap::Paper]
    );
    assert_eq!(
        organisation_without(|one| one.others = vec![one.others[0].clone(); 51]),
        [Gap::TooMany]
    );
    assert_eq!(
        organisation_without(|one| one.name = "x".repeat(301)),
        [Gap::Text]
    );
}

#[test]
fn a_dependant_needs_guardian_and_proof_and_a_ward_the_decision() {
    assert_eq!(dependant_without(|_| ()), []);
    assert_eq!(
        dependant_without(|one| one.guardian = None),
        [Gap::GuardianCase]
    );
    assert_eq!(
        dependant_without(|one| one.proof = None),
        [Gap::RelationProof]
    );
    assert_eq!(
        dependant_without(|one| one.dependency = Dependency::Ward(None)),
        [Gap::GuardianshipDecision]
    );
    assert_eq!(
        dependant_without(|one| one.dependency = Dependency::Ward(Some(paper("Quyết định")))),
        []
    );
}

#[test]
fn an_incomplete_subject_is_no_dossier_and_a_complete_one_comes_back() {
    let mut incomplete = organisation();
    incomplete.representative = None;
    let mut draft = draft();
    draft.subject = DraftSubject::Organisation(incomplete);
    assert_eq!(draft.missing(), [Missing::Subject]);
    assert_eq!(draft.seal(&context()).err().unwrap(), [Missing::Subject]);
    let subjects = [
        (DraftSubject::Citizen, SubjectKind::Citizen),
        (DraftSubject::Foreigner(foreigner()), SubjectKind::Foreigner),
        (
            DraftSubject::Organisation(organisation()),
            SubjectKind::Organisation,
        ),
        (DraftSubject::Dependant(dependant()), SubjectKind::Dependant),
    ];
    let key = key(3);
    for (subject, kind) in subjects {
        draft.subject = subject;
        let stored = Draft::from_bytes(&draft.to_bytes().unwrap()).ok().unwrap();
        let Ok(dossier) = stored.seal(&context()) else {
            panic!("{kind:?}")
        };
        let signed = submission::sign(&dossier, &key, TERMINAL).unwrap();
        let opened = submission::open(&signed.jws, |_| key.public().ok())
            .ok()
            .unwrap();
        assert_eq!(opened.dossier().sealed().subject.kind(), kind);
        assert_eq!(*opened.id(), signed.id);
    }
}

#[test]
fn bytes_that_leave_out_what_a_subject_needs_are_refused() {
    let whole = serde_json::to_value(DraftSubject::Dependant(dependant())).unwrap();
    assert!(serde_json::from_value::<Subject>(whole.clone()).is_ok());
    for part in ["proof", "guardian"] {
        let mut without = whole.clone();
        without[part] = serde_json::Value::Null;
        assert!(
            serde_json::from_value::<Subject>(without).is_err(),
            "{part}"
        );
    }
    let unknown = serde_json::json!({ "kind": "robot" });
    assert!(serde_json::from_value::<Subject>(unknown).is_err());
}

#[test]
fn a_citizens_dossier_is_written_as_before_and_papers_are_bounded() {
    let mut draft = draft();
    let Ok(plain) = draft.seal(&context()) else {
        panic!("the draft lacks something")
    };
    let text = serde_json::to_string(plain.sealed()).unwrap();
    assert!(
        !text.contains("subject") && !text.contains("integrate") && !text.contains("recognition")
    );
    draft.integrate = vec![paper("Giấy phép lái xe")];
    draft.recognition = Some(CounterRecognition {
        beside: Modality::Portrait,
        feature: "Sẹo ở cằm".into(),
        why_other_failed: WhyOtherFailed::SkinCondition,
    });
    assert_eq!(draft.missing(), []);
    draft.integrate = vec![paper("Giấy phép lái xe"); 21];
    assert_eq!(draft.missing(), [Missing::Subject]);
}

#[test]
fn a_paper_counts_from_its_issue_to_its_last_day() {
    let mut authorisation = paper("Giấy ủy quyền");
    authorisation.expires_on = Some(date!(2026 - 11 - 20));
    let counts = [
        (date!(2025 - 01 - 01), false),
        (date!(2025 - 01 - 02), true),
        (date!(2026 - 11 - 20), true),
        (date!(2026 - 11 - 21), false),
    ];
    for (day, expected) in counts {
        assert_eq!(authorisation.counts_on(day), expected, "{day}");
    }
}

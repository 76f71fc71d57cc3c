//! Between the receipt and the queue: the backend's own look at the images.

use card_twin::fault::Fault;
use dossier::{
    api::{CaseFile, FindingKind, ProblemType, SubmissionAnswer},
    decision::CaseState,
};
use time::Duration;

use crate::{
    office::{Office, kind},
    submissions::kinds,
};

impl Office {
    /// How often the log says that a case was checked.
    pub(crate) fn checked(&self) -> i64 {
        self.count("SELECT count(*) FROM audit WHERE action = 'case.checked'")
    }
}

#[test]
fn no_officer_sees_a_case_before_its_images_were_measured_again() {
    let office = Office::open();
    let (receiving, approving) = (office.sign_in("nhan"), office.sign_in("duyet"));
    let challenge = office.challenge(&receiving);
    let draft = office.draft(Some(&challenge), Fault::None);
    let signed = office.seal(&draft, &receiving);
    let (status, answer) = office.only_send::<SubmissionAnswer>(&signed.jws).unwrap();
    assert_eq!(status, 201);
    let case = office.receipt(&answer).case;
    assert_eq!(office.open_cases(), 0);
    assert_eq!(
        kind(office.ask::<CaseFile>(Some(&approving), "/v1/queue/next")),
        ProblemType::QueueEmpty
    );
    let claim = format!("/v1/cases/{case}/claim");
    assert_eq!(
        kind(office.ask::<CaseFile>(Some(&approving), &claim)),
        ProblemType::LeaseLost
    );
    assert_eq!(office.record(case).state, CaseState::Received);

    // The person has a case although nobody has looked at it.
    let second = office.seal_at(&draft, &receiving, office.now() + Duration::seconds(1));
    let (_, answer) = office.only_send::<SubmissionAnswer>(&second.jws).unwrap();
    office.check_received();
    let again = office.record(office.receipt(&answer).case);
    assert!(kinds(&again).contains(&FindingKind::DuplicateCase));

    assert_eq!(office.record(case).state, CaseState::Queued);
    assert_eq!(office.open_cases(), 2);
    assert_eq!(office.checked(), 2);
    office.check_received();
    assert_eq!(office.checked(), 2, "each once");
}

#[test]
fn a_case_that_does_not_open_waits_and_keeps_no_other() {
    let office = Office::open();
    let session = office.sign_in("nhan");
    let draft = office.draft(None, Fault::None);
    let [first, second] = [1, 2].map(|second| {
        let at = office.now() + Duration::seconds(second);
        let signed = office.seal_at(&draft, &session, at);
        let (_, answer) = office.only_send::<SubmissionAnswer>(&signed.jws).unwrap();
        office.receipt(&answer).case
    });
    let of_the_first = format!("{first}/submission");
    let (part, sealed) = office
        .blobs_at_rest()
        .into_iter()
        .find(|(path, _)| path.ends_with(&of_the_first))
        .unwrap();
    std::fs::write(&part, &sealed[1..]).unwrap();
    office.check_received();
    assert_eq!(office.record(first).state, CaseState::Received);
    assert_eq!(office.record(second).state, CaseState::Queued);
    std::fs::write(&part, &sealed).unwrap();
    office.check_received();
    assert_eq!(office.record(first).state, CaseState::Queued);
}

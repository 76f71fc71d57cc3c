use dossier::draft::Draft;
use dossier::submission::{SignedSubmission, SubmissionId};
use time::macros::datetime;
use uuid::Uuid;

use super::*;

fn records(folder: &Path) -> Store {
    Store::open(folder, &RecordsKey::new([7; 32])).unwrap()
}

fn submission(digit: &str) -> SignedSubmission {
    SignedSubmission {
        id: SubmissionId::parse(&digit.repeat(64)).unwrap(),
        jws: "a.b.c".into(),
    }
}

#[test]
fn a_save_that_comes_after_the_submission_does_not_bring_the_draft_back() {
    let folder = tempfile::tempdir().unwrap();
    // Two connections, as the records worker and the network worker have.
    let (drafts, mut outbox) = (records(folder.path()), records(folder.path()));
    let draft = Draft::new(Uuid::from_u128(1), datetime!(2026-11-25 09:00 +7));
    drafts.save_draft("an", &draft).unwrap();
    outbox.enqueue("an", draft.id, &submission("1")).unwrap();
    drafts.save_draft("an", &draft).unwrap();
    assert!(drafts.open_draft("an").unwrap().is_none());
    assert_eq!(outbox.pending().unwrap().len(), 1);
}

#[test]
fn another_draft_is_kept_and_its_later_state_replaces_the_earlier() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = records(folder.path());
    let at = datetime!(2026-11-25 09:00 +7);
    let submitted = Draft::new(Uuid::from_u128(1), at);
    store.save_draft("an", &submitted).unwrap();
    store.enqueue("an", submitted.id, &submission("1")).unwrap();
    let mut next = Draft::new(Uuid::from_u128(2), at);
    store.save_draft("an", &next).unwrap();
    next.contact.phone = "0900000018".into();
    store.save_draft("an", &next).unwrap();
    let found = store.open_draft("an").unwrap().unwrap();
    assert_eq!(
        (found.id, found.contact.phone.as_str()),
        (next.id, "0900000018")
    );
    assert!(store.open_draft("binh").unwrap().is_none());
}

#[test]
fn a_full_outbox_keeps_the_draft() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = records(folder.path());
    let statement = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        INSERT INTO outbox (submission, officer, jws, state, sequence)
        SELECT i, 'an', 'x', 'pending', i FROM n";
    store.connection.execute_batch(statement).unwrap();
    let draft = Draft::new(Uuid::from_u128(1), datetime!(2026-11-25 09:00 +7));
    store.save_draft("an", &draft).unwrap();
    let full = store.enqueue("an", draft.id, &submission("1"));
    assert!(matches!(full, Err(StoreError::OutboxFull(500))));
    assert!(store.open_draft("an").unwrap().is_some());
}

#[test]
fn the_file_shows_nothing_and_opens_with_no_other_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut draft = Draft::new(Uuid::from_u128(1), datetime!(2026-11-25 09:00 +7));
    draft.contact.phone = "0900000018".into();
    records(folder.path()).save_draft("an", &draft).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(10).any(|window| window == b"0900000018"));
    }
    assert!(Store::open(folder.path(), &RecordsKey::new([8; 32])).is_err());
}

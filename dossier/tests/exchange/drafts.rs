//! What a draft lacks, and that it is never changed by being stored.

use dossier::draft::{Draft, DraftError, Missing};
use reader::verdict::Verdict;
use uuid::Uuid;

use crate::fixture::{AT, context, draft};

fn lacks(change: impl FnOnce(&mut Draft)) -> Vec<Missing> {
    let mut draft = draft();
    change(&mut draft);
    let missing = draft.missing();
    match draft.seal(&context()) {
        Ok(_) => assert_eq!(missing, []),
        Err(refused) => assert_eq!(refused, missing),
    }
    missing
}

#[test]
fn an_empty_draft_lacks_the_counters_work_in_its_order() {
    let empty = Draft::new(Uuid::nil(), AT);
    let all = [
        Missing::CardNotRead,
        Missing::Portrait,
        Missing::Fingerprint,
        Missing::PhoneMissing,
        Missing::Consent,
    ];
    assert_eq!(empty.missing(), all);
    assert_eq!(empty.seal(&context()).err().unwrap(), all);
}

#[test]
fn one_thing_missing_is_enough() {
    assert_eq!(lacks(|_| ()), []);
    assert_eq!(lacks(|draft| draft.reading = None), [Missing::CardNotRead]);
    assert_eq!(lacks(|draft| draft.portrait = None), [Missing::Portrait]);
    assert_eq!(
        lacks(|draft| draft.fingerprints.clear()),
        [Missing::Fingerprint]
    );
    assert_eq!(
        lacks(|draft| draft.contact.phone.clear()),
        [Missing::PhoneMissing]
    );
    assert_eq!(
        lacks(|draft| draft.contact.phone = "0212345678".into()),
        [Missing::PhoneInvalid]
    );
    assert_eq!(
        lacks(|draft| draft.contact.email = "vi.du@".into()),
        [Missing::EmailInvalid]
    );
    assert_eq!(
        lacks(|draft| draft.contact.email.clear()),
        [],
        "e-mail is optional"
    );
    assert_eq!(lacks(|draft| draft.consent = None), [Missing::Consent]);
    let three_of_four = |draft: &mut Draft| {
        draft
            .consent
            .as_mut()
            .map(|consent| consent.points.pop_first());
    };
    assert_eq!(lacks(three_of_four), [Missing::Consent]);
}

#[test]
fn only_a_card_that_may_be_genuine_is_sealed() {
    for (verdict, expected) in [
        (Verdict::Genuine, None),
        (Verdict::Undetermined, None),
        (Verdict::Refuted, Some(Missing::CardNotGenuine)),
        (Verdict::Unread, Some(Missing::CardNotGenuine)),
    ] {
        let change = |draft: &mut Draft| {
            if let Some(reading) = &mut draft.reading {
                reading.terminal_verdict = verdict;
            }
        };
        assert_eq!(lacks(change).first().copied(), expected, "{verdict:?}");
    }
}

#[test]
fn a_stored_draft_comes_back_whole() {
    let kept = draft();
    let bytes = kept.to_bytes().unwrap();
    let again = Draft::from_bytes(&bytes).ok().unwrap();
    assert_eq!(again.to_bytes().unwrap().as_slice(), bytes.as_slice());
    assert!(again.contact == kept.contact && again.consent == kept.consent);
    let files = |draft: &Draft| {
        let reading = draft.reading.as_ref().unwrap();
        reading
            .read_out
            .files
            .iter()
            .map(|(file, bytes)| (file, bytes.to_vec()))
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&again), files(&kept));
    let empty = Draft::new(Uuid::nil(), AT);
    assert!(Draft::from_bytes(&empty.to_bytes().unwrap()).is_ok());
    assert_eq!(
        Draft::from_bytes(&bytes[1..]).err(),
        Some(DraftError::Malformed)
    );
}

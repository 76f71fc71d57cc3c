//! `evidence.json`: strict, bounded, and enough for the same verdict elsewhere.

use card_twin::{card::Card, person::Person, pki::TestPki, profile::Profile};
use dossier::{
    draft::Draft,
    evidence::{
        EvidenceError, MAX_LEN, from_bytes, presented_from_bytes, presented_to_bytes, to_bytes,
    },
};
use proptest::prelude::*;
use reader::{
    access::{AccessKey, CardAccessNumber},
    channel::ChannelError,
    chip::ChallengeExpectation,
    presented::{Presented, PresentedKind},
    read_out::{
        ActiveAuthenticationChallenge, Attempt, PaceCamTranscript, ReadOut, TerminalAuthorisation,
    },
    reading::{self, ReadRequest},
    trust::{ReferenceTime, TrustAnchors},
    verdict::{Verdict, assess},
};
use serde_json::{Value, json};

use crate::fixture::{AT, counting, draft, read_out};

pub(crate) const CHALLENGE: ActiveAuthenticationChallenge = ActiveAuthenticationChallenge([3; 8]);

pub(crate) fn read(pki: &TestPki) -> ReadOut {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../card-twin/persons/nguyen-thi-vi-du.toml"
    );
    let person = Person::load(folder.as_ref()).unwrap();
    let profile = Profile::built_in("cccd-2021").unwrap();
    let mut card = Card::personalise(&person, pki, &profile, AT).unwrap();
    let channel = |command: &[u8]| -> Result<Vec<u8>, ChannelError> { Ok(card.transmit(command)) };
    let key = AccessKey::Can(CardAccessNumber::new("000018").unwrap());
    let request = ReadRequest {
        key,
        challenge: CHALLENGE,
        allow_bac: false,
    };
    let Ok(mut read_out) = reading::read(channel, &request, &mut counting(1), &mut |_| {}) else {
        panic!("the card cannot be read");
    };
    let can = Presented::new(PresentedKind::Can, "000018").unwrap();
    read_out.presented.push(can);
    read_out
}

#[test]
fn what_was_presented_must_be_of_its_kind() {
    let refused = |json: &str| presented_from_bytes(json.as_bytes()).err().unwrap();
    let wrong = r#"[{"kind":"can","text":"12345"}]"#;
    assert_eq!(refused(wrong), EvidenceError::OutOfBounds);
    let five = format!("[{}]", [r#"{"kind":"can","text":"123456"}"#; 5].join(","));
    assert_eq!(refused(&five), EvidenceError::OutOfBounds);
    let puk = r#"[{"kind":"puk","text":"123456"}]"#;
    assert!(matches!(refused(puk), EvidenceError::Malformed { .. }));
}

#[test]
fn what_was_kept_gives_the_same_verdict() {
    let pki = TestPki::mint(AT).unwrap();
    let (trust, refused) = TrustAnchors::from_certificates([pki.csca().to_der().unwrap()]);
    assert!(refused.is_empty());
    let judge = |read_out: &ReadOut| {
        let assessment = assess(
            read_out,
            &trust,
            ReferenceTime(AT),
            ChallengeExpectation::Exactly(CHALLENGE),
        );
        (assessment.verdict(), assessment.checks)
    };
    let fresh = read(&pki);
    let expected = judge(&fresh);
    assert_eq!(expected.0, Verdict::Genuine);

    let evidence = from_bytes(&to_bytes(&fresh.evidence).unwrap())
        .ok()
        .unwrap();
    let saved = ReadOut {
        files: fresh.files.clone(),
        evidence,
        presented: presented_from_bytes(&presented_to_bytes(&fresh.presented).unwrap())
            .ok()
            .unwrap(),
    };
    assert_eq!(judge(&saved), expected);

    let mut draft = draft();
    draft.reading.as_mut().unwrap().read_out = fresh;
    let stored = Draft::from_bytes(&draft.to_bytes().unwrap()).ok().unwrap();
    assert_eq!(judge(&stored.reading.unwrap().read_out), expected);
}

#[test]
fn every_end_of_an_attempt_comes_back() {
    let mut evidence = read_out().evidence;
    evidence.access = None;
    for attempt in [
        Attempt::NotOffered,
        Attempt::NotReached,
        Attempt::Failed(None),
        Attempt::Failed(Some(0x6300)),
    ] {
        evidence.active_authentication = attempt;
        let bytes = to_bytes(&evidence).unwrap();
        let again = from_bytes(&bytes).ok().unwrap();
        assert_eq!(to_bytes(&again).unwrap().as_slice(), bytes.as_slice());
    }
}

#[test]
fn chip_authentication_mapping_and_the_terminals_standing_come_back() {
    let mut evidence = read_out().evidence;
    let transcript = PaceCamTranscript {
        parameter_id: 13,
        mapping_key: vec![4; 65],
        chip_authentication_data: vec![7; 32],
    };
    evidence.pace_cam = Attempt::Answered(transcript.clone());
    for state in [
        TerminalAuthorisation::NotOffered,
        TerminalAuthorisation::NotReached,
        TerminalAuthorisation::NotAuthorised,
        TerminalAuthorisation::Refused(None),
        TerminalAuthorisation::Refused(Some(0x6300)),
        TerminalAuthorisation::Authorised {
            holder: "VNISTEST00001".into(),
            reads_fingers: true,
        },
    ] {
        evidence.terminal_authentication = state.clone();
        let again = from_bytes(&to_bytes(&evidence).unwrap()).ok().unwrap();
        assert_eq!(again.terminal_authentication, state);
        let Attempt::Answered(again) = again.pace_cam else {
            panic!("the chip answered");
        };
        assert_eq!(again, transcript);
    }
}

#[test]
fn what_is_not_exactly_evidence_is_refused() {
    let whole: Value = serde_json::from_slice(&to_bytes(&read_out().evidence).unwrap()).unwrap();
    let attempt = |pointer: &str, value: Value| {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        from_bytes(&serde_json::to_vec(&changed).unwrap())
            .err()
            .unwrap()
    };
    let challenge = "/active_authentication/answered/challenge";
    assert_eq!(
        attempt(challenge, json!("AQID")),
        EvidenceError::OutOfBounds
    );
    let signature = "/active_authentication/answered/signature";
    assert_eq!(
        attempt(signature, json!("A".repeat(8000))),
        EvidenceError::OutOfBounds
    );
    assert_eq!(
        attempt("/access/protocol", json!("bac")),
        EvidenceError::OutOfBounds
    );
    assert!(matches!(
        attempt("/access/password", json!("puk")),
        EvidenceError::Malformed { .. }
    ));
    assert!(matches!(
        attempt("", json!({})),
        EvidenceError::Malformed { .. }
    ));
    let mut more = whole.clone();
    more["verdict"] = json!("genuine");
    let more = from_bytes(&serde_json::to_vec(&more).unwrap()).err();
    assert!(matches!(more, Some(EvidenceError::Malformed { .. })));
    assert_eq!(
        from_bytes(&vec![b' '; MAX_LEN + 1]).err(),
        Some(EvidenceError::TooLong { len: MAX_LEN + 1 })
    );
    let nested = "[".repeat(MAX_LEN);
    assert!(matches!(
        from_bytes(nested.as_bytes()).err(),
        Some(EvidenceError::Malformed { .. })
    ));
}

proptest! {
    #[test]
    fn bytes_of_any_kind_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        prop_assert!(from_bytes(&bytes).is_err());
        prop_assert!(Draft::from_bytes(&bytes).is_err());
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(dossier::submission::open(&text, |_| None).is_err());
    }

    #[test]
    fn evidence_with_one_byte_changed_is_refused_or_is_evidence(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = to_bytes(&read_out().evidence).unwrap().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(evidence) = from_bytes(&bytes) {
            prop_assert!(from_bytes(&to_bytes(&evidence).unwrap()).is_ok());
        }
    }
}

//! Signatures: what opens, and everything that must not.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dossier::{
    dossier::Dossier,
    submission::{SignedSubmission, SubmissionError, TerminalKey, claimed_terminal, open, sign},
};
use josekit::jws::{ES256, HS256, JwsHeader, serialize_compact};
use openssl::pkey::PKey;
use serde_json::{Value, json};

use crate::fixture::{TERMINAL, context, draft, key};

fn dossier() -> Dossier {
    let Ok(dossier) = draft().seal(&context()) else {
        panic!("the draft lacks something")
    };
    dossier
}

fn signed(key: &TerminalKey) -> SignedSubmission {
    sign(&dossier(), key, TERMINAL).unwrap()
}

fn refused(jws: &str, key: &TerminalKey) -> SubmissionError {
    open(jws, |_| Some(key.public().unwrap())).err().unwrap()
}

/// The middle part of a submission as JSON.
fn payload(signed: &SignedSubmission) -> Value {
    let middle = signed.jws.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
}

/// Signs any bytes as the terminal of this key would, past every check of the product.
fn forge(payload: &[u8], key: &TerminalKey, header: &[(&str, Value)]) -> String {
    let pem = key.to_pem_encrypted(b"passphrase").unwrap();
    let pkey = PKey::private_key_from_pem_passphrase(&pem, b"passphrase").unwrap();
    let signer = ES256
        .signer_from_der(pkey.private_key_to_pkcs8().unwrap())
        .unwrap();
    let mut fields = JwsHeader::new();
    for (name, value) in [
        ("kid", json!(TERMINAL)),
        ("typ", json!("cccd-submission+jws")),
    ]
    .iter()
    .chain(header)
    {
        fields.set_claim(name, Some(value.clone())).unwrap();
    }
    serialize_compact(payload, &fields, &signer).unwrap()
}

#[test]
fn what_was_signed_opens_and_has_one_identifier() {
    let key = key(1);
    let (one, two) = (signed(&key), signed(&key));
    assert_eq!(one.id, two.id);
    assert_ne!(one.jws, two.jws, "ECDSA nonces differ");
    let opened = open(&one.jws, |kid| {
        (kid == TERMINAL).then(|| key.public().unwrap())
    })
    .ok()
    .unwrap();
    assert_eq!((opened.id(), opened.terminal()), (&one.id, TERMINAL));
    assert_eq!(
        opened.dossier().sealed().contact.phone.as_str(),
        "+84912345678"
    );
    assert_eq!(sign(opened.dossier(), &key, TERMINAL).unwrap().id, one.id);
    assert_eq!(claimed_terminal(&one.jws).as_deref(), Some(TERMINAL));
    assert_eq!(one.id.as_str().len(), 64);
}

#[test]
fn another_key_an_unknown_terminal_or_a_changed_byte_is_refused() {
    let (ours, other) = (key(1), key(2));
    let signed = signed(&ours);
    assert_eq!(
        refused(&signed.jws, &other),
        SubmissionError::SignatureInvalid
    );
    assert_eq!(
        open(&signed.jws, |_| None).err(),
        Some(SubmissionError::TerminalUnknown)
    );
    for position in [signed.jws.find('.').unwrap() + 5, signed.jws.len() - 20] {
        let mut changed = signed.jws.clone().into_bytes();
        changed[position] = if changed[position] == b'A' {
            b'B'
        } else {
            b'A'
        };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(refused(&changed, &ours), SubmissionError::SignatureInvalid);
    }
    assert_eq!(
        sign(&dossier(), &ours, "quay-02").err(),
        Some(SubmissionError::OtherTerminal)
    );
}

#[test]
fn no_other_algorithm_or_header_is_accepted() {
    let key = key(1);
    let content = serde_json::to_vec(&payload(&signed(&key))).unwrap();
    let header = |header: Value| URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header).unwrap());
    let body = URL_SAFE_NO_PAD.encode(&content);

    let none = json!({ "alg": "none", "typ": "cccd-submission+jws", "kid": TERMINAL });
    assert_eq!(
        refused(&format!("{}.{body}.", header(none)), &key),
        SubmissionError::HeaderRefused
    );

    // The public key as a shared secret: the classic confusion.
    let pem = key.public().unwrap().to_pem().unwrap();
    let mut fields = JwsHeader::new();
    fields.set_key_id(TERMINAL);
    fields.set_token_type("cccd-submission+jws");
    let confused =
        serialize_compact(&content, &fields, &HS256.signer_from_bytes(&pem).unwrap()).unwrap();
    assert_eq!(refused(&confused, &key), SubmissionError::HeaderRefused);

    // A key in the header, a receipt's type, an unknown critical field.
    let coordinate = URL_SAFE_NO_PAD.encode([1; 32]);
    let jwk = json!({ "kty": "EC", "crv": "P-256", "x": coordinate, "y": coordinate });
    for extra in [
        ("jwk", jwk),
        ("typ", json!("cccd-receipt+jws")),
        ("jku", json!("https://example.vn")),
        ("x5u", json!("https://example.vn")),
    ] {
        let forged = forge(&content, &key, &[extra]);
        assert_eq!(refused(&forged, &key), SubmissionError::HeaderRefused);
    }
}

#[test]
fn what_is_no_jws_is_refused_before_any_key_is_looked_at() {
    let touched = |jws: &str| open(jws, |_| panic!("a key was looked up")).err().unwrap();
    let long_header = format!("{}.a.b", "A".repeat(600));
    for jws in [
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "!.b.c",
        "..",
        long_header.as_str(),
    ] {
        let why = touched(jws);
        let refused = matches!(
            why,
            SubmissionError::NotAJws | SubmissionError::HeaderRefused
        );
        assert!(refused, "{jws}: {why:?}");
        assert_eq!(claimed_terminal(jws), None);
    }
    let endless = "a".repeat(dossier::submission::MAX_LEN + 1);
    assert!(matches!(touched(&endless), SubmissionError::TooLong { .. }));
}

#[test]
fn a_terminal_cannot_sign_what_no_draft_could_be_sealed_to() {
    let key = key(1);
    let whole = payload(&signed(&key));
    let attempt = |pointer: &str, value: Value| {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        refused(
            &forge(&serde_json::to_vec(&changed).unwrap(), &key, &[]),
            &key,
        )
    };
    assert_eq!(attempt("/version", json!(2)), SubmissionError::Incomplete);
    assert_eq!(
        attempt("/dossier/fingerprints", json!([])),
        SubmissionError::Incomplete
    );
    assert_eq!(
        attempt("/dossier/consent/points", json!(["purpose"])),
        SubmissionError::Incomplete
    );
    assert_eq!(
        attempt("/dossier/terminal", json!("quay-02")),
        SubmissionError::OtherTerminal
    );
    assert_eq!(
        attempt("/dossier/contact/phone", json!("+84212345678")),
        SubmissionError::Malformed
    );
    assert_eq!(
        attempt("/dossier/reading/terminal_verdict", json!("sure")),
        SubmissionError::Malformed
    );
    assert_eq!(
        attempt("/dossier/portrait/bytes", json!("?")),
        SubmissionError::Malformed
    );
    assert_eq!(
        attempt("/dossier/reading/read_out/files", json!({ "DG17": "" })),
        SubmissionError::Malformed
    );
    assert_eq!(
        attempt("/dossier/portrait", json!(null)),
        SubmissionError::Malformed
    );
}

#[test]
fn the_same_content_written_otherwise_is_refused() {
    let key = key(1);
    let whole = payload(&signed(&key));
    let spaced = serde_json::to_vec_pretty(&whole).unwrap();
    assert_eq!(
        refused(&forge(&spaced, &key, &[]), &key),
        SubmissionError::NotCanonical
    );
    let mut phone = whole.clone();
    *phone.pointer_mut("/dossier/contact/phone").unwrap() = json!("0912345678");
    let phone = serde_json::to_vec(&phone).unwrap();
    assert_eq!(
        refused(&forge(&phone, &key, &[]), &key),
        SubmissionError::NotCanonical
    );
    let plain = serde_json::to_vec(&whole).unwrap();
    assert!(open(&forge(&plain, &key, &[]), |_| Some(key.public().unwrap())).is_ok());
}

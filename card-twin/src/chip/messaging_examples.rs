//! Published figures for single steps of secure messaging; whole sessions are in `tests/`.

use openssl::symm::Mode;
use serde_json::Value;

use super::{SecureMessaging, Suite};
use crate::chip::crypto;

fn examples() -> Value {
    let text = include_str!("../../../test-vectors/icao9303-worked-examples.json");
    serde_json::from_str(text).expect("worked examples are JSON")
}

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("hex");
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex"))
        .collect()
}

fn session(encryption_key: Vec<u8>, mac_key: Vec<u8>, counter: u128) -> SecureMessaging {
    SecureMessaging {
        suite: Suite::Aes128,
        encryption_key,
        mac_key,
        counter,
    }
}

#[test]
fn eac_worked_example_aes_encryption() {
    let step = &examples()["eac"][0]["secure_messaging_aes"]["encrypt"];
    let messaging = session(bytes(&step["key"]), vec![0; 16], 1);
    let sealed = messaging
        .cipher(Mode::Encrypt, &crypto::pad(&bytes(&step["plain"]), 16))
        .expect("cipher");
    assert_eq!(sealed, bytes(&step["cipher"]));
}

#[test]
fn eac_worked_example_aes_mac() {
    let step = &examples()["eac"][0]["secure_messaging_aes"]["mac"];
    let messaging = session(vec![0; 16], bytes(&step["key"]), 2);
    let mac = messaging
        .mac(&crypto::pad(&bytes(&step["data"]), 16))
        .expect("mac");
    assert_eq!(mac.to_vec(), bytes(&step["mac"]));
}

#[test]
fn bac_kdf_up_to_parity() {
    let example = &examples()["examples"][0];
    assert_eq!(example["id"], "bac-kdf");
    let seed = bytes(&example["inputs"]["Kseed"]);
    let even = |key: &[u8]| key.iter().map(|byte| byte & 0xFE).collect::<Vec<_>>();
    let encryption = crypto::derive_key(Suite::TripleDes, &seed, crypto::ENCRYPTION);
    let authentication = crypto::derive_key(Suite::TripleDes, &seed, crypto::AUTHENTICATION);
    // DES ignores parity bits, so this card does not set them.
    assert_eq!(even(&encryption), even(&bytes(&example["outputs"]["KEnc"])));
    assert_eq!(
        even(&authentication),
        even(&bytes(&example["outputs"]["KMac"]))
    );
}

#[test]
fn protected_answers_of_full_capacity_fit_a_short_le() {
    for suite in Suite::ALL {
        let mut messaging = SecureMessaging::new(suite, &[1; 16], 0);
        let capacity = messaging.capacity(258);
        for (extra, fits) in [(0, true), (1, false)] {
            let answer = super::Answer::ok(vec![7; capacity + extra]);
            let protected = messaging
                .close_oddly(&answer, false, super::Oddness::default())
                .unwrap_or_default();
            assert_eq!(protected.len() - 2 <= 256, fits, "{capacity}+{extra}");
        }
    }
}

//! The protocols against ICAO Doc 9303-11 Appendices D and G and vectors computed from them.

use serde_json::Value;
use test_vectors::{example, hex};
use zeroize::Zeroizing;

use super::bac;
use super::secure_messaging::{SecureMessaging, SendSequenceCounter};
use crate::crypto::cipher::{BlockCipher, SymmetricKey};
use crate::crypto::kdf::{self, Purpose};
use crate::crypto::mac::MacKey;
use crate::mrz::MrzKey;
use crate::wire::{CommandApdu, ResponseApdu, StatusWord};

fn key(cipher: BlockCipher, value: &Value) -> SymmetricKey {
    SymmetricKey::new(cipher, Zeroizing::new(hex(value))).unwrap()
}

fn session(cipher: BlockCipher, keys: &Value, counter: SendSequenceCounter) -> SecureMessaging {
    let authentication = MacKey::new(key(cipher, &keys["KSMac"])).unwrap();
    SecureMessaging::new(key(cipher, &keys["KSEnc"]), authentication, counter)
}

fn same_key(derived: &SymmetricKey, printed: &Value) {
    // 3DES ignores the parity bits that the document sets: compare what the keys do.
    let printed = key(derived.cipher(), printed);
    let block = vec![0x5A; derived.cipher().block_len()];
    assert_eq!(
        derived.encrypt_block(&block).unwrap(),
        printed.encrypt_block(&block).unwrap()
    );
}

#[test]
fn appendix_d1_key_derivation() {
    let example = example("bac-kdf");
    let seed = hex(&example["inputs"]["Kseed"]);
    for (purpose, name) in [
        (Purpose::Encryption, "KEnc"),
        (Purpose::Authentication, "KMac"),
    ] {
        let derived = kdf::derive(&seed, purpose, BlockCipher::TripleDes).unwrap();
        same_key(&derived, &example["outputs"][name]);
    }
}

#[test]
fn appendix_d2_seeds_from_the_mrz() {
    let short = MrzKey::from_fields("L898902C", "690806", "940623").unwrap();
    let example_of = |id| &example(id)["outputs"];
    let seed = super::key::basic_access_seed(&short).unwrap();
    assert_eq!(seed[..], hex(&example_of("bac-mrz-short")["Kseed"]));
    let long = MrzKey::from_fields("D23145890734", "340712", "950712").unwrap();
    let seed = super::key::basic_access_seed(&long).unwrap();
    assert_eq!(
        seed[..],
        hex(&example_of("bac-mrz-long")["Kseed_computed_here"])
    );
}

#[test]
fn appendix_d3_mutual_authentication() {
    let example = example("bac-mutual-auth");
    let (inputs, steps) = (&example["inputs"], &example["intermediate"]);
    let mut random = [hex(&inputs["RND_IFD"]), hex(&inputs["K_IFD"])].into_iter();
    let mut rng = |buffer: &mut [u8]| buffer.copy_from_slice(&random.next().unwrap());
    let mrz = MrzKey::from_fields("L898902C", "690806", "940623").unwrap();
    let (command, state) = bac::begin(&mrz).unwrap();
    assert_eq!(command.encode()[..], hex(&steps["apdu_get_challenge"]));
    let response = ResponseApdu::parse(hex(&steps["rapdu_get_challenge"])).unwrap();
    let (command, state) = state.receive(&response, &mut rng).unwrap();
    assert_eq!(
        command.encode()[..],
        hex(&steps["apdu_external_authenticate"])
    );
    let response = ResponseApdu::parse(hex(&steps["rapdu_external_authenticate"])).unwrap();
    let mut messaging = state.receive(&response).unwrap();
    // The session is the right one when it protects the first command of Appendix D.4 as printed.
    let step = &self::example("bac-secure-messaging")["intermediate"]["steps"][0];
    let select = CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(vec![0x01, 0x1E]);
    assert_eq!(
        messaging.protect(&select).unwrap().encode()[..],
        hex(&step["protected"])
    );
}

#[test]
fn appendix_d4_secure_messaging_with_3des() {
    let example = example("bac-secure-messaging");
    let start = <[u8; 8]>::try_from(hex(&example["inputs"]["SSC"])).unwrap();
    let counter = SendSequenceCounter::starting_at(start);
    let mut messaging = session(BlockCipher::TripleDes, &example["inputs"], counter);
    let commands = [
        CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(vec![0x01, 0x1E]),
        CommandApdu::new([0x00, 0xB0, 0x00, 0x00]).expecting(4),
        CommandApdu::new([0x00, 0xB0, 0x00, 0x04]).expecting(18),
    ];
    let steps = example["intermediate"]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), commands.len());
    for (command, step) in commands.iter().zip(steps) {
        assert_eq!(
            messaging.protect(command).unwrap().encode()[..],
            hex(&step["protected"])
        );
        let response = ResponseApdu::parse(hex(&step["rapdu"])).unwrap();
        let opened = messaging.unprotect(&response).unwrap();
        assert_eq!(
            (opened.status(), opened.data()),
            (StatusWord::SUCCESS, &hex(&step["plain"])[..])
        );
    }
}

#[test]
fn secure_messaging_with_aes_128() {
    let example = example("sm-aes128");
    let counter = SendSequenceCounter::zero(BlockCipher::Aes128);
    let mut messaging = session(BlockCipher::Aes128, example, counter);
    let offset = vec![0x54, 0x02, 0x80, 0x00];
    let commands = [
        CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(vec![0x01, 0x1E]),
        CommandApdu::new([0x00, 0xB0, 0x00, 0x00]).expecting(22),
        CommandApdu::new([0x00, 0xB1, 0x00, 0x00])
            .with_data(offset)
            .expecting(0xE0),
    ];
    let steps = example["steps"].as_array().unwrap();
    // The answer to the third command stands in the fourth step.
    let answers = [&steps[0], &steps[1], &steps[3]];
    let expected = [
        (0x9000, vec![]),
        (0x9000, hex(&steps[1]["plain"])),
        (0x6A82, vec![]),
    ];
    for (index, (status, plain)) in expected.into_iter().enumerate() {
        let protected = messaging.protect(&commands[index]).unwrap();
        assert_eq!(
            protected.encode()[..],
            hex(&steps[index]["protected"]),
            "step {index}"
        );
        let response = ResponseApdu::parse(hex(&answers[index]["rapdu"])).unwrap();
        let opened = messaging.unprotect(&response).unwrap();
        assert_eq!(
            (opened.status().value(), opened.data()),
            (status, &plain[..]),
            "step {index}"
        );
    }
}

#[test]
fn session_keys_of_all_ciphers() {
    let example = example("ca-v1-aes-kdf");
    let secret = hex(&example["Z"]);
    for (name, cipher) in [
        ("tdes", BlockCipher::TripleDes),
        ("aes128", BlockCipher::Aes128),
        ("aes192", BlockCipher::Aes192),
        ("aes256", BlockCipher::Aes256),
    ] {
        for (purpose, key) in [
            (Purpose::Encryption, "KSEnc"),
            (Purpose::Authentication, "KSMac"),
        ] {
            same_key(
                &kdf::derive(&secret, purpose, cipher).unwrap(),
                &example[name][key],
            );
        }
    }
}

#[test]
fn eac_worked_example_secure_messaging_with_aes() {
    let vector = &example("eac-worked-example-ecdh")["secure_messaging_aes"];
    let number = |value: &Value| value.as_u64().map(|count| u128::from(count).to_be_bytes());
    let encryption = key(BlockCipher::Aes128, &vector["encrypt"]["key"]);
    let counter = number(&vector["encrypt"]["SSC"]).unwrap();
    let iv = encryption.encrypt_block(&counter).unwrap();
    let mut plain = hex(&vector["encrypt"]["plain"]);
    crate::crypto::cipher::pad(&mut plain, 16);
    let cipher = encryption.encrypt(&iv, &plain).unwrap();
    assert_eq!(cipher[..], hex(&vector["encrypt"]["cipher"]));
    let authentication = MacKey::new(key(BlockCipher::Aes128, &vector["mac"]["key"])).unwrap();
    let mut data = hex(&vector["mac"]["data"]);
    crate::crypto::cipher::pad(&mut data, 16);
    let counter = number(&vector["mac"]["SSC"]).unwrap();
    let code = authentication.mac(&[&counter[..], &data].concat()).unwrap();
    assert_eq!(code[..], hex(&vector["mac"]["mac"]));
}

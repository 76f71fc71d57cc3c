//! The published worked examples of integrated mapping, finite fields, chip authentication mapping, Chip
//! Authentication and Active Authentication, byte for byte.

use card_twin::card::Card;
use card_twin::profile::Hash;
use card_twin::protocol::{ChipKeyOffer, Mapping, PaceOffer, Suite};
use card_twin::random::scripted;
use openssl::bn::{BigNum, BigNumContext};
use openssl::pkey::PKey;
use openssl::rsa::RsaPrivateKeyBuilder;
use serde_json::Value;

use crate::access::basic;
use crate::bench::{bytes, card_of, hex, profile, send};
use crate::group::Group;
use crate::terminal::{Session, object};
use crate::worked_examples::{computed, example, text};

fn script(inputs: &Value, names: &[&str]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = names
        .iter()
        .map(|name| bytes(text(&inputs[*name])))
        .collect();
    parts.concat()
}

fn card_for(offer: PaceOffer, mrz: &str, can: &str, script: Vec<u8>) -> Card {
    let profile = profile().with_pace(&[offer]).expect("profile");
    let card = card_of(&profile.with_buffers(2048, 2048), &[]).0;
    card.with_access_keys(mrz, can)
        .with_random(scripted(script))
}

fn fields(inputs: &Value) -> String {
    let fields = inputs["mrz_fields_with_check_digits"].as_array();
    fields.expect("fields").iter().map(text).collect()
}

/// GENERAL AUTHENTICATE with one object inside.
fn step(card: &mut Card, class: &str, tag: u8, value: &[u8]) -> String {
    let inside = if value.is_empty() {
        Vec::new()
    } else {
        object(tag, value)
    };
    let data = object(0x7C, &inside);
    let length = data.len();
    send(card, &format!("{class}860000{length:02X}{}00", hex(&data)))
}

/// Doc 9303-11 appendix G.2: generic mapping over a finite field.
#[test]
fn appendix_g2_pace_generic_mapping_dh() {
    let example = example("pace-gm-dh-aes128");
    let inputs = &example["inputs"];
    let offer = PaceOffer::new(Mapping::Gm, Suite::Aes128, 0);
    let script = script(inputs, &["nonce_s", "chip_map_private", "chip_dh_private"]);
    let mut card = card_for(offer, &fields(inputs), "000000", script);
    let steps = example["outputs"]["apdus"].as_array().expect("steps");
    for step in steps.iter().take(4) {
        let answer = send(&mut card, text(&step["command"]));
        // The document leaves out some of its status words.
        let expected = text(&step["response"]).trim_end_matches("9000");
        assert_eq!(
            answer.trim_end_matches("9000"),
            expected,
            "{}",
            step["step"]
        );
    }
    // The document's chip adds a reference that its command did not ask for.
    let answer = send(&mut card, text(&steps[4]["command"]));
    let token = text(&example["outputs"]["T_IC"]);
    assert_eq!(answer, format!("7C0A8608{token}9000"));
}

/// Doc 9303-11 appendix H: integrated mapping. Its password key is that of "123456".
fn integrated(id: &str, parameters: u8, width: usize, keys: [&str; 2], key_tag: u8) {
    let example = example(id);
    let (inputs, steps) = (&example["inputs"], &example["intermediate"]);
    let offer = PaceOffer::new(Mapping::Im, Suite::Aes128, parameters);
    let group = Group::standard(parameters);
    // The generator has the order of the subgroup, so the private key counts modulo that order only.
    let mut private = BigNum::new().expect("number");
    let whole = BigNum::from_slice(&bytes(text(&inputs["chip_dh_private"]))).expect("number");
    let mut context = BigNumContext::new().expect("context");
    private
        .nnmod(&whole, &group.order(), &mut context)
        .expect("remainder");
    let private = private
        .to_vec_padded(group.order().num_bytes())
        .expect("fits");
    let script = [bytes(text(&inputs["nonce_s"])), private].concat();
    let mut card = card_for(offer, "", "123456", script);
    let template = [object(0x80, &offer.oid()), object(0x83, &[2])].concat();
    let set = format!("0022C1A4{:02X}{}", template.len(), hex(&template));
    assert_eq!(send(&mut card, &set), "9000");
    let nonce = text(&steps["encrypted_nonce_z"]);
    assert_eq!(
        step(&mut card, "10", 0, &[]),
        format!("7C128010{nonce}9000")
    );
    let terminal_nonce = bytes(text(&inputs["nonce_t"]));
    assert_eq!(step(&mut card, "10", 0x81, &terminal_nonce), "7C0282009000");
    let public = |name: &str| {
        let prefix: &[u8] = if key_tag == 0x86 { &[4] } else { &[] };
        let key = [prefix, &bytes(text(&steps[name]))].concat();
        assert_eq!(key.len(), width);
        key
    };
    let [chip, terminal] = keys.map(public);
    let answer = step(&mut card, "10", 0x83, &terminal);
    let expected = object(0x7C, &object(0x84, &chip));
    assert_eq!(answer, format!("{}9000", hex(&expected)));
    let token = |name: &str| text(&example["outputs"][name]).to_owned();
    let answer = step(&mut card, "00", 0x85, &bytes(&token("T_IFD")));
    assert_eq!(answer, format!("7C0A8608{}9000", token("T_IC")));
}

#[test]
fn appendix_h1_pace_integrated_mapping_ecdh() {
    let keys = ["chip_dh_public_xy", "terminal_dh_public_xy"];
    integrated("pace-im-ecdh-aes128", 13, 65, keys, 0x86);
}

#[test]
fn appendix_h2_pace_integrated_mapping_dh() {
    let keys = ["chip_dh_public", "terminal_dh_public"];
    integrated("pace-im-dh-aes128", 0, 128, keys, 0x84);
}

/// Doc 9303-11 appendix I.1: every APDU. The static key follows from CA_IC and the mapping key.
#[test]
fn appendix_i_pace_chip_authentication_mapping() {
    let example_ = example("pace-cam-ecdh-aes128");
    let proof = example("pace-cam-chip-auth");
    let inputs = &example_["inputs"];
    let group = Group::standard(13);
    let number = |value: &Value| BigNum::from_slice(&bytes(text(value))).expect("number");
    let mut context = BigNumContext::new().expect("context");
    let (mut inverse, mut private) = (BigNum::new().expect("n"), BigNum::new().expect("n"));
    let data = number(&proof["outputs"]["CA_IC"]);
    inverse
        .mod_inverse(&data, &group.order(), &mut context)
        .expect("inverse");
    let mapping = number(&inputs["chip_map_private"]);
    private
        .mod_mul(&mapping, &inverse, &group.order(), &mut context)
        .expect("product");
    let public = hex(&group.power(&group.generator(), &private));
    assert!(text(&proof["inputs"]["ChipAuthenticationPublicKeyInfo"]).contains(&public));
    let offer = PaceOffer::new(Mapping::Cam, Suite::Aes128, 13);
    let script = script(inputs, &["nonce_s", "chip_map_private", "chip_dh_private"]);
    let mut card = card_for(offer, &fields(inputs), "000000", script)
        .with_static_key(13, &private.to_vec())
        .expect("key");
    for step in example_["outputs"]["apdus"].as_array().expect("steps") {
        let answer = send(&mut card, text(&step["command"]));
        assert_eq!(answer, text(&step["response"]), "{}", step["step"]);
    }
}

/// Generated cases of generic mapping in the other suites and curves.
#[test]
fn pace_generic_mapping_in_other_suites() {
    for (id, suite, parameters) in [
        ("pace-gm-prime256v1-3des", Suite::TripleDes, 12),
        ("pace-gm-brainpoolP256r1-aes256", Suite::Aes256, 13),
        ("pace-gm-brainpoolP384r1-aes192", Suite::Aes192, 16),
        ("pace-gm-brainpoolP512r1-aes256", Suite::Aes256, 17),
        ("pace-gm-secp521r1-aes256", Suite::Aes256, 18),
    ] {
        let case = computed(id);
        let offer = PaceOffer::new(Mapping::Gm, suite, parameters);
        assert_eq!(hex(&offer.oid()), text(&case["OID_value_hex"]));
        let script = script(&case, &["nonce_s", "chip_map_private", "chip_dh_private"]);
        let password = text(&case["K"]);
        let can = password.strip_prefix("(ASCII) ");
        // Else it is the SHA-1 of this information.
        let mrz = "T22000129364081251010318";
        let mut card = card_for(offer, mrz, can.unwrap_or_default(), script);
        let reference = if can.is_some() { 2 } else { 1 };
        let template = [object(0x80, &offer.oid()), object(0x83, &[reference])].concat();
        let set = format!("0022C1A4{:02X}{}", template.len(), hex(&template));
        assert_eq!(send(&mut card, &set), "9000");
        let value = |name: &str| bytes(text(&case[name]));
        let framed =
            |tag: u8, name: &str| format!("{}9000", hex(&object(0x7C, &object(tag, &value(name)))));
        assert_eq!(
            step(&mut card, "10", 0, &[]),
            framed(0x80, "encrypted_nonce_z"),
            "{id}"
        );
        let answer = step(&mut card, "10", 0x81, &value("terminal_map_public"));
        assert_eq!(answer, framed(0x82, "chip_map_public"), "{id}");
        let answer = step(&mut card, "10", 0x83, &value("terminal_dh_public"));
        assert_eq!(answer, framed(0x84, "chip_dh_public"), "{id}");
        let answer = step(&mut card, "00", 0x85, &value("T_IFD"));
        assert_eq!(answer, framed(0x86, "T_IC"), "{id}");
    }
}

/// Chip Authentication with the reference DG14 key of BSI TR-03105-5: the first command under 3DES.
#[test]
fn chip_authentication_3des_reference_key() {
    let case = computed("ca-v1-3des-bsi-dg14");
    let key = ChipKeyOffer::new(Suite::TripleDes, 11);
    let profile = profile().with_chip_keys(&[key]).expect("profile");
    let mut card = card_of(&profile, &[])
        .0
        .with_static_key(11, &bytes(text(&case["chip_private"])))
        .expect("key");
    let mut session = basic(&mut card, "199000018499031593903157").expect("BAC");
    let template = bytes(text(&case["mse_set_kat"]))[5..].to_vec();
    let (_, status) = session.send(&mut card, "002241A6", &template, None);
    assert_eq!(status, 0x9000);
    let command = text(&case["first_sm_select_ef_com"]);
    assert_eq!(send(&mut card, command), text(&case["expected_rapdu"]));
}

/// Chip Authentication keys of the EAC worked example, without a nonce, in each AES suite.
#[test]
fn chip_authentication_aes_session_keys() {
    let case = computed("ca-v1-aes-kdf");
    for (suite, name) in [
        (Suite::Aes128, "aes128"),
        (Suite::Aes192, "aes192"),
        (Suite::Aes256, "aes256"),
    ] {
        let key = ChipKeyOffer::new(suite, 13);
        let profile = profile().with_chip_keys(&[key]).expect("profile");
        let mut card = card_of(&profile, &[])
            .0
            .with_static_key(13, &bytes(text(&case["chip_private"])))
            .expect("key");
        let mut session = basic(&mut card, "199000018499031593903157").expect("BAC");
        let group = Group::standard(13);
        let terminal = bytes(text(&case["terminal_private"]));
        let terminal = BigNum::from_slice(&terminal).expect("number");
        let public = group.power(&group.generator(), &terminal);
        let (_, status) = session.send(&mut card, "002241A4", &object(0x80, &key.oid()), None);
        assert_eq!(status, 0x9000);
        let data = object(0x7C, &object(0x80, &public));
        let (_, status) = session.send(&mut card, "00860000", &data, Some(0));
        assert_eq!(status, 0x9000);
        let mut session = Session::with(suite, &[], 0);
        session.encryption_key = bytes(text(&case[name]["KSEnc"]));
        session.mac_key = bytes(text(&case[name]["KSMac"]));
        let (head, status) = session.send(&mut card, "00B08100", &[], Some(5));
        assert_eq!((hex(&head).as_str(), status), ("615D5F1F5A", 0x9000));
    }
}

/// The message representative of the Active Authentication examples, opened with a key of ours.
#[test]
fn active_authentication_message_representatives() {
    for (id, hash) in [
        ("aa-rsa1024-sha1-bsi-dg15", Hash::Sha1),
        ("aa-rsa1024-sha256-bsi-dg15", Hash::Sha256),
    ] {
        let case = computed(id);
        let mut card = card_of(&profile().with_rsa(1024, hash), &[]).0;
        let representative = bytes(text(&case["F"]));
        // A key whose private exponent is one leaves the representative as it is.
        let modulus = BigNum::from_slice(&[0xFF; 128]).expect("number");
        let one = || BigNum::from_u32(1).expect("one");
        let key = RsaPrivateKeyBuilder::new(modulus, one(), one())
            .expect("key")
            .build();
        card = card.with_signature_key(PKey::from_rsa(key).expect("key"));
        let mut session = basic(&mut card, "199000018499031593903157").expect("BAC");
        card = card.with_random(scripted(bytes(text(&case["M1"]))));
        let challenge = bytes(text(&case["RND_IFD"]));
        let (signature, status) = session.send(&mut card, "00880000", &challenge, Some(0));
        assert_eq!(
            (hex(&signature), status),
            (hex(&representative), 0x9000),
            "{id}"
        );
    }
}

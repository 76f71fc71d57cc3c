//! The published worked examples, byte for byte, from the chip's side.

use crate::bench::{APPLICATION, bytes, card, send};
use card_twin::random::scripted;
use serde_json::Value;

fn examples() -> Value {
    serde_json::from_str(include_str!(
        "../../../test-vectors/icao9303-worked-examples.json"
    ))
    .expect("JSON")
}

pub(crate) fn example(id: &str) -> Value {
    let all = examples();
    let found = all["examples"]
        .as_array()
        .expect("list")
        .iter()
        .find(|example| example["id"] == id);
    found.unwrap_or_else(|| panic!("no example {id}")).clone()
}

pub(crate) fn computed(id: &str) -> Value {
    let all = examples();
    let cases = all["computed_here"]["vectors"].as_array().expect("vectors");
    let found = cases.iter().find(|case| case["id"] == id);
    found.unwrap_or_else(|| panic!("no case {id}")).clone()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

/// Doc 9303-11 appendix D.2 to D.4: keys from the MRZ, mutual authentication, three protected commands.
#[test]
fn appendix_d_basic_access_control_and_3des_messaging() {
    let mrz = example("bac-mrz-short");
    let mutual = example("bac-mutual-auth");
    let messaging = example("bac-secure-messaging");
    let script = [&mutual["inputs"]["RND_IC"], &mutual["inputs"]["K_IC"]]
        .map(|value| bytes(text(value)))
        .concat();
    let mut card = card(&[])
        .0
        .with_access_keys(text(&mrz["intermediate"]["MRZ_information"]), "000000")
        .with_random(scripted(script))
        .with_file(0x011E, bytes(text(&messaging["outputs"]["EF_COM"])));
    assert_eq!(send(&mut card, APPLICATION), "9000");
    let step = &mutual["intermediate"];
    assert_eq!(
        send(&mut card, text(&step["apdu_get_challenge"])),
        text(&step["rapdu_get_challenge"])
    );
    assert_eq!(
        send(&mut card, text(&step["apdu_external_authenticate"])),
        text(&step["rapdu_external_authenticate"])
    );
    let steps = messaging["intermediate"]["steps"]
        .as_array()
        .expect("steps");
    assert_eq!(steps.len(), 3);
    for step in steps {
        assert_eq!(
            send(&mut card, text(&step["protected"])),
            text(&step["rapdu"]),
            "{}",
            step["op"]
        );
    }
}

/// Doc 9303-11 appendix G.1: PACE with generic mapping, every APDU.
#[test]
fn appendix_g_pace_generic_mapping() {
    let example = example("pace-gm-ecdh-aes128");
    let inputs = &example["inputs"];
    let script = ["nonce_s", "chip_map_private", "chip_dh_private"]
        .map(|name| bytes(text(&inputs[name])))
        .concat();
    let fields = inputs["mrz_fields_with_check_digits"]
        .as_array()
        .expect("fields");
    let mrz: String = fields.iter().map(text).collect();
    let mut card = card(&[])
        .0
        .with_access_keys(&mrz, "000000")
        .with_random(scripted(script));
    let steps = example["outputs"]["apdus"].as_array().expect("steps");
    assert_eq!(steps.len(), 5);
    for step in steps {
        assert_eq!(
            send(&mut card, text(&step["command"])),
            text(&step["response"]),
            "{}",
            step["step"]
        );
    }
}

/// The generated case with a card access number.
#[test]
fn pace_generic_mapping_with_a_card_access_number() {
    let case = computed("pace-gm-brainpoolP256r1-aes128");
    assert_eq!(case["K"], "(ASCII) 123456");
    let script = ["nonce_s", "chip_map_private", "chip_dh_private"]
        .map(|name| bytes(text(&case[name])))
        .concat();
    let mut card = card(&[])
        .0
        .with_access_keys("", "123456")
        .with_random(scripted(script));
    let field = |name: &str| text(&case[name]);
    let steps = [
        (
            "0022C1A40F800A04007F00070202040202830102".to_owned(),
            "9000".to_owned(),
        ),
        (
            "10860000027C0000".to_owned(),
            format!("7C128010{}9000", field("encrypted_nonce_z")),
        ),
        (
            format!("10860000457C438141{}00", field("terminal_map_public")),
            format!("7C438241{}9000", field("chip_map_public")),
        ),
        (
            format!("10860000457C438341{}00", field("terminal_dh_public")),
            format!("7C438441{}9000", field("chip_dh_public")),
        ),
        (
            format!("008600000C7C0A8508{}00", field("T_IFD")),
            format!("7C0A8608{}9000", field("T_IC")),
        ),
    ];
    for (command, answer) in steps {
        assert_eq!(send(&mut card, &command), answer);
    }
}

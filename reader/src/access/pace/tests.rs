//! PACE against ICAO Doc 9303-11 Appendices G, H and I and vectors computed like them.

use serde_json::Value;
use test_vectors::{example, hex};

use super::*;
use crate::access::{CardAccessNumber, PersonalIdentificationNumber};
use crate::lds::security_infos::PaceInfo;
use crate::mrz::MrzKey;
use crate::wire::StatusWord;
use crate::wire::oid::ObjectIdentifier;

/// One run: what is sent, what the chip says, and what the terminal draws.
struct Run {
    suite: PaceSuite,
    key: AccessKey,
    draws: Vec<Vec<u8>>,
    commands: Vec<Vec<u8>>,
    responses: Vec<Vec<u8>>,
}

impl Run {
    /// Takes the steps as far as the answers are right; checks each command that is known.
    fn play(&self) -> Result<PaceSession, AccessError> {
        let mut draws = self.draws.iter();
        let mut rng = |buffer: &mut [u8]| {
            let drawn = draws.next().expect("two numbers are drawn");
            let padding = buffer.len() - drawn.len();
            buffer.fill(0);
            buffer[padding..].copy_from_slice(drawn);
        };
        let answer = |step: usize| ResponseApdu::parse(self.responses[step].clone()).unwrap();
        let check = |step: usize, command: &CommandApdu| {
            assert_eq!(command.encode()[..], self.commands[step], "command {step}");
        };
        let (command, state) = begin(&self.suite, &self.key)?;
        check(0, &command);
        let (command, state) = state.receive(&answer(0))?;
        check(1, &command);
        let (command, state) = state.receive(&answer(1), &mut rng)?;
        check(2, &command);
        let (command, state) = state.receive(&answer(2), &mut rng)?;
        check(3, &command);
        let (command, state) = state.receive(&answer(3))?;
        check(4, &command);
        state.receive(&answer(4))
    }
}

fn suite(protocol: &Value, parameter_id: u8) -> PaceSuite {
    let protocol = ObjectIdentifier::from_content(&hex(protocol)).unwrap();
    PaceSuite::choose(&[PaceInfo {
        protocol,
        version: 2,
        parameter_id: Some(parameter_id),
    }])
    .unwrap()
}

/// The printed key fields of Appendix G come with their check digits.
fn mrz_of_appendix_g() -> AccessKey {
    AccessKey::Mrz(MrzKey::from_fields("T22000129", "640812", "101031").unwrap())
}

fn appendix_g1() -> Run {
    printed("pace-gm-ecdh-aes128", 13, mrz_of_appendix_g())
}

/// A run whose commands and answers the document prints.
fn printed(id: &str, parameter_id: u8, key: AccessKey) -> Run {
    let example = example(id);
    let apdus = example["outputs"]["apdus"].as_array().unwrap();
    Run {
        suite: suite(&example["inputs"]["OID_value_hex"], parameter_id),
        key,
        draws: vec![
            hex(&example["inputs"]["terminal_map_private"]),
            hex(&example["inputs"]["terminal_dh_private"]),
        ],
        commands: apdus.iter().map(|apdu| hex(&apdu["command"])).collect(),
        responses: apdus.iter().map(|apdu| hex(&apdu["response"])).collect(),
    }
}

/// A run from a vector that prints values instead of commands.
fn computed(id: &str, parameter_id: u8, key: AccessKey) -> Run {
    computed_from(example(id), parameter_id, key)
}

fn computed_from(vector: &Value, parameter_id: u8, key: AccessKey) -> Run {
    let value = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|name| vector[name].as_str().map(|_| hex(&vector[name])))
    };
    let protocol = hex(&vector["OID_value_hex"]);
    let password = match key.kind() {
        PasswordKind::Mrz => 1,
        PasswordKind::Can => 2,
        PasswordKind::Pin => 3,
    };
    let mut template = Vec::new();
    data_object::append(&mut template, 0x80, &protocol);
    data_object::append(&mut template, 0x83, &[password]);
    let template = CommandApdu::new([0x00, 0x22, 0xC1, 0xA4]).with_data(template);
    let mut commands = vec![template.encode().to_vec()];
    let mut responses = vec![vec![0x90, 0x00]];
    let exchanges = [
        (true, 0, ["", ""], 0x80, ["encrypted_nonce_z", "nonce_enc"]),
        (
            true,
            0x81,
            ["terminal_map_public", "map_pcd_pub_key"],
            0x82,
            ["chip_map_public", "map_picc_pub_key"],
        ),
        (
            true,
            0x83,
            ["terminal_dh_public", "pcd_pub_key"],
            0x84,
            ["chip_dh_public", "picc_pub_key"],
        ),
        (
            false,
            0x85,
            ["T_IFD", "authentication_token_pcd"],
            0x86,
            ["T_IC", "authentication_token_picc"],
        ),
    ];
    for (chained, tag, sent, answer_tag, answer) in exchanges {
        let mut object = Vec::new();
        if let Some(sent) = value(sent) {
            data_object::append(&mut object, tag, &sent);
        }
        let mut data = Vec::new();
        data_object::append(&mut data, 0x7C, &object);
        let class = if chained { 0x10 } else { 0 };
        let command = CommandApdu::new([class, 0x86, 0, 0])
            .with_data(data)
            .expecting(256);
        commands.push(command.encode().to_vec());
        let inner = data_object::object(answer_tag, &value(answer).unwrap());
        let mut response = data_object::object(0x7C, &inner).to_vec();
        response.extend_from_slice(&[0x90, 0x00]);
        responses.push(response);
    }
    Run {
        suite: suite(&vector["OID_value_hex"], parameter_id),
        key,
        draws: [["terminal_map_private"; 2], ["terminal_dh_private"; 2]]
            .into_iter()
            .filter_map(value)
            .collect(),
        commands,
        responses,
    }
}

#[test]
fn appendix_g1_generic_mapping() {
    let mut messaging = appendix_g1().play().unwrap().messaging;
    // The vector of secure messaging continues this very session.
    let step = &example("sm-aes128")["steps"][0];
    let select = CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(vec![0x01, 0x1E]);
    assert_eq!(
        messaging.protect(&select).unwrap().encode()[..],
        hex(&step["protected"])
    );
}

#[test]
fn every_curve_and_cipher_of_the_computed_vectors() {
    let can = AccessKey::Can(CardAccessNumber::new("123456").unwrap());
    computed("pace-gm-brainpoolP256r1-aes128", 13, can)
        .play()
        .unwrap();
    for (id, parameter_id) in [
        ("pace-gm-prime256v1-3des", 12),
        ("pace-gm-brainpoolP256r1-aes256", 13),
        ("pace-gm-brainpoolP384r1-aes192", 16),
        ("pace-gm-brainpoolP512r1-aes256", 17),
        ("pace-gm-secp521r1-aes256", 18),
    ] {
        assert!(
            computed(id, parameter_id, mrz_of_appendix_g())
                .play()
                .is_ok(),
            "{id}"
        );
    }
}

/// Appendix H prints values, and a password key that the card access number 123456 gives.
fn appendix_h1() -> Run {
    let example = example("pace-im-ecdh-aes128");
    let (inputs, steps) = (&example["inputs"], &example["intermediate"]);
    let point = |name: &str| [&[4][..], &hex(&steps[name])].concat();
    let exchange = |chained: bool, sent: (u8, Vec<u8>), answer: (u8, Vec<u8>)| {
        let object = match sent.0 {
            0 => Vec::new(),
            tag => data_object::object(tag, &sent.1).to_vec(),
        };
        let command = template::general_authenticate(chained, &object).encode();
        let inner = data_object::object(answer.0, &answer.1);
        let mut response = data_object::object(0x7C, &inner).to_vec();
        response.extend_from_slice(&[0x90, 0x00]);
        (command.to_vec(), response)
    };
    let nonce = hex(&steps["encrypted_nonce_z"]);
    let (terminal, chip) = (point("terminal_dh_public_xy"), point("chip_dh_public_xy"));
    let outputs = &example["outputs"];
    let exchanges = [
        (
            test_vectors::unhex("0022C1A40F 800A04007F00070202040402 830102"),
            vec![0x90, 0x00],
        ),
        exchange(true, (0, vec![]), (0x80, nonce)),
        exchange(true, (0x81, hex(&inputs["nonce_t"])), (0x82, vec![])),
        exchange(true, (0x83, terminal), (0x84, chip)),
        exchange(
            false,
            (0x85, hex(&outputs["T_IFD"])),
            (0x86, hex(&outputs["T_IC"])),
        ),
    ];
    let (commands, responses) = exchanges.into_iter().unzip();
    Run {
        suite: suite(&inputs["OID_value_hex"], 13),
        key: AccessKey::Can(CardAccessNumber::new("123456").unwrap()),
        draws: vec![hex(&inputs["nonce_t"]), hex(&inputs["terminal_dh_private"])],
        commands,
        responses,
    }
}

#[test]
fn appendix_h1_integrated_mapping() {
    assert!(appendix_h1().play().is_ok());
    let mut run = appendix_h1();
    // The chip may leave out what it has nothing to say in, and must not say anything.
    run.responses[2] = test_vectors::unhex("7C00 9000");
    assert!(run.play().is_ok());
    run.responses[2] = test_vectors::unhex("7C038201009000");
    assert!(run.play().is_err());
    let mut run = appendix_h1();
    run.responses[1].drain(4..12);
    run.responses[1][1] -= 8;
    run.responses[1][3] -= 8;
    assert!(run.play().is_err(), "a nonce shorter than the key");
}

#[test]
fn appendix_g2_generic_mapping_in_a_prime_field() {
    let session = printed("pace-gm-dh-aes128", 0, mrz_of_appendix_g()).play();
    let trail = session.unwrap().trail;
    assert_eq!(trail.authorities, [b"DETESTCVCA00003"]);
    assert_eq!(trail.chip_name.len(), 20);
}

#[test]
fn appendix_i1_chip_authentication_mapping() {
    let key = || AccessKey::Mrz(MrzKey::from_fields("C11T002JM", "960812", "231031").unwrap());
    let run = printed("pace-cam-ecdh-aes128", 13, key());
    let trail = run.play().unwrap().trail;
    let transcript = trail.chip_authentication.unwrap();
    let printed_data = &example("pace-cam-chip-auth")["outputs"]["CA_IC"];
    assert_eq!(transcript.chip_authentication_data, hex(printed_data));
    let mut run = printed("pace-cam-ecdh-aes128", 13, key());
    run.responses[4].drain(12..62);
    run.responses[4][1] = 10;
    let status = ProtocolStep::Token;
    assert_eq!(
        run.play().err(),
        Some(malformed(status)),
        "no data of the chip"
    );
}

#[test]
fn eac_worked_example_opens_with_the_pin() {
    let vector = &example("eac-worked-example-ecdh")["pace"];
    let secret = AccessKey::Pin(PersonalIdentificationNumber::new("123456").unwrap());
    let command = begin(&suite(&vector["OID_value_hex"], 13), &secret)
        .unwrap()
        .0;
    assert_eq!(command.data().last(), Some(&3));
    let mut run = computed_from(vector, 13, secret);
    run.draws = vec![
        hex(&vector["map_pcd_priv_key"]),
        hex(&vector["pcd_priv_key"])[1..].to_vec(),
    ];
    assert!(run.play().is_ok());
}

#[test]
fn a_refused_token_is_a_wrong_password() {
    let mut run = appendix_g1();
    run.responses[4] = vec![0x63, 0x00];
    let error = run.play().err().unwrap();
    let status = StatusWord::AUTHENTICATION_FAILED;
    assert_eq!(
        error,
        AccessError::WrongPassword {
            step: ProtocolStep::Token,
            status
        }
    );
}

#[test]
fn a_wrong_token_of_the_card_ends_it() {
    for change in [2, 4, 11] {
        let mut run = appendix_g1();
        run.responses[4][change] ^= 1;
        assert!(matches!(
            run.play(),
            Err(AccessError::Protocol {
                step: ProtocolStep::Token,
                ..
            })
        ));
    }
}

#[test]
fn keys_that_must_not_be_used_end_it() {
    let own_mapping_key = appendix_g1().commands[2][9..74].to_vec();
    let own_agreement_key = appendix_g1().commands[3][9..74].to_vec();
    let off_curve = [&[4][..], &[1; 64]].concat();
    let compressed = [&[2][..], &own_mapping_key[1..33]].concat();
    for (step, tag, own) in [(2, 0x82, own_mapping_key), (3, 0x84, own_agreement_key)] {
        for key in [own, off_curve.clone(), compressed.clone(), vec![0]] {
            let mut run = appendix_g1();
            run.responses[step] =
                data_object::object(0x7C, &data_object::object(tag, &key)).to_vec();
            run.responses[step].extend_from_slice(&[0x90, 0x00]);
            let violation = match run.play() {
                Err(AccessError::Protocol { violation, .. }) => violation,
                _ => panic!("the key must be refused"),
            };
            assert_eq!(violation, Violation::PublicKey);
        }
    }
}

#[test]
fn answers_that_are_no_dynamic_data_end_it() {
    for step in 1..5 {
        for answer in [
            "9000",
            "7C009000",
            "7C028000 9000",
            "7C03800100 00 9000",
            "6F00",
        ] {
            let mut run = appendix_g1();
            run.responses[step] = test_vectors::unhex(answer);
            assert!(run.play().is_err(), "step {step}, answer {answer}");
        }
    }
}

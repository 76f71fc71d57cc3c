//! PACE with generic mapping against ICAO Doc 9303-11 Appendix G.1 and vectors computed like it.

use serde_json::Value;
use test_vectors::{example, hex};

use super::*;
use crate::access::CardAccessNumber;
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
    fn play(&self) -> Result<SecureMessaging, AccessError> {
        let mut draws = self.draws.iter();
        let mut rng = |buffer: &mut [u8]| {
            let drawn = draws.next().expect("two keys are drawn");
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
    let example = example("pace-gm-ecdh-aes128");
    let apdus = example["outputs"]["apdus"].as_array().unwrap();
    Run {
        suite: suite(&example["inputs"]["OID_value_hex"], 13),
        key: mrz_of_appendix_g(),
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
    let vector = example(id);
    let protocol = hex(&vector["OID_value_hex"]);
    let password = match key.kind() {
        PasswordKind::Mrz => 1,
        PasswordKind::Can => 2,
    };
    let mut template = Vec::new();
    data_object::append(&mut template, 0x80, &protocol);
    data_object::append(&mut template, 0x83, &[password]);
    let template = CommandApdu::new([0x00, 0x22, 0xC1, 0xA4]).with_data(template);
    let mut commands = vec![template.encode().to_vec()];
    let mut responses = vec![vec![0x90, 0x00]];
    let exchanges = [
        (true, 0, "", 0x80, "encrypted_nonce_z"),
        (true, 0x81, "terminal_map_public", 0x82, "chip_map_public"),
        (true, 0x83, "terminal_dh_public", 0x84, "chip_dh_public"),
        (false, 0x85, "T_IFD", 0x86, "T_IC"),
    ];
    for (chained, tag, sent, answer_tag, answer) in exchanges {
        let mut object = Vec::new();
        if !sent.is_empty() {
            data_object::append(&mut object, tag, &hex(&vector[sent]));
        }
        let mut data = Vec::new();
        data_object::append(&mut data, 0x7C, &object);
        let class = if chained { 0x10 } else { 0 };
        let command = CommandApdu::new([class, 0x86, 0, 0])
            .with_data(data)
            .expecting(256);
        commands.push(command.encode().to_vec());
        let inner = data_object::object(answer_tag, &hex(&vector[answer]));
        let mut response = data_object::object(0x7C, &inner).to_vec();
        response.extend_from_slice(&[0x90, 0x00]);
        responses.push(response);
    }
    Run {
        suite: suite(&vector["OID_value_hex"], parameter_id),
        key,
        draws: vec![
            hex(&vector["terminal_map_private"]),
            hex(&vector["terminal_dh_private"]),
        ],
        commands,
        responses,
    }
}

#[test]
fn appendix_g1_generic_mapping() {
    let mut messaging = appendix_g1().play().unwrap();
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

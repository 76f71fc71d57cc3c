//! Chip authentication with the reference DG14 of BSI TR-03105-5, 3DES on brainpoolP224r1.

use test_vectors::{example, hex, unhex};

use super::*;
use crate::lds::security_infos::{ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo};
use crate::wire::oid;

fn infos(point: &[u8]) -> SecurityInfos {
    // SubjectPublicKeyInfo with standardizedDomainParameters 11.
    let algorithm = data_object::object(0x30, &unhex("06 07 04007F00070102 02 01 0B"));
    let bits = data_object::object(0x03, &[&[0], point].concat());
    let key = data_object::object(0x30, &[algorithm.as_slice(), &bits].concat());
    let mut infos = SecurityInfos::default();
    infos
        .chip_authentication_public_keys
        .push(ChipAuthenticationPublicKeyInfo {
            protocol: oid::ID_PK_ECDH,
            subject_public_key_info: key.to_vec(),
            key_id: None,
        });
    infos.chip_authentication.push(ChipAuthenticationInfo {
        protocol: oid::ID_CA_ECDH_3DES,
        version: 1,
        key_id: None,
    });
    infos
}

fn ok() -> ResponseApdu {
    ResponseApdu::parse(vec![0x90, 0x00]).unwrap()
}

fn run() -> (SecurityInfos, ChipAuthenticationTranscript) {
    let vector = example("ca-v1-3des-bsi-dg14");
    let infos = infos(&hex(&vector["chip_public"]));
    let mut rng = |buffer: &mut [u8]| buffer.copy_from_slice(&hex(&vector["terminal_private"]));
    let suite = ChipAuthenticationSuite::choose(&infos).unwrap().unwrap();
    let Progress::Send(command, awaiting) = suite.begin(&mut rng).unwrap() else {
        panic!("a command comes first");
    };
    assert_eq!(command.encode()[..], hex(&vector["mse_set_kat"]));
    let Ok(Progress::Agreed(agreement)) = awaiting.receive(&ok()) else {
        panic!("3DES takes one command");
    };
    let (mut messaging, mut transcript) = agreement.into_session();
    let select = CommandApdu::new([0x00, 0xA4, 0x02, 0x0C]).with_data(vec![0x01, 0x1E]);
    transcript.protected_command = messaging.protect(&select).unwrap().encode().to_vec();
    assert_eq!(
        transcript.protected_command,
        hex(&vector["first_sm_select_ef_com"])
    );
    transcript.protected_response = hex(&vector["expected_rapdu"]);
    let response = ResponseApdu::parse(transcript.protected_response.clone()).unwrap();
    assert!(messaging.unprotect(&response).is_ok());
    (infos, transcript)
}

#[test]
fn reference_dg14_with_3des_is_proven_to_the_terminal_only() {
    let (infos, transcript) = run();
    let proof = ChipProof {
        protocol: ChipProtocol::ChipAuthentication,
        convinces: Convinces::TerminalOnly,
        tolerance: None,
    };
    assert_eq!(replay(&transcript, &infos), Outcome::Proven(proof));
}

#[test]
fn every_changed_part_of_a_transcript_refutes() {
    let (infos, transcript) = run();
    let refuted = |edit: fn(&mut ChipAuthenticationTranscript)| {
        let mut changed = transcript.clone();
        edit(&mut changed);
        assert_eq!(
            replay(&changed, &infos),
            Outcome::Refuted(Reason::ChipProofInvalid)
        );
    };
    refuted(|transcript| transcript.ephemeral_private_key[5] ^= 1);
    refuted(|transcript| transcript.ephemeral_private_key.clear());
    refuted(|transcript| transcript.protected_command[7] ^= 1);
    refuted(|transcript| transcript.protected_command.clear());
    refuted(|transcript| transcript.protected_response[8] ^= 1);
    refuted(|transcript| transcript.protected_response = vec![0x90, 0x00]);
    refuted(|transcript| transcript.protected_response = vec![0x69, 0x88]);
    refuted(|transcript| transcript.protocol[9] = 2);
    refuted(|transcript| transcript.key_id = Some(vec![1]));
}

#[test]
fn another_chips_key_refutes_and_no_key_is_not_performed() {
    let (_, transcript) = run();
    let vector = example("ca-v1-3des-bsi-dg14");
    let other = infos(&hex(&vector["terminal_public"]));
    assert_eq!(
        replay(&transcript, &other),
        Outcome::Refuted(Reason::ChipProofInvalid)
    );
    let none = SecurityInfos::default();
    assert_eq!(
        replay(&transcript, &none),
        Outcome::NotPerformed(Reason::NotOffered)
    );
    let off_curve = infos(&[&[4][..], &[1; 56]].concat());
    assert_eq!(
        replay(&transcript, &off_curve),
        Outcome::NotPerformed(Reason::AlgorithmRefused)
    );
}

#[test]
fn aes_takes_two_commands_and_names_its_key() {
    let vector = example("ca-v1-3des-bsi-dg14");
    let mut infos = infos(&hex(&vector["chip_public"]));
    infos.chip_authentication[0].protocol = oid::ID_CA_ECDH_AES_192;
    infos.chip_authentication[0].key_id = Some(vec![7]);
    infos.chip_authentication_public_keys[0].key_id = Some(vec![7]);
    let suite = ChipAuthenticationSuite::choose(&infos).unwrap().unwrap();
    let mut rng = |buffer: &mut [u8]| buffer.copy_from_slice(&hex(&vector["terminal_private"]));
    let Ok(Progress::Send(first, awaiting)) = suite.begin(&mut rng) else {
        panic!("a command comes first");
    };
    assert_eq!(
        first.encode()[..],
        unhex("0022 41A4 0F 80 0A 04007F00070202030203 84 01 07")
    );
    let Ok(Progress::Send(second, _)) = awaiting.receive(&ok()) else {
        panic!("AES takes two commands");
    };
    let public = data_object::object(0x80, &hex(&vector["terminal_public"]));
    assert_eq!(second.header(), [0x00, 0x86, 0x00, 0x00]);
    assert_eq!(second.data(), &data_object::object(0x7C, &public)[..]);
}

#[test]
fn keys_of_the_eac_worked_example_agree_on_the_session_of_every_cipher() {
    let vector = example("ca-v1-aes-kdf");
    let eac = &example("eac-worked-example-ecdh")["chip_authentication_v2"];
    let parameters = crate::crypto::agreement::DomainParameters::from_parameter_id(13).unwrap();
    let domain = Domain::standard(&parameters).unwrap();
    let pair = domain.restore(&hex(&vector["terminal_private"])).unwrap();
    assert_eq!(pair.public_bytes(), hex(&eac["ca_pcd_pub_key"]));
    let chip = domain.restore(&hex(&vector["chip_private"])).unwrap();
    assert_eq!(chip.public_bytes(), hex(&eac["ca_picc_pub_key"]));
    let secret = domain.shared_secret(&pair, chip.public_bytes()).unwrap();
    assert_eq!(secret[..], hex(&vector["Z"]));
    let compressed = domain.compressed(pair.public_bytes()).unwrap();
    let terminal = &example("eac-worked-example-ecdh")["terminal_authentication_v2"];
    assert_eq!(compressed, hex(&terminal["comp_eph_pk"]));
    for (name, cipher) in [
        ("aes128", BlockCipher::Aes128),
        ("aes192", BlockCipher::Aes192),
        ("aes256", BlockCipher::Aes256),
        ("tdes", BlockCipher::TripleDes),
    ] {
        let key = |purpose| crate::crypto::kdf::derive(&secret, purpose, cipher).unwrap();
        let printed = |field: &str| {
            let bytes = Zeroizing::new(hex(&vector[name][field]));
            crate::crypto::cipher::SymmetricKey::new(cipher, bytes).unwrap()
        };
        // 3DES ignores the parity bits that the vector sets: compare what the keys do.
        let block = vec![0x5A; cipher.block_len()];
        for (purpose, field) in [
            (crate::crypto::kdf::Purpose::Encryption, "KSEnc"),
            (crate::crypto::kdf::Purpose::Authentication, "KSMac"),
        ] {
            assert_eq!(
                key(purpose).encrypt_block(&block),
                printed(field).encrypt_block(&block),
                "{name} {field}"
            );
        }
    }
}

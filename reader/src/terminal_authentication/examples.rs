//! Certificates and signatures against published chains.

use test_vectors::{example, hex, unhex};

use super::*;

/// DV and IS of the worked example of inspection systems, and the Dutch test chain's IS.
const PERSOSIM_IS: &str = "7f2181dd7f4e81965f290100420b44454456495330303030317f494f060a04007f000702020202038641047b3ffa152c71cc71964af7a21fa6ec13ca328fea394dc02cca651917a82e7f07a89d2136daf0d2b2a7fe7c9e229ec81c50b01d633593ee037edcdd0d01a582255f200d444554455354495330303030317f4c0e060904007f0007030102015301035f25060106010102025f24060106010202025f37408c74977a3a35740ae5b4591cd218a74715dfcfbd6dbf8eeb4a80b40fe15942631e0eb579b901ea39061a0370ebf6fd2fd0e83a3564f25fa88c7152b9bb9a6c12";

fn certificate(bytes: &[u8]) -> CvCertificate {
    CvCertificate::parse(bytes).unwrap()
}

fn eac_chain() -> Vec<CvCertificate> {
    let vector = &example("eac-worked-example-ecdh")["terminal_authentication_v2"];
    ["cvca", "dv", "terminal"]
        .map(|name| certificate(&hex(&vector[name])))
        .into()
}

#[test]
fn eac_worked_example_certificates_are_signed_one_by_the_other() {
    let [cvca, dv, terminal] = &eac_chain()[..] else {
        panic!("three certificates");
    };
    assert_eq!(cvca.role(), Role::VerifyingAuthority);
    assert_ne!(dv.role(), Role::Terminal);
    assert_eq!(terminal.role(), Role::Terminal);
    let curve = cvca.key().own_curve();
    assert!(cvca.is_signed_by(cvca, curve));
    assert!(dv.is_signed_by(cvca, curve));
    assert!(terminal.is_signed_by(dv, curve));
    assert!(!terminal.is_signed_by(cvca, curve));
    assert!(!dv.is_signed_by(terminal, curve));
    assert_eq!(terminal.algorithm(), SignatureAlgorithm::EcdsaSha512);
    assert!(!terminal.grants_fingers(), "another kind of terminal");
}

#[test]
fn eac_worked_example_signature_is_the_terminals() {
    let vector = &example("eac-worked-example-ecdh")["terminal_authentication_v2"];
    let chain = eac_chain();
    let message = [
        hex(&vector["id_picc"]),
        hex(&vector["r_picc"]),
        hex(&vector["comp_eph_pk"]),
    ]
    .concat();
    assert_eq!(message, hex(&vector["signed_message"]));
    let curve = chain[0].key().own_curve();
    let signature = hex(&vector["signature_plain_rs"]);
    let key = chain[2].key();
    assert_eq!(key.verifies(curve, &message, &signature), Ok(true));
    assert_eq!(key.verifies(curve, &message[1..], &signature), Ok(false));
    assert_eq!(key.verifies(curve, &message, &signature[1..]), Ok(false));
}

#[test]
fn inspection_system_signature_of_version_1_is_the_terminals() {
    let vector = example("ta-v1-ecdsa-sha256-persosim-is");
    let terminal = certificate(&unhex(PERSOSIM_IS));
    assert_eq!(terminal.holder(), b"DETESTIS00001");
    assert_eq!(terminal.authority(), b"DEDVIS00001");
    assert!(terminal.grants_fingers());
    let message = [
        vector["id_picc_ascii"].as_str().unwrap().as_bytes(),
        &hex(&vector["r_picc"]),
        &hex(&vector["comp_terminal_ca_key"]),
    ]
    .concat();
    assert_eq!(message, hex(&vector["signed_message"]));
    let curve = crate::crypto::agreement::Curve::from_parameter_id(13);
    let signature = hex(&vector["signature_plain_rs"]);
    assert_eq!(
        terminal.key().verifies(curve, &message, &signature),
        Ok(true)
    );
}

#[test]
fn other_kinds_of_terminals_are_no_inspection_systems() {
    let chain = eac_chain();
    let authorities = [chain[0].holder().to_vec()];
    let refused = chain_to(&chain, &authorities, None).err();
    assert_eq!(refused, Some(ChainError::NoTerminal));
}

#[test]
fn every_changed_byte_is_refused_or_breaks_the_signature() {
    let bytes = unhex(PERSOSIM_IS);
    let whole = certificate(&bytes);
    for index in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[index] ^= 1;
        if let Ok(changed) = CvCertificate::parse(&changed) {
            assert_ne!(
                changed.body_and_signature(),
                whole.body_and_signature(),
                "{index}"
            );
        }
        assert!(
            CvCertificate::parse(&bytes[..index]).is_err(),
            "cut at {index}"
        );
    }
    assert!(CvCertificate::parse(&[&bytes[..], &[0]].concat()).is_err());
}

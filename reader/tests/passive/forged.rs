//! Security objects that are wrong in one place.

use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use reader::files::{DataGroupNumber, FileId};
use reader::verdict::{CheckId, CheckResult, Reason, Verdict};
use reader::wire::oid;
use reader::wire::tlv::{DataObject, encode};

use crate::forger::{ECDSA_WITH_SHA384, Forgery, SHA256_WITH_RSA, hashes, lds_security_object};
use crate::issued::{ended, healthy, judge, pki};

fn refused(forgery: &Forgery, reason: Reason) {
    let assessment = judge(&forgery.read_out());
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature),
        (CheckResult::Failed, reason)
    );
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn the_unforged_object_is_accepted() {
    assert_eq!(
        judge(&Forgery::default().read_out()).verdict(),
        Verdict::Genuine
    );
}

#[test]
fn other_content_types_are_refused() {
    let data =
        oid::ObjectIdentifier::from_content(&test_vectors::unhex("2A864886F70D010701")).unwrap();
    refused(
        &Forgery {
            content_type: data.clone(),
            ..Forgery::default()
        },
        Reason::WrongContentType,
    );
    refused(
        &Forgery {
            attribute_type: Some(data),
            ..Forgery::default()
        },
        Reason::SignedAttributes,
    );
    let enveloped = Forgery {
        outer_type: "2A864886F70D010703".into(),
        ..Forgery::default()
    };
    refused(&enveloped, Reason::WrongContentType);
}

#[test]
fn structures_outside_the_profile_are_refused() {
    for version in [0, 1, 2, 4, 0xFF] {
        refused(
            &Forgery {
                version,
                ..Forgery::default()
            },
            Reason::SodMalformed,
        );
    }
    refused(
        &Forgery {
            signer_infos: 0,
            ..Forgery::default()
        },
        Reason::SignerNotOne,
    );
    refused(
        &Forgery {
            signer_infos: 2,
            ..Forgery::default()
        },
        Reason::SignerNotOne,
    );
    refused(
        &Forgery {
            attributes: false,
            ..Forgery::default()
        },
        Reason::SignedAttributes,
    );
    refused(
        &Forgery {
            attribute_type: None,
            ..Forgery::default()
        },
        Reason::SignedAttributes,
    );
    refused(
        &Forgery {
            tail: vec![0],
            ..Forgery::default()
        },
        Reason::SodMalformed,
    );
    let twice = vec![pki().document_signer().to_der().unwrap(); 2];
    refused(
        &Forgery {
            certificates: twice,
            ..Forgery::default()
        },
        Reason::SignerNotOne,
    );
}

#[test]
fn a_changed_content_is_refused() {
    let mut list = hashes();
    list[0].1[0] ^= 1;
    let content = lds_security_object(&oid::SHA256, &list);
    let original = Some(Forgery::default().content);
    refused(
        &Forgery {
            content,
            signed_content: original,
            ..Forgery::default()
        },
        Reason::DigestDiffers,
    );
}

#[test]
fn a_changed_signature_is_refused() {
    let mut sod = Forgery::default().sod();
    *sod.last_mut().unwrap() ^= 1;
    let mut read_out = Forgery::default().read_out();
    read_out.files.insert(FileId::Sod, sod);
    let assessment = judge(&read_out);
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature),
        (CheckResult::Failed, Reason::SignatureInvalid)
    );
}

#[test]
fn algorithms_that_do_not_belong_together_are_refused() {
    refused(
        &Forgery {
            digest: oid::SHA1,
            ..Forgery::default()
        },
        Reason::AlgorithmRefused,
    );
    refused(
        &Forgery {
            digest: oid::SHA384,
            ..Forgery::default()
        },
        Reason::AlgorithmsDisagree,
    );
    refused(
        &Forgery {
            signature: ECDSA_WITH_SHA384.into(),
            ..Forgery::default()
        },
        Reason::AlgorithmsDisagree,
    );
    refused(
        &Forgery {
            signature: SHA256_WITH_RSA.into(),
            ..Forgery::default()
        },
        Reason::AlgorithmsDisagree,
    );
    let rsa = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    refused(
        &Forgery {
            key: rsa,
            ..Forgery::default()
        },
        Reason::SignatureInvalid,
    );
}

#[test]
fn an_indefinite_length_is_read_and_judged_the_same() {
    let sod = Forgery::default().sod();
    let definite = DataObject::parse(&sod).ok().unwrap();
    let info = definite.node().children().next().unwrap();
    let parts: Vec<_> = info.children().collect();
    let signed_data = parts[1].children().next().unwrap().to_der();
    let mut indefinite = [
        &[0x30, 0x80][..],
        &parts[0].to_der(),
        &[0xA0, 0x80],
        &signed_data,
        &[0; 4],
    ]
    .concat();
    let mut read_out = healthy();
    read_out
        .files
        .insert(FileId::Sod, encode(0x77, &indefinite));
    assert_eq!(judge(&read_out).verdict(), Verdict::Genuine);
    indefinite.truncate(indefinite.len() - 2);
    read_out
        .files
        .insert(FileId::Sod, encode(0x77, &indefinite));
    assert_eq!(judge(&read_out).verdict(), Verdict::Refuted);
}

#[test]
fn without_the_signers_certificate_the_signature_is_undetermined() {
    let assessment = judge(
        &Forgery {
            certificates: Vec::new(),
            ..Forgery::default()
        }
        .read_out(),
    );
    let signature = ended(&assessment, CheckId::PassiveSignature);
    assert_eq!(
        signature,
        (CheckResult::Undetermined, Reason::IssuerUnknown)
    );
    assert_eq!(assessment.verdict(), Verdict::Undetermined);
}

#[test]
fn lists_that_name_a_group_twice_or_wrongly_are_refused() {
    let mut twice = hashes();
    let mut wrong = twice[0].clone();
    wrong.1[0] ^= 1;
    twice.insert(0, wrong.clone());
    refused(&signed(&twice), Reason::SodMalformed);
    let mut reversed = hashes();
    reversed.push(wrong);
    refused(&signed(&reversed), Reason::SodMalformed);
    for number in [vec![0], vec![17], vec![0xFF], vec![1, 0, 0, 0, 1]] {
        let mut list = hashes();
        list.push((number, vec![0; 32]));
        refused(&signed(&list), Reason::SodMalformed);
    }
    refused(&signed(&[]), Reason::SodMalformed);
}

#[test]
fn hashes_of_other_functions_or_lengths_fail() {
    let content = lds_security_object(&oid::SHA1, &hashes());
    let assessment = judge(
        &Forgery {
            content,
            ..Forgery::default()
        }
        .read_out(),
    );
    let mrz = CheckId::PassiveHash(DataGroupNumber::MRZ);
    assert_eq!(
        ended(&assessment, mrz),
        (CheckResult::Failed, Reason::AlgorithmRefused)
    );
    let mut short = hashes();
    short[0].1.truncate(16);
    let assessment = judge(&signed(&short).read_out());
    assert_eq!(
        ended(&assessment, mrz),
        (CheckResult::Failed, Reason::HashMismatch)
    );
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn a_key_that_is_not_in_the_list_proves_nothing() {
    let without_dg15: Vec<_> = hashes()
        .into_iter()
        .filter(|(number, _)| *number != [15])
        .collect();
    let assessment = judge(&signed(&without_dg15).read_out());
    let aa = ended(&assessment, CheckId::ActiveAuthentication);
    assert_eq!(aa, (CheckResult::Undetermined, Reason::KeyNotSigned));
    assert!(
        assessment
            .document()
            .unwrap()
            .active_authentication_key
            .is_none()
    );
}

#[test]
fn ten_thousand_levels_and_endless_lengths_end_quickly() {
    let mut nested = vec![0x04, 0x00];
    for _ in 0..10_000 {
        nested = encode(0x30, &nested);
    }
    for inside in [
        nested,
        [0x30, 0x80].repeat(100_000),
        vec![0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
    ] {
        let mut read_out = Forgery::default().read_out();
        read_out.files.insert(FileId::Sod, encode(0x77, &inside));
        assert_eq!(
            ended(&judge(&read_out), CheckId::PassiveSignature).1,
            Reason::SodMalformed
        );
    }
}

fn signed(list: &[(Vec<u8>, Vec<u8>)]) -> Forgery {
    Forgery {
        content: lds_security_object(&oid::SHA256, list),
        ..Forgery::default()
    }
}

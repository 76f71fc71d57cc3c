//! Verdicts over cards that were read: the healthy one and every way to be wrong.

use card_twin::fault::Fault;
use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::passive::{PassiveDocument, authenticate};
use reader::read_out::{ActiveAuthenticationChallenge, Attempt, ReadOut};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{
    Assessment, CheckId, CheckResult, Conclusion, Reason, Verdict, assess, unread,
};
use time::macros::datetime;

use crate::issued::{
    NOW, card, ended, healthy, judge, judge_at, person, read_card, read_faulty, trust,
};

const EVERY_CHECK: [&str; 20] = [
    "access.pace",
    "access.bac",
    "access.card_access_consistent",
    "passive.signature",
    "passive.path",
    "passive.revocation",
    "passive.hash.dg1",
    "passive.hash.dg2",
    "passive.hash.dg13",
    "passive.hash.dg14",
    "passive.hash.dg15",
    "passive.country",
    "chip.chip_authentication",
    "chip.active_authentication",
    "chip.pace_cam",
    "access.key_fits",
    "document.expiry",
    "document.consistent",
    "identity.presented",
    "clock.plausible",
];

fn hash(number: DataGroupNumber) -> CheckId {
    CheckId::PassiveHash(number)
}

fn assert_complete(assessment: &Assessment) {
    let names: Vec<String> = assessment
        .checks
        .iter()
        .map(|check| check.id.name())
        .collect();
    for name in EVERY_CHECK {
        assert_eq!(
            names.iter().filter(|found| *found == name).count(),
            1,
            "{name} in {names:?}"
        );
    }
}

fn without(mut_from: &ReadOut, file: FileId) -> ReadOut {
    let mut read_out = ReadOut {
        evidence: mut_from.evidence.clone(),
        presented: mut_from.presented.clone(),
        ..ReadOut::default()
    };
    for (kept, bytes) in mut_from.files.iter().filter(|(kept, _)| *kept != file) {
        read_out.files.insert(kept, bytes.to_vec());
    }
    read_out
}

fn with(file: FileId, bytes: Vec<u8>) -> ReadOut {
    let mut read_out = healthy();
    read_out.files.insert(file, bytes);
    read_out
}

#[test]
fn a_healthy_card_is_genuine() {
    let assessment = judge(&healthy());
    assert_complete(&assessment);
    let unusual: Vec<_> = assessment
        .checks
        .iter()
        .filter(|check| check.reason != Reason::AsRequired)
        .map(|check| (check.id.name(), check.result.word(), check.reason))
        .collect();
    assert_eq!(
        unusual,
        [
            ("access.bac".into(), "not_supported", Reason::NotOffered),
            (
                "passive.revocation".into(),
                "undetermined",
                Reason::NoRevocationList
            ),
            (
                "passive.hash.dg3".into(),
                "not_supported",
                Reason::DataGroupLocked
            ),
            (
                "chip.chip_authentication".into(),
                "successful",
                Reason::ConvincesTerminalOnly
            ),
            ("chip.pace_cam".into(), "not_supported", Reason::NotOffered),
            (
                "identity.presented".into(),
                "not_supported",
                Reason::NothingPresented
            ),
        ]
    );
    assert_eq!(
        (
            assessment.verdict().word(),
            assessment.verdict().exit_code()
        ),
        ("genuine", 0)
    );
}

#[test]
fn a_verified_document_names_its_signers_and_holds_its_parts() {
    let Conclusion::Genuine(verified) = judge(&healthy()).conclusion else {
        panic!("not genuine")
    };
    let evidence = verified.evidence();
    assert!(
        evidence.document_signer.subject.contains("C=VN"),
        "{}",
        evidence.document_signer.subject
    );
    assert!(
        evidence
            .country_signing_ca
            .subject
            .contains("CN=CSCA Vietnam TEST")
    );
    assert_eq!(evidence.reference_time, ReferenceTime(NOW));
    assert_ne!(
        evidence.document_signer.sha256,
        evidence.country_signing_ca.sha256
    );
    let document = verified.value();
    let details = document.details.as_ref().unwrap();
    assert_eq!(details.full_name.as_deref(), Some("Nguyễn Thị Ví Dụ"));
    assert_eq!(details.mother.as_deref(), Some("Trần Thị Mẹ"));
    assert_eq!(document.mrz.personal_number().unwrap().can(), "000018");
    assert_eq!(
        document
            .security_infos
            .as_ref()
            .unwrap()
            .chip_authentication_public_keys
            .len(),
        1
    );
    assert!(document.active_authentication_key.is_some());
    let face = document.face.as_ref().unwrap();
    assert!(
        (15_000..=20_480).contains(&face.image.len()),
        "{}",
        face.image.len()
    );
}

#[test]
fn every_changed_data_group_is_named() {
    for number in [1, 2, 13, 14, 15]
        .into_iter()
        .filter_map(DataGroupNumber::new)
    {
        let mut bytes = healthy().files.data_group(number).unwrap().to_vec();
        *bytes.last_mut().unwrap() ^= 1;
        let assessment = judge(&with(FileId::DataGroup(number), bytes));
        let failed: Vec<_> = assessment
            .checks
            .iter()
            .filter(|check| check.reason == Reason::HashMismatch)
            .map(|check| check.id)
            .collect();
        assert_eq!(failed, [hash(number)]);
        assert_eq!(assessment.verdict(), Verdict::Refuted);
        assert_complete(&assessment);
    }
}

#[test]
fn a_changed_portrait_is_refuted() {
    let assessment = judge(&read_faulty(Fault::ChangedDg2));
    assert_eq!(
        ended(&assessment, hash(DataGroupNumber::FACE)),
        (CheckResult::Failed, Reason::HashMismatch)
    );
    assert_eq!(assessment.verdict(), Verdict::Refuted);
    assert!(assessment.document().is_some(), "shown as unproven");
}

#[test]
fn a_clone_is_refuted_by_both_chip_proofs() {
    let assessment = judge(&read_faulty(Fault::Clone));
    let (ca, _) = ended(&assessment, CheckId::ChipAuthentication);
    let (aa, _) = ended(&assessment, CheckId::ActiveAuthentication);
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature).0,
        CheckResult::Successful
    );
    assert_eq!(ca, CheckResult::Failed);
    assert_ne!(aa, CheckResult::Successful);
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn a_clone_with_its_own_keys_is_refuted_by_their_hashes() {
    let assessment = judge(&read_faulty(Fault::CloneOwnKeys));
    assert_eq!(
        ended(&assessment, hash(DataGroupNumber::SECURITY_OPTIONS)).1,
        Reason::HashMismatch
    );
    assert_eq!(
        ended(&assessment, CheckId::ChipAuthentication),
        (CheckResult::Undetermined, Reason::KeyNotSigned)
    );
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn an_unknown_issuer_is_undetermined() {
    let assessment = judge(&read_faulty(Fault::UnknownIssuer));
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature),
        (CheckResult::Successful, Reason::AsRequired)
    );
    assert_eq!(
        ended(&assessment, CheckId::PassivePath),
        (CheckResult::Undetermined, Reason::IssuerUnknown)
    );
    assert_eq!(
        (assessment.verdict(), assessment.verdict().exit_code()),
        (Verdict::Undetermined, 3)
    );
}

#[test]
fn without_any_anchor_nothing_is_genuine() {
    let nobody = TrustAnchors::default();
    let assessment = assess(
        &healthy(),
        &nobody,
        ReferenceTime(NOW),
        ChallengeExpectation::Any,
    );
    assert_eq!(assessment.verdict(), Verdict::Undetermined);
    assert_eq!(
        ended(&assessment, CheckId::ActiveAuthentication).1,
        Reason::KeyNotSigned
    );
}

#[test]
fn a_signed_group_that_is_gone_refutes() {
    let read_out = read_faulty(Fault::NoDg15);
    let assessment = judge(&read_out);
    let dg15 = hash(DataGroupNumber::ACTIVE_AUTHENTICATION_KEY);
    assert_eq!(
        ended(&assessment, dg15),
        (CheckResult::Failed, Reason::DataGroupMissing)
    );
    assert_eq!(
        ended(&assessment, CheckId::DocumentConsistent).1,
        Reason::ComDiffers
    );
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn a_group_that_nobody_signed_is_not_used() {
    let dg11 = DataGroupNumber::new(11).unwrap();
    let assessment = judge(&with(FileId::DataGroup(dg11), vec![0x6B, 0x00]));
    assert_eq!(
        ended(&assessment, hash(dg11)),
        (CheckResult::Undetermined, Reason::DataGroupUnsigned)
    );
    let document = assessment.document().unwrap();
    assert!(!document.data_groups.contains(&dg11));
}

#[test]
fn a_missing_or_empty_sod_refutes() {
    let missing = judge(&without(&healthy(), FileId::Sod));
    assert_eq!(
        ended(&missing, CheckId::PassiveSignature),
        (CheckResult::Failed, Reason::SodMissing)
    );
    assert_complete(&missing);
    let empty = judge(&with(FileId::Sod, Vec::new()));
    assert_eq!(
        ended(&empty, CheckId::PassiveSignature),
        (CheckResult::Failed, Reason::SodMalformed)
    );
    assert_eq!(empty.verdict(), Verdict::Refuted);
}

#[test]
fn the_sod_of_another_card_refutes_every_group() {
    let mut other = person();
    other.name = "Trần Văn Khác".into();
    other.residence = "Số 2 Phố Mẫu, Hà Nội".into();
    let other = read_card(card(&other, &[]), "000018").unwrap();
    let sod = other.files.bytes(FileId::Sod).unwrap().to_vec();
    let assessment = judge(&with(FileId::Sod, sod));
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature).0,
        CheckResult::Successful
    );
    for number in [1, 13, 14, 15].into_iter().filter_map(DataGroupNumber::new) {
        assert_eq!(ended(&assessment, hash(number)).1, Reason::HashMismatch);
    }
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn a_weakened_or_removed_card_access_refutes() {
    let mut weaker = healthy().files.bytes(FileId::CardAccess).unwrap().to_vec();
    *weaker.last_mut().unwrap() = 12;
    let assessment = judge(&with(FileId::CardAccess, weaker));
    let check = ended(&assessment, CheckId::CardAccessConsistent);
    assert_eq!(check, (CheckResult::Failed, Reason::CardAccessDiffers));
    assert_eq!(assessment.verdict(), Verdict::Refuted);

    let mut removed = without(&healthy(), FileId::CardAccess);
    assert_eq!(
        judge(&removed).verdict(),
        Verdict::Genuine,
        "not read by who opened the chip with PACE"
    );
    removed.evidence.access.as_mut().unwrap().protocol = reader::read_out::AccessProtocol::Bac;
    assert_eq!(judge(&removed).verdict(), Verdict::Refuted);
}

#[test]
fn promised_proofs_that_did_not_take_place_leave_the_verdict_open() {
    let mut unfinished = healthy();
    unfinished.evidence.active_authentication = Attempt::NotReached;
    let assessment = judge(&unfinished);
    assert_eq!(
        ended(&assessment, CheckId::ActiveAuthentication),
        (CheckResult::Aborted, Reason::NotReached)
    );
    assert_eq!(assessment.verdict(), Verdict::Undetermined);

    let mut silent = healthy();
    silent.evidence.chip_authentication = Attempt::NotOffered;
    let assessment = judge(&silent);
    assert_eq!(
        ended(&assessment, CheckId::ChipAuthentication).1,
        Reason::ChipProofMissing
    );
    assert_eq!(assessment.verdict(), Verdict::Undetermined);

    let mut refusing = healthy();
    refusing.evidence.active_authentication = Attempt::Failed(Some(0x6D00));
    assert_eq!(judge(&refusing).verdict(), Verdict::Refuted);
}

#[test]
fn a_signature_over_another_challenge_is_refuted_or_not_fresh() {
    let at = ReferenceTime(NOW);
    let other = ChallengeExpectation::Exactly(ActiveAuthenticationChallenge([0; 8]));
    let assessment = assess(&healthy(), &trust(), at, other);
    assert_eq!(
        ended(&assessment, CheckId::ActiveAuthentication).1,
        Reason::ChallengeNotOurs
    );
    assert_ne!(assessment.verdict(), Verdict::Genuine);
    let any = assess(&healthy(), &trust(), at, ChallengeExpectation::Any);
    let check = ended(&any, CheckId::ActiveAuthentication);
    assert_eq!(check, (CheckResult::Successful, Reason::ChallengeNotFresh));
    assert_eq!(any.verdict(), Verdict::Genuine);
}

#[test]
fn expiry_is_shown_and_changes_no_verdict() {
    let last_day = judge_at(&healthy(), datetime!(2039-03-15 23:00 UTC));
    assert_eq!(
        ended(&last_day, CheckId::DocumentExpiry),
        (CheckResult::Successful, Reason::AsRequired)
    );
    let after = judge_at(&healthy(), datetime!(2039-03-16 00:00 UTC));
    assert_eq!(
        ended(&after, CheckId::DocumentExpiry),
        (CheckResult::Failed, Reason::Expired)
    );
    assert_eq!(after.verdict(), Verdict::Genuine);
    let mut for_life = person();
    for_life.expires = None;
    let assessment = judge(&read_card(card(&for_life, &[]), "000018").unwrap());
    assert_eq!(
        ended(&assessment, CheckId::DocumentExpiry),
        (CheckResult::Successful, Reason::NoExpiry)
    );
    assert_eq!(assessment.verdict(), Verdict::Genuine);
}

#[test]
fn a_reading_that_broke_off_is_unread() {
    let wrong = unread(&read_card(card(&person(), &[]), "999999").err().unwrap());
    assert_complete(&wrong);
    assert_eq!(
        ended(&wrong, CheckId::AccessPace),
        (CheckResult::Failed, Reason::WrongPassword)
    );
    assert_eq!(
        (wrong.verdict(), wrong.verdict().exit_code()),
        (Verdict::Unread, 4)
    );
    let removed = unread(
        &read_card(card(&person(), &[Fault::RemoveAfter(20)]), "000018")
            .err()
            .unwrap(),
    );
    assert_eq!(
        ended(&removed, CheckId::PassiveSignature),
        (CheckResult::Aborted, Reason::CardRemoved)
    );
    assert_eq!(
        ended(&removed, CheckId::AccessPace).0,
        CheckResult::Successful
    );
    assert!(removed.document().is_none());
}

#[test]
fn passive_authentication_alone_gives_a_verified_document() {
    let result = authenticate(&healthy(), &trust(), ReferenceTime(NOW));
    assert!(matches!(result.document, PassiveDocument::Verified(_)));
    let numbers: Vec<u8> = result
        .signed_groups
        .iter()
        .map(|number| number.value())
        .collect();
    assert_eq!(numbers, [1, 2, 3, 13, 14, 15]);
}

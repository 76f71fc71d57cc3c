//! Whether everything that names the person names one person, and the card in hand is the chip's.

use openssl::hash::{MessageDigest, hash};
use reader::files::{DataGroupNumber, FileId};
use reader::presented::{Presented, PresentedKind};
use reader::read_out::{AccessProtocol, PasswordKind, ReadOut};
use reader::verdict::{
    Assessment, CheckId, CheckResult, Degree, IdentityField, IdentitySource, Reason, Standing,
    Verdict,
};
use unicode_normalization::UnicodeNormalization;

use crate::forger::Forgery;
use crate::issued::{card, ended, healthy, judge, judge_with, person, read_card};

const QR: &str =
    "001199000018|012345678|Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
const MRZ: &str = "IDVNM1990000184001199000018<<5\n9903159F3903157VNM<<<<<<<<<<<2\nNGUYEN<<THI<VI<DU<<<<<<<<<<<<<";

fn presenting(texts: &[(PresentedKind, &str)]) -> ReadOut {
    let mut read_out = healthy();
    read_out.presented = texts
        .iter()
        .map(|(kind, text)| Presented::new(*kind, text).ok().unwrap())
        .collect();
    read_out
}

fn opened_by_mrz(mut read_out: ReadOut) -> ReadOut {
    let access = read_out.evidence.access.as_mut().unwrap();
    access.password = PasswordKind::Mrz;
    assert!(matches!(access.protocol, AccessProtocol::Pace { .. }));
    read_out
}

type Found = (IdentityField, IdentitySource, IdentitySource, Degree);

fn found(assessment: &Assessment) -> Vec<Found> {
    let all = assessment.mismatches.iter();
    all.map(|one| (one.field, one.one.source, one.other.source, one.degree))
        .collect()
}

#[test]
fn what_is_printed_on_the_card_agrees_with_its_chip() {
    for texts in [
        vec![(PresentedKind::Qr, QR)],
        vec![(PresentedKind::Number, "001199000018")],
        vec![(PresentedKind::Qr, QR), (PresentedKind::Mrz, MRZ)],
    ] {
        let assessment = judge(&presenting(&texts));
        assert!(found(&assessment).is_empty());
        for id in [CheckId::AccessKeyFits, CheckId::PresentedAgrees] {
            let expected = (CheckResult::Successful, Reason::AsRequired);
            assert_eq!(ended(&assessment, id), expected);
        }
        assert_eq!(assessment.verdict(), Verdict::Genuine);
    }
    let decomposed: String = QR.nfd().collect();
    let assessment = judge(&presenting(&[(PresentedKind::Qr, &decomposed)]));
    assert!(found(&assessment).is_empty());
    let assessment = judge(&opened_by_mrz(presenting(&[(PresentedKind::Mrz, MRZ)])));
    assert_eq!(assessment.verdict(), Verdict::Genuine);
    assert_eq!(
        ended(&assessment, CheckId::AccessKeyFits).0,
        CheckResult::Successful
    );
}

#[test]
fn nothing_presented_is_said_and_changes_no_verdict() {
    let assessment = judge(&presenting(&[(PresentedKind::Can, "000018")]));
    assert_eq!(
        ended(&assessment, CheckId::PresentedAgrees),
        (CheckResult::NotSupported, Reason::NothingPresented)
    );
    let assessment = judge(&presenting(&[]));
    assert_eq!(
        ended(&assessment, CheckId::AccessKeyFits),
        (CheckResult::Undetermined, Reason::KeyNotRecorded)
    );
    assert_eq!(assessment.verdict(), Verdict::Genuine);
}

/// A08: the files of another genuine document on this chip; A10: with this chip's access keys.
#[test]
fn the_key_of_another_document_refutes() {
    let mut other = person();
    other.number = "001199000026".into();
    let mut read_out = read_card(card(&other, &[]), "000026").unwrap();
    for (kind, text) in [
        (PresentedKind::Can, "000018"),
        (PresentedKind::Number, "001199000018"),
        (PresentedKind::Qr, QR),
    ] {
        read_out.presented = vec![Presented::new(kind, text).ok().unwrap()];
        let assessment = judge(&read_out);
        assert_eq!(
            ended(&assessment, CheckId::AccessKeyFits),
            (CheckResult::Failed, Reason::AccessKeyDiffers)
        );
        assert_eq!(assessment.verdict(), Verdict::Refuted);
        // Nothing else catches it where only the number was given.
        if kind == PresentedKind::Can {
            let failed = assessment
                .checks
                .iter()
                .filter(|check| check.result == CheckResult::Failed);
            assert_eq!(failed.count(), 1);
        }
    }
    read_out.presented = vec![Presented::new(PresentedKind::Mrz, MRZ).ok().unwrap()];
    let assessment = judge(&opened_by_mrz(read_out));
    assert_eq!(
        ended(&assessment, CheckId::AccessKeyFits),
        (CheckResult::Failed, Reason::AccessKeyDiffers)
    );
}

/// Two citizens may share the last six digits: the chip opens, and the printed number tells them apart.
#[test]
fn a_printed_card_of_another_document_refutes() {
    let other = QR.replace("001199000018", "079199000018");
    let assessment = judge(&presenting(&[(PresentedKind::Qr, &other)]));
    assert_eq!(
        ended(&assessment, CheckId::AccessKeyFits).0,
        CheckResult::Successful
    );
    assert_eq!(
        ended(&assessment, CheckId::PresentedAgrees),
        (CheckResult::Failed, Reason::PresentedOfAnotherDocument)
    );
    assert_eq!(assessment.verdict(), Verdict::Refuted);
    let number = (
        IdentityField::Number,
        IdentitySource::Qr,
        IdentitySource::Dg1,
        Degree::Value,
    );
    assert_eq!(found(&assessment), [number]);
    let [mismatch] = assessment.mismatches.as_slice() else {
        panic!("one mismatch")
    };
    assert_eq!(mismatch.one.standing, Standing::NotSigned);
    assert_eq!(mismatch.other.standing, Standing::Signed);
    assert_eq!(mismatch.one.text, "079199000018");
    assert_eq!(mismatch.other.text, "001199000018");
}

/// The MRZ of the same number with another day of birth, its check digits right.
#[test]
fn a_printed_zone_with_another_day_of_birth_refutes() {
    let zone = "IDVNM1990000184001199000018<<5\n9903160F3903157VNM<<<<<<<<<<<2\nNGUYEN<<THI<VI<DU<<<<<<<<<<<<<";
    let texts = [(PresentedKind::Qr, QR), (PresentedKind::Mrz, zone)];
    let assessment = judge(&presenting(&texts));
    let birth = (
        IdentityField::DateOfBirth,
        IdentitySource::PrintedMrz,
        IdentitySource::Dg1,
        Degree::Value,
    );
    assert_eq!(found(&assessment), [birth]);
    assert_eq!(assessment.verdict(), Verdict::Refuted);
}

#[test]
fn what_can_be_misread_or_mistyped_is_shown_and_refutes_nobody() {
    use IdentityField as F;
    use IdentitySource::{Dg1, Dg13, Qr, TypedNumber};
    let qr = "001199000018|012345679|Nguyễn Thị Ví Dư|16031999|Nam|Số 2 Phố Mẫu, Hà Nội|21042021";
    let assessment = judge(&presenting(&[(PresentedKind::Qr, qr)]));
    assert_eq!(
        found(&assessment),
        [
            (F::DateOfBirth, Qr, Dg1, Degree::Value),
            (F::Sex, Qr, Dg1, Degree::Value),
            (F::OldNumber, Qr, Dg13, Degree::Value),
            (F::Name, Qr, Dg13, Degree::Marks),
            (F::DateOfIssue, Qr, Dg13, Degree::Value),
            (F::Residence, Qr, Dg13, Degree::Value),
        ]
    );
    assert_eq!(
        ended(&assessment, CheckId::PresentedAgrees),
        (CheckResult::Undetermined, Reason::PresentedDiffers)
    );
    assert_eq!(assessment.verdict(), Verdict::Genuine);
    let typed = judge(&presenting(&[(PresentedKind::Number, "079199000018")]));
    assert_eq!(
        found(&typed),
        [(F::Number, TypedNumber, Dg1, Degree::Value)]
    );
    assert_eq!(typed.verdict(), Verdict::Genuine);
}

/// A66: DG13 contradicts DG1 though both hashes match.
#[test]
fn signed_files_that_contradict_each_other_are_shown_and_refute_nobody() {
    let mut read_out = healthy();
    let dg13 = FileId::DataGroup(DataGroupNumber::DETAILS);
    let before = read_out.files.bytes(dg13).unwrap().to_vec();
    let mut after = replaced(&before, "Dụ".as_bytes(), "Tụ".as_bytes());
    after = replaced(&after, b"15/03/1999", b"16/03/1999");
    let sha256 = |bytes: &[u8]| hash(MessageDigest::sha256(), bytes).unwrap().to_vec();
    let mut forgery = Forgery::default();
    forgery.content = replaced(&forgery.content, &sha256(&before), &sha256(&after));
    read_out.files.insert(dg13, after);
    read_out.files.insert(FileId::Sod, forgery.sod());
    let texts = Presented::new(PresentedKind::Qr, QR).ok().unwrap();
    read_out.presented = vec![texts];
    let assessment = judge(&read_out);
    assert_eq!(
        ended(&assessment, CheckId::DocumentConsistent),
        (CheckResult::Undetermined, Reason::DetailsDiffer)
    );
    assert_eq!(assessment.verdict(), Verdict::Genuine);
    use IdentityField as F;
    use IdentitySource::{Dg1, Dg13, Qr};
    assert_eq!(
        found(&assessment),
        [
            (F::Name, Qr, Dg13, Degree::Value),
            (F::DateOfBirth, Qr, Dg13, Degree::Value),
            (F::Name, Dg13, Dg1, Degree::Value),
            (F::DateOfBirth, Dg13, Dg1, Degree::Value),
        ]
    );
    let signed = assessment.mismatches.iter().skip(2);
    for mismatch in signed {
        assert_eq!(mismatch.one.standing, Standing::Signed);
        assert_eq!(mismatch.other.standing, Standing::Signed);
    }
}

#[test]
fn a_card_for_life_agrees_with_itself() {
    let mut person = person();
    person.expires = None;
    person.old_number = None;
    let mut read_out = read_card(card(&person, &[]), "000018").unwrap();
    let qr = QR.replace("012345678", "");
    read_out.presented = vec![Presented::new(PresentedKind::Qr, &qr).ok().unwrap()];
    let assessment = judge(&read_out);
    assert!(found(&assessment).is_empty());
    assert_eq!(assessment.verdict(), Verdict::Genuine);
}

/// Nobody signed what an unknown issuer put on a chip.
#[test]
fn what_is_not_proven_is_not_called_signed() {
    let other = QR.replace("Nữ", "Nam");
    let read_out = presenting(&[(PresentedKind::Qr, &other)]);
    let assessment = judge_with(&read_out, &Default::default());
    let [mismatch] = assessment.mismatches.as_slice() else {
        panic!("one mismatch")
    };
    assert_eq!(mismatch.other.standing, Standing::NotProven);
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes
        .windows(from.len())
        .position(|window| window == from)
        .unwrap();
    let mut changed = bytes.to_vec();
    changed.splice(at..at + from.len(), to.iter().copied());
    changed
}

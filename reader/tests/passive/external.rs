//! Published specimens and certificates that cannot be part of this repository.

use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{Assessment, CheckId, CheckResult, Reason, Verdict, assess};

use crate::issued::{NOW, ended};

fn specimen(folder: &str) -> Option<Assessment> {
    test_vectors::external()?;
    let mut read_out = ReadOut::default();
    let mut take = |file: FileId, name: &str| {
        for place in [folder, "bsi-tr03105-5-reference"] {
            if let Some(bytes) = test_vectors::external_file(&format!("{place}/{name}")) {
                read_out.files.insert(file, bytes);
                return;
            }
        }
    };
    take(FileId::Sod, "EF_SOD.bin");
    for number in [1, 2, 14, 15].into_iter().filter_map(DataGroupNumber::new) {
        take(
            FileId::DataGroup(number),
            &format!("Datagroup{}.bin", number.value()),
        );
    }
    let (trust, _) = TrustAnchors::from_certificates([]);
    Some(assess(
        &read_out,
        &trust,
        ReferenceTime(NOW),
        ChallengeExpectation::Any,
    ))
}

#[test]
fn the_bsi_specimen_is_intact_and_its_issuer_unknown() {
    let Some(assessment) = specimen("bsi-tr03105-5-reference") else {
        return;
    };
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature),
        (CheckResult::Successful, Reason::AsRequired)
    );
    for number in [
        DataGroupNumber::MRZ,
        DataGroupNumber::FACE,
        DataGroupNumber::SECURITY_OPTIONS,
    ] {
        assert_eq!(
            ended(&assessment, CheckId::PassiveHash(number)).0,
            CheckResult::Successful
        );
    }
    let dg15 = ended(
        &assessment,
        CheckId::PassiveHash(DataGroupNumber::ACTIVE_AUTHENTICATION_KEY),
    );
    assert_eq!(dg15, (CheckResult::Undetermined, Reason::DataGroupUnsigned));
    assert_eq!(
        ended(&assessment, CheckId::PassivePath),
        (CheckResult::Undetermined, Reason::IssuerUnknown)
    );
    assert_eq!(assessment.verdict(), Verdict::Undetermined);
}

#[test]
fn the_etsi_specimen_is_never_genuine() {
    let Some(assessment) = specimen("etsi-tr103200-eacaa") else {
        return;
    };
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature),
        (CheckResult::Successful, Reason::AsRequired)
    );
    assert_ne!(assessment.verdict(), Verdict::Genuine);
}

#[test]
fn signatures_with_sha_1_are_refused() {
    let Some(assessment) = specimen("bsi2008-legacy-sha1") else {
        return;
    };
    assert_eq!(
        ended(&assessment, CheckId::PassiveSignature),
        (CheckResult::Failed, Reason::AlgorithmRefused)
    );
}

#[test]
fn the_vietnamese_certificates_are_anchors() {
    if test_vectors::external().is_none() {
        return;
    }
    let files = [
        "VN-csca-card-2021.cer",
        "VN-csca-epassport-2022.cer",
        "DE-csca-04CD.cer",
    ];
    let files = files.map(|name| test_vectors::external_file(&format!("csca/{name}")).unwrap());
    let (trust, refused) = TrustAnchors::from_certificates(files);
    assert_eq!(refused, []);
    assert_eq!(trust.len(), 3);
    assert!(
        trust
            .subjects()
            .any(|subject| subject.contains("CN=CSCA Vietnam"))
    );
}

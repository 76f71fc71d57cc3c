//! Published specimens and certificates that cannot be part of this repository.

use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, Sha1Policy, TrustAnchors, TrustPolicy};
use reader::verdict::{Assessment, CheckId, CheckResult, Reason, Verdict, assess};

use crate::issued::{NOW, ended};

/// A published specimen, judged without any anchor; nothing when the sets are not here.
fn specimen(folder: &str, sha1: Sha1Policy) -> Option<Assessment> {
    if test_vectors::external().is_none() {
        println!("{folder}: not present");
        return None;
    }
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
        &trust.with_policy(TrustPolicy {
            sha1,
            ..TrustPolicy::default()
        }),
        ReferenceTime(NOW),
        ChallengeExpectation::Any,
    ))
}

/// Signature intact, issuer unknown: open, and no chip proof counts.
fn intact_of_unknown_issuer(assessment: &Assessment, signature: Reason) {
    assert_eq!(
        ended(assessment, CheckId::PassiveSignature),
        (CheckResult::Successful, signature)
    );
    assert_eq!(
        ended(assessment, CheckId::PassivePath),
        (CheckResult::Undetermined, Reason::IssuerUnknown)
    );
    for proof in [CheckId::ChipAuthentication, CheckId::ActiveAuthentication] {
        assert_ne!(ended(assessment, proof).0, CheckResult::Successful);
    }
    let failed: Vec<_> = assessment
        .checks
        .iter()
        .filter(|check| check.result == CheckResult::Failed)
        .map(|check| (check.id.name(), check.reason))
        .collect();
    assert_eq!(
        assessment.verdict(),
        Verdict::Undetermined,
        "failed: {failed:?}"
    );
}

#[test]
fn the_bsi_specimen_is_intact_its_issuer_unknown_and_its_dg15_proves_nothing() {
    let Some(assessment) = specimen("bsi-tr03105-5-reference", Sha1Policy::Refused) else {
        return;
    };
    intact_of_unknown_issuer(&assessment, Reason::AsRequired);
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
}

#[test]
fn the_etsi_specimen_is_intact_and_its_issuer_unknown() {
    let Some(assessment) = specimen("etsi-tr103200-eacaa", Sha1Policy::Refused) else {
        return;
    };
    intact_of_unknown_issuer(&assessment, Reason::AsRequired);
}

#[test]
fn the_legacy_specimen_rests_on_sha_1_and_counts_only_where_the_operator_takes_it() {
    let Some(refused) = specimen("bsi2008-legacy-sha1", Sha1Policy::Refused) else {
        return;
    };
    assert_eq!(
        ended(&refused, CheckId::PassiveSignature),
        (CheckResult::Failed, Reason::AlgorithmRefused)
    );
    assert_eq!(refused.verdict(), Verdict::Refuted);
    let flagged = specimen("bsi2008-legacy-sha1", Sha1Policy::Flagged);
    if let Some(flagged) = flagged {
        intact_of_unknown_issuer(&flagged, Reason::HashWeak);
    }
}

#[test]
fn the_vietnamese_certificates_are_anchors() {
    if test_vectors::external().is_none() {
        println!("csca: not present");
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

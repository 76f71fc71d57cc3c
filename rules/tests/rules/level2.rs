//! What else stands in the way of level 2, and what recognition needs.

use std::collections::BTreeSet;

use rules::level2::{
    Basis, Biometric, DataMatch, Facts, Ground, Higher, Modality, Person, Recognition,
    RecognitionRefused, Ruling, Uniqueness, WhyOtherFailed, rule,
};
use rules::not_issued::NotIssued;
use rules::profile::Level2Rule;
use time::macros::datetime;

use Biometric::{Differs, Matches, NotCompared};

pub(super) fn recognition(
    portrait: Biometric,
    fingerprint: Biometric,
) -> Result<Recognition, RecognitionRefused> {
    Recognition::new(
        (portrait, fingerprint),
        "Nốt ruồi cách 1 cm dưới đuôi mắt trái",
        "can-bo-tiep-nhan",
        datetime!(2026-11-25 09:00 +7),
        WhyOtherFailed::SkinCondition,
    )
}

pub(super) fn facts(portrait: Biometric, fingerprint: Biometric) -> Facts {
    Facts {
        person: Person::Citizen,
        obstacles: BTreeSet::new(),
        data: DataMatch::Matches,
        portrait,
        fingerprint,
        recognition: None,
        uniqueness: Uniqueness::Unique,
        not_issued: BTreeSet::new(),
        special: false,
    }
}

fn ruling(facts: &Facts) -> Ruling {
    rule(Level2Rule::BothOrOneWithRecognition, facts)
}

#[test]
fn recognition_exists_only_beside_exactly_one_match() {
    let refused = |portrait, fingerprint| recognition(portrait, fingerprint).err();
    assert_eq!(refused(Matches, Differs), None);
    assert_eq!(refused(NotCompared, Matches), None);
    let nothing = Some(RecognitionRefused::NothingMatches);
    assert_eq!(refused(Differs, Differs), nothing);
    assert_eq!(refused(NotCompared, Differs), nothing);
    assert_eq!(
        refused(Matches, Matches),
        Some(RecognitionRefused::NothingToReplace)
    );
}

#[test]
fn recognition_names_feature_and_officer() {
    let with = |feature: &str, officer: &str| {
        let at = datetime!(2026-11-25 09:00 +7);
        Recognition::new(
            (Matches, Differs),
            feature,
            officer,
            at,
            WhyOtherFailed::Missing,
        )
        .err()
    };
    assert_eq!(with(" ", "x"), Some(RecognitionRefused::FeatureMissing));
    assert_eq!(with("sẹo", " "), Some(RecognitionRefused::OfficerMissing));
    let long = "ơ".repeat(Recognition::MAX_FEATURE + 1);
    assert_eq!(with(&long, "x"), Some(RecognitionRefused::FeatureTooLong));
    let longest = "ơ".repeat(Recognition::MAX_FEATURE);
    assert_eq!(with(&longest, "x"), None);
}

#[test]
fn a_recognition_is_not_printed_with_the_feature() {
    let printed = format!("{:?}", recognition(Matches, Differs).unwrap());
    assert!(
        !printed.contains("ruồi") && !printed.contains("can-bo"),
        "{printed}"
    );
}

#[test]
fn a_recognition_beside_the_other_biometric_does_not_count() {
    let mut facts = facts(Differs, Matches);
    facts.recognition = recognition(Matches, Differs).ok();
    assert_eq!(
        ruling(&facts),
        Ruling::NotNow(vec![Ground::RecognitionNeeded(Modality::Fingerprint)])
    );
}

#[test]
fn data_duplicates_and_article_12_stand_in_the_way_each_by_name() {
    let all = Facts {
        data: DataMatch::Differs,
        uniqueness: Uniqueness::Duplicate,
        not_issued: BTreeSet::from(NotIssued::ALL),
        ..facts(Matches, Matches)
    };
    let mut expected: Vec<_> = NotIssued::ALL.map(Ground::NotIssued).to_vec();
    expected.extend([Ground::CorrectAtSource, Ground::Duplicate]);
    assert_eq!(ruling(&all), Ruling::NotNow(expected));
    let waiting = Facts {
        data: DataMatch::NotAnswered,
        uniqueness: Uniqueness::NotSearched,
        ..facts(Matches, Matches)
    };
    assert_eq!(
        ruling(&waiting),
        Ruling::NotNow(vec![
            Ground::SourceNotAnswered,
            Ground::DuplicatesNotSearched
        ])
    );
}

#[test]
fn a_special_case_is_never_closed_at_the_counter() {
    let special = Facts {
        special: true,
        ..facts(Matches, Matches)
    };
    assert_eq!(ruling(&special), Ruling::HigherDecision(Higher::Special));
    let and_differs = Facts {
        special: true,
        ..facts(Matches, Differs)
    };
    assert!(matches!(ruling(&and_differs), Ruling::NotNow(_)));
}

#[test]
fn a_foreigner_who_is_not_on_record_is_sent_on_and_one_who_differs_is_not() {
    let foreigner = |portrait, fingerprint| Facts {
        person: Person::Foreigner,
        ..facts(portrait, fingerprint)
    };
    let sent_on = Ruling::HigherDecision(Higher::ForeignerNotOnRecord);
    assert_eq!(ruling(&foreigner(NotCompared, NotCompared)), sent_on);
    assert_eq!(ruling(&foreigner(Matches, NotCompared)), sent_on);
    assert_eq!(
        ruling(&foreigner(Matches, Differs)),
        Ruling::NotNow(vec![Ground::BiometricDiffers(Modality::Fingerprint)])
    );
    assert_eq!(
        ruling(&foreigner(Matches, Matches)),
        Ruling::MayApprove(Basis::BothBiometrics)
    );
}

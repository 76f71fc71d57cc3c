//! The three profiles, and files that are none.

use rules::profile::{
    Authority, ContactRule, FingerRules, FingersRefused, GateRule, Intended, LateActivation,
    Level2Rule, Profile, ProfileError, ProfileName, ReportPeriod,
};
use rules::rulebook::Bundled;
use time::macros::date;

use super::profile;

#[test]
fn the_decree_in_force_is_the_default() {
    let name = ProfileName::ALL[0];
    assert_eq!(name, ProfileName::Decree69);
    let parsed = Profile::parse(name.bundled()).unwrap();
    assert_eq!(parsed.name, name);
    assert!(parsed.in_force(date!(2026 - 11 - 25)).is_ok());
    assert_eq!(parsed.days_left(date!(2027 - 06 - 29)), Some(1));
    assert_eq!(parsed.days_left(date!(2027 - 07 - 01)), None);
}

#[test]
fn every_bundled_profile_is_whole_and_named_as_listed() {
    for name in ProfileName::ALL {
        assert_eq!(Profile::parse(name.bundled()).unwrap().name, name);
        assert!(
            name.bundled()
                .contains(&format!("name = \"{}\"", name.word()))
        );
    }
}

#[test]
fn what_sets_the_decrees_apart() {
    let [draft, decree59, decree69] = [
        ProfileName::Draft2022,
        ProfileName::Decree59,
        ProfileName::Decree69,
    ]
    .map(profile);
    assert_eq!(
        draft.biometrics.level2.value,
        Level2Rule::BothOrOneWithRecognition
    );
    assert_eq!(decree59.biometrics.level2.value, Level2Rule::Both);
    assert_eq!(decree69.biometrics.level2.value, Level2Rule::Both);
    assert_eq!(draft.registration.contact.value, ContactRule::PhoneAndEmail);
    assert_eq!(
        decree59.registration.contact.value,
        ContactRule::PhoneOrEmail
    );
    assert_eq!(decree69.registration.contact.value, ContactRule::OwnPhone);
    assert_eq!(decree69.parties.authority.value, Authority::DirectorOfC06);
    assert_eq!(
        draft.account.activation.value.late,
        LateActivation::AtPolice
    );
    assert_eq!(
        decree69.account.activation.value.late,
        LateActivation::Hotline
    );
    assert_eq!(draft.authentication.value.len(), 2);
    assert_eq!(decree69.authentication.value.len(), 4);
    for one in [&draft, &decree59, &decree69] {
        let reports = [
            ReportPeriod::HalfYear,
            ReportPeriod::Year,
            ReportPeriod::OnRequest,
        ];
        assert_eq!(one.parties.reports.value, reports);
        assert_eq!(one.account.retention.value.relying_party_days, 0);
    }
}

#[test]
fn an_expired_decree_is_not_in_force() {
    let old = profile(ProfileName::Decree59);
    assert!(old.in_force(date!(2024 - 06 - 30)).is_ok());
    assert_eq!(
        old.in_force(date!(2024 - 07 - 01)),
        Err(ProfileError::NotInForce)
    );
}

#[test]
fn a_row_that_is_missing_unknown_or_absurd_is_refused() {
    let text = ProfileName::Decree69.bundled();
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Profile::parse(&text.replacen(from, to, 1))
    };
    let form = |result| assert!(matches!(result, Err(ProfileError::Form(_))), "{result:?}");
    form(with("[biometrics]", "[biometrics]\nextra = 1"));
    form(with(
        "level2 = { value = \"both\"",
        "level3 = { value = \"both\"",
    ));
    form(with("value = \"both\"", "value = \"either\""));
    form(with(", clause = \"NĐ 69/2024 Điều 13.1\"", ""));
    assert_eq!(
        with("{ working_days = 1 }", "{ working_days = 0 }"),
        Err(ProfileError::EmptyDeadline)
    );
    assert_eq!(
        with("below = 6", "below = 7"),
        Err(ProfileError::Ages("citizens"))
    );
    assert_eq!(
        with("value = [\"1\", \"2\"]", "value = [\"2\"]"),
        Err(ProfileError::UnknownLevel)
    );
    assert_eq!(
        with("2027-06-30", "2024-06-29"),
        Err(ProfileError::Validity)
    );
    let long = " ".repeat(Profile::MAX_LEN);
    assert_eq!(
        Profile::parse(&format!("{text}{long}")),
        Err(ProfileError::TooLong)
    );
}

#[test]
fn what_is_asked_of_fingers_is_possible_and_lawful() {
    for name in ProfileName::ALL {
        assert_eq!(profile(name).fingers.rules(), FingerRules::default());
    }
    let text = ProfileName::Decree69.bundled();
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Profile::parse(&text.replacen(from, to, 1)).err()
    };
    for (from, to, why) in [
        (
            "class_enrol = 45",
            "class_enrol = 41",
            FingersRefused::Class,
        ),
        (
            "class_enrol = 45",
            "class_enrol = 40",
            FingersRefused::BelowTheLaw,
        ),
        (
            "class_verify = 20",
            "class_verify = 10",
            FingersRefused::BelowTheLaw,
        ),
        (
            "resolution = 500",
            "resolution = 499",
            FingersRefused::BelowTheLaw,
        ),
        (
            "grey_levels = 256",
            "grey_levels = 16",
            FingersRefused::BelowTheLaw,
        ),
        ("quality = 50", "quality = 101", FingersRefused::Quality),
        (
            "\"right_index\", \"left_index\"",
            "\"left_index\", \"right_index\"",
            FingersRefused::Order,
        ),
        (
            "\"right_index\", \"left_index\"",
            "\"left_index\", \"left_index\"",
            FingersRefused::Order,
        ),
        ("wanted = 2", "wanted = 0", FingersRefused::Wanted),
        ("wanted = 2", "wanted = 3", FingersRefused::Wanted),
        ("tries = 3", "tries = 4", FingersRefused::Tries),
        (
            "threshold = 50",
            "threshold = 51",
            FingersRefused::Threshold,
        ),
    ] {
        assert_eq!(refused(from, to), Some(ProfileError::Fingers(why)), "{to}");
    }
    assert!(matches!(
        refused("\"amputated\"", "\"because\""),
        Some(ProfileError::Form(_))
    ));
}

#[test]
fn the_profile_for_trials_takes_every_sensor_and_is_otherwise_the_decrees() {
    let mut trial = Profile::parse(Bundled::TRIAL.text).unwrap();
    let decree = profile(ProfileName::Decree69);
    assert_eq!(trial.intended, Intended::Trial);
    let rules = trial.fingers.rules();
    assert_eq!(
        (rules.device.class_enrol, rules.device.grey_levels),
        (0, 16)
    );
    assert_eq!(rules.image.gate, GateRule::Advises);
    assert_eq!(
        rules.fit(Intended::Registration),
        Err(FingersRefused::BelowTheLaw)
    );
    trial.intended = decree.intended;
    trial.title = decree.title.clone();
    trial.fingers = decree.fingers.clone();
    assert_eq!(trial, decree);
}

#[test]
fn every_row_names_its_clause() {
    for name in ProfileName::ALL {
        let text = name.bundled();
        let clauses: Vec<_> = text.match_indices("clause = \"").collect();
        assert!(clauses.len() >= 42, "{name:?}: {}", clauses.len());
        assert!(!text.contains("clause = \"\""), "{name:?}");
    }
}

//! The three profiles, and files that are none.

use rules::profile::{
    Authority, ContactRule, LateActivation, Level2Rule, Profile, ProfileError, ProfileName,
    ReportPeriod,
};
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
fn every_row_names_its_clause() {
    for name in ProfileName::ALL {
        let text = name.bundled();
        let clauses: Vec<_> = text.match_indices("clause = \"").collect();
        assert!(clauses.len() >= 42, "{name:?}: {}", clauses.len());
        assert!(!text.contains("clause = \"\""), "{name:?}");
    }
}

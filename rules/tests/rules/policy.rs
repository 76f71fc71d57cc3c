//! What is worked by: every way in which a profile or a calendar is refused, and who must act.

use rules::calendar::{Calendar, CalendarError};
use rules::policy::{
    Floor, Offer, Offered, Part, Party, Policy, PolicyRefused, SignatureRefused, SignedBy, Why,
    accept,
};
use rules::profile::{ProfileError, ProfileName};
use time::Date;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 25);

/// A signature that says whose it is, and of which text by its length.
fn verify(text: &str, signature: &str) -> Result<SignedBy, SignatureRefused> {
    match signature.split_once(' ') {
        Some(("operator", length)) if length == text.len().to_string() => Ok(SignedBy::Pinned),
        Some(("demonstration", length)) if length == text.len().to_string() => {
            Ok(SignedBy::Demonstration)
        }
        Some(("stranger", _)) => Err(SignatureRefused::OtherKey),
        _ => Err(SignatureRefused::Invalid),
    }
}

fn sign(who: &str, text: &str) -> String {
    format!("{who} {}", text.len())
}

/// Both parts signed by the operator, after a change of the profile's text.
fn offered(
    change: impl Fn(&str) -> String,
    floor: &Floor,
    on: Date,
) -> Result<Policy, PolicyRefused> {
    let text = change(ProfileName::Decree69.bundled());
    let signature = sign("operator", &text);
    let calendar = sign("operator", Calendar::BUNDLED);
    let offered = Offered {
        profile: Offer {
            text: &text,
            signature: Some(&signature),
        },
        calendar: Offer {
            text: Calendar::BUNDLED,
            signature: Some(&calendar),
        },
    };
    accept(offered, verify, floor, on)
}

fn same(text: &str) -> String {
    text.to_owned()
}

fn refusal(part: Part, why: Why) -> PolicyRefused {
    PolicyRefused { part, why }
}

#[test]
fn a_signed_valid_profile_is_accepted_with_its_days_left() {
    let policy = offered(same, &Floor::default(), TODAY).unwrap();
    assert_eq!(policy.rulebook().profile.name, ProfileName::Decree69);
    assert_eq!(policy.signed_by(), SignedBy::Pinned);
    assert_eq!(policy.days_left(TODAY), Some(217));
    assert_eq!(policy.days_left(date!(2027 - 06 - 30)), Some(0));
    assert_eq!(policy.days_left(date!(2027 - 07 - 01)), None);
    assert!(policy.on(date!(2027 - 06 - 30)).is_ok());
    let over = policy.on(date!(2027 - 07 - 01)).unwrap_err();
    assert_eq!(over.why, Why::Expired(date!(2027 - 06 - 30)));
}

#[test]
fn unsigned_or_strange_or_changed_parts_are_refused_before_they_are_read() {
    let text = "this is no profile";
    let good = sign("operator", text);
    let calendar = sign("demonstration", Calendar::BUNDLED);
    let of = |signature, calendar| {
        let offered = Offered {
            profile: Offer { text, signature },
            calendar: Offer {
                text: Calendar::BUNDLED,
                signature: calendar,
            },
        };
        accept(offered, verify, &Floor::default(), TODAY).unwrap_err()
    };
    let calendar = Some(calendar.as_str());
    let table = [
        (
            of(None, calendar),
            Part::Profile,
            Why::Unsigned,
            Party::Operator,
        ),
        (
            of(Some("stranger 18"), calendar),
            Part::Profile,
            Why::OtherKey,
            Party::Operator,
        ),
        (
            of(Some("operator 17"), calendar),
            Part::Profile,
            Why::SignatureInvalid,
            Party::Carrier,
        ),
        (
            of(Some(&good), None),
            Part::Calendar,
            Why::Unsigned,
            Party::Operator,
        ),
        (
            of(Some(&good), Some("operator 1")),
            Part::Calendar,
            Why::SignatureInvalid,
            Party::Carrier,
        ),
    ];
    for (found, part, why, who) in table {
        assert_eq!(found.who(), who);
        assert!(!found.clause().is_empty());
        assert_eq!(found, refusal(part, why));
    }
    let form = of(Some(&good), calendar);
    assert!(matches!(form.why, Why::Profile(ProfileError::Form(_))));
    assert_eq!(form.who(), Party::Publisher);
}

#[test]
fn too_early_too_late_and_too_old_are_refused() {
    let floor = Floor::default();
    let from = date!(2024 - 07 - 01);
    let early = offered(same, &floor, date!(2024 - 06 - 30)).unwrap_err();
    assert_eq!(early, refusal(Part::Profile, Why::NotYetValid(from)));
    assert_eq!(early.who(), Party::Operator);
    assert!(offered(same, &floor, from).is_ok());
    let late = offered(same, &floor, date!(2027 - 07 - 01)).unwrap_err();
    let until = date!(2027 - 06 - 30);
    assert_eq!(late, refusal(Part::Profile, Why::Expired(until)));
    assert_eq!(late.who(), Party::Publisher);
    let newer = |text: &str| text.replacen("version = 2", "version = 3", 1);
    let floor = floor.raised_by(&offered(newer, &Floor::default(), TODAY).unwrap());
    assert!(offered(newer, &floor, TODAY).is_ok());
    let old = offered(same, &floor, TODAY).unwrap_err();
    assert_eq!(old, refusal(Part::Profile, Why::RolledBack));
    assert_eq!(old.who(), Party::Operator);
}

#[test]
fn the_floor_survives_as_text_and_only_rises() {
    let policy = offered(same, &Floor::default(), TODAY).unwrap();
    let newer = |text: &str| text.replacen("version = 2", "version = 7", 1);
    let high = Floor::default().raised_by(&offered(newer, &Floor::default(), TODAY).unwrap());
    let kept = Floor::parse(&high.to_text().unwrap()).unwrap();
    assert_eq!(kept, high);
    assert_eq!(kept.raised_by(&policy), high);
    let later = Floor::parse("calendar = \"2027-1\"").unwrap();
    let old = offered(same, &later, TODAY).unwrap_err();
    assert_eq!(old, refusal(Part::Calendar, Why::RolledBack));
    assert!(Floor::parse("calendar = \"soon\"").is_err());
}

#[test]
fn a_demonstration_key_anywhere_makes_the_whole_a_demonstration() {
    let profile = sign("operator", ProfileName::Decree69.bundled());
    let calendar = sign("demonstration", Calendar::BUNDLED);
    let offered = Offered {
        profile: Offer {
            text: ProfileName::Decree69.bundled(),
            signature: Some(&profile),
        },
        calendar: Offer {
            text: Calendar::BUNDLED,
            signature: Some(&calendar),
        },
    };
    let policy = accept(offered, verify, &Floor::default(), TODAY).unwrap();
    assert_eq!(policy.signed_by(), SignedBy::Demonstration);
}

#[test]
fn a_calendar_that_is_signed_and_wrong_is_its_publishers_fault() {
    let text = "version = \"2026-9\"";
    let profile = sign("operator", ProfileName::Decree69.bundled());
    let signature = sign("operator", text);
    let offered = Offered {
        profile: Offer {
            text: ProfileName::Decree69.bundled(),
            signature: Some(&profile),
        },
        calendar: Offer {
            text,
            signature: Some(&signature),
        },
    };
    let refused = accept(offered, verify, &Floor::default(), TODAY).unwrap_err();
    assert!(matches!(refused.why, Why::Calendar(CalendarError::Form(_))));
    assert_eq!(
        (refused.part, refused.who()),
        (Part::Calendar, Party::Publisher)
    );
}

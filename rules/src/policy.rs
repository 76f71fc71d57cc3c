//! A profile and a calendar that may be worked by: signed by a key that counts here, valid on the day, and
//! no older than what counted here before.
//!
//! The signature is checked by whoever calls, and handed in as a function of text and signature; a
//! [`Policy`] comes only out of [`accept`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::calendar::{Calendar, CalendarError, CalendarVersion};
use crate::profile::{Profile, ProfileError, ProfileName};
use crate::rulebook::Rulebook;

/// A text and its detached signature, as they were found.
#[derive(Clone, Copy)]
pub struct Offer<'a> {
    /// The TOML text.
    pub text: &'a str,
    /// The signature; nothing when there is no file of it.
    pub signature: Option<&'a str>,
}

/// Both parts, as they were found.
#[derive(Clone, Copy)]
pub struct Offered<'a> {
    /// The decree's values.
    pub profile: Offer<'a>,
    /// Working days.
    pub calendar: Offer<'a>,
}

/// Whose key a signature is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignedBy {
    /// The key that is compiled in and whose private half everybody has: for demonstrations and tests.
    Demonstration,
    /// The key that the operator has pinned here.
    Pinned,
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureRefused {
    /// It is of a key that does not count here.
    OtherKey,
    /// It does not fit the text, or is no signature.
    Invalid,
}

/// Which of the two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The decree's values.
    Profile,
    /// Working days.
    Calendar,
}

/// Who must act before the policy can be worked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// Who wrote and signed it.
    Publisher,
    /// Whoever handled the file since it was signed.
    Carrier,
    /// Who installed it here, or pinned the key.
    Operator,
}

/// Why it is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// There is no signature.
    #[error("it is not signed")]
    Unsigned,
    /// The signature is of a key that does not count here.
    #[error("it is signed by a key that does not count here")]
    OtherKey,
    /// The signature does not fit the text.
    #[error("its signature does not fit: it was changed since it was signed")]
    SignatureInvalid,
    /// The profile's form.
    #[error(transparent)]
    Profile(ProfileError),
    /// The calendar's form.
    #[error(transparent)]
    Calendar(CalendarError),
    /// The day lies before its first.
    #[error("it is valid from {0} on")]
    NotYetValid(Date),
    /// The day lies after its last.
    #[error("it was valid until {0}")]
    Expired(Date),
    /// A newer version counted here before.
    #[error("a newer version counted here before")]
    RolledBack,
}

/// Which part is refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {}: {why}", match .part { Part::Profile => "profile", Part::Calendar => "calendar" })]
pub struct PolicyRefused {
    /// Which part.
    pub part: Part,
    /// Why.
    pub why: Why,
}

impl PolicyRefused {
    /// The clause.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match &self.why {
            Why::Unsigned => "RFC 7515 §5.2",
            Why::OtherKey => "RFC 7515 §4.1.4",
            Why::SignatureInvalid => "RFC 7515 §5.2",
            Why::Profile(error) => error.clause(),
            Why::Calendar(_) => "TOML 1.0",
            Why::NotYetValid(_) | Why::Expired(_) => "S1 Art. 44, 46",
            Why::RolledBack => "S1 Art. 46",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Party {
        match &self.why {
            Why::Profile(_) | Why::Calendar(_) | Why::Expired(_) => Party::Publisher,
            Why::SignatureInvalid => Party::Carrier,
            Why::Unsigned | Why::OtherKey | Why::NotYetValid(_) | Why::RolledBack => {
                Party::Operator
            }
        }
    }
}

/// The newest versions that ever counted at this place; the shell keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    #[serde(default)]
    profiles: BTreeMap<ProfileName, u32>,
    #[serde(default)]
    calendar: Option<CalendarVersion>,
}

/// What is worked by. Only [`accept`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    rulebook: Rulebook,
    signed_by: SignedBy,
}

/// Checks both parts: signature, form, version, and for the profile its days.
///
/// # Errors
/// [`PolicyRefused`] naming the part, why, and by it who must act.
pub fn accept(
    offered: Offered<'_>,
    verify: impl Fn(&str, &str) -> Result<SignedBy, SignatureRefused>,
    floor: &Floor,
    on: Date,
) -> Result<Policy, PolicyRefused> {
    let refused = |part, why| PolicyRefused { part, why };
    let of_profile = |why| refused(Part::Profile, why);
    let of_calendar = |why| refused(Part::Calendar, why);
    // Nothing of a text is looked at before its signature.
    let by = signed(offered.profile, &verify).map_err(of_profile)?;
    let calendar_by = signed(offered.calendar, &verify).map_err(of_calendar)?;
    let profile =
        Profile::parse(offered.profile.text).map_err(|why| of_profile(Why::Profile(why)))?;
    let calendar =
        Calendar::parse(offered.calendar.text).map_err(|why| of_calendar(Why::Calendar(why)))?;
    let kept = floor.profiles.get(&profile.name);
    if kept.is_some_and(|version| *version > profile.version) {
        return Err(of_profile(Why::RolledBack));
    }
    if floor
        .calendar
        .is_some_and(|version| version > calendar.version)
    {
        return Err(of_calendar(Why::RolledBack));
    }
    let policy = Policy {
        rulebook: Rulebook { profile, calendar },
        signed_by: match (by, calendar_by) {
            (SignedBy::Pinned, SignedBy::Pinned) => SignedBy::Pinned,
            (SignedBy::Demonstration, _) | (_, SignedBy::Demonstration) => SignedBy::Demonstration,
        },
    };
    policy.on(on)?;
    Ok(policy)
}

fn signed(
    offer: Offer<'_>,
    verify: impl Fn(&str, &str) -> Result<SignedBy, SignatureRefused>,
) -> Result<SignedBy, Why> {
    let signature = offer.signature.ok_or(Why::Unsigned)?;
    if offer.text.len() > Profile::MAX_LEN {
        return Err(Why::Profile(ProfileError::TooLong));
    }
    verify(offer.text, signature).map_err(|refused| match refused {
        SignatureRefused::OtherKey => Why::OtherKey,
        SignatureRefused::Invalid => Why::SignatureInvalid,
    })
}

impl Policy {
    /// Profile and calendar.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// Whose key vouches for the weaker of the two.
    #[must_use]
    pub fn signed_by(&self) -> SignedBy {
        self.signed_by
    }

    /// Days until the profile must be renewed; none on a day on which it does not count.
    #[must_use]
    pub fn days_left(&self, on: Date) -> Option<u32> {
        let profile = &self.rulebook.profile;
        profile.in_force(on).ok()?.days_left(on)
    }

    /// The rules, on a day on which they count: a program that runs for long asks again.
    ///
    /// # Errors
    /// [`PolicyRefused`] on a day outside the profile's validity.
    pub fn on(&self, day: Date) -> Result<&Rulebook, PolicyRefused> {
        let profile = &self.rulebook.profile;
        let part = Part::Profile;
        if profile.valid_from > day {
            let why = Why::NotYetValid(profile.valid_from);
            return Err(PolicyRefused { part, why });
        }
        if profile.valid_until < day {
            let why = Why::Expired(profile.valid_until);
            return Err(PolicyRefused { part, why });
        }
        Ok(&self.rulebook)
    }
}

impl Floor {
    /// Reads what [`Floor::to_text`] wrote.
    ///
    /// # Errors
    /// [`toml::de::Error`] when it is something else.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The floor as TOML, for the shell to keep.
    ///
    /// # Errors
    /// [`toml::ser::Error`] never for this form; the serialiser's signature demands it.
    pub fn to_text(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// The floor after this policy has counted.
    #[must_use]
    pub fn raised_by(mut self, policy: &Policy) -> Self {
        let Rulebook { profile, calendar } = policy.rulebook();
        let kept = self.profiles.entry(profile.name).or_default();
        *kept = (*kept).max(profile.version);
        self.calendar = self.calendar.max(Some(calendar.version));
        self
    }
}

//! A profile: one decree's values, every one with its clause and whether it may still change.

mod account;
mod ages;
mod biometrics;
mod deadlines;
mod fingers;
mod parties;
mod registration;
mod row;

use serde::{Deserialize, Serialize};
use time::Date;

pub use account::{
    Account, Activation, LateActivation, OwnRequest, PasswordCycle, Retention, ReuseOfAnswer,
};
pub use ages::{AgeBand, Through};
pub use biometrics::{Biometrics, Level2Rule};
pub use deadlines::{Deadlines, Period};
pub use fingers::{
    CaptureRule, DeviceRule, ExceptionWord, FingerRules, FingerWord, Fingers, FingersRefused,
    GateRule, ImageRule, Intended, MatchOf, MatchRule,
};
pub use parties::{
    Affirmation, Authority, Channel, Fee, Hours, Parties, ProviderKind, RelyingPartyConsent,
    ReportPeriod,
};
pub use registration::{
    CardCondition, ContactRule, ForeignerCondition, Form, IdentityField, Level, OfficeKind,
    OrganisationField, Registration,
};
pub use row::{Certainty, Row};

/// Which decree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProfileName {
    /// The draft of 2022 (S1).
    #[serde(rename = "draft-2022")]
    Draft2022,
    /// Decree 59/2022, in force until 30 June 2024.
    #[serde(rename = "nd59-2022")]
    Decree59,
    /// Decree 69/2024 with its amendments as far as they are known.
    #[serde(rename = "nd69-2024")]
    Decree69,
}

impl ProfileName {
    /// Every decree that this version was built with, the default first.
    pub const ALL: [Self; 3] = [Self::Decree69, Self::Decree59, Self::Draft2022];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft2022 => "draft-2022",
            Self::Decree59 => "nd59-2022",
            Self::Decree69 => "nd69-2024",
        }
    }

    /// The text that this version was built with.
    #[must_use]
    pub fn bundled(self) -> &'static str {
        match self {
            Self::Decree69 => include_str!("../profiles/nd69-2024.toml"),
            Self::Decree59 => include_str!("../profiles/nd59-2022.toml"),
            Self::Draft2022 => include_str!("../profiles/draft-2022.toml"),
        }
    }
}

/// One decree's values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Which decree.
    pub name: ProfileName,
    /// Version of this file; grows with every change.
    pub version: u32,
    /// The decree's title, for people.
    pub title: String,
    /// What it is for.
    #[serde(default)]
    pub intended: Intended,
    /// The first day on which it may be used.
    #[serde(with = "iso_date")]
    pub valid_from: Date,
    /// The last day; after it a newer version must have been installed.
    #[serde(with = "iso_date")]
    pub valid_until: Date,
    /// Who registers what, where, with which data.
    pub registration: Registration,
    /// What of face and fingers level 2 needs.
    pub biometrics: Biometrics,
    /// What is asked of fingers, their sensors and their images.
    pub fingers: Fingers,
    /// How long the authority has.
    pub deadlines: Deadlines,
    /// The account's life after the decision.
    pub account: Account,
    /// Authentication levels by factors, lowest first.
    pub authentication: Row<Vec<crate::factors::LevelRule>>,
    /// Authority, relying parties, provider.
    pub parties: Parties,
}

time::serde::format_description!(pub(crate) iso_date, Date, "[year]-[month]-[day]");

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// Not TOML of this form; the message names the row.
    #[error("the profile does not have the form of one: {0}")]
    Form(String),
    /// Larger than any profile is.
    #[error("the profile is longer than {} octets", Profile::MAX_LEN)]
    TooLong,
    /// Two age bands that overlap, or one that is empty.
    #[error("the age bands of {0} overlap or are empty")]
    Ages(&'static str),
    /// A deadline of no days.
    #[error("a deadline of no days")]
    EmptyDeadline,
    /// An age band or authentication level names a level that the profile does not have.
    #[error("a level that the profile does not have")]
    UnknownLevel,
    /// The rows about fingers.
    #[error("the rows about fingers: {0}")]
    Fingers(FingersRefused),
    /// It ends before it begins.
    #[error("the profile ends before it begins")]
    Validity,
    /// The day lies outside the profile's validity.
    #[error("the profile is not valid on this day")]
    NotInForce,
}

impl ProfileError {
    /// The rule that the file breaks.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Form(_) | Self::TooLong => "TOML 1.0",
            Self::Ages(_) => "S1 Art. 11",
            Self::EmptyDeadline => "S1 Art. 16",
            Self::UnknownLevel => "S1 Art. 13",
            Self::Fingers(refused) => refused.clause(),
            Self::Validity | Self::NotInForce => "S1 Art. 46",
        }
    }
}

impl Profile {
    /// The longest file that is looked at.
    pub const MAX_LEN: usize = 64 * 1024;

    /// Reads a profile; every row must be there and fit the others.
    ///
    /// # Errors
    /// [`ProfileError`] naming what does not fit.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        if text.len() > Self::MAX_LEN {
            return Err(ProfileError::TooLong);
        }
        let profile: Self =
            toml::from_str(text).map_err(|error| ProfileError::Form(error.message().to_owned()))?;
        profile.fits_together()?;
        Ok(profile)
    }

    /// The profile for this day.
    ///
    /// # Errors
    /// [`ProfileError::NotInForce`] on a day outside its validity.
    pub fn in_force(&self, on: Date) -> Result<&Self, ProfileError> {
        if (self.valid_from..=self.valid_until).contains(&on) {
            Ok(self)
        } else {
            Err(ProfileError::NotInForce)
        }
    }

    /// Days until the profile must be renewed; none when it has ended.
    #[must_use]
    pub fn days_left(&self, on: Date) -> Option<u32> {
        u32::try_from((self.valid_until - on).whole_days()).ok()
    }

    fn fits_together(&self) -> Result<(), ProfileError> {
        if self.valid_until < self.valid_from {
            return Err(ProfileError::Validity);
        }
        let registration = &self.registration;
        ages::disjoint(&registration.citizen_ages.value)
            .then_some(())
            .ok_or(ProfileError::Ages("citizens"))?;
        ages::disjoint(&registration.foreigner_ages.value)
            .then_some(())
            .ok_or(ProfileError::Ages("foreigners"))?;
        if !self.deadlines.all_have_days() {
            return Err(ProfileError::EmptyDeadline);
        }
        let fingers = self.fingers.rules();
        fingers.fit(self.intended).map_err(ProfileError::Fingers)?;
        let levels = &registration.levels.value;
        let bands = registration.citizen_ages.value.iter();
        let mut named = bands
            .chain(&registration.foreigner_ages.value)
            .flat_map(|band| &band.levels);
        if named.all(|level| levels.contains(level)) {
            Ok(())
        } else {
            Err(ProfileError::UnknownLevel)
        }
    }
}

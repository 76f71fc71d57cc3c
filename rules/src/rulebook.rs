//! What is in force at an office: one profile and one calendar.

use crate::calendar::{Calendar, CalendarError};
use crate::profile::{Profile, ProfileError, ProfileName};

/// A profile with the calendar that its deadlines are counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulebook {
    /// The decree's values.
    pub profile: Profile,
    /// Working days.
    pub calendar: Calendar,
}

/// Why there are no rules to work by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    /// The profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl Rulebook {
    /// The rules that this version was built with.
    ///
    /// # Errors
    /// [`RulebookError`] when a bundled file does not fit, which the tests exclude.
    pub fn bundled(name: ProfileName) -> Result<Self, RulebookError> {
        let (_, text) = Profile::BUNDLED
            .into_iter()
            .find(|(one, _)| *one == name)
            .ok_or(ProfileError::NotInForce)?;
        Ok(Self {
            profile: Profile::parse(text)?,
            calendar: Calendar::parse(Calendar::BUNDLED)?,
        })
    }
}

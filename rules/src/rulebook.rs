//! What is in force at an office: one profile and one calendar.

use crate::calendar::{Calendar, CalendarError};
use crate::policy::Offer;
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

/// A text that this version was built with, and the demonstration key's signature of it.
#[derive(Clone, Copy, Debug)]
pub struct Bundled {
    /// The TOML text.
    pub text: &'static str,
    /// The detached signature.
    pub signature: &'static str,
}

impl Bundled {
    /// The calendar.
    pub const CALENDAR: Self = Self {
        text: Calendar::BUNDLED,
        signature: include_str!("../calendars/vietnam.toml.jws"),
    };
    /// Decree 69/2024 for a trial or a demonstration: sensors of every class, and a gate that advises.
    pub const TRIAL: Self = Self {
        text: include_str!("../profiles/nd69-2024-trial.toml"),
        signature: include_str!("../profiles/nd69-2024-trial.toml.jws"),
    };
    /// The public half of the key that signed what is bundled. Everybody has the private half.
    pub const DEMONSTRATION_KEY: &'static str = include_str!("../demonstration/policy.pub.pem");

    /// A profile.
    #[must_use]
    pub fn profile(name: ProfileName) -> Self {
        let signature = match name {
            ProfileName::Decree69 => include_str!("../profiles/nd69-2024.toml.jws"),
            ProfileName::Decree59 => include_str!("../profiles/nd59-2022.toml.jws"),
            ProfileName::Draft2022 => include_str!("../profiles/draft-2022.toml.jws"),
        };
        Self {
            text: name.bundled(),
            signature,
        }
    }

    /// The text as it is offered to [`crate::policy::accept`].
    #[must_use]
    pub fn offer(self) -> Offer<'static> {
        Offer {
            text: self.text,
            signature: Some(self.signature),
        }
    }
}

impl Rulebook {
    /// The rules that this version was built with, for what needs no policy: tests and documents.
    ///
    /// # Errors
    /// [`RulebookError`] when a bundled file does not fit, which the tests exclude.
    pub fn bundled(name: ProfileName) -> Result<Self, RulebookError> {
        Ok(Self {
            profile: Profile::parse(name.bundled())?,
            calendar: Calendar::parse(Calendar::BUNDLED)?,
        })
    }
}

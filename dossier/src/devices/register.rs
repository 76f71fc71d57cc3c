//! What an operator writes down of devices, before it is signed.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::entry::{DeviceEntry, Standing};
use super::identity::Origin;
use crate::fault::Fault;

/// The most devices of a register.
const MAX_ENTRIES: usize = 5_000;
/// The longest name or number of a device, in characters.
const MAX_TEXT: usize = 128;

/// Every device that is spoken of, in one numbered version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceRegister {
    /// Grows with every change: an older one never replaces a newer one.
    pub version: u64,
    /// After this moment it admits nobody.
    #[serde(with = "time::serde::rfc3339")]
    pub valid_until: OffsetDateTime,
    /// Whether programs may play devices: in test profiles only.
    #[serde(default)]
    pub simulators: Simulators,
    /// The devices.
    #[serde(default, rename = "device")]
    pub devices: Vec<DeviceEntry>,
}

/// Whether programs may play devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Simulators {
    /// No: the list serves citizens.
    #[default]
    Refused,
    /// Yes: the list serves tests and demonstrations.
    Allowed,
}

/// Why a register cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// More than anybody has.
    #[error("the register has more than {MAX_ENTRIES} devices")]
    TooMany,
    /// Empty, or longer than any name.
    #[error("device {number} has an empty text or one of more than {MAX_TEXT} characters")]
    Text {
        /// Counted from 1.
        number: usize,
    },
    /// It could never admit anybody.
    #[error("the register was over before it began")]
    Over,
    /// A program may not be in a list for citizens.
    #[error("device {number} is simulated, and the register refuses simulators")]
    Simulator {
        /// Counted from 1.
        number: usize,
    },
    /// It may be used for nothing and is not blocked either.
    #[error("device {number} is allowed for no purpose")]
    NoPurpose {
        /// Counted from 1.
        number: usize,
    },
}

impl RegisterError {
    /// The rule that the register breaks.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "S1 Art. 24"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

impl DeviceRegister {
    /// Whether it makes sense at this moment.
    pub(super) fn examine(&self, now: OffsetDateTime) -> Result<(), RegisterError> {
        if self.devices.len() > MAX_ENTRIES {
            return Err(RegisterError::TooMany);
        }
        if self.valid_until <= now {
            return Err(RegisterError::Over);
        }
        for (number, entry) in (1..).zip(&self.devices) {
            let named = |text: &str| (1..=MAX_TEXT).contains(&text.chars().count());
            if !named(&entry.model) || !entry.serial.as_deref().is_none_or(named) {
                return Err(RegisterError::Text { number });
            }
            if entry.origin == Origin::Simulated && self.simulators == Simulators::Refused {
                return Err(RegisterError::Simulator { number });
            }
            if matches!(&entry.standing, Standing::Allowed(purposes) if purposes.is_empty()) {
                return Err(RegisterError::NoPurpose { number });
            }
        }
        Ok(())
    }
}

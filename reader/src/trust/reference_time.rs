//! The moment a verdict is given for. RFC 5280 §6.1.1 (b).

use time::{Date, OffsetDateTime};

/// The moment that certificates and dates of expiry are compared with; the shell reads the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferenceTime(pub OffsetDateTime);

impl ReferenceTime {
    /// The calendar day of the moment, in its own offset.
    #[must_use]
    pub fn date(self) -> Date {
        self.0.date()
    }
}

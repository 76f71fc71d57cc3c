//! Dates of the MRZ: two digits of the year, unknown parts as `<<`. ICAO Doc 9303-3 §4.8.

use time::{Date, Month};

/// A date as the MRZ prints it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MrzDate {
    year_of_century: u8,
    month: Option<u8>,
    day: Option<u8>,
}

/// Until when a document is valid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Through this day.
    On(Date),
    /// For life: Vietnam prints `991231`.
    Never,
}

impl MrzDate {
    /// From six characters, `yymmdd`; month and day may be `<<`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let year_of_century = text.get(0..2)?.parse().ok()?;
        let month = part(text.get(2..4)?)?;
        let day = part(text.get(4..6)?)?;
        let in_range = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| (1..=31).contains(&day));
        in_range.then_some(Self {
            year_of_century,
            month,
            day,
        })
    }

    /// The day, when month and day are known, in the given century (`1900`, `2000`, ...).
    #[must_use]
    pub fn in_century(self, century: u16) -> Option<Date> {
        let month = Month::try_from(self.month?).ok()?;
        let year = i32::from(century) + i32::from(self.year_of_century);
        Date::from_calendar_date(year, month, self.day?).ok()
    }

    /// The last two digits of the year.
    #[must_use]
    pub fn year_of_century(self) -> u8 {
        self.year_of_century
    }

    /// Read as a date of expiry, which lies in this century. ICAO Doc 9303-3 §4.8.
    pub(super) fn as_expiry(self) -> Option<Expiry> {
        if (self.year_of_century, self.month, self.day) == (99, Some(12), Some(31)) {
            return Some(Expiry::Never);
        }
        self.in_century(2000).map(Expiry::On)
    }
}

/// Two digits, or `<<` for an unknown part.
fn part(text: &str) -> Option<Option<u8>> {
    if text == "<<" {
        Some(None)
    } else {
        text.parse().ok().map(Some)
    }
}

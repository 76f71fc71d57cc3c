//! Working days. Civil Code Art. 147.2, 148.5; Labour Code Art. 112; QĐ 188/1999; +07:00 throughout.
//!
//! Holidays and swapped days are data: a year that is not announced yet is provisional, and so is
//! every date that rests on it.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, UtcOffset, Weekday, macros::offset};

use crate::profile::{Certainty, Period, iso_date};

/// The legal time of Vietnam.
pub const VIETNAM: UtcOffset = offset!(+7);

/// Why a day differs from the plain week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// A public holiday, or the day off in place of one on a weekend.
    Holiday,
    /// Off in exchange for a Saturday.
    Swapped,
    /// A Saturday worked in exchange.
    WorkedInstead,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    #[serde(with = "iso_date")]
    on: Date,
    kind: Difference,
    #[serde(default)]
    name: String,
}

/// The days that differ, as announced until a day.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Version of the table.
    pub version: CalendarVersion,
    #[serde(with = "iso_date")]
    settled_from: Date,
    #[serde(with = "iso_date")]
    settled_until: Date,
    days: Vec<Day>,
}

/// The version of a table: the year it was made for, and which of that year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarVersion {
    year: u16,
    number: u16,
}

impl TryFrom<String> for CalendarVersion {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (year, number) = text.split_once('-').unwrap_or_default();
        match (year.parse(), number.parse()) {
            (Ok(year), Ok(number)) if year >= 2000 => Ok(Self { year, number }),
            _ => Err("a version of a calendar is YEAR-NUMBER"),
        }
    }
}

impl From<CalendarVersion> for String {
    fn from(version: CalendarVersion) -> Self {
        format!("{}-{}", version.year, version.number)
    }
}

/// A due date, and whether the table it rests on may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// The last day on which a decision is in time.
    pub on: Date,
    /// Whether every day counted is announced.
    pub certainty: Certainty,
}

/// Why a calendar cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not TOML of this form.
    #[error("the calendar does not have the form of one: {0}")]
    Form(String),
    /// Longer than any calendar is.
    #[error("the calendar is longer than {} octets", Calendar::MAX_LEN)]
    TooLong,
    /// The same day twice, or days out of order.
    #[error("the days are not in ascending order")]
    Order,
    /// A day worked instead that is no Saturday or Sunday, or a day off that is one.
    #[error("a day that differs from nothing: {0}")]
    SameAsTheWeek(Date),
}

impl Calendar {
    /// The longest file that is looked at.
    pub const MAX_LEN: usize = 64 * 1024;
    /// The calendar that this version was built with.
    pub const BUNDLED: &'static str = include_str!("../calendars/vietnam.toml");

    /// Reads a calendar.
    ///
    /// # Errors
    /// [`CalendarError`] naming what does not fit.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        if text.len() > Self::MAX_LEN {
            return Err(CalendarError::TooLong);
        }
        let calendar: Self = toml::from_str(text)
            .map_err(|error| CalendarError::Form(error.message().to_owned()))?;
        if !calendar.days.is_sorted_by(|one, next| one.on < next.on) {
            return Err(CalendarError::Order);
        }
        let same = calendar.days.iter().find(|day| match day.kind {
            Difference::WorkedInstead => !is_weekend(day.on),
            Difference::Holiday | Difference::Swapped => is_weekend(day.on),
        });
        match same {
            Some(day) => Err(CalendarError::SameAsTheWeek(day.on)),
            None => Ok(calendar),
        }
    }

    /// Whether offices decide on this day.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        match self.difference(day) {
            Some(found) => found.kind == Difference::WorkedInstead,
            None => !is_weekend(day),
        }
    }

    /// What the day is called, when it differs.
    #[must_use]
    pub fn name(&self, day: Date) -> Option<&str> {
        self.difference(day).map(|found| found.name.as_str())
    }

    /// The last day of a period that begins with a receipt: the day of receipt does not count, and
    /// an end on a day off moves to the next working day.
    #[must_use]
    pub fn due(&self, received_at: OffsetDateTime, period: Period) -> DueDate {
        let mut due = DueDate {
            on: received_at.to_offset(VIETNAM).date(),
            certainty: Certainty::Settled,
        };
        let (mut working, mut plain) = match period {
            Period::WorkingDays(days) => (days, 0),
            Period::CalendarDays(days) => (0, days),
        };
        while working > 0 || plain > 0 || !self.is_working_day(due.on) {
            let Some(next) = due.on.next_day() else { break };
            due.on = next;
            if !self.is_settled(next) {
                due.certainty = Certainty::Provisional;
            }
            plain = plain.saturating_sub(1);
            working = working.saturating_sub(u16::from(self.is_working_day(next)));
        }
        due
    }

    /// Working days after `from` up to and with `to`; at most a year's.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let mut day = from;
        let mut counted = 0;
        for _ in 0..366 {
            if day >= to {
                break;
            }
            let Some(next) = day.next_day() else { break };
            day = next;
            counted += u32::from(self.is_working_day(day));
        }
        counted
    }

    fn is_settled(&self, day: Date) -> bool {
        (self.settled_from..=self.settled_until).contains(&day)
    }

    fn difference(&self, day: Date) -> Option<&Day> {
        let found = self.days.binary_search_by_key(&day, |listed| listed.on);
        found.ok().and_then(|at| self.days.get(at))
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

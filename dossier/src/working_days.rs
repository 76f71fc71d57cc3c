//! Deadlines in working days. Civil Code Art. 147.2, 148.5; Labour Code Art. 112; +07:00 throughout.

mod holidays;

use time::{Date, OffsetDateTime, UtcOffset, Weekday, macros::offset};

pub use holidays::{Certainty, DayOff, TABLE_VERSION};

time::serde::format_description!(pub(crate) iso_date, Date, "[year]-[month]-[day]");

/// The legal time of Vietnam.
pub const VIETNAM: UtcOffset = offset!(+7);

/// How long the deciding authority has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// Level 2 on a card that is still valid: 3 working days (Decree 69/2024).
    ValidCard,
    /// Level 2 together with card issuance, because the card is expired or there is none: 7.
    ExpiredCard,
}

/// A due date, and whether the holiday table it rests on may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// The last day on which a decision is in time.
    pub on: Date,
    /// Whether every day counted is settled.
    pub certainty: Certainty,
}

impl Deadline {
    /// The working days it grants.
    #[must_use]
    pub fn working_days(self) -> u32 {
        match self {
            Self::ValidCard => 3,
            Self::ExpiredCard => 7,
        }
    }

    /// The due date of a file received at this moment.
    #[must_use]
    pub fn due(self, received_at: OffsetDateTime) -> DueDate {
        due(received_at, self.working_days())
    }
}

/// Counts working days after the day of receipt, which itself does not count.
#[must_use]
pub fn due(received_at: OffsetDateTime, working_days: u32) -> DueDate {
    let received_on = received_at.to_offset(VIETNAM).date();
    let mut due = DueDate {
        on: received_on,
        certainty: Certainty::Settled,
    };
    let mut left = working_days;
    while left > 0 {
        let Some(next) = due.on.next_day() else { break };
        due.on = next;
        if holidays::certainty_of(next) == Certainty::Provisional {
            due.certainty = Certainty::Provisional;
        }
        if is_working_day(next) {
            left -= 1;
        }
    }
    due
}

/// Whether offices decide on this day: Monday to Friday, without holidays, with swapped Saturdays.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    match holidays::entry(day) {
        Some(DayOff::WorkedInstead) => true,
        Some(DayOff::Holiday | DayOff::Swapped) => false,
        None => !weekend,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn the_table_of_2026() {
        let cases = [
            (date!(2026 - 11 - 20), 3, date!(2026 - 11 - 26)),
            (date!(2026 - 11 - 23), 3, date!(2026 - 11 - 27)),
            (date!(2026 - 11 - 20), 5, date!(2026 - 11 - 30)),
            (date!(2026 - 11 - 20), 7, date!(2026 - 12 - 02)),
            (date!(2026 - 08 - 20), 3, date!(2026 - 08 - 24)),
            (date!(2026 - 08 - 28), 3, date!(2026 - 09 - 07)),
            (date!(2026 - 02 - 13), 3, date!(2026 - 02 - 25)),
            (date!(2026 - 04 - 24), 3, date!(2026 - 05 - 04)),
        ];
        for (received, days, expected) in cases {
            let at = received.with_hms(9, 0, 0).unwrap().assume_offset(VIETNAM);
            assert_eq!(
                due(at, days),
                DueDate {
                    on: expected,
                    certainty: Certainty::Settled
                },
                "{received}"
            );
        }
    }

    #[test]
    fn the_day_of_receipt_is_vietnams_not_utcs() {
        // 20:00 UTC on Friday is Saturday in Vietnam: the first working day is Monday.
        let late = datetime!(2026-11-06 20:00 UTC);
        assert_eq!(Deadline::ValidCard.due(late).on, date!(2026 - 11 - 11));
        let early = datetime!(2026-11-06 10:00 UTC);
        assert_eq!(Deadline::ValidCard.due(early).on, date!(2026 - 11 - 11));
        let monday_there = datetime!(2026-11-08 17:30 UTC);
        assert_eq!(
            Deadline::ValidCard.due(monday_there).on,
            date!(2026 - 11 - 12)
        );
    }

    #[test]
    fn an_expired_card_has_seven_days() {
        let at = datetime!(2026-11-20 09:00 +7);
        assert_eq!(Deadline::ExpiredCard.due(at).on, date!(2026 - 12 - 02));
    }

    #[test]
    fn a_date_that_rests_on_an_unannounced_year_says_so() {
        let at = datetime!(2026-12-30 09:00 +7);
        let due = Deadline::ValidCard.due(at);
        assert_eq!(
            due,
            DueDate {
                on: date!(2027 - 01 - 05),
                certainty: Certainty::Provisional
            }
        );
    }
}

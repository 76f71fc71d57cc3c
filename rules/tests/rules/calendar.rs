//! Working days against dates computed by hand from the announced table of 2026.

use rules::calendar::{Calendar, CalendarError, DueDate, VIETNAM};
use rules::profile::{Certainty, Period};
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

fn vietnam() -> Calendar {
    Calendar::parse(Calendar::BUNDLED).unwrap()
}

fn at_nine(day: Date) -> OffsetDateTime {
    day.with_hms(9, 0, 0).unwrap().assume_offset(VIETNAM)
}

#[test]
fn the_dates_of_2026() {
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
    for (received, days, on) in cases {
        let due = vietnam().due(at_nine(received), Period::WorkingDays(days));
        let certainty = Certainty::Settled;
        assert_eq!(due, DueDate { on, certainty }, "{received} + {days}");
    }
}

#[test]
fn the_day_of_receipt_is_vietnams() {
    // 18:30 UTC on Thursday is Friday in Vietnam.
    let due = vietnam().due(datetime!(2026-11-19 18:30 UTC), Period::WorkingDays(3));
    assert_eq!(due.on, date!(2026 - 11 - 26));
    let due = vietnam().due(datetime!(2026-11-19 16:30 UTC), Period::WorkingDays(3));
    assert_eq!(due.on, date!(2026 - 11 - 25));
}

#[test]
fn calendar_days_end_on_the_next_working_day() {
    // 15 days after Monday 9 November is Tuesday the 24th, a holiday.
    let due = vietnam().due(at_nine(date!(2026 - 11 - 09)), Period::CalendarDays(15));
    assert_eq!(due.on, date!(2026 - 11 - 25));
    let due = vietnam().due(at_nine(date!(2026 - 11 - 02)), Period::CalendarDays(15));
    assert_eq!(due.on, date!(2026 - 11 - 17));
}

#[test]
fn a_date_that_rests_on_an_unannounced_year_says_so() {
    let due = vietnam().due(at_nine(date!(2026 - 12 - 30)), Period::WorkingDays(3));
    assert_eq!(due.on, date!(2027 - 01 - 05));
    assert_eq!(due.certainty, Certainty::Provisional);
}

#[test]
fn a_worked_saturday_counts_and_its_swapped_monday_does_not() {
    let calendar = vietnam();
    assert!(calendar.is_working_day(date!(2026 - 08 - 22)));
    assert!(!calendar.is_working_day(date!(2026 - 08 - 31)));
    assert_eq!(
        calendar.name(date!(2026 - 11 - 24)),
        Some("Ngày Văn hóa Việt Nam")
    );
}

#[test]
fn a_calendar_that_contradicts_the_week_is_refused() {
    let table = |days: &str| {
        Calendar::parse(&format!(
            "version = \"2026-1\"\nsettled_from = \"2026-01-01\"\nsettled_until = \"2026-12-31\"\ndays = [{days}]"
        ))
    };
    let day = |on: &str, kind: &str| format!("{{ on = \"{on}\", kind = \"{kind}\" }},");
    assert!(table(&day("2026-01-01", "holiday")).is_ok());
    let saturday = date!(2026 - 01 - 10);
    assert_eq!(
        table(&day("2026-01-10", "holiday")),
        Err(CalendarError::SameAsTheWeek(saturday))
    );
    assert_eq!(
        table(&day("2026-01-12", "worked_instead")),
        Err(CalendarError::SameAsTheWeek(date!(2026 - 01 - 12)))
    );
    let twice = day("2026-01-01", "holiday").repeat(2);
    assert_eq!(table(&twice), Err(CalendarError::Order));
    assert!(matches!(table("nonsense"), Err(CalendarError::Form(_))));
    assert_eq!(
        Calendar::parse(&" ".repeat(Calendar::MAX_LEN + 1)),
        Err(CalendarError::TooLong)
    );
}

proptest::proptest! {
    /// Counting one by one with the plain rule comes to the same day, whatever the receipt.
    #[test]
    fn agrees_with_counting_one_by_one(offset in 0i64..700, days in 1u16..30) {
        let calendar = vietnam();
        let received = date!(2026 - 01 - 01) + time::Duration::days(offset);
        let due = calendar.due(at_nine(received), Period::WorkingDays(days)).on;
        let mut between = received;
        let mut counted = 0;
        while between < due {
            between = between.next_day().unwrap();
            counted += u16::from(calendar.is_working_day(between));
        }
        proptest::prop_assert_eq!(counted, days);
        proptest::prop_assert!(calendar.is_working_day(due));
    }
}

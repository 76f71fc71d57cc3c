//! Dates, numbers and names as people write them in Vietnam.

use rules::calendar::VIETNAM;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// `15/03/1999`.
pub(crate) fn date(date: Date) -> String {
    format!(
        "{:02}/{:02}/{:04}",
        date.day(),
        u8::from(date.month()),
        date.year()
    )
}

/// A date of ISO 8601 as `15/03/1999`; any other text as it is.
pub(crate) fn iso_date(text: &str) -> String {
    let mut parts = text.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None)
            if year.len() == 4 && month.len() == 2 && day.len() == 2 =>
        {
            format!("{day}/{month}/{year}")
        }
        _ => text.to_owned(),
    }
}

/// `14:32`, in Vietnam's time.
pub(crate) fn time_of_day(moment: OffsetDateTime) -> String {
    let local = moment.to_offset(VIETNAM);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `14:32 22/11/2026`, in Vietnam's time.
pub(crate) fn moment(moment: OffsetDateTime) -> String {
    format!(
        "{} {}",
        time_of_day(moment),
        date(moment.to_offset(VIETNAM).date())
    )
}

/// Digits in groups of three: `001 199 000 018`.
pub(crate) fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// The end of an identifier, enough to talk about it.
pub(crate) fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text.get(text.len().saturating_sub(8)..)
        .unwrap_or_default()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn dates_and_numbers_read_as_on_the_card() {
        assert_eq!(date(date!(1999 - 03 - 15)), "15/03/1999");
        assert_eq!(iso_date("2039-03-15"), "15/03/2039");
        assert_eq!(iso_date("1999"), "1999");
        assert_eq!(grouped("001199000018"), "001 199 000 018");
        assert_eq!(moment(datetime!(2026-11-22 18:30 UTC)), "01:30 23/11/2026");
        assert_eq!(short(Uuid::from_u128(0xABCD)), "0000ABCD");
    }
}

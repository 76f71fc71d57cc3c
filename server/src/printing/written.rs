//! How a person, a paper, a moment are written on a form.

use dossier::subject::{Paper, Subject};
use rules::{calendar::VIETNAM, profile::Period};
use time::{Date, OffsetDateTime, macros::format_description};

use super::Source;

/// How much of a number a form shows that is handed about.
const SHOWN: usize = 4;

/// Name and number of whose electronic identity is asked for.
pub(super) fn subject(source: Source<'_>) -> (String, String) {
    let facts = source.facts();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match &source.opened.sealed().subject {
        Subject::Citizen => (text(&facts.name), text(&facts.number)),
        Subject::Foreigner(declared) => (text(&facts.name), declared.document.paper.number.clone()),
        Subject::Organisation(declared) => {
            let code = declared.code.as_ref().or(declared.tax_code.as_ref());
            (declared.name.clone(), code.cloned().unwrap_or_default())
        }
        Subject::Dependant(declared) => (declared.name.clone(), text(&declared.number)),
    }
}

/// The number but for its end.
pub(super) fn masked(number: &str) -> String {
    let letters = number.chars().count();
    let hidden = letters.saturating_sub(SHOWN);
    let shown = number.chars().skip(hidden);
    "•".repeat(hidden).chars().chain(shown).collect()
}

/// What is asked for.
pub(super) fn procedure(subject: &Subject) -> &'static str {
    match subject {
        Subject::Citizen | Subject::Foreigner(_) | Subject::Dependant(_) => {
            "Cấp tài khoản định danh điện tử mức độ 02"
        }
        Subject::Organisation(_) => "Cấp tài khoản định danh điện tử cho cơ quan, tổ chức",
    }
}

/// A paper with its number.
pub(super) fn paper(paper: &Paper) -> String {
    let (title, number) = (paper.title.trim(), paper.number.trim());
    format!("{title} số {number}, {}", paper.issuer.trim())
}

/// The day in Vietnam.
pub(super) fn day_of(at: OffsetDateTime) -> Date {
    at.to_offset(VIETNAM).date()
}

/// To the minute.
pub(super) fn minute(at: OffsetDateTime) -> String {
    let form = format_description!("[hour]:[minute] ngày [day]/[month]/[year]");
    at.to_offset(VIETNAM).format(form).unwrap_or_default()
}

/// To the second.
pub(super) fn second(at: OffsetDateTime) -> String {
    let form = format_description!("[hour]:[minute]:[second] ngày [day]/[month]/[year]");
    at.to_offset(VIETNAM).format(form).unwrap_or_default()
}

/// A day as people write it.
pub(crate) fn day(on: Date) -> String {
    on.format(format_description!("[day]/[month]/[year]"))
        .unwrap_or_default()
}

/// An ISO 8601 day as people write it; another text as it is.
pub(super) fn iso_day(text: &str) -> String {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_or(text.to_owned(), day)
}

/// A deadline in words.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::WorkingDays(days) => format!("{days:02} ngày làm việc"),
        Period::CalendarDays(days) => format!("{days:02} ngày"),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_number_shows_its_end_alone() {
        assert_eq!(masked("001199000018"), "••••••••0018");
        assert_eq!(masked("018"), "018");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn moments_are_those_of_vietnam() {
        let evening = datetime!(2026-11-20 18:05:09 UTC);
        assert_eq!(minute(evening), "01:05 ngày 21/11/2026");
        assert_eq!(second(evening), "01:05:09 ngày 21/11/2026");
        assert_eq!(iso_day("2039-03-15"), "15/03/2039");
        assert_eq!(iso_day("không thời hạn"), "không thời hạn");
    }
}

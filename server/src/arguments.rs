//! What several commands read from their command line.

use time::{Date, macros::format_description};

/// A day, ISO 8601.
pub(crate) fn day(text: &str) -> Result<Date, time::error::Parse> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
}

//! Days on the wire: ISO 8601, year-month-day.

time::serde::format_description!(pub(crate) iso_date, Date, "[year]-[month]-[day]");

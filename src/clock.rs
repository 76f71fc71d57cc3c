//! The only place that reads the clock.

use time::OffsetDateTime;

/// Now, in UTC, to the second: finer instants would only make records harder to compare.
#[must_use]
pub fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now)
}

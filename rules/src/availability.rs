//! How much of a period a service was there, from a log of when it was not. S0 Art. 34.1b: around the clock.

use std::fmt;

use time::{Duration, OffsetDateTime};

/// From this moment on, before that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first moment.
    pub from: OffsetDateTime,
    /// The first moment after it.
    pub until: OffsetDateTime,
}

/// What a period was like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// How much of the period was watched.
    pub watched: Duration,
    /// How long it was away in it, planned or not.
    pub away: Duration,
    /// How much of that was announced maintenance.
    pub planned: Duration,
    /// How often it was away.
    pub times: usize,
}

impl Span {
    /// What both have; nothing when that is no time.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let both = Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        };
        (both.from < both.until).then_some(both)
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> Duration {
        self.until - self.from
    }
}

impl Availability {
    /// Of a period, as far as it was watched; nothing when it was not watched at all.
    #[must_use]
    pub fn of(period: Span, watched: Span, outages: &[Span], maintenance: &[Span]) -> Option<Self> {
        let watched = period.within(watched)?;
        let away = apart(outages, watched);
        let announced = apart(maintenance, watched);
        let both = away
            .iter()
            .flat_map(|one| announced.iter().filter_map(|other| one.within(*other)));
        let planned = both.map(Span::length).sum();
        Some(Self {
            watched: watched.length(),
            away: away.iter().map(|one| one.length()).sum(),
            planned,
            times: away.len(),
        })
    }

    /// Thousandths of a percent, rounded down: nobody is told of more than there was.
    #[must_use]
    pub fn thousandths(&self) -> u32 {
        let (watched, away) = (
            self.watched.whole_milliseconds(),
            self.away.whole_milliseconds(),
        );
        let share = (watched - away.min(watched))
            .saturating_mul(100_000)
            .checked_div(watched);
        share.and_then(|one| u32::try_from(one).ok()).unwrap_or(0)
    }
}

/// As the report's form writes a share: 99,987 %.
impl fmt::Display for Availability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = self.thousandths();
        write!(formatter, "{},{:03} %", share / 1000, share % 1000)
    }
}

/// The spans as far as they lie within a period, none over another.
fn apart(spans: &[Span], period: Span) -> Vec<Span> {
    let mut within: Vec<Span> = spans.iter().filter_map(|one| one.within(period)).collect();
    within.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(within.len());
    for span in within {
        match apart.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => apart.push(span),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, until: i64) -> Span {
        let at = |minutes| OffsetDateTime::UNIX_EPOCH + Duration::minutes(minutes);
        Span {
            from: at(from),
            until: at(until),
        }
    }

    #[test]
    fn what_lies_over_another_or_outside_counts_once_or_not() {
        let outages = [
            span(50, 70),
            span(10, 12),
            span(11, 15),
            span(15, 16),
            span(-5, 1),
        ];
        let found = Availability::of(span(0, 60), span(-100, 1000), &outages, &[]).unwrap();
        assert_eq!(
            (found.away, found.times),
            (Duration::minutes(1 + 6 + 10), 3)
        );
        assert_eq!(found.planned, Duration::ZERO);
        assert_eq!(found.to_string(), "71,666 %");
    }

    #[test]
    fn announced_maintenance_is_away_too_and_told_apart() {
        let found = Availability::of(
            span(0, 1000),
            span(0, 1000),
            &[span(100, 110), span(500, 501)],
            &[span(95, 106), span(800, 900)],
        );
        let found = found.unwrap();
        assert_eq!(found.away, Duration::minutes(11));
        assert_eq!(found.planned, Duration::minutes(6));
        assert_eq!(found.to_string(), "98,900 %");
    }

    #[test]
    fn only_what_was_watched_is_told() {
        let found = Availability::of(span(0, 1000), span(900, 1000), &[span(0, 950)], &[]);
        assert_eq!(found.unwrap().to_string(), "50,000 %");
        assert_eq!(Availability::of(span(0, 10), span(20, 30), &[], &[]), None);
        let whole = Availability::of(span(0, 10), span(0, 30), &[span(0, 10)], &[]);
        assert_eq!(whole.unwrap().thousandths(), 0);
    }
}

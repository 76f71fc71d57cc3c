//! How long a verified answer may be used, and where. S1 Art. 26.4, 32.3c; Decree 69/2024 Art. 19.4.

use time::{Duration, OffsetDateTime};

use crate::profile::ReuseOfAnswer;

/// Names one transaction at a relying party.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Transaction(pub String);

/// A proof from the agency: without one an answer is worth nothing (S1 Art. 26.4b). The caller has
/// verified the signature; this type only carries what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenAnswer {
    /// The transaction it was asked for.
    pub transaction: Transaction,
    /// When the relying party received it.
    pub received_at: OffsetDateTime,
}

/// Whether an answer may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// It may, until this moment.
    Until(OffsetDateTime),
    /// Its time is over since this moment.
    Expired(OffsetDateTime),
    /// It was given for another transaction.
    OtherTransaction,
    /// It lies in the future: the clock was set back since.
    ClockDoubt,
}

/// Whether this answer may be used in this transaction now.
#[must_use]
pub fn usable(
    rule: ReuseOfAnswer,
    answer: &ProvenAnswer,
    here: &Transaction,
    now: OffsetDateTime,
) -> Use {
    let hours = match rule {
        ReuseOfAnswer::WithinHours(hours) | ReuseOfAnswer::WithinHoursNotPassedOn(hours) => hours,
    };
    let end = answer
        .received_at
        .saturating_add(Duration::hours(hours.into()));
    if answer.transaction != *here {
        Use::OtherTransaction
    } else if now < answer.received_at {
        Use::ClockDoubt
    } else if now > end {
        Use::Expired(end)
    } else {
        Use::Until(end)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn forty_eight_hours_from_receipt_and_in_its_own_transaction() {
        let answer = ProvenAnswer {
            transaction: Transaction("A".into()),
            received_at: datetime!(2026-11-20 09:00 +7),
        };
        let here = Transaction("A".into());
        let rule = ReuseOfAnswer::WithinHours(48);
        let at = |now| usable(rule, &answer, &here, now);
        let end = datetime!(2026-11-22 09:00 +7);
        assert_eq!(at(datetime!(2026-11-20 09:00 +7)), Use::Until(end));
        assert_eq!(at(end), Use::Until(end));
        assert_eq!(at(datetime!(2026-11-22 09:00:01 +7)), Use::Expired(end));
        assert_eq!(at(datetime!(2026-11-20 08:59 +7)), Use::ClockDoubt);
        let other = Transaction("B".into());
        assert_eq!(
            usable(rule, &answer, &other, datetime!(2026-11-20 10:00 +7)),
            Use::OtherTransaction
        );
    }
}

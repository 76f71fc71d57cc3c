//! Tables, one file each. Every function takes a connection, so that callers choose the transaction.
//!
//! One dialect of SQL for both engines: numbered parameters, `BIGINT`, text and octets only, `ON CONFLICT`,
//! `RETURNING`. What they differ in is [`Engine`]. The audit entry comes last in a transaction, because on
//! PostgreSQL the log is then held until the commit and nothing else waits.

pub mod accounts;
pub mod audit;
pub mod blocks;
pub mod cases;
pub mod challenges;
pub mod confirmations;
pub mod consents;
pub mod device_lists;
mod engine;
pub mod invitations;
pub mod locks;
pub mod migrations;
pub mod notices;
pub mod officers;
pub mod open_cases;
pub mod outages;
mod postgres_address;
pub mod probe;
pub mod provider;
pub mod relying_parties;
pub mod reports;
pub mod retention;
pub mod sessions;
pub mod sign_in_failures;
pub mod source_answers;
pub mod source_events;
pub mod terminals;
pub mod unchecked;
mod words;

pub use engine::{Connection, Database, Engine, Transaction, take_turn};

use time::OffsetDateTime;

/// Milliseconds since 1970, as every table keeps moments.
#[must_use]
pub fn to_millis(moment: OffsetDateTime) -> i64 {
    // Years up to 9999 fit in 48 bits of milliseconds.
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// The reverse of [`to_millis`]; a value outside the calendar becomes 1970.
#[must_use]
pub fn from_millis(millis: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A row that this program did not write so.
pub(crate) fn corrupt(what: &'static str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{what} in the database is not readable").into())
}

//! Failed sign-ins, counted by what was typed, known officer or not.

use openssl::sha::sha256;
use sqlx::Row;
use time::{Duration, OffsetDateTime};

use super::{Connection, from_millis, to_millis};
use crate::password::wait_after;

/// After so long without a failure the count starts anew.
const FORGOTTEN_AFTER: Duration = Duration::days(1);

/// Until when nobody may try this name.
///
/// # Errors
/// When the database does not answer.
pub async fn locked_until(
    connection: &mut Connection,
    typed: &str,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    let row = sqlx::query("SELECT locked_until FROM sign_in_failures WHERE typed = $1")
        .bind(key(typed))
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get(0).map(from_millis)).transpose()
}

/// Counts a failure and sets the lock that it costs.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    typed: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sign_in_failures WHERE last_at < $1")
        .bind(to_millis(now - FORGOTTEN_AFTER))
        .execute(&mut *connection)
        .await?;
    let failures: i64 = sqlx::query(
        "INSERT INTO sign_in_failures VALUES ($1, 1, $2, $2)
         ON CONFLICT (typed) DO UPDATE SET failures = sign_in_failures.failures + 1, last_at = $2 RETURNING failures",
    )
    .bind(key(typed))
    .bind(to_millis(now))
    .fetch_one(&mut *connection)
    .await?
    .try_get(0)?;
    sqlx::query("UPDATE sign_in_failures SET locked_until = $1 WHERE typed = $2")
        .bind(to_millis(
            now + wait_after(u32::try_from(failures).unwrap_or(u32::MAX)),
        ))
        .bind(key(typed))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets the failures after a success.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(connection: &mut Connection, typed: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sign_in_failures WHERE typed = $1")
        .bind(key(typed))
        .execute(connection)
        .await?;
    Ok(())
}

fn key(typed: &str) -> Vec<u8> {
    sha256(typed.as_bytes()).to_vec()
}

//! Signed lists of devices, the newest first.

use sqlx::{Row, any::AnyRow};
use time::OffsetDateTime;

use super::{Connection, to_millis};

/// A list as it was signed.
pub struct SignedList {
    /// Its version.
    pub version: i64,
    /// The signed text.
    pub jws: String,
}

/// Adds a list.
///
/// # Errors
/// When the version is taken, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    list: &SignedList,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO device_lists VALUES ($1, $2, $3)")
        .bind(list.version)
        .bind(to_millis(at))
        .bind(&list.jws)
        .execute(connection)
        .await?;
    Ok(())
}

/// The list that was the newest at a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_at(
    connection: &mut Connection,
    moment: OffsetDateTime,
) -> Result<Option<SignedList>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT version, jws FROM device_lists WHERE signed_at <= $1 ORDER BY version DESC LIMIT 1",
    )
    .bind(to_millis(moment))
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(list).transpose()
}

/// The newest list.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(connection: &mut Connection) -> Result<Option<SignedList>, sqlx::Error> {
    let row = sqlx::query("SELECT version, jws FROM device_lists ORDER BY version DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(list).transpose()
}

fn list(row: &AnyRow) -> Result<SignedList, sqlx::Error> {
    Ok(SignedList {
        version: row.try_get(0)?,
        jws: row.try_get(1)?,
    })
}

//! One-time codes by which terminals become known; only a digest of each is kept.

use sqlx::Row;
use time::OffsetDateTime;

use super::{Connection, Engine, from_millis, to_millis};

/// An invitation as issued. No `Debug`: its digest belongs nowhere else.
pub struct Invitation {
    /// The office that the terminal will belong to.
    pub office: String,
    /// SHA-256 of the code.
    pub code_hash: Vec<u8>,
    /// After this moment it counts no more.
    pub expires_at: OffsetDateTime,
    /// How many wrong codes came.
    pub attempts: i64,
    /// When a terminal used it.
    pub used_at: Option<OffsetDateTime>,
}

/// Keeps an invitation in place of any older one of the terminal.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut Connection,
    terminal: &str,
    office: &str,
    code_hash: &[u8],
    expires_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO invitations VALUES ($1, $2, $3, $4, 0, NULL)
         ON CONFLICT (terminal) DO UPDATE
         SET office = $2, code_hash = $3, expires_at = $4, attempts = 0, used_at = NULL",
    )
    .bind(terminal)
    .bind(office)
    .bind(code_hash)
    .bind(to_millis(expires_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// The terminal's invitation; nobody else uses it until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &mut Connection,
    terminal: &str,
) -> Result<Option<Invitation>, sqlx::Error> {
    let select = format!(
        "SELECT office, code_hash, expires_at, attempts, used_at FROM invitations WHERE terminal = $1{}",
        Engine::of(connection).lock_rows()
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(select))
        .bind(terminal)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Invitation {
            office: row.try_get(0)?,
            code_hash: row.try_get(1)?,
            expires_at: from_millis(row.try_get(2)?),
            attempts: row.try_get(3)?,
            used_at: row.try_get::<Option<i64>, _>(4)?.map(from_millis),
        })
    })
    .transpose()
}

/// Counts a wrong code.
///
/// # Errors
/// When the database does not answer.
pub async fn count_attempt(connection: &mut Connection, terminal: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE invitations SET attempts = attempts + 1 WHERE terminal = $1")
        .bind(terminal)
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks it as used.
///
/// # Errors
/// When the database does not answer.
pub async fn consume(
    connection: &mut Connection,
    terminal: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE invitations SET used_at = $1 WHERE terminal = $2")
        .bind(to_millis(at))
        .bind(terminal)
        .execute(connection)
        .await?;
    Ok(())
}

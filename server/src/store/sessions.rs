//! Sessions of officers at terminals.

use dossier::api::Officer;
use sqlx::Row;
use time::OffsetDateTime;
use uuid::{Uuid, fmt::Hyphenated};

use super::{Connection, from_millis, officers, to_millis};

/// A session as issued.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is, with the role of now.
    pub officer: Officer,
    /// Where it was opened.
    pub terminal: String,
    /// When.
    pub started_at: OffsetDateTime,
    /// When it ended, or will end by itself.
    pub ends_at: OffsetDateTime,
}

/// Opens a session.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    session: &Session,
    token_hash: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO sessions VALUES ($1, $2, $3, $4, $5, $6, NULL)")
        .bind(session.id.hyphenated().to_string())
        .bind(token_hash)
        .bind(&session.officer.id)
        .bind(&session.terminal)
        .bind(to_millis(session.started_at))
        .bind(to_millis(session.ends_at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a session now.
///
/// # Errors
/// When the database does not answer.
pub async fn end(
    connection: &mut Connection,
    id: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sessions SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL")
        .bind(to_millis(at))
        .bind(id.hyphenated().to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// The session of a token, ended or not, unless its terminal was revoked.
///
/// # Errors
/// When the database does not answer.
pub async fn by_token(
    connection: &mut Connection,
    token_hash: &[u8],
) -> Result<Option<Session>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT s.id AS session, s.terminal, s.started_at, s.expires_at, s.ended_at, o.id, o.name, o.role, o.office
         FROM sessions s JOIN officers o ON o.id = s.officer JOIN terminals t ON t.id = s.terminal
         WHERE s.token_hash = $1 AND t.revoked_at IS NULL",
    )
    .bind(token_hash)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(session).transpose()
}

/// The session of an identifier, ended or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, id: Uuid) -> Result<Option<Session>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT s.id AS session, s.terminal, s.started_at, s.expires_at, s.ended_at, o.id, o.name, o.role, o.office
         FROM sessions s JOIN officers o ON o.id = s.officer WHERE s.id = $1",
    )
    .bind(id.hyphenated().to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(session).transpose()
}

fn session(row: &sqlx::any::AnyRow) -> Result<Session, sqlx::Error> {
    let id: Hyphenated = row
        .try_get::<String, _>("session")?
        .parse()
        .map_err(|_| super::corrupt("a session"))?;
    let (expires, ended): (i64, Option<i64>) =
        (row.try_get("expires_at")?, row.try_get("ended_at")?);
    Ok(Session {
        id: id.into_uuid(),
        officer: officers::officer(row)?,
        terminal: row.try_get("terminal")?,
        started_at: from_millis(row.try_get("started_at")?),
        ends_at: from_millis(ended.map_or(expires, |ended| ended.min(expires))),
    })
}

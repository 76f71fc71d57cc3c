//! Terminals and their public keys.

use dossier::submission::TerminalPublicKey;
use sqlx::Row;
use time::OffsetDateTime;

use super::{Connection, corrupt, to_millis};

/// A terminal as enrolled.
pub struct Terminal {
    /// Its key.
    pub key: TerminalPublicKey,
    /// Whether it still counts.
    pub standing: Standing,
}

/// Whether a terminal may still sign in and submit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Enrolled,
    /// It was revoked.
    Revoked,
}

/// Enrols a terminal with its PEM key.
///
/// # Errors
/// When the identifier is taken, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    id: &str,
    public_key: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO terminals VALUES ($1, $2, $3, NULL)")
        .bind(id)
        .bind(public_key)
        .bind(to_millis(at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Revokes a terminal.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] for a terminal that is unknown or revoked already.
pub async fn revoke(
    connection: &mut Connection,
    id: &str,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let changed =
        sqlx::query("UPDATE terminals SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(to_millis(at))
            .bind(id)
            .execute(connection)
            .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound)
    }
}

/// The terminal of an identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, id: &str) -> Result<Option<Terminal>, sqlx::Error> {
    let row = sqlx::query("SELECT public_key, revoked_at FROM terminals WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let pem: String = row.try_get(0)?;
    let key =
        TerminalPublicKey::from_pem(pem.as_bytes()).map_err(|_| corrupt("a terminal's key"))?;
    let standing = match row.try_get::<Option<i64>, _>(1)? {
        None => Standing::Enrolled,
        Some(_) => Standing::Revoked,
    };
    Ok(Some(Terminal { key, standing }))
}

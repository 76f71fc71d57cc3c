//! Challenges for active authentication: for one officer at one terminal, used by one case.

use reader::read_out::ActiveAuthenticationChallenge;
use sqlx::Row;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, corrupt, from_millis, sessions::Session, to_millis};

/// A challenge as issued.
#[derive(Clone, Copy, Debug)]
pub struct Challenge {
    /// Its identifier.
    pub id: Uuid,
    /// RND.IFD.
    pub octets: ActiveAuthenticationChallenge,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
    /// After this moment it counts no more.
    pub expires_at: OffsetDateTime,
    /// Whether a case has used it.
    pub usage: Usage,
}

/// Whether a challenge may still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// No case has used it.
    Unused,
    /// A case has used it.
    Used,
}

/// Keeps a challenge.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    session: Uuid,
    challenge: &Challenge,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO challenges VALUES ($1, $2, $3, $4, $5, NULL)")
        .bind(challenge.id.hyphenated().to_string())
        .bind(session.hyphenated().to_string())
        .bind(challenge.octets.0.as_slice())
        .bind(to_millis(challenge.issued_at))
        .bind(to_millis(challenge.expires_at))
        .execute(connection)
        .await?;
    Ok(())
}

/// A challenge that was issued to this officer at this terminal, in this session or an earlier one:
/// a card may be read before and submitted after a session's end.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &mut Connection,
    id: Uuid,
    session: &Session,
) -> Result<Option<Challenge>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT c.octets, c.issued_at, c.expires_at, c.used_by FROM challenges c JOIN sessions s ON s.id = c.session
         WHERE c.id = $1 AND s.officer = $2 AND s.terminal = $3",
    )
    .bind(id.hyphenated().to_string())
    .bind(&session.officer.id)
    .bind(&session.terminal)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let octets: Vec<u8> = row.try_get(0)?;
    let octets = octets.try_into().map_err(|_| corrupt("a challenge"))?;
    let usage = match row.try_get::<Option<String>, _>(3)? {
        None => Usage::Unused,
        Some(_) => Usage::Used,
    };
    Ok(Some(Challenge {
        id,
        octets: ActiveAuthenticationChallenge(octets),
        issued_at: from_millis(row.try_get(1)?),
        expires_at: from_millis(row.try_get(2)?),
        usage,
    }))
}

/// Marks a challenge as used by a case; [`Usage::Used`] when another case had used it before.
///
/// # Errors
/// When the database does not answer.
pub async fn consume(
    connection: &mut Connection,
    id: Uuid,
    case: Uuid,
) -> Result<Usage, sqlx::Error> {
    let taken = sqlx::query("UPDATE challenges SET used_by = $1 WHERE id = $2 AND used_by IS NULL")
        .bind(case.hyphenated().to_string())
        .bind(id.hyphenated().to_string())
        .execute(connection)
        .await?;
    Ok(match taken.rows_affected() {
        0 => Usage::Used,
        _ => Usage::Unused,
    })
}

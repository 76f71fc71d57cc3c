//! What second persons confirmed: each for one officer's file at one terminal, used by one case.

use sqlx::Row;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, sessions::Session, to_millis};

/// A confirmation as issued.
pub struct Confirmation {
    /// Its identifier.
    pub id: Uuid,
    /// The second person.
    pub confirmed_by: String,
    /// Keyed digest of what was confirmed.
    pub statement: Vec<u8>,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
    /// No file that is sealed later may use it.
    pub counts_until: OffsetDateTime,
}

/// What a submission claims of a confirmation.
pub struct Claimed {
    /// Its identifier.
    pub id: Uuid,
    /// Keyed digest of what the file says.
    pub statement: Vec<u8>,
    /// The earliest moment at which the file may have been sealed.
    pub sealed_from: OffsetDateTime,
    /// The latest one.
    pub sealed_until: OffsetDateTime,
}

/// Keeps a confirmation for the officer of a session.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    session: &Session,
    confirmation: &Confirmation,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO exception_confirmations VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)")
        .bind(confirmation.id.hyphenated().to_string())
        .bind(session.id.hyphenated().to_string())
        .bind(&session.officer.id)
        .bind(&confirmation.confirmed_by)
        .bind(confirmation.statement.as_slice())
        .bind(to_millis(confirmation.issued_at))
        .bind(to_millis(confirmation.counts_until))
        .execute(connection)
        .await?;
    Ok(())
}

/// Uses a confirmation for a case and says who gave it. Nothing when there is none of this identifier that was given
/// to this officer at this terminal, of just this statement, in its time, and unused: an officer's session may end
/// between confirming and submitting.
///
/// # Errors
/// When the database does not answer.
pub async fn use_for(
    connection: &mut Connection,
    case: Uuid,
    session: &Session,
    claimed: &Claimed,
) -> Result<Option<String>, sqlx::Error> {
    let row = sqlx::query(
        "UPDATE exception_confirmations SET used_by = $1
         WHERE id = $2 AND used_by IS NULL AND statement = $3 AND issued_at <= $4 AND counts_until >= $5
           AND submitter = $6 AND session IN (SELECT id FROM sessions WHERE terminal = $7)
         RETURNING confirmed_by",
    )
    .bind(case.hyphenated().to_string())
    .bind(claimed.id.hyphenated().to_string())
    .bind(claimed.statement.as_slice())
    .bind(to_millis(claimed.sealed_until))
    .bind(to_millis(claimed.sealed_from))
    .bind(&session.officer.id)
    .bind(&session.terminal)
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.try_get(0)).transpose()
}

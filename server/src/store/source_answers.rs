//! What sources answered about a case, sealed by the case's key; nothing is ever written over.

use dossier::source::Source;
use sqlx::Row;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, corrupt, to_millis};

/// One answer as it lies in the database.
pub struct Kept {
    /// The question.
    pub question: Uuid,
    /// The signed record, sealed.
    pub sealed: Vec<u8>,
}

/// Keeps an answer.
///
/// # Errors
/// When the question is there already, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    case: Uuid,
    (source, asked_at): (Source, OffsetDateTime),
    kept: &Kept,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO source_answers VALUES ($1, $2, $3, $4, $5)")
        .bind(kept.question.hyphenated().to_string())
        .bind(case.hyphenated().to_string())
        .bind(source.word())
        .bind(to_millis(asked_at))
        .bind(&kept.sealed)
        .execute(connection)
        .await?;
    Ok(())
}

/// Every answer about a case, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_case(connection: &mut Connection, case: Uuid) -> Result<Vec<Kept>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT question, sealed FROM source_answers WHERE case_id = $1 ORDER BY asked_at, question",
    )
    .bind(case.hyphenated().to_string())
    .fetch_all(connection)
    .await?;
    let kept = rows.iter().map(|row| {
        let question: String = row.try_get(0)?;
        Ok(Kept {
            question: question.parse().map_err(|_| corrupt("a question"))?,
            sealed: row.try_get(1)?,
        })
    });
    kept.collect()
}

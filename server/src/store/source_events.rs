//! What sources told by themselves, by the pseudonym of whom it is about.

use dossier::source::{Source, SourceChange};
use sqlx::Row;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, corrupt, from_millis, to_millis};

/// The most open cases of one subject that are looked at again.
const MOST: i64 = 100;

/// One event as it lies in the database.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The event.
    pub event: Uuid,
    /// The source.
    pub source: Source,
    /// What has changed.
    pub change: SourceChange,
    /// When this backend heard of it.
    pub received_at: OffsetDateTime,
}

/// Keeps an event; false when it is known already.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    told: &Told,
    subject: &[u8],
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(
        "INSERT INTO source_events VALUES ($1, $2, $3, $4, $5) ON CONFLICT (event) DO NOTHING",
    )
    .bind(told.event.hyphenated().to_string())
    .bind(told.source.word())
    .bind(told.change.word())
    .bind(subject)
    .bind(to_millis(told.received_at))
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// What sources have told of a subject since this moment, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn since(
    connection: &mut Connection,
    subject: &[u8],
    moment: OffsetDateTime,
) -> Result<Vec<Told>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT event, source, change, received_at FROM source_events
         WHERE subject = $1 AND received_at >= $2 ORDER BY received_at, event",
    )
    .bind(subject)
    .bind(to_millis(moment))
    .fetch_all(connection)
    .await?;
    let told = rows.iter().map(|row| {
        let text = |column: &str| row.try_get::<String, _>(column);
        Ok(Told {
            event: text("event")?.parse().map_err(|_| corrupt("an event"))?,
            source: Source::from_word(&text("source")?).ok_or_else(|| corrupt("a source"))?,
            change: SourceChange::from_word(&text("change")?).ok_or_else(|| corrupt("a change"))?,
            received_at: from_millis(row.try_get("received_at")?),
        })
    });
    told.collect()
}

/// The open cases of a subject.
///
/// # Errors
/// When the database does not answer.
pub async fn open_cases_of(
    connection: &mut Connection,
    subject: &[u8],
) -> Result<Vec<Uuid>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT id FROM cases WHERE subject = $1 AND state IN ('queued', 'claimed', 'approved_once')
         ORDER BY id LIMIT $2",
    )
    .bind(subject)
    .bind(MOST)
    .fetch_all(connection)
    .await?;
    let cases = rows.iter().map(|row| {
        let id: String = row.try_get(0)?;
        id.parse().map_err(|_| corrupt("a case"))
    });
    cases.collect()
}

/// Forgets what was told before this moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_before(
    connection: &mut Connection,
    moment: OffsetDateTime,
) -> Result<u64, sqlx::Error> {
    let forgotten = sqlx::query("DELETE FROM source_events WHERE received_at < $1")
        .bind(to_millis(moment))
        .execute(connection)
        .await?;
    Ok(forgotten.rows_affected())
}

//! Which decided cases have been kept long enough, and the end of them.

use sqlx::Row;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, Database, Engine, corrupt, to_millis};

/// A case that was decided before this moment and still has its key.
///
/// # Errors
/// When the database does not answer.
pub async fn next_to_shred(
    database: &Database,
    before: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    next(
        database,
        "SELECT id FROM cases WHERE decided_at < $1 AND shredded_at IS NULL ORDER BY decided_at LIMIT 1",
        before,
    )
    .await
}

/// A case that was decided before this moment.
///
/// # Errors
/// When the database does not answer.
pub async fn next_to_forget(
    database: &Database,
    before: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    next(
        database,
        "SELECT id FROM cases WHERE decided_at < $1 ORDER BY decided_at LIMIT 1",
        before,
    )
    .await
}

async fn next(
    database: &Database,
    query: &'static str,
    before: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    let mut connection = database.acquire().await?;
    let row = sqlx::query(query)
        .bind(to_millis(before))
        .fetch_optional(&mut *connection)
        .await?;
    let id = row.map(|row| row.try_get::<String, _>(0)).transpose()?;
    id.map(|id| id.parse().map_err(|_| corrupt("a case")))
        .transpose()
}

/// Destroys the wrapped key, and with it every sealed part of the case, the note included.
///
/// # Errors
/// When the database does not answer.
pub async fn destroy_key(
    connection: &mut Connection,
    case: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE cases SET wrapped_key = $1, sealed_note = NULL, shredded_at = $2 WHERE id = $3",
    )
    .bind(Vec::new())
    .bind(to_millis(at))
    .bind(case.hyphenated().to_string())
    .execute(&mut *connection)
    .await?;
    for statement in [
        "DELETE FROM contacts WHERE case_id = $1",
        "UPDATE notices SET sealed = NULL, state = 'withdrawn' WHERE case_id = $1 AND state IN ('waiting', 'dead')
           AND kind IN ('received', 'returned', 'refused', 'approved')",
    ] {
        sqlx::query(statement)
            .bind(case.hyphenated().to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Removes the case's record, who confirmed its exceptions, what sources answered, its notices, and the challenges and
/// confirmations it used.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(connection: &mut Connection, case: Uuid) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM challenges WHERE used_by = $1",
        "DELETE FROM exception_confirmations WHERE used_by = $1",
        "DELETE FROM confirmers WHERE case_id = $1",
        "DELETE FROM source_answers WHERE case_id = $1",
        "DELETE FROM contacts WHERE case_id = $1",
        "DELETE FROM notices WHERE case_id = $1 AND kind IN ('received', 'returned', 'refused', 'approved')",
        "DELETE FROM cases WHERE id = $1",
    ] {
        sqlx::query(statement)
            .bind(case.hyphenated().to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Removes challenges and confirmations that no case used and whose time was over before this moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_unused(
    connection: &mut Connection,
    before: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM challenges WHERE used_by IS NULL AND expires_at < $1",
        "DELETE FROM exception_confirmations WHERE used_by IS NULL AND counts_until < $1",
    ] {
        sqlx::query(statement)
            .bind(to_millis(before))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Whether a key is left that opens the case's parts.
///
/// # Errors
/// When the database does not answer.
pub async fn has_key(database: &Database, case: Uuid) -> Result<bool, sqlx::Error> {
    let mut connection = database.acquire().await?;
    let row = sqlx::query("SELECT 1 FROM cases WHERE id = $1 AND shredded_at IS NULL")
        .bind(case.hyphenated().to_string())
        .fetch_optional(&mut *connection)
        .await?;
    Ok(row.is_some())
}

/// Old versions of a row lie in SQLite's write-ahead log and in PostgreSQL's dead rows until overwritten.
///
/// # Errors
/// When the database does not answer.
pub async fn overwrite_freed_space(database: &Database) -> Result<(), sqlx::Error> {
    let statement = match database.engine() {
        Engine::Sqlite => "PRAGMA wal_checkpoint(TRUNCATE)",
        Engine::Postgres => "VACUUM cases",
    };
    let mut connection = database.acquire().await?;
    let told = sqlx::query(statement)
        .fetch_optional(&mut *connection)
        .await?;
    // SQLite does not fail while somebody reads: it says so in the first column.
    let busy = told.map(|row| row.try_get::<i64, _>(0)).transpose()?;
    if busy == Some(1) {
        tracing::warn!("somebody reads: the write-ahead log is emptied at the next run");
    }
    Ok(())
}

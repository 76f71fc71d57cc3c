//! Terminals and offices that are shut out, until somebody lets them in again.

use sqlx::Row;
use time::OffsetDateTime;

use super::{Connection, corrupt, to_millis};

/// What is blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked<'a> {
    /// One terminal.
    Terminal(&'a str),
    /// An office and every office below it.
    Office(&'a str),
}

/// Why it is blocked: a closed list, so that the audit log holds no person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum BlockReason {
    /// Lost or stolen.
    Lost,
    /// Its key or its officers cannot be trusted.
    Compromised,
    /// It does not work safely.
    Unsafe,
    /// An authority ordered it.
    Ordered,
}

impl BlockReason {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::Lost, Self::Compromised, Self::Unsafe, Self::Ordered];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Compromised => "compromised",
            Self::Unsafe => "unsafe",
            Self::Ordered => "ordered",
        }
    }
}

impl Blocked<'_> {
    fn columns(&self) -> (&'static str, &str) {
        match self {
            Self::Terminal(name) => ("terminal", name),
            Self::Office(name) => ("office", name),
        }
    }
}

/// Blocks; the newest reason stands.
///
/// # Errors
/// When the database does not answer.
pub async fn block(
    connection: &mut Connection,
    what: Blocked<'_>,
    reason: BlockReason,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let (kind, name) = what.columns();
    sqlx::query(
        "INSERT INTO blocks VALUES ($1, $2, $3, $4)
         ON CONFLICT (kind, name) DO UPDATE SET reason = $3, blocked_at = $4",
    )
    .bind(kind)
    .bind(name)
    .bind(reason.word())
    .bind(to_millis(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets in again.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] when it is not blocked.
pub async fn unblock(connection: &mut Connection, what: Blocked<'_>) -> Result<(), sqlx::Error> {
    let (kind, name) = what.columns();
    let gone = sqlx::query("DELETE FROM blocks WHERE kind = $1 AND name = $2")
        .bind(kind)
        .bind(name)
        .execute(connection)
        .await?;
    match gone.rows_affected() {
        0 => Err(sqlx::Error::RowNotFound),
        _ => Ok(()),
    }
}

/// Why it is blocked, by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn reason(
    connection: &mut Connection,
    what: Blocked<'_>,
) -> Result<Option<BlockReason>, sqlx::Error> {
    let (kind, name) = what.columns();
    let row = sqlx::query("SELECT reason FROM blocks WHERE kind = $1 AND name = $2")
        .bind(kind)
        .bind(name)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let word: String = row.try_get(0)?;
    let known = BlockReason::ALL.into_iter().find(|one| one.word() == word);
    known.map(Some).ok_or_else(|| corrupt("a block"))
}

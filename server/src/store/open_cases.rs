//! The queue: open cases by due date, claims with leases and fences, decisions.

use dossier::{
    api::QueueEntry,
    decision::{CaseState, RefusalReason},
};
use serde::de::IgnoredAny;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Connection, Engine,
    cases::{Claim, date, verdict},
    corrupt, from_millis, to_millis,
};

/// What a decision writes.
pub struct Outcome<'a> {
    /// The state it brings the case to.
    pub state: CaseState,
    /// Why it is refused.
    pub reason: Option<RefusalReason>,
    /// The note, sealed by the case key.
    pub sealed_note: Option<&'a [u8]>,
    /// Who decides.
    pub decider: &'a str,
    /// When.
    pub at: OffsetDateTime,
}

/// How many cases are open.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query("SELECT count(*) FROM cases WHERE state IN ('queued', 'claimed')")
        .fetch_one(connection)
        .await?
        .try_get(0)?;
    u64::try_from(count).map_err(|_| corrupt("a count"))
}

/// The open cases due first, as `officer` sees them.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &mut Connection,
    officer: &str,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<QueueEntry>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT c.id, c.received_at, c.due_on, c.server_verdict, c.findings,
           c.claimed_by, c.lease_until, c.submitter, o.office
         FROM cases c JOIN officers o ON o.id = c.submitter
         WHERE c.state IN ('queued', 'claimed') ORDER BY c.due_on, c.received_at LIMIT $1",
    )
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| entry(row, officer, now)).collect()
}

/// The open case due first that this officer may claim, passing over those that another officer is claiming
/// this very moment.
///
/// # Errors
/// When the database does not answer.
pub async fn next(
    connection: &mut Connection,
    officer: &str,
    now: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    let lock = Engine::of(connection).skip_locked_rows();
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT id FROM cases WHERE state IN ('queued', 'claimed') AND submitter <> $1
           AND (lease_until IS NULL OR lease_until <= $2 OR claimed_by = $1)
         ORDER BY due_on, received_at LIMIT 1{lock}"
    )))
    .bind(officer)
    .bind(to_millis(now))
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        row.try_get::<String, _>(0)?
            .parse()
            .map_err(|_| corrupt("a case"))
    })
    .transpose()
}

/// Writes a claim under a new fence, which it gives back. The caller has checked that it may.
///
/// # Errors
/// When the case is not open, or the database does not answer.
pub async fn claim(
    connection: &mut Connection,
    case: Uuid,
    claim: &Claim,
) -> Result<u64, sqlx::Error> {
    let fence: i64 = sqlx::query(
        "UPDATE cases SET state = 'claimed', fence = fence + 1, claimed_by = $1, claimed_at = $2, lease_until = $3
         WHERE id = $4 AND state IN ('queued', 'claimed') RETURNING fence",
    )
    .bind(&claim.by)
    .bind(to_millis(claim.at))
    .bind(to_millis(claim.lease_until))
    .bind(case.hyphenated().to_string())
    .fetch_one(connection)
    .await?
    .try_get(0)?;
    u64::try_from(fence).map_err(|_| corrupt("a fence"))
}

/// Writes a decision under the fence it was made with. The caller has checked that it may.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] when the fence is stale.
pub async fn decide(
    connection: &mut Connection,
    case: Uuid,
    fence: u64,
    outcome: &Outcome<'_>,
) -> Result<(), sqlx::Error> {
    let changed = sqlx::query(
        "UPDATE cases SET state = $1, reason = $2, sealed_note = $3, decider = $4, decided_at = $5, lease_until = NULL
         WHERE id = $6 AND fence = $7 AND state = 'claimed'",
    )
    .bind(outcome.state.word())
    .bind(outcome.reason.map(RefusalReason::code))
    .bind(outcome.sealed_note)
    .bind(outcome.decider)
    .bind(to_millis(outcome.at))
    .bind(case.hyphenated().to_string())
    .bind(i64::try_from(fence).map_err(|_| sqlx::Error::RowNotFound)?)
    .execute(connection)
    .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound)
    }
}

fn entry(row: &AnyRow, officer: &str, now: OffsetDateTime) -> Result<QueueEntry, sqlx::Error> {
    let lease_until = row
        .try_get::<Option<i64>, _>("lease_until")?
        .map(from_millis);
    let claimed_by = row
        .try_get::<Option<String>, _>("claimed_by")?
        .filter(|_| lease_until.is_some_and(|until| until > now));
    Ok(QueueEntry {
        case: row
            .try_get::<String, _>("id")?
            .parse()
            .map_err(|_| corrupt("a case"))?,
        state: if claimed_by.is_some() {
            CaseState::Claimed
        } else {
            CaseState::Queued
        },
        received_at: from_millis(row.try_get("received_at")?),
        due_on: date(&row.try_get::<String, _>("due_on")?)?,
        office: row.try_get("office")?,
        server_verdict: verdict(&row.try_get::<String, _>("server_verdict")?)?,
        findings: count_of(&row.try_get::<String, _>("findings")?)?,
        claimed_by,
        own: row.try_get::<String, _>("submitter")? == officer,
    })
}

/// How many elements a JSON list has.
fn count_of(list: &str) -> Result<u32, sqlx::Error> {
    let elements =
        serde_json::from_str::<Vec<IgnoredAny>>(list).map_err(|_| corrupt("findings"))?;
    u32::try_from(elements.len()).map_err(|_| corrupt("findings"))
}

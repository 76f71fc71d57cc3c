//! The queue: open cases by due date, claims with leases and fences, decisions.

use dossier::{
    api::{Officer, QueueEntry, Role, Ruling},
    decision::{CaseState, RefusalReason},
    life::{DecidingLevel, Life, Risk},
};
use rules::{calendar::Calendar, deadline::standing};
use serde::de::IgnoredAny;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Connection, Engine,
    cases::{Case, date, verdict},
    corrupt, from_millis, to_millis, words,
};

/// What a step of a case's life writes beside the life itself.
#[derive(Clone, Copy, Default)]
pub struct Written<'a> {
    /// Who decides; the case is decided then.
    pub decider: Option<&'a str>,
    /// Why it is refused.
    pub reason: Option<RefusalReason>,
    /// The remark, sealed by the case key.
    pub sealed_note: Option<&'a [u8]>,
    /// What the decree let the officer decide.
    pub ruling: Option<&'a Ruling>,
}

/// How many cases wait for a decision.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query(
        "SELECT count(*) FROM cases WHERE state IN ('queued', 'claimed', 'approved_once')
           AND unchecked_since IS NULL",
    )
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
    (calendar, now): (&Calendar, OffsetDateTime),
    limit: i64,
) -> Result<Vec<QueueEntry>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT c.id, c.received_at, c.due_on, c.server_verdict, c.findings,
           c.claimed_by, c.lease_until, c.first_approver, c.submitter, o.office,
           (SELECT count(*) FROM confirmers k WHERE k.case_id = c.id AND k.named = $1) AS confirmed
         FROM cases c JOIN officers o ON o.id = c.submitter
         WHERE c.state IN ('queued', 'claimed', 'approved_once') AND c.unchecked_since IS NULL
         ORDER BY c.due_on, c.received_at LIMIT $2",
    )
    .bind(officer)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| entry(row, officer, (calendar, now)))
        .collect()
}

/// The open case that this officer should take next: for a senior approver those of the higher level
/// first, then by due date, then those of high risk, then by age.
///
/// # Errors
/// When the database does not answer.
pub async fn next(
    connection: &mut Connection,
    officer: &Officer,
    now: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    if officer.role == Role::Senior
        && let Some(case) = next_of(connection, officer, DecidingLevel::Senior, now).await?
    {
        return Ok(Some(case));
    }
    next_of(connection, officer, DecidingLevel::Approver, now).await
}

/// The head of one level's queue, along the index `cases_next`.
async fn next_of(
    connection: &mut Connection,
    officer: &Officer,
    level: DecidingLevel,
    now: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    let lock = Engine::of(connection).skip_locked_rows();
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT id FROM cases WHERE state IN ('queued', 'claimed', 'approved_once') AND unchecked_since IS NULL
           AND level = $3
           AND submitter <> $1 AND (first_approver IS NULL OR first_approver <> $1)
           AND NOT EXISTS (SELECT 1 FROM confirmers WHERE case_id = cases.id AND named = $1)
           AND (lease_until IS NULL OR lease_until <= $2 OR claimed_by = $1)
         ORDER BY due_on, risk, received_at LIMIT 1{lock}"
    )))
    .bind(&officer.id)
    .bind(to_millis(now))
    .bind(words::of_level(level))
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        row.try_get::<String, _>(0)?
            .parse()
            .map_err(|_| corrupt("a case"))
    })
    .transpose()
}

/// Writes a step that [`dossier::life::step`] allowed, on condition that the case still stands as it was.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] when another step came between.
pub async fn write(
    connection: &mut Connection,
    case: &Case,
    next: &Life,
    written: Written<'_>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let ruling = written.ruling.map(serde_json::to_string).transpose();
    let claimed = (next.fence != case.fence).then_some(to_millis(at));
    let first = next.approvals.first().filter(|_| next.risk == Risk::High);
    let changed = sqlx::query(
        "UPDATE cases SET state = $1, fence = $2, claimed_by = coalesce($3, claimed_by),
           claimed_at = coalesce($4, claimed_at), lease_until = $5, level = $6, first_approver = $7, decider = $8,
           reason = $9, sealed_note = CASE WHEN $9 IS NULL THEN coalesce($10, sealed_note) ELSE $10 END, decided_at = $11, ruling = coalesce($12, ruling)
         WHERE id = $13 AND fence = $14 AND state = $15",
    )
    .bind(next.state.word())
    .bind(fence(next.fence)?)
    .bind(next.lease.as_ref().map(|lease| lease.holder.as_str()))
    .bind(claimed)
    .bind(next.lease.as_ref().map(|lease| to_millis(lease.until)))
    .bind(words::of_level(next.level))
    .bind(first)
    .bind(written.decider)
    .bind(written.reason.map(RefusalReason::code))
    .bind(written.sealed_note)
    .bind(written.decider.map(|_| to_millis(at)))
    .bind(ruling.map_err(|_| corrupt("a ruling"))?)
    .bind(case.id.hyphenated().to_string())
    .bind(fence(case.fence)?)
    .bind(case.state.word())
    .execute(connection)
    .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(sqlx::Error::RowNotFound)
    }
}

fn fence(fence: u64) -> Result<i64, sqlx::Error> {
    i64::try_from(fence).map_err(|_| corrupt("a fence"))
}

fn entry(
    row: &AnyRow,
    officer: &str,
    (calendar, now): (&Calendar, OffsetDateTime),
) -> Result<QueueEntry, sqlx::Error> {
    let lease_until = row
        .try_get::<Option<i64>, _>("lease_until")?
        .map(from_millis);
    let claimed_by = row
        .try_get::<Option<String>, _>("claimed_by")?
        .filter(|_| lease_until.is_some_and(|until| until > now));
    let first_approver: Option<String> = row.try_get("first_approver")?;
    let received_at = from_millis(row.try_get("received_at")?);
    let due_on = date(&row.try_get::<String, _>("due_on")?)?;
    Ok(QueueEntry {
        case: row
            .try_get::<String, _>("id")?
            .parse()
            .map_err(|_| corrupt("a case"))?,
        state: match (
            &claimed_by,
            row.try_get::<Option<String>, _>("first_approver")?,
        ) {
            (Some(_), _) => CaseState::Claimed,
            (None, Some(_)) => CaseState::ApprovedOnce,
            (None, None) => CaseState::Queued,
        },
        received_at,
        due_on,
        standing: standing(calendar, received_at, due_on, now),
        office: row.try_get("office")?,
        server_verdict: verdict(&row.try_get::<String, _>("server_verdict")?)?,
        findings: count_of(&row.try_get::<String, _>("findings")?)?,
        claimed_by,
        own: row.try_get::<String, _>("submitter")? == officer
            || first_approver.as_deref() == Some(officer)
            || row.try_get::<i64, _>("confirmed")? > 0,
    })
}

/// How many elements a JSON list has.
fn count_of(list: &str) -> Result<u32, sqlx::Error> {
    let elements =
        serde_json::from_str::<Vec<IgnoredAny>>(list).map_err(|_| corrupt("findings"))?;
    u32::try_from(elements.len()).map_err(|_| corrupt("findings"))
}

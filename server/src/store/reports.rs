//! What the provider's report counts, and reports as they were frozen.

use std::collections::BTreeMap;

use dossier::decision::RefusalReason;
use rules::availability::Span;
use sqlx::Row;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Connection, cases::date, corrupt, to_millis};

/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// How far Vietnam's clocks are ahead, in milliseconds.
const AHEAD: i64 = 7 * 3_600_000;

/// From this moment on, before that one.
#[derive(Clone, Copy)]
pub struct Window {
    /// The first moment.
    pub from: OffsetDateTime,
    /// The first moment after it.
    pub until: OffsetDateTime,
}

impl From<Window> for Span {
    fn from(window: Window) -> Self {
        Self {
            from: window.from,
            until: window.until,
        }
    }
}

/// Cases by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// Received in the window.
    pub received: u64,
    /// Granted in the window.
    pub granted: u64,
    /// Refused or returned in the window, by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// Decided in the window after their day.
    pub late: u64,
    /// Received before the window's end and not decided by then.
    pub waiting: u64,
    /// Days from receipt to decision, and how many cases took so many.
    pub days: BTreeMap<i64, u64>,
}

/// Counts cases.
///
/// # Errors
/// When the database does not answer.
pub async fn cases(connection: &mut Connection, window: Window) -> Result<CaseCounts, sqlx::Error> {
    let (from, until) = (to_millis(window.from), to_millis(window.until));
    let received = "SELECT count(*) FROM cases WHERE received_at >= $1 AND received_at < $2";
    let waiting = "SELECT count(*) FROM cases WHERE received_at < $1
         AND (decided_at IS NULL OR decided_at >= $1)";
    let mut counts = CaseCounts {
        received: number(connection, received, &[from, until]).await?,
        waiting: number(connection, waiting, &[until]).await?,
        ..CaseCounts::default()
    };
    // Few rows, however many cases: days and reasons.
    let rows = sqlx::query(
        "SELECT reason, due_on, (received_at + $3) / $4 AS came, (decided_at + $3) / $4 AS went, count(*) AS many
         FROM cases WHERE decided_at >= $1 AND decided_at < $2 GROUP BY 1, 2, 3, 4",
    )
    .bind(from)
    .bind(until)
    .bind(AHEAD)
    .bind(DAY)
    .fetch_all(connection)
    .await?;
    for row in rows {
        let (came, went): (i64, i64) = (row.try_get("came")?, row.try_get("went")?);
        let many = positive(row.try_get("many")?)?;
        match row.try_get::<Option<String>, _>("reason")? {
            None => counts.granted += many,
            Some(code) => {
                let reason = RefusalReason::from_code(&code).ok_or_else(|| corrupt("a reason"))?;
                *counts.refused.entry(reason.code()).or_default() += many;
            }
        }
        if went > day_number(date(&row.try_get::<String, _>("due_on")?)?) {
            counts.late += many;
        }
        *counts.days.entry(went - came).or_default() += many;
    }
    Ok(counts)
}

/// Entries of the audit log in the window, by action.
///
/// # Errors
/// When the database does not answer.
pub async fn actions(
    connection: &mut Connection,
    window: Window,
) -> Result<BTreeMap<String, u64>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT action, count(*) AS many FROM audit WHERE at >= $1 AND at < $2 GROUP BY action",
    )
    .bind(to_millis(window.from))
    .bind(to_millis(window.until))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("action")?, positive(row.try_get("many")?)?)))
        .collect()
}

/// Relying parties that are served, and terminals that are not revoked.
///
/// # Errors
/// When the database does not answer.
pub async fn market(connection: &mut Connection) -> Result<(u64, u64), sqlx::Error> {
    let parties = "SELECT count(*) FROM relying_parties WHERE state = 'active'";
    let terminals = "SELECT count(*) FROM terminals WHERE revoked_at IS NULL";
    Ok((
        number(connection, parties, &[]).await?,
        number(connection, terminals, &[]).await?,
    ))
}

/// The hash of the audit log's last entry before this moment, which covers all before it.
///
/// # Errors
/// When the database does not answer.
pub async fn ledger_hash(
    connection: &mut Connection,
    until: OffsetDateTime,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let row = sqlx::query("SELECT hash FROM audit WHERE at < $1 ORDER BY number DESC LIMIT 1")
        .bind(to_millis(until))
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get(0)).transpose()
}

/// A report to be kept.
pub struct NewReport<'a> {
    /// Its name.
    pub id: Uuid,
    /// First and last day.
    pub period: (Date, Date),
    /// Under the backend's signature.
    pub signed: &'a str,
    /// As printed.
    pub pdf: &'a [u8],
}

/// Keeps a frozen report.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    new: &NewReport<'_>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO reports VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(new.id.hyphenated().to_string())
        .bind(new.period.0.to_string())
        .bind(new.period.1.to_string())
        .bind(to_millis(at))
        .bind(new.signed)
        .bind(new.pdf)
        .execute(connection)
        .await?;
    Ok(())
}

/// A frozen report: its signed text, and the print.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &mut Connection,
    id: Uuid,
) -> Result<Option<(String, Vec<u8>)>, sqlx::Error> {
    let row = sqlx::query("SELECT signed, pdf FROM reports WHERE id = $1")
        .bind(id.hyphenated().to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((row.try_get("signed")?, row.try_get("pdf")?)))
        .transpose()
}

async fn number(
    connection: &mut Connection,
    query: &'static str,
    moments: &[i64],
) -> Result<u64, sqlx::Error> {
    let bound = moments
        .iter()
        .fold(sqlx::query(query), |query, moment| query.bind(*moment));
    positive(bound.fetch_one(connection).await?.try_get(0)?)
}

fn positive(count: i64) -> Result<u64, sqlx::Error> {
    u64::try_from(count).map_err(|_| corrupt("a count"))
}

/// Days since 1970.
fn day_number(day: Date) -> i64 {
    i64::from(day.to_julian_day() - Date::from_ordinal_date(1970, 1).map_or(0, Date::to_julian_day))
}

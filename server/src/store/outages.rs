//! When the service was there, and when it was not.

use rules::availability::Span;
use sqlx::{Row, any::AnyRow};
use time::{Duration, OffsetDateTime};

use super::{Connection, from_millis, to_millis};

/// Announced maintenance.
pub struct Maintenance {
    /// When.
    pub span: Span,
    /// Why.
    pub reason: String,
}

/// The service is there now. Whoever was away longer than `gap` since it was last seen was away: the outage is written.
///
/// # Errors
/// When the database does not answer.
pub async fn seen(
    connection: &mut Connection,
    now: OffsetDateTime,
    gap: Duration,
) -> Result<Option<Span>, sqlx::Error> {
    let before = watched(connection).await?;
    sqlx::query(
        "INSERT INTO service_seen (id, first_at, seen_at) VALUES (1, $1, $1)
         ON CONFLICT (id) DO UPDATE SET seen_at = $1 WHERE service_seen.seen_at < $1",
    )
    .bind(to_millis(now))
    .execute(&mut *connection)
    .await?;
    let Some(last) = before.map(|before| before.until) else {
        return Ok(None);
    };
    if now - last <= gap {
        return Ok(None);
    }
    let outage = Span {
        from: last,
        until: now,
    };
    sqlx::query("INSERT INTO outages (from_at, until_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(to_millis(last))
        .bind(to_millis(now))
        .execute(connection)
        .await?;
    Ok(Some(outage))
}

/// From when to when the service was watched.
///
/// # Errors
/// When the database does not answer.
pub async fn watched(connection: &mut Connection) -> Result<Option<Span>, sqlx::Error> {
    let row = sqlx::query("SELECT first_at, seen_at FROM service_seen WHERE id = 1")
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(span).transpose()
}

/// When it was away within a period, the earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn within(connection: &mut Connection, period: Span) -> Result<Vec<Span>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT from_at, until_at FROM outages WHERE from_at < $1 AND until_at > $2 ORDER BY from_at",
    )
    .bind(to_millis(period.until))
    .bind(to_millis(period.from))
    .fetch_all(connection)
    .await?;
    rows.iter().map(span).collect()
}

/// Announces maintenance.
///
/// # Errors
/// When one begins at that moment already, or the database does not answer.
pub async fn announce(
    connection: &mut Connection,
    maintenance: &Maintenance,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO maintenance (from_at, until_at, reason, announced_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(to_millis(maintenance.span.from))
    .bind(to_millis(maintenance.span.until))
    .bind(&maintenance.reason)
    .bind(to_millis(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Maintenance that was announced for a period.
///
/// # Errors
/// When the database does not answer.
pub async fn announced(
    connection: &mut Connection,
    period: Span,
) -> Result<Vec<Maintenance>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT from_at, until_at, reason FROM maintenance WHERE from_at < $1 AND until_at > $2 ORDER BY from_at",
    )
    .bind(to_millis(period.until))
    .bind(to_millis(period.from))
    .fetch_all(connection)
    .await?;
    let told = rows.iter().map(|row| {
        Ok(Maintenance {
            span: span(row)?,
            reason: row.try_get("reason")?,
        })
    });
    told.collect()
}

fn span(row: &AnyRow) -> Result<Span, sqlx::Error> {
    Ok(Span {
        from: from_millis(row.try_get(0)?),
        until: from_millis(row.try_get(1)?),
    })
}

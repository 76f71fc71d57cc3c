//! The log of outages: the service says again and again that it is there, and finds the gaps. S0 Art. 34.1b.

use anyhow::{Result, ensure};
use rules::availability::{Availability, Span};
use time::{Duration, OffsetDateTime};

use crate::{
    Backend,
    admin::ADMINISTRATOR,
    store::{
        Connection, Database, audit,
        outages::{self, Maintenance},
    },
};

/// How often the service says that it is there.
const EVERY: std::time::Duration = std::time::Duration::from_secs(20);
/// Whoever was not seen for longer was away.
const GAP: Duration = Duration::minutes(1);
/// The longest reason of a maintenance, and the longest maintenance.
const MAX_REASON: usize = 200;
const MAX_MAINTENANCE: Duration = Duration::days(7);

/// Says so until it is stopped; a database that is away makes an outage too, written once it is back.
pub async fn keep(backend: Backend) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        match say(&backend).await {
            Ok(None) => {}
            Ok(Some(outage)) => {
                let minutes = outage.length().whole_minutes();
                tracing::warn!(from = %outage.from, minutes, "the service was away");
            }
            Err(cause) => tracing::error!(%cause, "the service cannot say that it is there"),
        }
    }
}

/// Says it once; the outage that has just ended.
///
/// # Errors
/// When the database does not answer.
pub async fn say(backend: &Backend) -> Result<Option<Span>, sqlx::Error> {
    let mut transaction = backend.parts().database.begin().await?;
    let outage = outages::seen(&mut transaction, backend.now(), GAP).await?;
    transaction.commit().await?;
    Ok(outage)
}

/// Announces maintenance: what is away then was planned.
///
/// # Errors
/// When it lies in the past, is too long, has no reason, or the database does not answer.
pub async fn announce(
    database: &Database,
    (span, reason): (Span, &str),
    now: OffsetDateTime,
) -> Result<()> {
    let reason = reason.trim();
    ensure!(
        !reason.is_empty() && reason.chars().count() <= MAX_REASON,
        "a reason has 1 to {MAX_REASON} characters"
    );
    ensure!(
        span.from >= now,
        "maintenance is announced before it begins"
    );
    ensure!(
        span.from < span.until && span.length() <= MAX_MAINTENANCE,
        "maintenance ends after it begins, within seven days"
    );
    let maintenance = Maintenance {
        span,
        reason: reason.to_owned(),
    };
    let mut transaction = database.begin().await?;
    outages::announce(&mut transaction, &maintenance, now).await?;
    let entry = audit::Entry {
        actor: ADMINISTRATOR,
        action: "maintenance.announce",
        subject: "",
        detail: &format!(
            "{}..{}",
            span.from.unix_timestamp(),
            span.until.unix_timestamp()
        ),
    };
    audit::append(&mut transaction, now, entry).await?;
    Ok(transaction.commit().await?)
}

/// How much of a period the service was there, as far as it was watched.
///
/// # Errors
/// When the database does not answer.
pub async fn availability(
    connection: &mut Connection,
    period: Span,
) -> Result<Option<Availability>, sqlx::Error> {
    let Some(watched) = outages::watched(connection).await? else {
        return Ok(None);
    };
    let away = outages::within(connection, period).await?;
    let announced = outages::announced(connection, period).await?;
    let maintenance: Vec<Span> = announced.iter().map(|one| one.span).collect();
    Ok(Availability::of(period, watched, &away, &maintenance))
}

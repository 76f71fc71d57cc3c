//! The backend's own look at the images of a case, after its receipt: the counter does not wait for it, and no officer
//! sees the case before it.

mod images;

use std::{sync::Arc, thread};

use dossier::{
    api::ProblemType,
    decision::{CaseState, Examined},
    life::{Actor, DecidingLevel, Event, Life, step},
};
use futures_util::{StreamExt, stream};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Backend,
    opened::{Opened, open},
    refusal::Refusal,
    ruling,
    store::{
        audit,
        cases::{self, Case},
        unchecked::{self, Checked},
    },
};

/// How often cases are looked for that nobody woke us for: those of a backend that ended, or could not be opened.
const EVERY: std::time::Duration = std::time::Duration::from_secs(10);
/// How many are named at one look.
const PAGE: i64 = 64;
/// Who acts in the audit log.
const ACTOR: &str = "backend";

/// Checks what was received until it is stopped. A database that is away is waited for.
pub async fn keep(backend: Backend) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = backend.parts().received.notified() => {}
        }
        if let Err(refused) = pass(&backend).await {
            tracing::error!(kind = refused.kind().urn(), "received cases wait");
        }
    }
}

/// Checks everything that waits once. What cannot be opened goes on waiting, and keeps no other case.
///
/// # Errors
/// When the database does not answer; what was checked until then stays checked.
pub async fn pass(backend: &Backend) -> Result<(), Refusal> {
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    let mut last = None;
    loop {
        let mut connection = backend.parts().database.acquire().await?;
        let page = unchecked::after(&mut connection, last, PAGE).await?;
        drop(connection);
        if page.is_empty() {
            return Ok(());
        }
        last = page.last().copied();
        stream::iter(page)
            .for_each_concurrent(at_once, |case| async move {
                if let Err(refused) = check(backend, case).await {
                    tracing::error!(%case, kind = refused.kind().urn(), "a received case waits");
                }
            })
            .await;
    }
}

async fn check(backend: &Backend, id: Uuid) -> Result<(), Refusal> {
    let mut connection = backend.parts().database.acquire().await?;
    let case = cases::find(&mut connection, id).await?;
    let waits = |case: &Case| case.state == CaseState::Received;
    let Some(mut case) = case.filter(waits) else {
        return Ok(());
    };
    let opened = Arc::new(open(backend, &mut connection, &case).await?);
    drop(connection);
    // A profile that has ended still says what fingers were worth under it.
    let rules = backend.parts().policy.rulebook().profile.fingers.rules();
    case.findings
        .extend(images::look(Arc::clone(&opened), rules).await?);
    enqueue(backend, &case, &opened, backend.now()).await
}

/// Findings, ruling, life and audit entry in one transaction.
async fn enqueue(
    backend: &Backend,
    case: &Case,
    opened: &Opened,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let mut transaction = backend.begin().await?;
    let (parts, about) = (backend.parts(), opened.about(case, &[]));
    let judged = ruling::of(&mut transaction, parts, &about, Examined::NOTHING, now).await;
    let ruling = match judged {
        Ok(ruling) => ruling::words(&ruling),
        // It is judged again at every claim; without a profile in force nothing is approved there either.
        Err(refused) if refused.kind() == ProblemType::PolicyNotInForce => case.ruling.clone(),
        Err(other) => return Err(other),
    };
    let life = queued(case, opened, now)?;
    let checked = Checked {
        life: &life,
        findings: &case.findings,
        ruling: &ruling,
    };
    match unchecked::checked(&mut transaction, case.id, &checked).await {
        // Another backend on this database was quicker.
        Err(sqlx::Error::RowNotFound) => return Ok(()),
        written => written?,
    }
    let found = case.findings.len();
    let entry = audit::Entry {
        actor: ACTOR,
        action: "case.checked",
        subject: &case.id.to_string(),
        detail: &found.to_string(),
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    tracing::info!(case = %case.id, findings = found, "case checked");
    Ok(())
}

fn queued(case: &Case, opened: &Opened, now: OffsetDateTime) -> Result<Life, Refusal> {
    let risk = ruling::risk(opened.sealed(), &case.findings);
    let level = DecidingLevel::Approver;
    [Event::Check { risk, level }, Event::Enqueue]
        .into_iter()
        .try_fold(case.life(), |life, event| {
            step(&life, Actor::Backend, event, now)
        })
        .map_err(Refusal::from)
}

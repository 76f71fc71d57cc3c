//! The worker: takes what is due, has it carried, writes how it ended. A try that is cut off by the backend's death
//! is tried again when its time is over; tries are counted before they begin.

use std::sync::Arc;

use time::Duration;
use uuid::Uuid;

use super::{
    ACTOR, Content, Kind, Why,
    carriers::{Carriers, Failure, Message},
    part,
};
use crate::{
    Backend, accounts,
    refusal::{Refusal, Unreadable},
    store::{
        audit,
        notices::{self, Ended, Taken},
    },
};

/// How often the outbox is looked at.
const EVERY: std::time::Duration = std::time::Duration::from_secs(2);
/// How often what carriers keep is looked at.
const TIDIED_EVERY: std::time::Duration = std::time::Duration::from_secs(60 * 60);
/// How many notices are taken at one look.
const AT_ONCE: i64 = 50;
/// After so many tries a notice is dead.
pub const TRIES: i64 = 8;
/// Before the second try; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::minutes(1);

/// Delivers until it is stopped. A database that is away is waited for.
pub async fn keep(backend: Backend, carriers: Arc<Carriers>) {
    let (mut ticks, mut tidied) = (
        tokio::time::interval(EVERY),
        tokio::time::interval(TIDIED_EVERY),
    );
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = tidied.tick() => {
                let carriers = Arc::clone(&carriers);
                // A panic of it was told already, and stops no delivery.
                let _ = tokio::task::spawn_blocking(move || carriers.tidy()).await;
                continue;
            }
        }
        if let Err(refused) = deliver(&backend, &carriers).await {
            tracing::error!(kind = refused.kind().urn(), "notices wait");
        }
    }
}

/// Tries everything that is due once.
///
/// # Errors
/// When the database does not answer.
pub async fn deliver(backend: &Backend, carriers: &Arc<Carriers>) -> Result<(), Refusal> {
    let mut connection = backend.parts().database.acquire().await?;
    let due = notices::due(&mut connection, backend.now(), AT_ONCE).await?;
    drop(connection);
    for id in due {
        deliver_one(backend, carriers, id).await?;
    }
    Ok(())
}

async fn deliver_one(backend: &Backend, carriers: &Arc<Carriers>, id: Uuid) -> Result<(), Refusal> {
    let now = backend.now();
    // A try ends within its patience; twice that is nobody's any more.
    let until = now + carriers.patience * 2;
    let mut transaction = backend.begin().await?;
    let taken = notices::take(&mut transaction, id, (now, until)).await?;
    transaction.commit().await?;
    let Some(taken) = taken else { return Ok(()) };
    let ended = match content(backend, &taken) {
        Ok(Some(content)) => {
            let carriers = Arc::clone(carriers);
            let (channel, kind) = (taken.notice.channel, taken.notice.kind);
            let carried = tokio::task::spawn_blocking(move || {
                let message = Message {
                    id,
                    kind,
                    content: &content,
                };
                carriers.of(channel).carry(&message)
            });
            let carried = carried
                .await
                .map_err(|cause| Refusal::internal("carrier", &cause))?;
            ended(carried, taken.notice.attempts, backend.now())
        }
        Ok(None) => Ended::Withdrawn,
        // Changed at rest: no try makes it readable, and the others go on.
        Err(_) => Ended::Dead(Why::NotWritten),
    };
    write(backend, &taken, &ended).await
}

/// To whom what; nothing when the case's key was destroyed.
fn content(backend: &Backend, taken: &Taken) -> Result<Option<Content>, Refusal> {
    if taken.wrapped_key.is_empty() || taken.sealed.is_empty() {
        return Ok(None);
    }
    let case = taken.notice.case;
    let case_key = backend.parts().vault.case_key(case, &taken.wrapped_key)?;
    let json = case_key.open(case, &part(taken.notice.id), &taken.sealed)?;
    let content = serde_json::from_slice(&json);
    content
        .map(Some)
        .map_err(|_| Refusal::internal("notice", &Unreadable))
}

fn ended(carried: Result<(), Failure>, attempts: i64, now: time::OffsetDateTime) -> Ended {
    match carried {
        Ok(()) => Ended::Sent,
        Err(Failure { why, again }) if again && attempts < TRIES => {
            let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
            Ended::Later(why, now + FIRST_PAUSE * (1_i32 << doublings))
        }
        Err(Failure { why, .. }) => Ended::Dead(why),
    }
}

async fn write(backend: &Backend, taken: &Taken, ended: &Ended) -> Result<(), Refusal> {
    let (notice, now) = (&taken.notice, backend.now());
    let action = match ended {
        Ended::Sent => Some("notice.send"),
        Ended::Dead(_) => Some("notice.give_up"),
        Ended::Withdrawn => Some("notice.withdraw"),
        Ended::Later(..) => None,
    };
    let mut transaction = backend.begin().await?;
    let written = notices::end(&mut transaction, notice, ended, now).await?;
    if let Some(action) = action.filter(|_| written) {
        let entry = audit::Entry {
            actor: ACTOR,
            action,
            subject: &notice.case.to_string(),
            detail: &format!("{} {}", notice.kind.word(), notice.channel.word()),
        };
        audit::append(&mut transaction, now, entry).await?;
    }
    if written && matches!(ended, Ended::Sent) && notice.kind == Kind::Approved {
        accounts::told(&mut transaction, notice.case, now).await?;
    }
    transaction.commit().await?;
    match ended {
        Ended::Later(why, _) | Ended::Dead(why) => {
            let (why, attempts) = (why.word(), notice.attempts);
            tracing::warn!(notice = %notice.id, why, attempts, "a notice is not delivered");
        }
        Ended::Sent | Ended::Withdrawn => {}
    }
    Ok(())
}

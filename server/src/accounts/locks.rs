//! Locks and their end: who asks, on what evidence, who decides. S1 Art. 19, 20.
//!
//! An officer writes the request down, another officer grants or refuses it. The profile may grant the owner's own
//! request for a lock at once; no profile ends a lock so. What a source or the profile's timer locks is no officer's to
//! state.

use dossier::{
    api::{LockAsk, LockEvidence, LockWanted, ProblemType},
    decision::Decision,
};
use rules::{
    lock::{Evidence, LockCause},
    profile::{OwnRequest, Profile},
};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroize;

use super::{Held, day_of, log};
use crate::{
    Backend,
    notices::Kind,
    refusal::{Refusal, Unreadable},
    store::{
        Connection, accounts,
        locks::{self, Lock, Request},
    },
};

/// Writes a request down; what the profile grants at once is done. Answers the request's name.
pub(crate) async fn ask(
    connection: &mut Connection,
    (backend, profile): (&Backend, &Profile),
    held: &mut Held,
    (ask, officer): (&LockAsk, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    may_be_asked(held, profile, ask)?;
    let id = Uuid::now_v7();
    let json = serde_json::to_vec(&ask.evidence);
    let mut json = json.map_err(|_| Refusal::internal("evidence", &Unreadable))?;
    let sealed = held.key.seal(held.account.case, &part(id), &json);
    json.zeroize();
    let request = Request {
        id,
        case: held.account.case,
        wanted: ask.wanted,
        sealed: sealed?,
        asked_by: officer.to_owned(),
        asked_at: now,
        waits: true,
    };
    locks::ask(connection, &request).await?;
    let at_once = profile.account.own_request.value == OwnRequest::AtOnce
        && ask.wanted == LockWanted::Lock(LockCause::Owner);
    if at_once {
        locks::decide(connection, id, (true, None), now).await?;
        carry_out(connection, backend, held, (&request, officer), now).await?;
    }
    let (action, detail) = match ask.wanted {
        LockWanted::Lock(cause) => ("account.ask_lock", cause.word().to_owned()),
        LockWanted::Unlock(lock) => ("account.ask_unlock", lock.to_string()),
    };
    log(connection, now, (action, officer), (request.case, &detail)).await
}

/// Grants or refuses a request that another officer wrote down.
pub(crate) async fn decide(
    connection: &mut Connection,
    (backend, profile): (&Backend, &Profile),
    held: &mut Held,
    (request, granted, officer): (&Request, bool, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if request.asked_by == officer {
        return Err(ProblemType::SelfDecision.into());
    }
    if !request.waits {
        return Err(ProblemType::AlreadyDecided.into());
    }
    if granted {
        // What it rested on may be gone since.
        let ask = LockAsk {
            wanted: request.wanted,
            evidence: opened(held, request.id, &request.sealed)?,
        };
        may_be_asked(held, profile, &ask)?;
    }
    locks::decide(connection, request.id, (granted, Some(officer)), now).await?;
    if granted {
        carry_out(connection, backend, held, (request, officer), now).await
    } else {
        let detail = (request.case, request.asked_by.as_str());
        log(connection, now, ("account.refuse_request", officer), detail).await
    }
}

/// Locks for a cause that needs no request; nothing when the profile does not name it or it holds already.
pub(super) async fn lock_by_itself(
    connection: &mut Connection,
    (backend, profile): (&Backend, &Profile),
    held: &mut Held,
    (cause, actor): (LockCause, &str),
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let named = profile.account.lock_causes.value.contains(&cause);
    if !named || held.causes().contains(&cause) {
        return Ok(false);
    }
    lock(connection, backend, held, (cause, actor, None), now).await?;
    Ok(true)
}

/// Ends every lock of a cause that a source says is over.
pub(super) async fn open_by_itself(
    connection: &mut Connection,
    backend: &Backend,
    held: &mut Held,
    (cause, actor): (LockCause, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let ends: Vec<Uuid> = held
        .locks
        .iter()
        .filter(|lock| lock.cause == cause)
        .map(|lock| lock.id)
        .collect();
    for lock in ends {
        unlock(connection, backend, held, (lock, actor), now).await?;
    }
    Ok(())
}

/// What stands behind a request, opened.
pub(super) fn opened(held: &Held, request: Uuid, sealed: &[u8]) -> Result<LockEvidence, Refusal> {
    let json = held.key.open(held.account.case, &part(request), sealed)?;
    serde_json::from_slice(&json).map_err(|_| Refusal::internal("evidence at rest", &Unreadable))
}

/// Whether the rules let this be asked for, with what stands behind it.
fn may_be_asked(held: &Held, profile: &Profile, ask: &LockAsk) -> Result<(), Refusal> {
    let given = &ask.evidence;
    match ask.wanted {
        LockWanted::Lock(cause) => {
            let needs = cause.evidence();
            let named = profile.account.lock_causes.value.contains(&cause);
            if !named || matches!(needs, Evidence::SourceEvent | Evidence::Timer) {
                return Err(ProblemType::LockCauseRefused.into());
            }
            proven(held, needs, given)?;
            for lock in held.locks.iter().filter(|lock| lock.cause == cause) {
                // Two bodies may each have their own.
                if needs != Evidence::Document || same_body(held, lock, given)? {
                    return Err(ProblemType::LockedAlready.into());
                }
            }
            Ok(())
        }
        LockWanted::Unlock(id) => {
            let lock = held.locks.iter().find(|lock| lock.id == id);
            let lock = lock.ok_or(ProblemType::UnlockRefused)?;
            let way = lock.cause.unlock().ok_or(ProblemType::UnlockRefused)?;
            let needs = way.evidence();
            if needs == Evidence::SourceEvent {
                return Err(ProblemType::UnlockRefused.into());
            }
            proven(held, needs, given)?;
            if needs == Evidence::Document && !same_body(held, lock, given)? {
                return Err(ProblemType::UnlockRefused.into());
            }
            Ok(())
        }
    }
}

/// Whether what must stand behind it is there.
fn proven(held: &Held, needs: Evidence, given: &LockEvidence) -> Result<(), ProblemType> {
    let said = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).unwrap_or_default();
        !text.is_empty() && text.chars().count() <= Decision::MAX_NOTE
    };
    let bounded = [
        &given.owner_number,
        &given.body,
        &given.document,
        &given.note,
    ]
    .into_iter()
    .all(|text| text.is_none() || said(text));
    let there = match needs {
        Evidence::IdentifiedOwner => {
            let number = given.owner_number.as_deref().unwrap_or_default();
            held.is_owner(number)
        }
        Evidence::Document => said(&given.body) && said(&given.document),
        Evidence::OfficerNote => said(&given.note),
        Evidence::SourceEvent | Evidence::Timer => false,
    };
    if bounded && there {
        Ok(())
    } else {
        Err(ProblemType::LockEvidenceMissing)
    }
}

/// Whether the body that asks now is the one that asked for the lock.
fn same_body(held: &Held, lock: &Lock, given: &LockEvidence) -> Result<bool, Refusal> {
    let Some((request, sealed)) = &lock.request else {
        return Ok(false);
    };
    let then = opened(held, *request, sealed)?;
    let name = |evidence: &LockEvidence| {
        let body = evidence.body.as_deref().unwrap_or_default();
        body.trim().to_lowercase()
    };
    Ok(name(&then) == name(given))
}

async fn carry_out(
    connection: &mut Connection,
    backend: &Backend,
    held: &mut Held,
    (request, officer): (&Request, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    match request.wanted {
        LockWanted::Lock(cause) => {
            let by = (cause, officer, Some(request.id));
            lock(connection, backend, held, by, now).await
        }
        LockWanted::Unlock(lock) => unlock(connection, backend, held, (lock, officer), now).await,
    }
}

/// Locks; a lock that nothing ends is the account's end.
async fn lock(
    connection: &mut Connection,
    backend: &Backend,
    held: &mut Held,
    (cause, actor, request): (LockCause, &str, Option<Uuid>),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let case = held.account.case;
    locks::lock_account(connection, (case, cause), (actor, request), now).await?;
    if cause.unlock().is_none() {
        held.account.ended_at = Some(now);
        accounts::write(connection, &held.account, None).await?;
    }
    held.locks = locks::holding(connection, case).await?;
    // The dead are told nothing.
    if cause != LockCause::Death {
        held.tell(connection, backend, (Kind::Locked, day_of(now)), now)
            .await?;
    }
    log(
        connection,
        now,
        ("account.lock", actor),
        (case, cause.word()),
    )
    .await
}

async fn unlock(
    connection: &mut Connection,
    backend: &Backend,
    held: &mut Held,
    (lock, actor): (Uuid, &str),
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let case = held.account.case;
    locks::open(connection, lock, now).await?;
    held.locks = locks::holding(connection, case).await?;
    if held.locks.is_empty() {
        held.tell(connection, backend, (Kind::Unlocked, day_of(now)), now)
            .await?;
    }
    let detail = (case, &*lock.to_string());
    log(connection, now, ("account.unlock", actor), detail).await
}

/// Where the account's key seals what stands behind a request.
fn part(request: Uuid) -> String {
    format!("lock-request/{request}")
}

//! `/v1/accounts`, `/v1/lock-requests`, `/v1/account-tasks`: officers find accounts, ask for locks and their end,
//! decide what others asked for, and activate late.

use axum::{Json, extract::State, http::StatusCode};
use dossier::{
    api::{
        AccountRecord, AccountSearch, AccountTasks, ActivationRequest, LateAccount, LockAsk,
        LockDecision, LockWanted, ProblemType,
    },
    source::SourceSubject,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    body::{Id, JsonBody},
    cases::log_view,
    signed_in::SignedIn,
};
use crate::{
    Backend,
    accounts::{self, Held},
    permissions::Action,
    refusal::Refusal,
    ruling,
    store::{
        Connection, accounts as rows,
        locks::{self, Request},
    },
};

/// The most tasks of each kind in one answer.
const MOST: i64 = 100;

pub(super) async fn tasks(
    State(backend): State<Backend>,
    officer: SignedIn,
) -> Result<Json<AccountTasks>, Refusal> {
    let session = officer.to(Action::ViewAccount)?;
    let mut connection = backend.parts().database.acquire().await?;
    let waiting = locks::waiting(&mut connection, None, MOST).await?;
    let late = rows::late(&mut connection, MOST).await?;
    let request = |request: &Request| accounts::request_row(request, &session.officer.id);
    let late = late
        .into_iter()
        .map(|(case, notified_at)| LateAccount { case, notified_at });
    Ok(Json(AccountTasks {
        requests: waiting.iter().map(request).collect(),
        late: late.collect(),
    }))
}

pub(super) async fn search(
    State(backend): State<Backend>,
    officer: SignedIn,
    JsonBody(search): JsonBody<AccountSearch>,
) -> Result<Json<AccountRecord>, Refusal> {
    let session = officer.to(Action::ViewAccount)?;
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    let case = match &search {
        AccountSearch::Case(case) => Some(*case),
        AccountSearch::Number(number) => by_number(&mut transaction, &backend, number).await?,
    };
    let held = held(
        &mut transaction,
        &backend,
        case.ok_or(ProblemType::NotFound)?,
    )
    .await?;
    let case = held.account.case;
    log_view(&mut transaction, &session, "account.view", case, now).await?;
    let seen = (session.officer.id.as_str(), now);
    let record = shown(&mut transaction, &backend, &held, seen).await?;
    transaction.commit().await?;
    Ok(record)
}

pub(super) async fn ask(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(case): Id<Uuid>,
    JsonBody(ask): JsonBody<LockAsk>,
) -> Result<(StatusCode, Json<AccountRecord>), Refusal> {
    let session = officer.to(Action::RequestLock)?;
    let (now, officer) = (backend.now(), session.officer.id.as_str());
    let profile = &backend.parts().policy.rulebook().profile;
    let mut transaction = backend.begin().await?;
    let mut held = held(&mut transaction, &backend, case).await?;
    still_counts(&held, ask.wanted)?;
    let around = (&backend, profile);
    accounts::locks::ask(&mut transaction, around, &mut held, (&ask, officer), now).await?;
    let record = shown(&mut transaction, &backend, &held, (officer, now)).await?;
    transaction.commit().await?;
    tracing::info!(case = %case, "a lock or its end is asked for");
    Ok((StatusCode::CREATED, record))
}

pub(super) async fn decide(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(request): Id<Uuid>,
    JsonBody(LockDecision { grant }): JsonBody<LockDecision>,
) -> Result<Json<AccountRecord>, Refusal> {
    let session = officer.to(Action::DecideLock)?;
    let (now, officer) = (backend.now(), session.officer.id.as_str());
    let profile = &backend.parts().policy.rulebook().profile;
    let mut transaction = backend.begin().await?;
    let request = locks::find_request(&mut transaction, request).await?;
    let request = request.ok_or(ProblemType::NotFound)?;
    let mut held = held(&mut transaction, &backend, request.case).await?;
    if grant {
        still_counts(&held, request.wanted)?;
    }
    let decision = (&request, grant, officer);
    let around = (&backend, profile);
    accounts::locks::decide(&mut transaction, around, &mut held, decision, now).await?;
    let record = shown(&mut transaction, &backend, &held, (officer, now)).await?;
    transaction.commit().await?;
    tracing::info!(case = %request.case, grant, "a request about a lock is decided");
    Ok(record)
}

pub(super) async fn activate(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(case): Id<Uuid>,
    JsonBody(request): JsonBody<ActivationRequest>,
) -> Result<Json<AccountRecord>, Refusal> {
    let session = officer.to(Action::ActivateLate)?;
    let (now, officer) = (backend.now(), session.officer.id.as_str());
    let profile = &backend.parts().policy.rulebook().profile;
    let mut transaction = backend.begin().await?;
    let mut held = held(&mut transaction, &backend, case).await?;
    let by = (officer, request.owner_number.as_str());
    accounts::activate_late(&mut transaction, &mut held, profile, by, now).await?;
    let record = shown(&mut transaction, &backend, &held, (officer, now)).await?;
    transaction.commit().await?;
    tracing::info!(case = %case, "account activated late");
    Ok(record)
}

async fn held(connection: &mut Connection, backend: &Backend, case: Uuid) -> Result<Held, Refusal> {
    let held = accounts::hold(connection, backend, case).await?;
    held.ok_or_else(|| ProblemType::NotFound.into())
}

async fn shown(
    connection: &mut Connection,
    backend: &Backend,
    held: &Held,
    seen: (&str, OffsetDateTime),
) -> Result<Json<AccountRecord>, Refusal> {
    let profile = &backend.parts().policy.rulebook().profile;
    let record = accounts::record_of(connection, held, profile, seen).await?;
    Ok(Json(record))
}

/// What is over is not locked any more. What ended it is told by the lock itself.
fn still_counts(held: &Held, wanted: LockWanted) -> Result<(), Refusal> {
    match wanted {
        LockWanted::Lock(_) if held.account.ended_at.is_some() => {
            Err(ProblemType::AccountEnded.into())
        }
        LockWanted::Lock(_) | LockWanted::Unlock(_) => Ok(()),
    }
}

/// By a person's number, or an organisation's code.
async fn by_number(
    connection: &mut Connection,
    backend: &Backend,
    number: &str,
) -> Result<Option<Uuid>, Refusal> {
    let both = [
        SourceSubject::Number(number.to_owned()),
        SourceSubject::Organisation(number.to_owned()),
    ];
    for subject in both {
        let pseudonym = backend.parts().vault.pseudonym(&ruling::key_of(&subject))?;
        if let Some(case) = rows::of_subject(connection, &pseudonym).await? {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

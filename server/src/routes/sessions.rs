//! `/v1/sessions`: an officer signs in at a terminal.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api::{ProblemType, Session, SignInRequest};
use openssl::{rand::rand_bytes, sha::sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{body::JsonBody, signed_in::SignedIn};
use crate::{
    Backend, admission,
    listening::Peer,
    password::{self, Comparison},
    refusal::Refusal,
    store::{
        audit,
        officers::{self, Account},
        sessions, sign_in_failures,
        terminals::{self, Standing},
    },
    totp::SecondFactor,
};

/// A working day.
const SESSION_LASTS: Duration = Duration::hours(8);
pub(super) async fn open(
    State(backend): State<Backend>,
    peer: Peer,
    JsonBody(request): JsonBody<SignInRequest>,
) -> Result<(StatusCode, Json<Session>), Refusal> {
    let now = backend.now();
    // Nobody tries passwords from a connection that is not the terminal's.
    if let Err(why) = admission::speaks_for(&peer, &request.terminal) {
        return Err(admission::refuse(&backend, &peer, &request.terminal, why).await);
    }
    let mut connection = backend.parts().database.acquire().await?;
    refuse_while_locked(
        sign_in_failures::locked_until(&mut connection, &request.officer).await?,
        now,
    )?;
    let account = officers::account(&mut connection, &request.officer).await?;
    let terminal = terminals::find(&mut connection, &request.terminal).await?;
    drop(connection);
    let (typed, terminal_id) = (request.officer.clone(), request.terminal.clone());
    let code = request.code.clone().map(Zeroizing::new);
    let hash = account.as_ref().map_or_else(
        || password::NOBODY.to_owned(),
        |account| account.password_hash.clone(),
    );
    let comparison = backend
        .heavy(move |_| password::compare(&request.password, &hash))
        .await?;
    let enrolled = terminal.is_some_and(|terminal| terminal.standing == Standing::Enrolled);
    match (account, comparison) {
        (Some(account), Comparison::Equal) if enrolled => {
            let office = account.officer.office.clone();
            let mut connection = backend.parts().database.acquire().await?;
            let office = Some(office.as_str());
            let admitted =
                admission::admit(&backend, &mut connection, &peer, &terminal_id, office).await;
            drop(connection);
            if let Err(why) = admitted {
                return Err(admission::refuse(&backend, &peer, &terminal_id, why).await);
            }
            let step = match second_factor(&backend, &account, code, now)? {
                Second::NotAsked => None,
                Second::Step(step) => Some(step),
                // Whoever has the password alone is told what is missing, and nothing is opened.
                Second::Missing => return Err(ProblemType::SecondFactorNeeded.into()),
                Second::Wrong => {
                    let kind = ProblemType::SecondFactorRefused;
                    return Err(counted(&backend, &typed, kind, now).await?);
                }
            };
            issue(&backend, (account, step), &typed, terminal_id, now).await
        }
        _ => Err(counted(&backend, &typed, ProblemType::SignInRefused, now).await?),
    }
}

/// A failure costs the next attempt its time.
async fn counted(
    backend: &Backend,
    typed: &str,
    kind: ProblemType,
    now: OffsetDateTime,
) -> Result<Refusal, Refusal> {
    let mut transaction = backend.begin().await?;
    sign_in_failures::count(&mut transaction, typed, now).await?;
    transaction.commit().await?;
    tracing::warn!(problem = kind.urn(), "sign-in refused");
    Ok(kind.into())
}

/// What the second factor says of a sign-in whose password is right.
enum Second {
    NotAsked,
    /// Right, unless this step of time was used before.
    Step(i64),
    Missing,
    Wrong,
}

fn second_factor(
    backend: &Backend,
    account: &Account,
    code: Option<Zeroizing<String>>,
    now: OffsetDateTime,
) -> Result<Second, Refusal> {
    let Some(sealed) = &account.second_factor else {
        return Ok(Second::NotAsked);
    };
    let Some(code) = code else {
        return Ok(Second::Missing);
    };
    let factor = SecondFactor::open(&backend.parts().vault, &account.officer.id, sealed)
        .map_err(|cause| Refusal::internal("second factor", &cause))?;
    Ok(factor.step(&code, now).map_or(Second::Wrong, Second::Step))
}

pub(super) async fn end(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
) -> Result<StatusCode, Refusal> {
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    sessions::end(&mut transaction, session.id, now).await?;
    let subject = session.id.to_string();
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "session.end",
        subject: &subject,
        detail: "",
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn refuse_while_locked(until: Option<OffsetDateTime>, now: OffsetDateTime) -> Result<(), Refusal> {
    match until {
        Some(until) if until > now => {
            let seconds = u64::try_from((until - now).whole_seconds()).unwrap_or(0) + 1;
            Err(Refusal::for_seconds(ProblemType::SignInLocked, seconds))
        }
        _ => Ok(()),
    }
}

async fn issue(
    backend: &Backend,
    (account, step): (Account, Option<i64>),
    typed: &str,
    terminal: String,
    now: OffsetDateTime,
) -> Result<(StatusCode, Json<Session>), Refusal> {
    let token = new_token()?;
    let session = sessions::Session {
        id: Uuid::new_v4(),
        officer: account.officer,
        terminal,
        started_at: now,
        ends_at: now + SESSION_LASTS,
    };
    let mut transaction = backend.begin().await?;
    if let Some(step) = step
        && !officers::use_step(&mut transaction, &session.officer.id, step).await?
    {
        // Seen by somebody, or used at two terminals: a code counts once.
        transaction.rollback().await?;
        return Err(counted(backend, typed, ProblemType::SecondFactorRefused, now).await?);
    }
    sign_in_failures::forget(&mut transaction, typed).await?;
    sessions::insert(&mut transaction, &session, &sha256(token.as_bytes())).await?;
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "session.open",
        subject: &session.id.to_string(),
        detail: &session.terminal,
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    tracing::info!(session = %session.id, terminal = session.terminal, "session opened");
    let answer = Session {
        token,
        session: session.id,
        officer: session.officer,
        expires_at: session.ends_at,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

fn new_token() -> Result<String, Refusal> {
    let mut octets = [0_u8; 32];
    rand_bytes(&mut octets).map_err(|cause| Refusal::internal("randomness", &cause))?;
    Ok(octets.iter().map(|octet| format!("{octet:02x}")).collect())
}

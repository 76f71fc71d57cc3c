//! `/v1/sessions`: an officer signs in at a terminal.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api::{ProblemType, Session, SignInRequest};
use openssl::{rand::rand_bytes, sha::sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

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
            match admitted {
                Ok(()) => issue(&backend, account, &typed, terminal_id, now).await,
                Err(why) => Err(admission::refuse(&backend, &peer, &terminal_id, why).await),
            }
        }
        _ => {
            let mut transaction = backend.begin().await?;
            sign_in_failures::count(&mut transaction, &typed, now).await?;
            transaction.commit().await?;
            tracing::warn!("sign-in refused");
            Err(ProblemType::SignInRefused.into())
        }
    }
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
    account: Account,
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

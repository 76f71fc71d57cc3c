//! `/v1/sessions`: an officer signs in at a terminal.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api::{ProblemType, Session, SignInRequest};
use openssl::{rand::rand_bytes, sha::sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    body::JsonBody,
    credentials::{Credentials, Proven},
    signed_in::SignedIn,
};
use crate::{
    Backend, admission,
    listening::Peer,
    refusal::Refusal,
    store::{audit, sessions},
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
    let credentials = Credentials {
        officer: request.officer.clone(),
        password: Zeroizing::new(request.password.clone()),
        code: request.code.clone().map(Zeroizing::new),
        wrong: ProblemType::SignInRefused,
    };
    let terminal = request.terminal.clone();
    let proven = credentials.prove(&backend, (&peer, &terminal), now).await?;
    issue(&backend, proven, terminal, now).await
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

async fn issue(
    backend: &Backend,
    proven: Proven,
    terminal: String,
    now: OffsetDateTime,
) -> Result<(StatusCode, Json<Session>), Refusal> {
    let token = new_token()?;
    let (mut transaction, officer) = proven.begin(backend, now).await?;
    let session = sessions::Session {
        id: Uuid::new_v4(),
        officer,
        terminal,
        started_at: now,
        ends_at: now + SESSION_LASTS,
    };
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

//! `/v1/challenges`: RND.IFD for active authentication that this backend can vouch for.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api;
use openssl::rand::rand_bytes;
use reader::read_out::ActiveAuthenticationChallenge;
use time::Duration;
use uuid::Uuid;

use super::{body::NoBody, signed_in::SignedIn};
use crate::{
    Backend,
    permissions::Action,
    refusal::Refusal,
    store::challenges::{self, Challenge, Usage},
};

/// Long enough to read a card.
const CHALLENGE_LASTS: Duration = Duration::minutes(15);

pub(super) async fn issue(
    State(backend): State<Backend>,
    officer: SignedIn,
    _: NoBody,
) -> Result<(StatusCode, Json<api::Challenge>), Refusal> {
    let session = officer.to(Action::RequestChallenge)?;
    let mut octets = [0_u8; 8];
    rand_bytes(&mut octets).map_err(|cause| Refusal::internal("randomness", &cause))?;
    let now = backend.now();
    let challenge = Challenge {
        id: Uuid::new_v4(),
        octets: ActiveAuthenticationChallenge(octets),
        issued_at: now,
        expires_at: now + CHALLENGE_LASTS,
        usage: Usage::Unused,
    };
    let mut transaction = backend.begin().await?;
    challenges::insert(&mut transaction, session.id, &challenge).await?;
    transaction.commit().await?;
    let answer = api::Challenge {
        id: challenge.id,
        challenge: octets.iter().map(|octet| format!("{octet:02x}")).collect(),
        expires_at: challenge.expires_at,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

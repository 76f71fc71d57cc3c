//! `/v1/exceptions/confirmations`: beside the officer whose session it is, a second person confirms a finger's exception.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api::{Confirmation, ConfirmationRequest, ProblemType};
use zeroize::Zeroizing;

use super::{body::JsonBody, credentials::Credentials, signed_in::SignedIn};
use crate::{
    Backend, confirmations,
    listening::Peer,
    permissions::{Action, authorize},
    refusal::Refusal,
};

pub(super) async fn confirm(
    State(backend): State<Backend>,
    peer: Peer,
    officer: SignedIn,
    JsonBody(request): JsonBody<ConfirmationRequest>,
) -> Result<(StatusCode, Json<Confirmation>), Refusal> {
    let session = officer.to(Action::Submit)?;
    let now = backend.now();
    // Said before any password is tried: who asks knows the own name.
    if request.officer == session.officer.id {
        return Err(ProblemType::OwnException.into());
    }
    let credentials = Credentials {
        officer: request.officer.clone(),
        password: Zeroizing::new(request.password.clone()),
        code: request.code.clone().map(Zeroizing::new),
        wrong: ProblemType::ConfirmationRefused,
    };
    let place = (&peer, session.terminal.as_str());
    let second = credentials.prove(&backend, place, now).await?;
    authorize(second.officer().role, Action::ConfirmException)?;
    let (mut transaction, second) = second.begin(&backend, now).await?;
    let given = confirmations::give(
        (backend.parts(), &mut transaction),
        &session,
        (second, &request.statement),
        now,
    )
    .await?;
    transaction.commit().await?;
    tracing::info!(session = %session.id, confirmation = %given.id, "exception confirmed");
    Ok((StatusCode::CREATED, Json(given)))
}

//! `/v1/submissions`: dossiers come in, and what became of them.

use axum::{Json, extract::State, http::StatusCode};
use dossier::{
    api::{ProblemType, SubmissionAnswer, SubmissionStatus},
    submission::SubmissionId,
};

use super::{
    body::{Id, TextBody},
    cases::{log_view, state_at, told, visible_to},
    signed_in::SignedIn,
};
use crate::{
    Backend,
    intake::{self, Intake},
    listening::Peer,
    permissions::Action,
    refusal::Refusal,
    store::cases,
};

pub(super) async fn receive(
    State(backend): State<Backend>,
    peer: Peer,
    TextBody(jws): TextBody,
) -> Result<(StatusCode, Json<SubmissionAnswer>), Refusal> {
    let (status, receipt) = match intake::receive(&backend, &peer, jws).await? {
        Intake::Created { receipt } => (StatusCode::CREATED, receipt),
        Intake::Known { receipt } => (StatusCode::OK, receipt),
    };
    Ok((status, Json(SubmissionAnswer { receipt })))
}

pub(super) async fn status(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(submission): Id<SubmissionId>,
) -> Result<Json<SubmissionStatus>, Refusal> {
    let session = officer.to(Action::ViewSubmission)?;
    let mut transaction = backend.begin().await?;
    let case = cases::by_submission(&mut transaction, &submission).await?;
    let case = case
        .filter(|case| visible_to(case, &session))
        .ok_or(ProblemType::NotFound)?;
    let (reason, note) = told(&backend, &case, &session)?;
    log_view(
        &mut transaction,
        &session,
        "submission.view",
        case.id,
        backend.now(),
    )
    .await?;
    transaction.commit().await?;
    Ok(Json(SubmissionStatus {
        submission,
        case: case.id,
        state: state_at(&case, backend.now()),
        due_on: case.due_on,
        decided_at: case.decided.as_ref().map(|decided| decided.at),
        reason,
        note,
    }))
}

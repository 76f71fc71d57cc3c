//! `/v1/enrolments`: a terminal becomes known. The one route over TLS that asks for no certificate.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api::{EnrolmentAnswer, EnrolmentRequest};

use super::body::JsonBody;
use crate::{Backend, enrolment, refusal::Refusal};

pub(super) async fn redeem(
    State(backend): State<Backend>,
    JsonBody(request): JsonBody<EnrolmentRequest>,
) -> Result<(StatusCode, Json<EnrolmentAnswer>), Refusal> {
    let now = backend.now();
    let answer = enrolment::redeem(&backend, request, now).await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

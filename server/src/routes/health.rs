//! `/health`: whether the database answers; `/health/live`, `/health/ready` for whoever watches over the process.

use axum::{Json, extract::State, http::StatusCode};
use dossier::api::{Health, ReadinessAnswer};
use rules::calendar::VIETNAM;

use crate::{Backend, operations, refusal::Refusal};

pub(super) async fn health(State(backend): State<Backend>) -> Result<Json<Health>, Refusal> {
    let mut connection = backend.parts().database.acquire().await?;
    let today = backend.now().to_offset(VIETNAM).date();
    sqlx::query("SELECT 1").execute(&mut *connection).await?;
    Ok(Json(Health {
        status: "ok".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        policy: backend.parts().policy.rulebook().profile.name.word().into(),
        policy_days_left: backend.parts().policy.days_left(today),
    }))
}

/// The process answers; nothing is asked of anybody.
pub(super) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Whether work may be sent here.
pub(super) async fn ready(State(backend): State<Backend>) -> (StatusCode, Json<ReadinessAnswer>) {
    let answer = operations::readiness(&backend).await.answer();
    let status = match answer.ready {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(answer))
}

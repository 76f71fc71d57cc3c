//! `/health`: whether the database answers.

use axum::{Json, extract::State};
use dossier::api::Health;

use crate::{Backend, refusal::Refusal};

pub(super) async fn health(State(backend): State<Backend>) -> Result<Json<Health>, Refusal> {
    let mut connection = backend.parts().database.acquire().await?;
    sqlx::query("SELECT 1").execute(&mut *connection).await?;
    Ok(Json(Health {
        status: "ok".into(),
        version: env!("CARGO_PKG_VERSION").into(),
    }))
}

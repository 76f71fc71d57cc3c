//! `/health`: whether the database answers.

use axum::{Json, extract::State};
use dossier::api::Health;
use rules::calendar::VIETNAM;

use crate::{Backend, refusal::Refusal};

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

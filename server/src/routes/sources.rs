//! `/v1/cases/{id}/sources`: the holder of a claim asks the sources again.

use std::sync::Arc;

use axum::{Json, extract::State};
use dossier::{
    api::{LeaseRequest, ProblemType, SourcesAnswer},
    life::{Event, step},
};
use uuid::Uuid;

use super::{
    body::{Id, JsonBody},
    cases::{FOR_SOURCES, actor, as_it_stands, log_view},
    signed_in::SignedIn,
};
use crate::{
    Backend, opened::open, permissions::Action, refusal::Refusal, sources::asking, store::cases,
};

pub(super) async fn ask_again(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(id): Id<Uuid>,
    JsonBody(LeaseRequest { fence }): JsonBody<LeaseRequest>,
) -> Result<Json<SourcesAnswer>, Refusal> {
    let session = officer.to(Action::Claim)?;
    let mut transaction = backend.begin().await?;
    let case = cases::find(&mut transaction, id).await?;
    let case = case.ok_or(ProblemType::NotFound)?;
    // Whoever could renew the lease holds the case.
    step(
        &case.life(),
        actor(&session),
        Event::Renew { fence },
        backend.now(),
    )?;
    let opened = Arc::new(open(&backend, &mut transaction, &case).await?);
    log_view(
        &mut transaction,
        &session,
        "case.sources",
        id,
        backend.now(),
    )
    .await?;
    transaction.commit().await?;
    let about = (id, Some(Arc::clone(&opened)));
    asking::within(&backend, about, &session.officer.id, FOR_SOURCES).await;
    let (sources, ruling) = as_it_stands(&backend, &case, &opened).await?;
    Ok(Json(SourcesAnswer {
        case: id,
        sources,
        ruling,
    }))
}

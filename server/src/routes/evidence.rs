//! `/v1/cases/{id}/evidence`: what a case's verdict rested on, in one file.

use axum::{
    extract::State,
    http::{HeaderName, header},
    response::IntoResponse,
};
use dossier::api::ProblemType;
use uuid::Uuid;

use super::{body::Id, signed_in::SignedIn};
use crate::{
    Backend,
    evidence::{NotHandedOut, hand_out},
    permissions::Action,
    refusal::Refusal,
};

/// A citizen's data: no cache may keep it, and a browser saves it instead of showing it.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "application/json"),
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_DISPOSITION,
        "attachment; filename=\"evidence.json\"",
    ),
];

pub(super) async fn export(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(case): Id<Uuid>,
) -> Result<impl IntoResponse, Refusal> {
    let session = officer.to(Action::ExportEvidence)?;
    let mut transaction = backend.begin().await?;
    let taken = (case, session.officer.id.as_str());
    let parts = backend.parts();
    let kept = (&parts.blobs, &parts.vault);
    let bundle = hand_out(&mut transaction, kept, taken, backend.now()).await?;
    transaction.commit().await?;
    tracing::info!(case = %case, "evidence handed out");
    Ok((HEADERS, bundle.to_vec()))
}

impl From<NotHandedOut> for Refusal {
    fn from(cause: NotHandedOut) -> Self {
        match cause {
            NotHandedOut::Missing => ProblemType::NotFound.into(),
            NotHandedOut::Database(cause) => cause.into(),
            NotHandedOut::Blobs(cause) => cause.into(),
            NotHandedOut::Vault(cause) => cause.into(),
        }
    }
}

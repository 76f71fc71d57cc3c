//! `/v1/queue`: open cases, the one due first at the head.

use axum::{Json, extract::State};
use dossier::api::{CaseFile, ProblemType, Queue};

use super::{body::NoBody, cases::claim_in, signed_in::SignedIn};
use crate::{
    Backend,
    permissions::Action,
    refusal::Refusal,
    store::{audit, open_cases},
};

/// How many cases one answer lists.
const PAGE: i64 = 100;

pub(super) async fn list(
    State(backend): State<Backend>,
    officer: SignedIn,
) -> Result<Json<Queue>, Refusal> {
    let session = officer.to(Action::ViewQueue)?;
    let mut transaction = backend.begin().await?;
    // Working days go on counting when the profile has ended.
    let calendar = &backend.parts().policy.rulebook().calendar;
    let at = (calendar, backend.now());
    let entries = open_cases::list(&mut transaction, &session.officer.id, at, PAGE).await?;
    let listed = u64::try_from(entries.len()).unwrap_or(u64::MAX);
    let more = open_cases::count(&mut transaction)
        .await?
        .saturating_sub(listed);
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "queue.view",
        subject: "",
        detail: &listed.to_string(),
    };
    audit::append(&mut transaction, backend.now(), entry).await?;
    transaction.commit().await?;
    Ok(Json(Queue { entries, more }))
}

pub(super) async fn next(
    State(backend): State<Backend>,
    officer: SignedIn,
    _: NoBody,
) -> Result<Json<CaseFile>, Refusal> {
    let session = officer.to(Action::Claim)?;
    let mut transaction = backend.begin().await?;
    let next = open_cases::next(&mut transaction, &session.officer, backend.now()).await?;
    let case = next.ok_or(ProblemType::QueueEmpty)?;
    claim_in(&backend, transaction, &session, case)
        .await
        .map(Json)
}

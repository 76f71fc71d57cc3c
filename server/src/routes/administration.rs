//! `/v1/terminals`, `/v1/audit`: what device administrators and auditors do, each within the own office and below.

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use dossier::api::{
    AuditPage, BlockRequest, Invitation, InvitationRequest, ProblemType, TerminalRow, Terminals,
};
use serde::Deserialize;
use time::Duration;

use super::{
    body::{Id, JsonBody},
    signed_in::SignedIn,
};
use crate::{
    Backend, admin, admission, enrolment,
    permissions::Action,
    refusal::Refusal,
    store::{
        audit,
        blocks::{BlockReason, Blocked},
        sessions::Session,
        terminals::{self, Standing},
    },
};

/// How long a code counts that is asked for over the interface.
const CODE_LASTS: Duration = Duration::hours(1);

pub(super) async fn list(
    State(backend): State<Backend>,
    officer: SignedIn,
) -> Result<Json<Terminals>, Refusal> {
    let session = officer.to(Action::ListTerminals)?;
    let mut connection = backend.parts().database.acquire().await?;
    let mut rows = Vec::new();
    for terminal in terminals::all(&mut connection).await? {
        let Some(office) = terminal
            .office
            .filter(|office| below(&backend, &session, office))
        else {
            continue;
        };
        let offices = &backend.parts().offices;
        let chain = admission::chain(offices, &terminal.id, [Some(office.as_str()), None]);
        let blocked = admission::blocked(&mut connection, chain).await?;
        rows.push(TerminalRow {
            id: terminal.id,
            revoked: terminal.standing == Standing::Revoked,
            blocked: blocked.is_some(),
            certificate_until: terminal.certificate.map(|certificate| certificate.until),
            office,
        });
    }
    Ok(Json(Terminals { terminals: rows }))
}

pub(super) async fn invite(
    State(backend): State<Backend>,
    officer: SignedIn,
    JsonBody(request): JsonBody<InvitationRequest>,
) -> Result<(StatusCode, Json<Invitation>), Refusal> {
    let session = officer.to(Action::InviteTerminal)?;
    // A known terminal is invited by whoever it belongs to, not by whoever wants it.
    let known = office_of(&backend, &request.terminal).await?;
    for office in [Some(request.office.as_str()), known.as_deref()]
        .into_iter()
        .flatten()
    {
        if !below(&backend, &session, office) {
            return Err(ProblemType::NotFound.into());
        }
    }
    let whom = (
        request.terminal.as_str(),
        request.office.as_str(),
        session.officer.id.as_str(),
    );
    let database = &backend.parts().database;
    let code = enrolment::invite(database, whom, CODE_LASTS, backend.now()).await;
    let code = code.map_err(refused)?.to_string();
    Ok((StatusCode::CREATED, Json(Invitation { code })))
}

pub(super) async fn block(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(terminal): Id<String>,
    JsonBody(request): JsonBody<BlockRequest>,
) -> Result<StatusCode, Refusal> {
    let session = officer.to(Action::BlockTerminal)?;
    let reasons = BlockReason::ALL.into_iter();
    let reason = reasons.clone().find(|one| one.word() == request.reason);
    let reason = reason.ok_or(ProblemType::Malformed)?;
    own(&backend, &session, &terminal).await?;
    let parts = backend.parts();
    let what = (Blocked::Terminal(&terminal), reason);
    admin::block(
        &parts.database,
        &parts.offices,
        what,
        &session.officer.id,
        backend.now(),
    )
    .await
    .map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn unblock(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(terminal): Id<String>,
) -> Result<StatusCode, Refusal> {
    let session = officer.to(Action::BlockTerminal)?;
    own(&backend, &session, &terminal).await?;
    let what = Blocked::Terminal(&terminal);
    admin::unblock(
        &backend.parts().database,
        what,
        &session.officer.id,
        backend.now(),
    )
    .await
    .map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where a reader of the log goes on.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: i64,
}

pub(super) async fn audit(
    State(backend): State<Backend>,
    officer: SignedIn,
    after: Result<Query<After>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<AuditPage>, Refusal> {
    let session = officer.to(Action::ReadAudit)?;
    let Query(After { after }) = after.map_err(|_| ProblemType::Malformed)?;
    let mut transaction = backend.begin().await?;
    let entries = audit::page(&mut transaction, after).await?;
    let entries = entries.iter().map(audit::Kept::told).collect();
    let detail = after.to_string();
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "audit.view",
        subject: "",
        detail: &detail,
    };
    audit::append(&mut transaction, backend.now(), entry).await?;
    transaction.commit().await?;
    Ok(Json(AuditPage { entries }))
}

fn below(backend: &Backend, session: &Session, office: &str) -> bool {
    let mut above = backend.parts().offices.upwards(office);
    above.any(|one| one == session.officer.office)
}

async fn office_of(backend: &Backend, terminal: &str) -> Result<Option<String>, Refusal> {
    let mut connection = backend.parts().database.acquire().await?;
    let known = terminals::find(&mut connection, terminal).await?;
    Ok(known.map(|known| known.office.unwrap_or_default()))
}

async fn own(backend: &Backend, session: &Session, terminal: &str) -> Result<(), Refusal> {
    let office = office_of(backend, terminal).await?;
    match office.filter(|office| below(backend, session, office)) {
        Some(_) => Ok(()),
        None => Err(ProblemType::NotFound.into()),
    }
}

fn refused(why: anyhow::Error) -> Refusal {
    match why.downcast::<sqlx::Error>() {
        Ok(sqlx::Error::RowNotFound) => ProblemType::NotFound.into(),
        Ok(cause) => cause.into(),
        Err(why) => {
            tracing::warn!("refused: {why:#}");
            ProblemType::Malformed.into()
        }
    }
}

//! `/v1/cases/{id}/decision`: an approving officer speaks the last word, as far as the decree lets one.

use axum::{Json, extract::State};
use dossier::{
    api::{CaseRecord, DecisionRequest, ProblemType, Role, RulingEnd},
    decision::{CaseState, Decision, DecisionError, Effect, Examined},
    life::{Event, step},
};
use reader::verdict::Verdict;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    body::{Id, JsonBody},
    cases::{actor, found, record_of},
    signed_in::SignedIn,
};
use crate::{
    Backend, accounts, notices,
    opened::{Opened, open},
    permissions::{Action, authorize},
    refusal::Refusal,
    ruling,
    sources::asking,
    store::{
        Connection, audit,
        cases::{self, Case},
        open_cases::{self, Written},
        sessions::Session,
    },
};

pub(super) async fn decide(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
    Id(id): Id<Uuid>,
    JsonBody(DecisionRequest { fence, decision }): JsonBody<DecisionRequest>,
) -> Result<Json<CaseRecord>, Refusal> {
    if let Decision::Approve { .. } = &decision {
        ask_again(&backend, &session, (id, fence)).await?;
    }
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    let case = found(&mut transaction, id).await?;
    let effect = decision.effect();
    // Whose the case is comes before what is wrong with the decision.
    let event = match effect {
        Ok(Effect::Approval) => Event::Approve { fence },
        Ok(Effect::Escalation) => Event::Escalate { fence },
        Ok(Effect::Return(_)) => Event::Return { fence },
        Ok(Effect::Rejection(_)) | Err(_) => Event::Reject { fence },
    };
    let next = step(&case.life(), actor(&session), event, now)?;
    authorize(session.officer.role, Action::Decide)?;
    let effect = effect.map_err(of_decision)?;
    let approval = match &decision {
        Decision::Approve { examined } => Some(
            allowed(
                &backend,
                &mut transaction,
                (&case, &session),
                *examined,
                now,
            )
            .await?,
        ),
        Decision::Escalate { .. } | Decision::Refuse { .. } => None,
    };
    let case_key = backend.parts().vault.case_key(id, &case.wrapped_key)?;
    let sealed_note = decision
        .note()
        .map(|note| case_key.seal(id, "note", note.as_bytes()))
        .transpose()?;
    let reason = match effect {
        Effect::Return(reason) | Effect::Rejection(reason) => Some(reason),
        Effect::Approval | Effect::Escalation => None,
    };
    let decider = session.officer.id.as_str();
    let written = Written {
        decider: next.state.is_decided().then_some(decider),
        reason,
        sealed_note: sealed_note.as_deref(),
        ruling: approval.as_ref().map(|(ruling, _)| ruling),
    };
    open_cases::write(&mut transaction, &case, &next, written, now).await?;
    let entry = audit::Entry {
        actor: decider,
        action: match effect {
            Effect::Escalation => "case.escalate",
            _ => "case.decide",
        },
        subject: &id.to_string(),
        detail: reason.map_or(next.state.word(), |reason| reason.code()),
    };
    audit::append(&mut transaction, now, entry).await?;
    let decided = found(&mut transaction, id).await?;
    let told = (&decided, &case_key);
    notices::announce(&backend, &mut transaction, told, decision.note(), now).await?;
    let decided = match &approval {
        Some((_, opened)) if next.state == CaseState::Approved => {
            accounts::issue(&mut transaction, &backend, (&decided, opened), now).await?;
            found(&mut transaction, id).await?
        }
        _ => decided,
    };
    transaction.commit().await?;
    tracing::info!(case = %id, state = decided.state.word(), "case decided");
    record_of(&backend, decided, &session).map(Json)
}

/// What the sources have not answered yet, or too long ago, is asked before an approval is judged; who may not
/// approve asks nothing, and hears why when the decision is judged.
async fn ask_again(
    backend: &Backend,
    session: &Session,
    (id, fence): (Uuid, u64),
) -> Result<(), Refusal> {
    let mut connection = backend.parts().database.acquire().await?;
    let case = cases::find(&mut connection, id).await?;
    drop(connection);
    let may = |case: &Case| {
        let event = Event::Approve { fence };
        step(&case.life(), actor(session), event, backend.now()).is_ok()
    };
    match case.filter(|case| case.server_verdict == Verdict::Genuine && may(case)) {
        Some(_) => asking::consult(backend, (id, None), &session.officer.id).await,
        None => Ok(()),
    }
}

/// What the decree says to an approval with these answers, and the case opened; only what it allows comes back.
async fn allowed(
    backend: &Backend,
    connection: &mut Connection,
    (case, session): (&Case, &Session),
    examined: Examined,
    now: OffsetDateTime,
) -> Result<(dossier::api::Ruling, Opened), Refusal> {
    if case.server_verdict != Verdict::Genuine {
        return Err(ProblemType::NotGenuine.into());
    }
    let opened = open(backend, connection, case).await?;
    let sources = asking::standing(backend, connection, (case, &opened), now).await?;
    let about = opened.about(case, &sources);
    let ruling = ruling::of(connection, backend.parts(), &about, examined, now).await?;
    let words = ruling::words(&ruling);
    match words.end {
        RulingEnd::MayApprove => Ok((words, opened)),
        RulingEnd::HigherDecision if session.officer.role == Role::Senior => Ok((words, opened)),
        RulingEnd::HigherDecision => Err(ProblemType::HigherDecision.into()),
        RulingEnd::NotNow => Err(ProblemType::RuleForbids.into()),
    }
}

fn of_decision(why: DecisionError) -> ProblemType {
    match why {
        DecisionError::NoteMissing | DecisionError::NoteTooLong { .. } => ProblemType::NoteRequired,
        DecisionError::NotAReason => ProblemType::Malformed,
    }
}

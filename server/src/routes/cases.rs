//! `/v1/cases`: an officer claims a case, decides it, reads its record.

use axum::{Json, extract::State};
use dossier::{
    api::{
        CaseFile, CaseRecord, ClaimToken, DecisionRequest, Fingerprint, Image, ProblemType, Role,
    },
    decision::{CaseState, Decision},
    identity::{FingerAdvice, against_the_chip},
    submission,
};
use reader::verdict::Verdict;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    body::{Id, JsonBody},
    signed_in::SignedIn,
};
use crate::{
    Backend,
    blobs::Part,
    intake::Presentation,
    permissions::{Action, authorize},
    refusal::{Refusal, Unreadable},
    store::{
        Connection, Transaction, audit,
        cases::{self, Case, Claim},
        open_cases::{self, Outcome},
        sessions::Session,
        terminals,
    },
};

/// How long a claim keeps others away.
const LEASE: Duration = Duration::minutes(15);

pub(super) async fn claim(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
    Id(id): Id<Uuid>,
) -> Result<Json<CaseFile>, Refusal> {
    let transaction = backend.begin().await?;
    claim_in(&backend, transaction, &session, id)
        .await
        .map(Json)
}

pub(super) async fn decide(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
    Id(id): Id<Uuid>,
    JsonBody(request): JsonBody<DecisionRequest>,
) -> Result<Json<CaseRecord>, Refusal> {
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    let case = cases::find_to_change(&mut transaction, id)
        .await?
        .ok_or(ProblemType::NotFound)?;
    refuse_own(&case, &session)?;
    authorize(session.officer.role, Action::Decide)?;
    let state = request
        .decision
        .resulting_state()
        .map_err(|_| ProblemType::NoteRequired)?;
    refuse_without_lease(&case, &session, request.fence, now)?;
    if state == CaseState::Approved && case.server_verdict != Verdict::Genuine {
        return Err(ProblemType::NotGenuine.into());
    }
    let (reason, note) = match request.decision {
        Decision::Approve => (None, None),
        Decision::Refuse { reason, note } => {
            (Some(reason), note.filter(|note| !note.trim().is_empty()))
        }
    };
    let case_key = backend.parts().vault.case_key(id, &case.wrapped_key)?;
    let sealed_note = note
        .map(|note| case_key.seal(id, "note", note.as_bytes()))
        .transpose()?;
    let decider = session.officer.id.as_str();
    let outcome = Outcome {
        state,
        reason,
        sealed_note: sealed_note.as_deref(),
        decider,
        at: now,
    };
    open_cases::decide(&mut transaction, id, request.fence, &outcome).await?;
    let detail = reason.map_or(state.word(), |reason| reason.code());
    let entry = audit::Entry {
        actor: decider,
        action: "case.decide",
        subject: &id.to_string(),
        detail,
    };
    audit::append(&mut transaction, now, entry).await?;
    let decided = cases::find(&mut transaction, id)
        .await?
        .ok_or(ProblemType::NotFound)?;
    transaction.commit().await?;
    tracing::info!(case = %id, state = state.word(), "case decided");
    record_of(&backend, decided).map(Json)
}

pub(super) async fn record(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(id): Id<Uuid>,
) -> Result<Json<CaseRecord>, Refusal> {
    let session = officer.to(Action::ViewCase)?;
    let mut transaction = backend.begin().await?;
    let case = cases::find(&mut transaction, id).await?;
    let case = case
        .filter(|case| visible_to(case, &session))
        .ok_or(ProblemType::NotFound)?;
    log_view(&mut transaction, &session, "case.view", id, backend.now()).await?;
    transaction.commit().await?;
    record_of(&backend, case).map(Json)
}

/// Who looked at what is written down before it is shown.
pub(super) async fn log_view(
    connection: &mut Connection,
    session: &Session,
    action: &'static str,
    case: Uuid,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let entry = audit::Entry {
        actor: &session.officer.id,
        action,
        subject: &case.to_string(),
        detail: "",
    };
    Ok(audit::append(connection, now, entry).await?)
}

/// Claims a case in a transaction that may have chosen it, and opens it for the officer.
pub(super) async fn claim_in(
    backend: &Backend,
    mut transaction: Transaction,
    session: &Session,
    id: Uuid,
) -> Result<CaseFile, Refusal> {
    let now = backend.now();
    let case = cases::find_to_change(&mut transaction, id)
        .await?
        .ok_or(ProblemType::NotFound)?;
    refuse_own(&case, session)?;
    authorize(session.officer.role, Action::Claim)?;
    if case.decided.is_some() {
        return Err(ProblemType::AlreadyDecided.into());
    }
    if let Some(held) = &case.claim
        && held.by != session.officer.id
        && held.lease_until > now
    {
        return Err(ProblemType::AlreadyClaimed.into());
    }
    let claim = Claim {
        by: session.officer.id.clone(),
        at: now,
        lease_until: now + LEASE,
    };
    let fence = open_cases::claim(&mut transaction, id, &claim).await?;
    let token = ClaimToken {
        case: id,
        fence,
        lease_until: claim.lease_until,
    };
    let opened = open_file(backend, &mut transaction, case, token).await?;
    let (subject, detail) = (id.to_string(), fence.to_string());
    let entry = audit::Entry {
        actor: &claim.by,
        action: "case.claim",
        subject: &subject,
        detail: &detail,
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    tracing::info!(case = %id, fence, "case claimed");
    Ok(opened)
}

/// A receiving officer sees the cases of the own office, an approving officer all.
pub(super) fn visible_to(case: &Case, session: &Session) -> bool {
    match session.officer.role {
        Role::Approving => true,
        Role::Receiving => case.submitter.office == session.officer.office,
    }
}

/// The state as it counts now: a claim whose lease has passed is a queued case.
pub(super) fn state_at(case: &Case, now: OffsetDateTime) -> CaseState {
    match (case.state, &case.claim) {
        (CaseState::Claimed, Some(claim)) if claim.lease_until <= now => CaseState::Queued,
        (state, _) => state,
    }
}

/// The note of a decision, opened.
pub(super) fn note_of(backend: &Backend, case: &Case) -> Result<Option<String>, Refusal> {
    let Some(sealed) = case
        .decided
        .as_ref()
        .and_then(|decided| decided.sealed_note.as_ref())
    else {
        return Ok(None);
    };
    let case_key = backend.parts().vault.case_key(case.id, &case.wrapped_key)?;
    let note = case_key.open(case.id, "note", sealed)?;
    Ok(Some(String::from_utf8_lossy(&note).into_owned()))
}

/// Four eyes, before anything else is said about the case.
fn refuse_own(case: &Case, session: &Session) -> Result<(), Refusal> {
    if case.submitter.id == session.officer.id {
        Err(ProblemType::SelfDecision.into())
    } else {
        Ok(())
    }
}

fn refuse_without_lease(
    case: &Case,
    session: &Session,
    fence: u64,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if case.decided.is_some() {
        return Err(ProblemType::AlreadyDecided.into());
    }
    match &case.claim {
        Some(claim)
            if claim.by == session.officer.id && claim.lease_until > now && case.fence == fence =>
        {
            Ok(())
        }
        _ => Err(ProblemType::LeaseLost.into()),
    }
}

/// Opens the sealed parts; the terminal's signature is checked once more on the way.
async fn open_file(
    backend: &Backend,
    transaction: &mut Transaction,
    case: Case,
    claim: ClaimToken,
) -> Result<CaseFile, Refusal> {
    let case_key = backend.parts().vault.case_key(case.id, &case.wrapped_key)?;
    let blobs = &backend.parts().blobs;
    let submission = blobs.get(case.id, Part::Submission).await?;
    let presentation = blobs.get(case.id, Part::Presentation).await?;
    let presentation = case_key.open(case.id, Part::Presentation.word(), &presentation)?;
    let presentation: Presentation = serde_json::from_slice(&presentation)
        .map_err(|_| Refusal::internal("presentation", &Unreadable))?;
    let submission = case_key.open(case.id, Part::Submission.word(), &submission)?;
    let jws = String::from_utf8_lossy(&submission).into_owned();
    let terminal = terminals::find(transaction, &case.terminal)
        .await?
        .ok_or(ProblemType::TerminalUnknown)?;
    // The terminal may have been revoked since; what it signed before stays signed.
    let verified = submission::open(&jws, |_| Some(terminal.key))
        .map_err(|cause| Refusal::internal("submission at rest", &cause))?;
    // Tenths of a second of arithmetic, which other requests shall not wait for.
    let dossier = verified.dossier().clone();
    let advice = tokio::task::spawn_blocking(move || {
        let sealed = dossier.sealed();
        against_the_chip(&sealed.reading.read_out, &sealed.fingerprints)
    });
    let finger_advice = advice
        .await
        .map_or(FingerAdvice::NotPerformed, FingerAdvice::from);
    let sealed = verified.dossier().sealed();
    Ok(CaseFile {
        claim,
        received_at: case.received_at,
        due_on: case.due_on,
        submitter: case.submitter,
        terminal_verdict: case.terminal_verdict,
        server_verdict: case.server_verdict,
        facts: presentation.facts,
        findings: case.findings,
        chip_portrait: presentation.chip_portrait,
        live_portrait: Image {
            media_type: sealed.portrait.media_type,
            bytes: sealed.portrait.bytes.clone(),
        },
        fingerprints: sealed
            .fingerprints
            .iter()
            .map(|print| Fingerprint {
                finger: print.finger,
                dpi: print.dpi,
                assessment: print.assessment.clone(),
                png: print.png.clone(),
            })
            .collect(),
        finger_work: sealed.finger_work.clone(),
        finger_advice,
        contact: sealed.contact.clone(),
    })
}

fn record_of(backend: &Backend, case: Case) -> Result<CaseRecord, Refusal> {
    let note = note_of(backend, &case)?;
    let state = state_at(&case, backend.now());
    let decided = case.decided;
    Ok(CaseRecord {
        case: case.id,
        submission: case.submission,
        state,
        terminal: case.terminal,
        submitter: case.submitter,
        decider: decided.as_ref().map(|decided| decided.by.clone()),
        reason: decided.as_ref().and_then(|decided| decided.reason),
        note,
        terminal_verdict: case.terminal_verdict,
        server_verdict: case.server_verdict,
        findings: case.findings,
        received_at: case.received_at,
        due_on: case.due_on,
        claimed_at: case.claim.map(|claim| claim.at),
        decided_at: decided.map(|decided| decided.at),
    })
}

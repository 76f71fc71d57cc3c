//! `/v1/cases`: an officer claims a case, keeps it, lays it back, reads its record.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use dossier::{
    api::{
        CaseFile, CaseRecord, ClaimToken, Image, LeaseRequest, ProblemType, ReleaseRequest, Role,
        Ruling,
    },
    decision::{CaseState, Decision, Examined, RefusalReason},
    identity::{FingerAdvice, against_the_chip},
    life::{Actor, Event, step},
    source::SourceReply,
};
use rules::not_issued::{NotIssued, Viewer, Visibility};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    body::{Id, JsonBody, NoBody},
    signed_in::SignedIn,
};
use crate::{
    Backend,
    opened::{Opened, open},
    permissions::{Action, authorize},
    refusal::Refusal,
    ruling,
    sources::{asking, question::fingerprints},
    store::{
        Connection, Transaction, audit,
        cases::{self, Case},
        open_cases::{self, Written},
        sessions::Session,
    },
};

/// How long the answer to a claim waits for the sources; what takes longer is asked for again by the officer.
pub(super) const FOR_SOURCES: Duration = Duration::from_secs(2);

pub(super) async fn claim(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
    Id(id): Id<Uuid>,
    _: NoBody,
) -> Result<Json<CaseFile>, Refusal> {
    let transaction = backend.begin().await?;
    claim_in(&backend, transaction, &session, id)
        .await
        .map(Json)
}

/// The officer is at work on the case: its lease begins anew.
pub(super) async fn lease(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
    Id(id): Id<Uuid>,
    JsonBody(LeaseRequest { fence }): JsonBody<LeaseRequest>,
) -> Result<Json<ClaimToken>, Refusal> {
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    let case = found(&mut transaction, id).await?;
    let next = step(&case.life(), actor(&session), Event::Renew { fence }, now)?;
    open_cases::write(&mut transaction, &case, &next, Written::default(), now).await?;
    transaction.commit().await?;
    let lease_until = next.lease.ok_or(ProblemType::LeaseLost)?.until;
    Ok(Json(ClaimToken {
        case: id,
        fence,
        lease_until,
    }))
}

/// The holder lays the case back; a senior approver takes it away and says why.
pub(super) async fn release(
    State(backend): State<Backend>,
    SignedIn(session): SignedIn,
    Id(id): Id<Uuid>,
    JsonBody(request): JsonBody<ReleaseRequest>,
) -> Result<Json<CaseRecord>, Refusal> {
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    let case = found(&mut transaction, id).await?;
    let next = step(&case.life(), actor(&session), Event::Release, now)?;
    authorize(session.officer.role, Action::Release)?;
    let holder = case.claim.as_ref().map(|claim| claim.by.as_str());
    let reason = request.reason.as_deref().map(str::trim).unwrap_or_default();
    let own = holder == Some(session.officer.id.as_str());
    let stated = !reason.is_empty() && reason.chars().count() <= Decision::MAX_NOTE;
    if !own && !stated {
        return Err(ProblemType::NoteRequired.into());
    }
    let case_key = backend.parts().vault.case_key(id, &case.wrapped_key)?;
    let sealed_note = (!own)
        .then(|| case_key.seal(id, "note", reason.as_bytes()))
        .transpose()?;
    let written = Written {
        sealed_note: sealed_note.as_deref(),
        ..Written::default()
    };
    open_cases::write(&mut transaction, &case, &next, written, now).await?;
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: if own {
            "case.release"
        } else {
            "case.take_away"
        },
        subject: &id.to_string(),
        detail: holder.unwrap_or_default(),
    };
    audit::append(&mut transaction, now, entry).await?;
    let released = found(&mut transaction, id).await?;
    transaction.commit().await?;
    record_of(&backend, released, &session).map(Json)
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
    record_of(&backend, case, &session).map(Json)
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

/// Claims a case in a transaction that may have chosen it. What takes long comes after its commit: opening the file,
/// asking the sources, comparing fingers.
pub(super) async fn claim_in(
    backend: &Backend,
    mut transaction: Transaction,
    session: &Session,
    id: Uuid,
) -> Result<CaseFile, Refusal> {
    let now = backend.now();
    let case = found(&mut transaction, id).await?;
    let next = step(&case.life(), actor(session), Event::Claim, now)?;
    authorize(session.officer.role, Action::Claim)?;
    open_cases::write(&mut transaction, &case, &next, Written::default(), now).await?;
    let fence = next.fence;
    let token = ClaimToken {
        case: id,
        fence,
        lease_until: next.lease.ok_or(ProblemType::LeaseLost)?.until,
    };
    let (subject, detail) = (id.to_string(), fence.to_string());
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "case.claim",
        subject: &subject,
        detail: &detail,
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    tracing::info!(case = %id, fence, "case claimed");
    match open_file(backend, case, token, &session.officer.id).await {
        Ok(file) => Ok(file),
        Err(refused) => {
            // Whoever cannot see the case does not keep it from others.
            if let Err(why) = lay_back(backend, session, (id, fence)).await {
                tracing::error!(case = %id, kind = why.kind().urn(), "the claim stays until its lease ends");
            }
            Err(refused)
        }
    }
}

/// Ends a claim under which nothing was shown, unless another claim has followed.
async fn lay_back(
    backend: &Backend,
    session: &Session,
    (id, fence): (Uuid, u64),
) -> Result<(), Refusal> {
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    let case = found(&mut transaction, id).await?;
    if case.fence != fence {
        return Ok(());
    }
    let next = step(&case.life(), actor(session), Event::Release, now)?;
    open_cases::write(&mut transaction, &case, &next, Written::default(), now).await?;
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "case.unopened",
        subject: &id.to_string(),
        detail: &fence.to_string(),
    };
    audit::append(&mut transaction, now, entry).await?;
    Ok(transaction.commit().await?)
}

/// A case that this transaction is going to change.
pub(super) async fn found(connection: &mut Connection, id: Uuid) -> Result<Case, Refusal> {
    let case = cases::find_to_change(connection, id).await?;
    case.ok_or_else(|| ProblemType::NotFound.into())
}

/// The officer of a session, as a case's life knows one.
pub(super) fn actor(session: &Session) -> Actor<'_> {
    Actor::Officer {
        id: &session.officer.id,
        role: session.officer.role,
    }
}

/// A receiving officer sees the cases of the own office, an approving officer all.
pub(super) fn visible_to(case: &Case, session: &Session) -> bool {
    match session.officer.role {
        Role::Approving | Role::Senior | Role::Auditor => true,
        Role::Teller | Role::DeviceAdmin => false,
        Role::Receiving => case.submitter.office == session.officer.office,
    }
}

/// The state as it counts now: a claim whose lease has passed is an open case.
pub(super) fn state_at(case: &Case, now: OffsetDateTime) -> CaseState {
    case.life().at(now).state
}

/// Reason and note of a decision as this officer may see them. S1 Art. 12: bans and findings on security
/// are the approver's alone.
pub(super) fn told(
    backend: &Backend,
    case: &Case,
    session: &Session,
) -> Result<(Option<RefusalReason>, Option<String>), Refusal> {
    let reason = case.decided.as_ref().and_then(|decided| decided.reason);
    let viewer = match session.officer.role {
        Role::Approving | Role::Senior => Viewer::Approver,
        // Whoever else may look is told no more than the counter is.
        Role::Receiving | Role::Teller | Role::Auditor | Role::DeviceAdmin => {
            Viewer::ReceivingOfficer
        }
    };
    // Undecided, the last remark is one approver's to the next.
    if reason.is_none() && viewer == Viewer::ReceivingOfficer {
        return Ok((None, None));
    }
    let ground = reason.and_then(|reason| NotIssued::from_code(reason.code()));
    match ground.map(|ground| ground.visible_to(viewer)) {
        None | Some(Visibility::Ground) => Ok((reason, note_of(backend, case)?)),
        Some(Visibility::NotIssuedOnly) => Ok((Some(RefusalReason::NotIssued), None)),
        Some(Visibility::Hidden) => Ok((None, None)),
    }
}

/// The last remark, opened.
fn note_of(backend: &Backend, case: &Case) -> Result<Option<String>, Refusal> {
    let Some(sealed) = &case.sealed_note else {
        return Ok(None);
    };
    let case_key = backend.parts().vault.case_key(case.id, &case.wrapped_key)?;
    let note = case_key.open(case.id, "note", sealed)?;
    Ok(Some(String::from_utf8_lossy(&note).into_owned()))
}

async fn open_file(
    backend: &Backend,
    case: Case,
    claim: ClaimToken,
    officer: &str,
) -> Result<CaseFile, Refusal> {
    let parts = backend.parts();
    let mut connection = parts.database.acquire().await?;
    let opened = Arc::new(open(backend, &mut connection, &case).await?);
    drop(connection);
    let lent = Arc::clone(&opened);
    // Tenths of a second of arithmetic.
    let compared = backend.heavy(move |_| {
        let sealed = lent.sealed();
        against_the_chip(
            &sealed.reading.read_out,
            &sealed.fingerprints,
            &sealed.finger_work.rules.matching,
        )
    });
    let about = (case.id, Some(Arc::clone(&opened)));
    let asked = asking::within(backend, about, officer, FOR_SOURCES);
    let (advice, ()) = tokio::join!(compared, asked);
    let finger_advice = advice.map_or(FingerAdvice::NotPerformed, FingerAdvice::from);
    let (sources, ruling) = as_it_stands(backend, &case, &opened).await?;
    let note = note_of(backend, &case)?;
    let approvals = case.approvals();
    let (sealed, presentation) = (opened.sealed(), &opened.presentation);
    Ok(CaseFile {
        claim,
        received_at: case.received_at,
        due_on: case.due_on,
        submitter: case.submitter,
        terminal_verdict: case.terminal_verdict,
        server_verdict: case.server_verdict,
        facts: presentation.facts.clone(),
        findings: case.findings,
        chip_proofs: presentation.chip_proofs.clone(),
        chip_portrait: presentation.chip_portrait.clone(),
        live_portrait: Image {
            media_type: sealed.portrait.media_type,
            bytes: sealed.portrait.bytes.clone(),
        },
        portrait_assessment: sealed.portrait.assessment.clone(),
        portrait_work: sealed.portrait_work.clone(),
        fingerprints: fingerprints(sealed),
        finger_work: sealed.finger_work.clone(),
        finger_advice,
        contact: sealed.contact.clone(),
        subject: sealed.subject.clone(),
        sources,
        ruling,
        approvals,
        note,
    })
}

/// What the sources have answered, and what the decree then lets an officer decide beside any statement.
pub(super) async fn as_it_stands(
    backend: &Backend,
    case: &Case,
    opened: &Opened,
) -> Result<(Vec<SourceReply>, Ruling), Refusal> {
    let (parts, now) = (backend.parts(), backend.now());
    let mut connection = parts.database.acquire().await?;
    let sources = asking::standing(backend, &mut connection, (case, opened), now).await?;
    let about = opened.about(case, &sources);
    let ruling = match ruling::of(&mut connection, parts, &about, Examined::NOTHING, now).await {
        Ok(ruling) => ruling::words(&ruling),
        // Without a profile in force nothing is approved; returning and refusing go on.
        Err(refused) if refused.kind() == ProblemType::PolicyNotInForce => case.ruling.clone(),
        Err(other) => return Err(other),
    };
    Ok((sources, ruling))
}

pub(super) fn record_of(
    backend: &Backend,
    case: Case,
    session: &Session,
) -> Result<CaseRecord, Refusal> {
    let (reason, note) = told(backend, &case, session)?;
    let state = state_at(&case, backend.now());
    let approvals = case.approvals();
    let decided = case.decided;
    Ok(CaseRecord {
        case: case.id,
        submission: case.submission,
        state,
        terminal: case.terminal,
        submitter: case.submitter,
        decider: decided.as_ref().map(|decided| decided.by.clone()),
        reason,
        note,
        terminal_verdict: case.terminal_verdict,
        server_verdict: case.server_verdict,
        findings: case.findings,
        subject: case.subject,
        ruling: case.ruling,
        approvals,
        received_at: case.received_at,
        due_on: case.due_on,
        claimed_at: case.claim.map(|claim| claim.at),
        decided_at: decided.map(|decided| decided.at),
    })
}

//! What a submission must pass before it becomes a case. Nothing the terminal says of its own
//! verdict is believed: the card's signatures and proofs are judged again from the raw bytes.

mod assessment;
mod findings;

use dossier::{
    api::ProblemType,
    decision::CaseState,
    receipt::Receipt,
    submission::{self, SubmissionError, VerifiedSubmission},
};
use rules::deadline::{CardState, FileKind, due};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Backend,
    blobs::Part,
    permissions::{Action, authorize},
    refusal::Refusal,
    store::{
        Connection, audit,
        cases::{self, Case, NewCase},
        challenges,
        sessions::{self, Session},
        take_turn,
        terminals::{self, Standing},
    },
};

pub use assessment::Presentation;
use assessment::{Assessed, ChallengeStanding};

/// How far a terminal's clock may be off.
pub const CLOCK_TOLERANCE: Duration = Duration::minutes(2);

/// A challenge was taken by another case within this transaction.
#[derive(Debug, thiserror::Error)]
#[error("the challenge was used by two cases")]
struct UsedTwice;

/// The answer to a submission.
pub enum Intake {
    /// It became a case now.
    Created {
        /// The signed receipt.
        receipt: String,
    },
    /// It was a case already; the receipt is the same as then.
    Known {
        /// The signed receipt.
        receipt: String,
    },
}

/// Takes in a submission, once however often it comes.
///
/// # Errors
/// The reason why it is no case.
pub async fn receive(backend: &Backend, jws: String) -> Result<Intake, Refusal> {
    let now = backend.now();
    let mut connection = backend.parts().database.acquire().await?;
    let verified = verify(backend, &mut connection, jws.clone()).await?;
    if let Some(case) = cases::by_submission(&mut connection, verified.id()).await? {
        return Ok(Intake::Known {
            receipt: case.receipt,
        });
    }
    let session = session_of(&mut connection, &verified).await?;
    let challenge = challenge_of(&mut connection, &verified, &session).await?;
    drop(connection);
    let assessed = backend
        .heavy(move |parts| Assessed::judge(parts, verified, challenge, now))
        .await??;
    record(backend, &session, assessed, jws, now).await
}

/// Signature first: nothing else of a submission is looked at before.
async fn verify(
    backend: &Backend,
    connection: &mut Connection,
    jws: String,
) -> Result<VerifiedSubmission, Refusal> {
    let unknown = || Refusal::from(ProblemType::TerminalUnknown);
    let claimed = submission::claimed_terminal(&jws).ok_or(ProblemType::SubmissionRefused)?;
    let terminal = terminals::find(connection, &claimed)
        .await?
        .ok_or_else(unknown)?;
    if terminal.standing == Standing::Revoked {
        return Err(unknown());
    }
    let opened = backend
        .heavy(move |_| submission::open(&jws, |_| Some(terminal.key)))
        .await?;
    opened.map_err(|why| {
        tracing::warn!(terminal = claimed, clause = why.clause(), %why, "submission refused");
        match why {
            SubmissionError::TerminalUnknown => ProblemType::TerminalUnknown,
            SubmissionError::SignatureInvalid => ProblemType::SignatureInvalid,
            SubmissionError::TooLong { .. } => ProblemType::TooLarge,
            _ => ProblemType::SubmissionRefused,
        }
        .into()
    })
}

/// The submitter is whoever the backend gave that session to, at that terminal, at that time.
async fn session_of(
    connection: &mut Connection,
    verified: &VerifiedSubmission,
) -> Result<Session, Refusal> {
    let sealed = verified.dossier().sealed();
    let mismatch = || Refusal::from(ProblemType::SessionMismatch);
    let session = sessions::find(connection, sealed.session)
        .await?
        .ok_or_else(mismatch)?;
    let covered = sealed.sealed_at >= session.started_at - CLOCK_TOLERANCE
        && sealed.sealed_at <= session.ends_at + CLOCK_TOLERANCE;
    if session.officer.id != sealed.officer || session.terminal != verified.terminal() || !covered {
        return Err(mismatch());
    }
    authorize(session.officer.role, Action::Submit)?;
    Ok(session)
}

async fn challenge_of(
    connection: &mut Connection,
    verified: &VerifiedSubmission,
    session: &Session,
) -> Result<ChallengeStanding, Refusal> {
    let reading = &verified.dossier().sealed().reading;
    let Some(id) = reading.challenge_id else {
        return Ok(ChallengeStanding::Missing);
    };
    let found = challenges::find(connection, id, session).await?;
    Ok(found.map_or(ChallengeStanding::Unknown, |found| {
        ChallengeStanding::of(found, reading.read_at, CLOCK_TOLERANCE)
    }))
}

/// Case, challenge and audit entry in one transaction: all of them or none.
async fn record(
    backend: &Backend,
    session: &Session,
    mut assessed: Assessed,
    jws: String,
    now: OffsetDateTime,
) -> Result<Intake, Refusal> {
    let parts = backend.parts();
    let id = Uuid::now_v7();
    let (case_key, wrapped_key) = parts.vault.new_case_key(id)?;
    let submission = case_key.seal(id, Part::Submission.word(), jws.as_bytes())?;
    let presentation = case_key.seal(id, Part::Presentation.word(), &assessed.presentation)?;
    // Before the case exists: what is acknowledged is there. If no case comes of it, its key is lost and the
    // next retention run removes what lies there.
    parts.blobs.put(id, Part::Submission, submission).await?;
    parts
        .blobs
        .put(id, Part::Presentation, presentation)
        .await?;
    let mut transaction = backend.begin().await?;
    take_turn(
        &mut transaction,
        "submission",
        assessed.verified.id().as_str().as_bytes(),
    )
    .await?;
    if let Some(known) = cases::by_submission(&mut transaction, assessed.verified.id()).await? {
        parts.blobs.remove(id).await?;
        return Ok(Intake::Known {
            receipt: known.receipt,
        });
    }
    if let ChallengeStanding::Valid(challenge) | ChallengeStanding::Expired(challenge) =
        assessed.challenge
    {
        // Another submission may have used it since it was looked up.
        take_turn(&mut transaction, "challenge", challenge.id.as_bytes()).await?;
        match challenges::find(&mut transaction, challenge.id, session).await? {
            Some(found) if found.usage == challenges::Usage::Unused => {}
            _ => assessed.challenge_was_used(),
        }
    }
    if let Some(subject) = &assessed.subject {
        take_turn(&mut transaction, "subject", subject).await?;
        if cases::count_of_subject(&mut transaction, subject).await? > 0 {
            assessed.person_has_a_case();
        }
    }
    let case = new_case(backend, id, session, &assessed, wrapped_key, now)?;
    let new = NewCase {
        case: &case,
        session: session.id,
        subject: assessed.subject.as_deref(),
    };
    cases::insert(&mut transaction, &new).await?;
    if let Some(challenge) = assessed.challenge.id() {
        match challenges::consume(&mut transaction, challenge, id).await? {
            challenges::Usage::Unused => {}
            // Looked up unused within this very transaction: to go on would count it twice.
            challenges::Usage::Used => return Err(Refusal::internal("challenge", &UsedTwice)),
        }
    }
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "case.received",
        subject: &id.to_string(),
        detail: case.server_verdict.word(),
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    let (verdict, findings) = (case.server_verdict.word(), case.findings.len());
    tracing::info!(case = %id, submission = %case.submission, verdict, findings, "case received");
    Ok(Intake::Created {
        receipt: case.receipt,
    })
}

fn new_case(
    backend: &Backend,
    id: Uuid,
    session: &Session,
    assessed: &Assessed,
    wrapped_key: Vec<u8>,
    now: OffsetDateTime,
) -> Result<Case, Refusal> {
    let rules = &backend.parts().rules;
    let card = if assessed.card_expired() {
        CardState::ExpiredOrNone
    } else {
        CardState::Valid
    };
    let due = due(
        &rules.profile.deadlines,
        &rules.calendar,
        FileKind::Level2 { card },
        now,
    );
    let submission = assessed.verified.id().clone();
    let state = CaseState::Queued;
    let receipt = Receipt {
        submission: submission.clone(),
        case: id,
        received_at: now,
        due_on: due.on,
        state,
    };
    let receipt = receipt
        .sign(&backend.parts().receipt_key)
        .map_err(|cause| Refusal::internal("receipt", &cause))?;
    Ok(Case {
        id,
        submission,
        terminal: assessed.verified.terminal().to_owned(),
        submitter: session.officer.clone(),
        state,
        terminal_verdict: assessed
            .verified
            .dossier()
            .sealed()
            .reading
            .terminal_verdict,
        server_verdict: assessed.verdict,
        findings: assessed.findings.clone(),
        received_at: now,
        due_on: due.on,
        receipt,
        wrapped_key,
        fence: 0,
        claim: None,
        decided: None,
    })
}

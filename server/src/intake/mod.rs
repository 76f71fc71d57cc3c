//! What a submission must pass before it becomes a case. Nothing the terminal says of its own
//! verdict is believed: the card's signatures and proofs are judged again from the raw bytes. The images are measured
//! again after the receipt, by [`crate::checking`].

mod assessment;
mod devices;
mod findings;

use std::collections::BTreeSet;

use dossier::{
    api::{Finding, FindingKind, ProblemType},
    decision::CaseState,
    life::{Actor, Event, Life, step},
    receipt::Receipt,
    submission::{self, SubmissionError, TerminalPublicKey, VerifiedSubmission},
};
use rules::{deadline::due, profile::Intended};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Backend,
    admission::{self, Barred},
    blobs::Part,
    confirmations,
    listening::Peer,
    notices,
    offices::ReceivingAuthority,
    permissions::{Action, authorize},
    refusal::Refusal,
    ruling,
    store::{
        Connection, audit,
        cases::{self, Case, NewCase},
        challenges,
        sessions::{self, Session},
        take_turn, terminals,
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

/// What became of the attempt to keep a case.
enum Recorded {
    /// It is kept, or was already.
    Settled(Intake),
    /// Another submission has used the challenge since it was looked up: the verdict is no longer right.
    ChallengeTaken(Box<VerifiedSubmission>),
}

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
pub async fn receive(backend: &Backend, peer: &Peer, jws: String) -> Result<Intake, Refusal> {
    let now = backend.now();
    let verified = verify(backend, peer, jws.clone()).await?;
    let mut connection = backend.parts().database.acquire().await?;
    if let Some(case) = cases::by_submission(&mut connection, verified.id()).await? {
        return Ok(Intake::Known {
            receipt: case.receipt,
        });
    }
    let session = session_of(&mut connection, &verified).await?;
    let office = backend.parts().offices.kind(&session.officer.office);
    let Some(authority) = ReceivingAuthority::of(office) else {
        drop(connection);
        return Err(no_authority(backend, &session, &verified).await);
    };
    let intended = backend.parts().rules(now)?.profile.intended;
    let stated = &verified.dossier().sealed().finger_work.rules;
    stated.fit(intended).map_err(|why| {
        tracing::warn!(terminal = verified.terminal(), clause = why.clause(), %why, "submission refused");
        Refusal::from(ProblemType::SubmissionRefused)
    })?;
    let challenge = challenge_of(&mut connection, &verified, &session).await?;
    drop(connection);
    let id = Uuid::now_v7();
    let filed = (&session, authority);
    let attempt = judge_and_record(backend, filed, (id, verified, challenge), &jws, now);
    let verified = match attempt.await? {
        Recorded::Settled(intake) => return Ok(intake),
        Recorded::ChallengeTaken(verified) => *verified,
    };
    let used = ChallengeStanding::Used;
    match judge_and_record(backend, filed, (id, verified, used), &jws, now).await? {
        Recorded::Settled(intake) => Ok(intake),
        // A used challenge is not looked up again.
        Recorded::ChallengeTaken(_) => Err(Refusal::internal("challenge", &UsedTwice)),
    }
}

/// A bank that files is told to the log: somebody gave its desk an account that it should not have.
async fn no_authority(
    backend: &Backend,
    session: &Session,
    verified: &VerifiedSubmission,
) -> Refusal {
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "submission.refused",
        subject: verified.id().as_str(),
        detail: ProblemType::BankCannotFile.urn(),
    };
    match audit::append_alone(&backend.parts().database, backend.now(), entry).await {
        Ok(()) => ProblemType::BankCannotFile.into(),
        Err(cause) => cause.into(),
    }
}

async fn judge_and_record(
    backend: &Backend,
    filed: (&Session, ReceivingAuthority),
    (id, verified, challenge): (Uuid, VerifiedSubmission, ChallengeStanding),
    jws: &str,
    now: OffsetDateTime,
) -> Result<Recorded, Refusal> {
    let mut assessed = backend
        .heavy(move |parts| Assessed::judge(parts, id, verified, challenge, now))
        .await??;
    let parts = backend.parts();
    let intended = parts.rules(now)?.profile.intended;
    let sealed = assessed.verified.dossier().sealed();
    let mut connection = parts.database.acquire().await?;
    let doubts = devices::doubts((parts, &mut connection), sealed, intended, now).await?;
    drop(connection);
    assessed.findings.extend(doubts);
    if intended == Intended::Trial {
        assessed
            .findings
            .push(Finding::plain(FindingKind::TrialProfile));
    }
    record(backend, filed, (id, assessed), jws, now).await
}

/// Signature first: nothing else of a submission is looked at before.
async fn verify(
    backend: &Backend,
    peer: &Peer,
    jws: String,
) -> Result<VerifiedSubmission, Refusal> {
    let claimed = submission::claimed_terminal(&jws).ok_or(ProblemType::SubmissionRefused)?;
    let key = match key_of(backend, peer, &claimed).await {
        Ok(key) => key,
        Err(why) => return Err(admission::refuse(backend, peer, &claimed, why).await),
    };
    let opened = backend
        .heavy(move |_| submission::open(&jws, |_| Some(key)))
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

/// The key of a terminal that may speak over this connection.
async fn key_of(
    backend: &Backend,
    peer: &Peer,
    terminal: &str,
) -> Result<TerminalPublicKey, Barred> {
    let mut connection = backend.parts().database.acquire().await?;
    admission::admit(backend, &mut connection, peer, terminal, None).await?;
    let key = terminals::key(&mut connection, terminal).await?;
    key.ok_or(Barred::Unknown)
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
    (session, authority): (&Session, ReceivingAuthority),
    (id, mut assessed): (Uuid, Assessed),
    jws: &str,
    now: OffsetDateTime,
) -> Result<Recorded, Refusal> {
    let parts = backend.parts();
    let (case_key, wrapped_key) = parts.vault.new_case_key(id)?;
    // Before the case exists: what is acknowledged is there. If no case comes of it, its key is lost and the
    // next retention run removes what lies there.
    for (part, plain) in [
        (Part::Submission, jws.as_bytes()),
        (Part::Presentation, assessed.presentation.as_slice()),
        (Part::Evidence, assessed.evidence.as_slice()),
    ] {
        let sealed = case_key.seal(id, part.word(), plain)?;
        parts.blobs.put(id, part, sealed).await?;
    }
    let mut transaction = backend.begin().await?;
    take_turn(
        &mut transaction,
        "submission",
        assessed.verified.id().as_str().as_bytes(),
    )
    .await?;
    if let Some(known) = cases::by_submission(&mut transaction, assessed.verified.id()).await? {
        parts.blobs.remove(id).await?;
        return Ok(Recorded::Settled(Intake::Known {
            receipt: known.receipt,
        }));
    }
    if let ChallengeStanding::Valid(challenge) | ChallengeStanding::Expired(challenge) =
        assessed.challenge
    {
        // Another submission may have used it since it was looked up.
        take_turn(&mut transaction, "challenge", challenge.id.as_bytes()).await?;
        match challenges::find(&mut transaction, challenge.id, session).await? {
            Some(found) if found.usage == challenges::Usage::Unused => {}
            _ => return Ok(Recorded::ChallengeTaken(Box::new(assessed.verified))),
        }
    }
    if let Some(subject) = &assessed.subject {
        take_turn(&mut transaction, "subject", subject).await?;
        if cases::is_of_known_subject(&mut transaction, subject, id).await? {
            assessed.person_has_a_case();
        }
    }
    let (phone, subject) = (&assessed.phone, assessed.subject.as_deref());
    take_turn(&mut transaction, "phone", phone).await?;
    if cases::is_anothers_phone(&mut transaction, phone, subject).await? {
        assessed.phone_is_in_use();
    }
    let sealed = assessed.verified.dossier().sealed();
    let at_hand = (parts, &mut *transaction);
    let confirmers = confirmations::use_up(at_hand, (id, sealed), session, CLOCK_TOLERANCE).await?;
    let case = new_case(
        backend,
        id,
        (session, authority),
        &assessed,
        (wrapped_key, confirmers),
        now,
    )?;
    let new = NewCase {
        case: &case,
        session: session.id,
        subject: assessed.subject.as_deref(),
        phone: &assessed.phone,
    };
    cases::insert(&mut transaction, &new).await?;
    let contact = &assessed.verified.dossier().sealed().contact;
    notices::begin(backend, &mut transaction, (&case, &case_key), contact, now).await?;
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
    parts.received.notify_one();
    let (verdict, findings) = (case.server_verdict.word(), case.findings.len());
    tracing::info!(case = %id, submission = %case.submission, verdict, findings, "case received");
    Ok(Recorded::Settled(Intake::Created {
        receipt: case.receipt,
    }))
}

/// The life of a submission that is taken in; whether officers see it waits for the images.
fn received(
    // Only for one that may receive does a case's life begin.
    (session, _): (&Session, ReceivingAuthority),
    confirmers: BTreeSet<String>,
    now: OffsetDateTime,
) -> Result<Life, Refusal> {
    let uploaded = Life {
        state: CaseState::Uploading,
        submitter: Some(session.officer.id.clone()),
        confirmers,
        ..Life::begun()
    };
    step(&uploaded, Actor::Backend, Event::Receive, now).map_err(Refusal::from)
}

fn new_case(
    backend: &Backend,
    id: Uuid,
    (session, authority): (&Session, ReceivingAuthority),
    assessed: &Assessed,
    (wrapped_key, confirmers): (Vec<u8>, BTreeSet<String>),
    now: OffsetDateTime,
) -> Result<Case, Refusal> {
    let rules = backend.parts().rules(now)?;
    let sealed = assessed.verified.dossier().sealed();
    let file = ruling::file_kind(&sealed.subject, &assessed.findings);
    let due = due(&rules.profile.deadlines, &rules.calendar, file, now);
    let submission = assessed.verified.id().clone();
    let life = received((session, authority), confirmers, now)?;
    let receipt = Receipt {
        submission: submission.clone(),
        case: id,
        received_at: now,
        due_on: due.on,
        state: life.state,
    };
    let receipt = receipt
        .sign(&backend.parts().receipt_key)
        .map_err(|cause| Refusal::internal("receipt", &cause))?;
    Ok(Case {
        id,
        submission,
        terminal: assessed.verified.terminal().to_owned(),
        submitter: session.officer.clone(),
        state: life.state,
        terminal_verdict: sealed.reading.terminal_verdict,
        server_verdict: assessed.verdict,
        findings: assessed.findings.clone(),
        subject: sealed.subject.kind(),
        ruling: ruling::not_yet(),
        risk: life.risk,
        level: life.level,
        confirmers: life.confirmers,
        first_approver: None,
        received_at: now,
        due_on: due.on,
        receipt,
        wrapped_key,
        fence: life.fence,
        claim: None,
        decided: None,
        sealed_note: None,
    })
}

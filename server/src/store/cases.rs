//! Cases: one per submission.

use std::collections::BTreeSet;

use dossier::{
    api::{Approvals, Finding, Officer, Ruling},
    decision::{CaseState, RefusalReason},
    life::{DecidingLevel, Lease, Life, Risk},
    subject::SubjectKind,
    submission::SubmissionId,
};
use reader::verdict::Verdict;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use time::{Date, OffsetDateTime, macros::format_description};
use uuid::Uuid;

use super::{Connection, Engine, corrupt, from_millis, officers, to_millis, words};

/// A case as it stands.
#[derive(Clone)]
pub struct Case {
    /// Its identifier.
    pub id: Uuid,
    /// The submission it came from.
    pub submission: SubmissionId,
    /// The terminal that signed it.
    pub terminal: String,
    /// Who submitted it.
    pub submitter: Officer,
    /// Where it stands; a claim whose lease has passed still says claimed. Received until the backend has looked at
    /// the images itself.
    pub state: CaseState,
    /// The verdict the terminal came to.
    pub terminal_verdict: Verdict,
    /// The backend's own verdict.
    pub server_verdict: Verdict,
    /// What the backend found.
    pub findings: Vec<Finding>,
    /// Whose electronic identity is asked for.
    pub subject: SubjectKind,
    /// What the decree lets an officer decide, as last judged.
    pub ruling: Ruling,
    /// How many must approve.
    pub risk: Risk,
    /// Which level decides.
    pub level: DecidingLevel,
    /// Who confirmed an exception at the counter.
    pub confirmers: BTreeSet<String>,
    /// The first of two approvers.
    pub first_approver: Option<String>,
    /// When it was received.
    pub received_at: OffsetDateTime,
    /// By when it must be decided.
    pub due_on: Date,
    /// The signed receipt.
    pub receipt: String,
    /// The case key, wrapped.
    pub wrapped_key: Vec<u8>,
    /// Counts the claims.
    pub fence: u64,
    /// The last claim.
    pub claim: Option<Claim>,
    /// The decision.
    pub decided: Option<Decided>,
    /// The last remark, sealed by the case key.
    pub sealed_note: Option<Vec<u8>>,
}

/// Who holds or held a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The officer.
    pub by: String,
    /// Since when.
    pub at: OffsetDateTime,
    /// Until when nobody else may claim it; nothing once it was laid back or decided.
    pub lease_until: Option<OffsetDateTime>,
}

/// How a case ended.
#[derive(Clone)]
pub struct Decided {
    /// Who decided.
    pub by: Officer,
    /// Why it was refused.
    pub reason: Option<RefusalReason>,
    /// When.
    pub at: OffsetDateTime,
}

/// What a new case starts with.
pub struct NewCase<'a> {
    /// Identifier, submission, verdicts, findings, dates.
    pub case: &'a Case,
    /// The session it was submitted in.
    pub session: Uuid,
    /// Pseudonym of the person or organisation.
    pub subject: Option<&'a [u8]>,
    /// Pseudonym of the phone number.
    pub phone: &'a [u8],
}

impl Case {
    /// The case as far as its life goes.
    #[must_use]
    pub fn life(&self) -> Life {
        let lease = self.claim.as_ref().and_then(|claim| {
            Some(Lease {
                holder: claim.by.clone(),
                until: claim.lease_until?,
            })
        });
        let granted = self.decided.as_ref().filter(|_| self.state.is_granted());
        let last = granted.map(|decided| decided.by.id.clone());
        Life {
            state: self.state,
            submitter: Some(self.submitter.id.clone()),
            confirmers: self.confirmers.clone(),
            risk: self.risk,
            level: self.level,
            fence: self.fence,
            lease,
            approvals: self
                .first_approver
                .clone()
                .into_iter()
                .chain(last)
                .collect(),
        }
    }

    /// Approvals given and needed.
    #[must_use]
    pub fn approvals(&self) -> Approvals {
        Approvals {
            given: self.life().approvals,
            needed: match self.risk {
                Risk::Ordinary => 1,
                Risk::High => 2,
            },
        }
    }
}

/// Keeps a new case, which waits for the backend's own look at its images.
///
/// # Errors
/// When the submission has a case already, or the database does not answer.
pub async fn insert(connection: &mut Connection, new: &NewCase<'_>) -> Result<(), sqlx::Error> {
    let case = new.case;
    let findings = serde_json::to_string(&case.findings).map_err(|_| corrupt("findings"))?;
    let ruling = serde_json::to_string(&case.ruling).map_err(|_| corrupt("a ruling"))?;
    sqlx::query(
        "INSERT INTO cases (id, submission, terminal, session, submitter, subject, state, terminal_verdict,
           server_verdict, findings, received_at, due_on, receipt, wrapped_key, subject_kind, phone, ruling, risk,
           level, unchecked_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
    )
    .bind(case.id.hyphenated().to_string())
    .bind(case.submission.as_str())
    .bind(&case.terminal)
    .bind(new.session.hyphenated().to_string())
    .bind(&case.submitter.id)
    .bind(new.subject)
    // The table's word of an open case that nobody holds; what waits to be checked has the column beside it.
    .bind(CaseState::Queued.word())
    .bind(case.terminal_verdict.word())
    .bind(case.server_verdict.word())
    .bind(findings)
    .bind(to_millis(case.received_at))
    .bind(case.due_on.to_string())
    .bind(&case.receipt)
    .bind(&case.wrapped_key)
    .bind(case.subject.word())
    .bind(new.phone)
    .bind(ruling)
    .bind(words::of_risk(case.risk))
    .bind(words::of_level(case.level))
    .bind(to_millis(case.received_at))
    .execute(&mut *connection)
    .await?;
    for named in &case.confirmers {
        sqlx::query("INSERT INTO confirmers VALUES ($1, $2)")
            .bind(case.id.hyphenated().to_string())
            .bind(named)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The case of an identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut Connection, id: Uuid) -> Result<Option<Case>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM cases WHERE id = $1")
        .bind(id.hyphenated().to_string())
        .fetch_optional(&mut *connection)
        .await?;
    load(connection, row).await
}

/// The case of an identifier, which this transaction is going to change.
///
/// # Errors
/// When the database does not answer.
pub async fn find_to_change(
    connection: &mut Connection,
    id: Uuid,
) -> Result<Option<Case>, sqlx::Error> {
    let lock = Engine::of(connection).lock_rows();
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT * FROM cases WHERE id = $1{lock}"
    )))
    .bind(id.hyphenated().to_string())
    .fetch_optional(&mut *connection)
    .await?;
    load(connection, row).await
}

/// The case of a submission.
///
/// # Errors
/// When the database does not answer.
pub async fn by_submission(
    connection: &mut Connection,
    submission: &SubmissionId,
) -> Result<Option<Case>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM cases WHERE submission = $1")
        .bind(submission.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    load(connection, row).await
}

/// Whether another case, open or granted, is of the same person or organisation. An account that is over does not
/// count, and one that counts does so after its case is forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn is_of_known_subject(
    connection: &mut Connection,
    subject: &[u8],
    other_than: Uuid,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query(
        "SELECT 1 FROM cases c WHERE c.subject = $1 AND c.id <> $2
           AND c.state IN ('queued', 'claimed', 'approved_once', 'approved', 'account_issued', 'notified')
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.case_id = c.id AND a.ended_at IS NOT NULL)
         UNION ALL
         SELECT 1 FROM accounts WHERE subject = $1 AND case_id <> $2 AND ended_at IS NULL LIMIT 1",
    )
    .bind(subject)
    .bind(other_than.hyphenated().to_string())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Writes a step of the backend's own after the decision, on condition that the case still stands as it was.
///
/// # Errors
/// [`sqlx::Error::RowNotFound`] when another step came between.
pub async fn advance(
    connection: &mut Connection,
    case: &Case,
    next: CaseState,
) -> Result<(), sqlx::Error> {
    let changed = sqlx::query("UPDATE cases SET state = $1 WHERE id = $2 AND state = $3")
        .bind(next.word())
        .bind(case.id.hyphenated().to_string())
        .bind(case.state.word())
        .execute(connection)
        .await?;
    match changed.rows_affected() {
        1 => Ok(()),
        _ => Err(sqlx::Error::RowNotFound),
    }
}

/// Whether a case, open or granted, of another person has the same phone number.
///
/// # Errors
/// When the database does not answer.
pub async fn is_anothers_phone(
    connection: &mut Connection,
    phone: &[u8],
    subject: Option<&[u8]>,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query(
        "SELECT 1 FROM cases WHERE phone = $1 AND (subject IS NULL OR subject <> $2)
           AND state IN ('queued', 'claimed', 'approved_once', 'approved', 'account_issued', 'notified') LIMIT 1",
    )
    .bind(phone)
    .bind(subject.unwrap_or_default())
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// The pseudonym of a case's person or organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn subject_of(
    connection: &mut Connection,
    case: Uuid,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let row = sqlx::query("SELECT subject FROM cases WHERE id = $1")
        .bind(case.hyphenated().to_string())
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(None), |row| row.try_get(0))
}

async fn load(
    connection: &mut Connection,
    row: Option<AnyRow>,
) -> Result<Option<Case>, sqlx::Error> {
    let Some(row) = row else { return Ok(None) };
    let submitter = officer(connection, row.try_get("submitter")?).await?;
    let decided = match row.try_get::<Option<String>, _>("decider")? {
        None => None,
        Some(decider) => Some(decided(&row, officer(connection, decider).await?)?),
    };
    let confirmers = confirmers(connection, row.try_get("id")?).await?;
    case(&row, (submitter, confirmers), decided).map(Some)
}

async fn officer(connection: &mut Connection, id: String) -> Result<Officer, sqlx::Error> {
    officers::find(connection, &id)
        .await?
        .ok_or(sqlx::Error::RowNotFound)
}

async fn confirmers(
    connection: &mut Connection,
    case: String,
) -> Result<BTreeSet<String>, sqlx::Error> {
    let rows = sqlx::query("SELECT named FROM confirmers WHERE case_id = $1")
        .bind(case)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

fn case(
    row: &AnyRow,
    (submitter, confirmers): (Officer, BTreeSet<String>),
    decided: Option<Decided>,
) -> Result<Case, sqlx::Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let claim = match (
        row.try_get::<Option<String>, _>("claimed_by")?,
        row.try_get::<Option<i64>, _>("claimed_at")?,
        row.try_get::<Option<i64>, _>("lease_until")?,
    ) {
        (Some(by), Some(at), until) => Some(Claim {
            by,
            at: from_millis(at),
            lease_until: until.map(from_millis),
        }),
        _ => None,
    };
    Ok(Case {
        id: text("id")?.parse().map_err(|_| corrupt("a case"))?,
        submission: SubmissionId::parse(&text("submission")?)
            .ok_or_else(|| corrupt("a submission"))?,
        terminal: text("terminal")?,
        submitter,
        state: match row.try_get::<Option<i64>, _>("unchecked_since")? {
            Some(_) => CaseState::Received,
            None => CaseState::from_word(&text("state")?).ok_or_else(|| corrupt("a state"))?,
        },
        terminal_verdict: verdict(&text("terminal_verdict")?)?,
        server_verdict: verdict(&text("server_verdict")?)?,
        findings: serde_json::from_str(&text("findings")?).map_err(|_| corrupt("findings"))?,
        subject: words::kind(&text("subject_kind")?)?,
        ruling: serde_json::from_str(&text("ruling")?).map_err(|_| corrupt("a ruling"))?,
        risk: words::risk(&text("risk")?)?,
        level: words::level(&text("level")?)?,
        confirmers,
        first_approver: row.try_get("first_approver")?,
        received_at: from_millis(row.try_get("received_at")?),
        due_on: date(&text("due_on")?)?,
        receipt: text("receipt")?,
        wrapped_key: row.try_get("wrapped_key")?,
        fence: row
            .try_get::<i64, _>("fence")?
            .try_into()
            .map_err(|_| corrupt("a fence"))?,
        claim,
        decided,
        sealed_note: row.try_get("sealed_note")?,
    })
}

fn decided(row: &AnyRow, by: Officer) -> Result<Decided, sqlx::Error> {
    let reason = row
        .try_get::<Option<String>, _>("reason")?
        .map(|code| RefusalReason::from_code(&code).ok_or_else(|| corrupt("a reason")))
        .transpose()?;
    Ok(Decided {
        by,
        reason,
        at: from_millis(row.try_get("decided_at")?),
    })
}

/// The verdict of a word.
pub(super) fn verdict(word: &str) -> Result<Verdict, sqlx::Error> {
    [
        Verdict::Genuine,
        Verdict::Refuted,
        Verdict::Undetermined,
        Verdict::Unread,
    ]
    .into_iter()
    .find(|verdict| verdict.word() == word)
    .ok_or_else(|| corrupt("a verdict"))
}

/// The day of an ISO 8601 text.
pub(super) fn date(text: &str) -> Result<Date, sqlx::Error> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_| corrupt("a date"))
}

//! Cases: one per submission.

use dossier::{
    api::{Finding, Officer},
    decision::{CaseState, RefusalReason},
    submission::SubmissionId,
};
use reader::verdict::Verdict;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use time::{Date, OffsetDateTime, macros::format_description};
use uuid::Uuid;

use super::{Connection, Engine, corrupt, from_millis, officers, to_millis};

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
    /// Where it stands; a claim whose lease has passed still says claimed.
    pub state: CaseState,
    /// The verdict the terminal came to.
    pub terminal_verdict: Verdict,
    /// The backend's own verdict.
    pub server_verdict: Verdict,
    /// What the backend found.
    pub findings: Vec<Finding>,
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
}

/// Who holds or held a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The officer.
    pub by: String,
    /// Since when.
    pub at: OffsetDateTime,
    /// Until when nobody else may claim it.
    pub lease_until: OffsetDateTime,
}

/// How a case ended.
#[derive(Clone)]
pub struct Decided {
    /// Who decided.
    pub by: Officer,
    /// Why it was refused.
    pub reason: Option<RefusalReason>,
    /// The note, sealed by the case key.
    pub sealed_note: Option<Vec<u8>>,
    /// When.
    pub at: OffsetDateTime,
}

/// What a new case starts with.
pub struct NewCase<'a> {
    /// Identifier, submission, verdicts, findings, dates.
    pub case: &'a Case,
    /// The session it was submitted in.
    pub session: Uuid,
    /// Pseudonym of the person.
    pub subject: Option<&'a [u8]>,
}

/// Keeps a new case.
///
/// # Errors
/// When the submission has a case already, or the database does not answer.
pub async fn insert(connection: &mut Connection, new: &NewCase<'_>) -> Result<(), sqlx::Error> {
    let case = new.case;
    let findings = serde_json::to_string(&case.findings).map_err(|_| corrupt("findings"))?;
    sqlx::query(
        "INSERT INTO cases (id, submission, terminal, session, submitter, subject, state, terminal_verdict,
           server_verdict, findings, received_at, due_on, receipt, wrapped_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(case.id.hyphenated().to_string())
    .bind(case.submission.as_str())
    .bind(&case.terminal)
    .bind(new.session.hyphenated().to_string())
    .bind(&case.submitter.id)
    .bind(new.subject)
    .bind(case.state.word())
    .bind(case.terminal_verdict.word())
    .bind(case.server_verdict.word())
    .bind(findings)
    .bind(to_millis(case.received_at))
    .bind(case.due_on.to_string())
    .bind(&case.receipt)
    .bind(&case.wrapped_key)
    .execute(connection)
    .await?;
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

/// How many open or approved cases name the same person.
///
/// # Errors
/// When the database does not answer.
pub async fn count_of_subject(
    connection: &mut Connection,
    subject: &[u8],
) -> Result<i64, sqlx::Error> {
    sqlx::query("SELECT count(*) FROM cases WHERE subject = $1 AND state IN ('queued', 'claimed', 'approved')")
        .bind(subject)
        .fetch_one(connection)
        .await?
        .try_get(0)
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
    case(&row, submitter, decided).map(Some)
}

async fn officer(connection: &mut Connection, id: String) -> Result<Officer, sqlx::Error> {
    officers::find(connection, &id)
        .await?
        .ok_or(sqlx::Error::RowNotFound)
}

fn case(row: &AnyRow, submitter: Officer, decided: Option<Decided>) -> Result<Case, sqlx::Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let claim = match (
        row.try_get::<Option<String>, _>("claimed_by")?,
        row.try_get::<Option<i64>, _>("claimed_at")?,
        row.try_get::<Option<i64>, _>("lease_until")?,
    ) {
        (Some(by), Some(at), Some(until)) => Some(Claim {
            by,
            at: from_millis(at),
            lease_until: from_millis(until),
        }),
        _ => None,
    };
    Ok(Case {
        id: text("id")?.parse().map_err(|_| corrupt("a case"))?,
        submission: SubmissionId::parse(&text("submission")?)
            .ok_or_else(|| corrupt("a submission"))?,
        terminal: text("terminal")?,
        submitter,
        state: CaseState::from_word(&text("state")?).ok_or_else(|| corrupt("a state"))?,
        terminal_verdict: verdict(&text("terminal_verdict")?)?,
        server_verdict: verdict(&text("server_verdict")?)?,
        findings: serde_json::from_str(&text("findings")?).map_err(|_| corrupt("findings"))?,
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
        sealed_note: row.try_get("sealed_note")?,
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

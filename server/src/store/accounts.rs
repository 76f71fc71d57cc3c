//! Accounts that approvals issued, named by their case.

use dossier::{account::AccountState, subject::SubjectKind};
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Connection, Engine, cases::date, corrupt, from_millis, to_millis, words};

/// An account as it lies in the database.
pub struct Account {
    /// The case that it was issued for, its name.
    pub case: Uuid,
    /// What kind of subject has it.
    pub subject: SubjectKind,
    /// The office that received the case.
    pub office: String,
    /// Where it stands.
    pub state: AccountState,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
    /// When the person was told.
    pub notified_at: Option<OffsetDateTime>,
    /// When it was activated.
    pub activated_at: Option<OffsetDateTime>,
    /// The card's last day; none of a card without end.
    pub card_end: Option<Date>,
    /// The last step of warning that the owner was told.
    pub warned_days: Option<i64>,
    /// When the password was set.
    pub password_changed_on: Option<Date>,
    /// When the owner was told that it is to be changed.
    pub password_notified_on: Option<Date>,
    /// When it ended.
    pub ended_at: Option<OffsetDateTime>,
    /// Its key, wrapped.
    pub wrapped_key: Vec<u8>,
    /// Whose it is and how to reach them, sealed by that key.
    pub sealed: Vec<u8>,
}

/// A new account.
pub struct NewAccount<'a> {
    /// The case.
    pub case: Uuid,
    /// Pseudonym of its subject.
    pub subject: &'a [u8],
    /// What kind of subject it is.
    pub kind: SubjectKind,
    /// The office that received the case.
    pub office: &'a str,
    /// The card's last day.
    pub card_end: Option<Date>,
    /// Its key, wrapped.
    pub wrapped_key: &'a [u8],
    /// Whose it is and how to reach them, sealed by that key.
    pub sealed: &'a [u8],
}

/// Keeps a new account.
///
/// # Errors
/// When the subject has one that counts, or the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    new: &NewAccount<'_>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO accounts (case_id, subject, subject_kind, office, state, issued_at, card_end, wrapped_key, sealed)
         VALUES ($1, $2, $3, $4, 'issued', $5, $6, $7, $8)",
    )
    .bind(new.case.hyphenated().to_string())
    .bind(new.subject)
    .bind(new.kind.word())
    .bind(new.office)
    .bind(to_millis(at))
    .bind(new.card_end.map(|day| day.to_string()))
    .bind(new.wrapped_key)
    .bind(new.sealed)
    .execute(connection)
    .await?;
    Ok(())
}

/// The account of a case, which this transaction is going to change.
///
/// # Errors
/// When the database does not answer.
pub async fn find_to_change(
    connection: &mut Connection,
    case: Uuid,
) -> Result<Option<Account>, sqlx::Error> {
    let lock = Engine::of(connection).lock_rows();
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT * FROM accounts WHERE case_id = $1{lock}"
    )))
    .bind(case.hyphenated().to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(account).transpose()
}

/// The newest account of a subject; one that counts before one that is over.
///
/// # Errors
/// When the database does not answer.
pub async fn of_subject(
    connection: &mut Connection,
    subject: &[u8],
) -> Result<Option<Uuid>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT case_id FROM accounts WHERE subject = $1
         ORDER BY (ended_at IS NULL) DESC, issued_at DESC LIMIT 1",
    )
    .bind(subject)
    .fetch_optional(connection)
    .await?;
    row.map(|row| named(&row)).transpose()
}

/// Writes where the account stands now.
///
/// # Errors
/// When the database does not answer.
pub async fn write(
    connection: &mut Connection,
    account: &Account,
    activated_by: Option<&str>,
) -> Result<(), sqlx::Error> {
    let millis = |moment: Option<OffsetDateTime>| moment.map(to_millis);
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let written = sqlx::query(
        "UPDATE accounts SET state = $1, notified_at = $2, activated_at = $3,
           activated_by = coalesce($4, activated_by), warned_days = $5, password_changed_on = $6,
           password_notified_on = $7, ended_at = $8
         WHERE case_id = $9",
    )
    .bind(account.state.word())
    .bind(millis(account.notified_at))
    .bind(millis(account.activated_at))
    .bind(activated_by)
    .bind(account.warned_days)
    .bind(day(account.password_changed_on))
    .bind(day(account.password_notified_on))
    .bind(millis(account.ended_at))
    .bind(account.case.hyphenated().to_string())
    .execute(connection)
    .await?;
    match written.rows_affected() {
        1 => Ok(()),
        _ => Err(sqlx::Error::RowNotFound),
    }
}

/// Accounts that count, in the order of their names, after this one.
///
/// # Errors
/// When the database does not answer.
pub async fn counting_after(
    connection: &mut Connection,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let after = after.map_or_else(String::new, |case| case.hyphenated().to_string());
    let rows = sqlx::query(
        "SELECT case_id FROM accounts WHERE ended_at IS NULL AND case_id > $1 ORDER BY case_id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(named).collect()
}

/// Accounts whose days to activate have passed, the oldest first, with the moment when the person was told.
///
/// # Errors
/// When the database does not answer.
pub async fn late(
    connection: &mut Connection,
    limit: i64,
) -> Result<Vec<(Uuid, OffsetDateTime)>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT case_id, notified_at FROM accounts WHERE state = 'lapsed' AND ended_at IS NULL
         ORDER BY notified_at LIMIT $1",
    )
    .bind(limit)
    .fetch_all(connection)
    .await?;
    let late = rows
        .iter()
        .map(|row| Ok((named(row)?, from_millis(row.try_get("notified_at")?))));
    late.collect()
}

/// An account that ended before this moment.
///
/// # Errors
/// When the database does not answer.
pub async fn next_to_forget(
    connection: &mut Connection,
    before: OffsetDateTime,
) -> Result<Option<Uuid>, sqlx::Error> {
    let row = sqlx::query("SELECT case_id FROM accounts WHERE ended_at < $1 LIMIT 1")
        .bind(to_millis(before))
        .fetch_optional(connection)
        .await?;
    row.map(|row| named(&row)).transpose()
}

/// Removes an account with its locks, requests and notices.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(connection: &mut Connection, case: Uuid) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM account_locks WHERE case_id = $1",
        "DELETE FROM lock_requests WHERE case_id = $1",
        "DELETE FROM notices WHERE case_id = $1 AND kind NOT IN ('received', 'returned', 'refused', 'approved')",
        "DELETE FROM accounts WHERE case_id = $1",
    ] {
        sqlx::query(statement)
            .bind(case.hyphenated().to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn named(row: &AnyRow) -> Result<Uuid, sqlx::Error> {
    let name: String = row.try_get("case_id")?;
    name.parse().map_err(|_| corrupt("a case"))
}

fn account(row: &AnyRow) -> Result<Account, sqlx::Error> {
    let moment = |column: &str| -> Result<_, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, _>(column)?.map(from_millis))
    };
    let day = |column: &str| -> Result<_, sqlx::Error> {
        let text: Option<String> = row.try_get(column)?;
        text.map(|text| date(&text)).transpose()
    };
    let state: String = row.try_get("state")?;
    Ok(Account {
        case: named(row)?,
        subject: words::kind(&row.try_get::<String, _>("subject_kind")?)?,
        office: row.try_get("office")?,
        state: AccountState::from_word(&state).ok_or_else(|| corrupt("a state of an account"))?,
        issued_at: from_millis(row.try_get("issued_at")?),
        notified_at: moment("notified_at")?,
        activated_at: moment("activated_at")?,
        card_end: day("card_end")?,
        warned_days: row.try_get("warned_days")?,
        password_changed_on: day("password_changed_on")?,
        password_notified_on: day("password_notified_on")?,
        ended_at: moment("ended_at")?,
        wrapped_key: row.try_get("wrapped_key")?,
        sealed: row.try_get("sealed")?,
    })
}

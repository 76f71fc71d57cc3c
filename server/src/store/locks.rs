//! Locks of accounts, and the requests for them and for their end.

use dossier::api::LockWanted;
use rules::lock::LockCause;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, Engine, corrupt, from_millis, to_millis};

/// A lock that holds.
pub struct Lock {
    /// Its name.
    pub id: Uuid,
    /// Its cause.
    pub cause: LockCause,
    /// Since when.
    pub since: OffsetDateTime,
    /// The request that it was granted on, with what stands behind it, sealed.
    pub request: Option<(Uuid, Vec<u8>)>,
}

/// A request.
pub struct Request {
    /// Its name.
    pub id: Uuid,
    /// The account.
    pub case: Uuid,
    /// What is asked for.
    pub wanted: LockWanted,
    /// What stands behind it, sealed by the account's key.
    pub sealed: Vec<u8>,
    /// Who wrote it down.
    pub asked_by: String,
    /// When.
    pub asked_at: OffsetDateTime,
    /// Whether it still waits.
    pub waits: bool,
}

/// Keeps a request that waits for a decision.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(connection: &mut Connection, request: &Request) -> Result<(), sqlx::Error> {
    let (wanted, what) = match request.wanted {
        LockWanted::Lock(cause) => ("lock", cause.word().to_owned()),
        LockWanted::Unlock(lock) => ("unlock", lock.hyphenated().to_string()),
    };
    sqlx::query(
        "INSERT INTO lock_requests (id, case_id, wanted, what, sealed, asked_by, asked_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting')",
    )
    .bind(request.id.hyphenated().to_string())
    .bind(request.case.hyphenated().to_string())
    .bind(wanted)
    .bind(what)
    .bind(&request.sealed)
    .bind(&request.asked_by)
    .bind(to_millis(request.asked_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// A request, which this transaction is going to decide.
///
/// # Errors
/// When the database does not answer.
pub async fn find_request(
    connection: &mut Connection,
    id: Uuid,
) -> Result<Option<Request>, sqlx::Error> {
    let lock = Engine::of(connection).lock_rows();
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT * FROM lock_requests WHERE id = $1{lock}"
    )))
    .bind(id.hyphenated().to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(request).transpose()
}

/// Requests that wait, of one account or of all, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(
    connection: &mut Connection,
    case: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Request>, sqlx::Error> {
    let case = case.map(|case| case.hyphenated().to_string());
    let rows = sqlx::query(
        "SELECT * FROM lock_requests WHERE state = 'waiting' AND case_id = coalesce($1, case_id)
         ORDER BY asked_at, id LIMIT $2",
    )
    .bind(case)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(request).collect()
}

/// Writes how a request ended; by nobody where the rules grant it at once.
///
/// # Errors
/// When it was decided before, or the database does not answer.
pub async fn decide(
    connection: &mut Connection,
    id: Uuid,
    (granted, by): (bool, Option<&str>),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let written = sqlx::query(
        "UPDATE lock_requests SET state = $1, decided_by = $2, decided_at = $3 WHERE id = $4 AND state = 'waiting'",
    )
    .bind(if granted { "granted" } else { "refused" })
    .bind(by)
    .bind(to_millis(at))
    .bind(id.hyphenated().to_string())
    .execute(connection)
    .await?;
    match written.rows_affected() {
        1 => Ok(()),
        _ => Err(sqlx::Error::RowNotFound),
    }
}

/// The locks of an account that hold, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn holding(connection: &mut Connection, case: Uuid) -> Result<Vec<Lock>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT l.id, l.cause, l.locked_at, l.request, r.sealed
         FROM account_locks l LEFT JOIN lock_requests r ON r.id = l.request
         WHERE l.case_id = $1 AND l.opened_at IS NULL ORDER BY l.locked_at, l.id",
    )
    .bind(case.hyphenated().to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(lock).collect()
}

/// Locks an account.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_account(
    connection: &mut Connection,
    (case, cause): (Uuid, LockCause),
    (actor, request): (&str, Option<Uuid>),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO account_locks VALUES ($1, $2, $3, $4, $5, $6, NULL)")
        .bind(Uuid::now_v7().hyphenated().to_string())
        .bind(case.hyphenated().to_string())
        .bind(cause.word())
        .bind(actor)
        .bind(request.map(|request| request.hyphenated().to_string()))
        .bind(to_millis(at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a lock.
///
/// # Errors
/// When it does not hold, or the database does not answer.
pub async fn open(
    connection: &mut Connection,
    lock: Uuid,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let opened =
        sqlx::query("UPDATE account_locks SET opened_at = $1 WHERE id = $2 AND opened_at IS NULL")
            .bind(to_millis(at))
            .bind(lock.hyphenated().to_string())
            .execute(connection)
            .await?;
    match opened.rows_affected() {
        1 => Ok(()),
        _ => Err(sqlx::Error::RowNotFound),
    }
}

fn uuid(text: &str) -> Result<Uuid, sqlx::Error> {
    text.parse().map_err(|_| corrupt("an identifier"))
}

fn cause(word: &str) -> Result<LockCause, sqlx::Error> {
    LockCause::from_word(word).ok_or_else(|| corrupt("a cause of a lock"))
}

fn request(row: &AnyRow) -> Result<Request, sqlx::Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let what = text("what")?;
    Ok(Request {
        id: uuid(&text("id")?)?,
        case: uuid(&text("case_id")?)?,
        wanted: match text("wanted")?.as_str() {
            "lock" => LockWanted::Lock(cause(&what)?),
            _ => LockWanted::Unlock(uuid(&what)?),
        },
        sealed: row.try_get("sealed")?,
        asked_by: text("asked_by")?,
        asked_at: from_millis(row.try_get("asked_at")?),
        waits: text("state")? == "waiting",
    })
}

fn lock(row: &AnyRow) -> Result<Lock, sqlx::Error> {
    let request: Option<String> = row.try_get("request")?;
    let sealed: Option<Vec<u8>> = row.try_get("sealed")?;
    let request = request.zip(sealed);
    let request = request.map(|(id, sealed)| uuid(&id).map(|id| (id, sealed)));
    Ok(Lock {
        id: uuid(&row.try_get::<String, _>("id")?)?,
        cause: cause(&row.try_get::<String, _>("cause")?)?,
        since: from_millis(row.try_get("locked_at")?),
        request: request.transpose()?,
    })
}

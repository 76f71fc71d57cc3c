//! The outbox of notices: written with the step that they tell of, sent later.

use sqlx::{Row, any::AnyRow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Connection, corrupt, from_millis, to_millis};
use crate::notices::{Channel, Kind, NoticeState, Why};

/// A new notice.
pub struct NewNotice<'a> {
    /// Its name, which every try carries.
    pub id: Uuid,
    /// The case, or the account that has its name.
    pub case: Uuid,
    /// What it tells.
    pub kind: Kind,
    /// On which way.
    pub channel: Channel,
    /// To whom what, sealed by the case's key.
    pub sealed: &'a [u8],
}

/// A notice as an administrator sees it: to whom and what is not here.
pub struct Listed {
    /// Its name.
    pub id: Uuid,
    /// The case, or the account that has its name.
    pub case: Uuid,
    /// What it tells.
    pub kind: Kind,
    /// On which way.
    pub channel: Channel,
    /// How it stands.
    pub state: NoticeState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub next_at: OffsetDateTime,
    /// Why the last try failed.
    pub failure: Option<Why>,
}

/// A notice that is taken to be sent.
pub struct Taken {
    /// The notice, its tries counted with this one.
    pub notice: Listed,
    /// To whom what, sealed.
    pub sealed: Vec<u8>,
    /// The wrapped key of the case or account; empty once it is destroyed.
    pub wrapped_key: Vec<u8>,
}

/// How a try ended.
pub enum Ended {
    /// Delivered: what it said goes.
    Sent,
    /// It failed, and is tried again at this moment.
    Later(Why, OffsetDateTime),
    /// It failed for good, until somebody has it tried again.
    Dead(Why),
    /// Nothing opens it any more.
    Withdrawn,
}

/// Keeps how the case's person is reached.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_contact(
    connection: &mut Connection,
    case: Uuid,
    sealed: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO contacts VALUES ($1, $2)")
        .bind(case.hyphenated().to_string())
        .bind(sealed)
        .execute(connection)
        .await?;
    Ok(())
}

/// How the case's person is reached, sealed; nothing of a case that is older than this table.
///
/// # Errors
/// When the database does not answer.
pub async fn contact(
    connection: &mut Connection,
    case: Uuid,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let row = sqlx::query("SELECT sealed FROM contacts WHERE case_id = $1")
        .bind(case.hyphenated().to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get(0)).transpose()
}

/// Puts a notice into the outbox.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    connection: &mut Connection,
    new: &NewNotice<'_>,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO notices (id, case_id, kind, channel, state, sealed, attempts, next_at, created_at)
         VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6, $6)",
    )
    .bind(new.id.hyphenated().to_string())
    .bind(new.case.hyphenated().to_string())
    .bind(new.kind.word())
    .bind(new.channel.word())
    .bind(new.sealed)
    .bind(to_millis(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// The notices whose turn it is, the one that has waited longest first.
///
/// # Errors
/// When the database does not answer.
pub async fn due(
    connection: &mut Connection,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT id FROM notices WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2",
    )
    .bind(to_millis(now))
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| uuid(row, "id")).collect()
}

/// Takes a notice that is due; nobody else has it until `until`, and a try that is cut off is tried again then.
///
/// # Errors
/// When the database does not answer.
pub async fn take(
    connection: &mut Connection,
    id: Uuid,
    (now, until): (OffsetDateTime, OffsetDateTime),
) -> Result<Option<Taken>, sqlx::Error> {
    let taken = sqlx::query(
        "UPDATE notices SET attempts = attempts + 1, next_at = $1
         WHERE id = $2 AND state = 'waiting' AND next_at <= $3",
    )
    .bind(to_millis(until))
    .bind(id.hyphenated().to_string())
    .bind(to_millis(now))
    .execute(&mut *connection)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(None);
    }
    let row = sqlx::query("SELECT * FROM notices WHERE id = $1")
        .bind(id.hyphenated().to_string())
        .fetch_one(&mut *connection)
        .await?;
    let notice = listed(&row)?;
    let key = if notice.kind.is_of_account() {
        "SELECT wrapped_key FROM accounts WHERE case_id = $1"
    } else {
        "SELECT wrapped_key FROM cases WHERE id = $1"
    };
    let key = sqlx::query(key)
        .bind(notice.case.hyphenated().to_string())
        .fetch_optional(connection)
        .await?;
    Ok(Some(Taken {
        notice,
        sealed: row
            .try_get::<Option<Vec<u8>>, _>("sealed")?
            .unwrap_or_default(),
        wrapped_key: key.map_or(Ok(Vec::new()), |key| key.try_get("wrapped_key"))?,
    }))
}

/// Writes how a try ended, unless another try has begun since.
///
/// # Errors
/// When the database does not answer.
pub async fn end(
    connection: &mut Connection,
    notice: &Listed,
    ended: &Ended,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let (state, failure, next_at) = match ended {
        Ended::Sent => (NoticeState::Sent, None, notice.next_at),
        Ended::Later(why, at) => (NoticeState::Waiting, Some(*why), *at),
        Ended::Dead(why) => (NoticeState::Dead, Some(*why), notice.next_at),
        Ended::Withdrawn => (NoticeState::Withdrawn, None, notice.next_at),
    };
    let over = !matches!(ended, Ended::Later(..));
    let kept = matches!(ended, Ended::Later(..) | Ended::Dead(_));
    let written = sqlx::query(
        "UPDATE notices SET state = $1, failure = $2, next_at = $3, ended_at = $4,
           sealed = CASE WHEN $5 = 1 THEN sealed ELSE NULL END
         WHERE id = $6 AND state = 'waiting' AND attempts = $7",
    )
    .bind(state.word())
    .bind(failure.map(Why::word))
    .bind(to_millis(next_at))
    .bind(over.then(|| to_millis(now)))
    .bind(i64::from(kept))
    .bind(notice.id.hyphenated().to_string())
    .bind(notice.attempts)
    .execute(connection)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Notices of a state, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &mut Connection,
    state: NoticeState,
    limit: i64,
) -> Result<Vec<Listed>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM notices WHERE state = $1 ORDER BY id LIMIT $2")
        .bind(state.word())
        .bind(limit)
        .fetch_all(connection)
        .await?;
    rows.iter().map(listed).collect()
}

/// How many notices are in a state.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, state: NoticeState) -> Result<i64, sqlx::Error> {
    sqlx::query("SELECT count(*) FROM notices WHERE state = $1")
        .bind(state.word())
        .fetch_one(connection)
        .await?
        .try_get(0)
}

/// Has a dead notice tried again from the beginning; nothing when it is not dead.
///
/// # Errors
/// When the database does not answer.
pub async fn revive(
    connection: &mut Connection,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let revived = sqlx::query(
        "UPDATE notices SET state = 'waiting', attempts = 0, next_at = $1, ended_at = NULL
         WHERE id = $2 AND state = 'dead'",
    )
    .bind(to_millis(now))
    .bind(id.hyphenated().to_string())
    .execute(connection)
    .await?;
    Ok(revived.rows_affected() == 1)
}

fn listed(row: &AnyRow) -> Result<Listed, sqlx::Error> {
    let word = |column: &str| row.try_get::<String, _>(column);
    let failure: Option<String> = row.try_get("failure")?;
    let failure = failure.map(|word| Why::from_word(&word).ok_or_else(|| corrupt("a failure")));
    Ok(Listed {
        id: uuid(row, "id")?,
        case: uuid(row, "case_id")?,
        kind: Kind::from_word(&word("kind")?).ok_or_else(|| corrupt("a kind of notice"))?,
        channel: Channel::from_word(&word("channel")?).ok_or_else(|| corrupt("a channel"))?,
        state: NoticeState::from_word(&word("state")?)
            .ok_or_else(|| corrupt("a state of a notice"))?,
        attempts: row.try_get("attempts")?,
        next_at: from_millis(row.try_get("next_at")?),
        failure: failure.transpose()?,
    })
}

fn uuid(row: &AnyRow, column: &str) -> Result<Uuid, sqlx::Error> {
    let text: String = row.try_get(column)?;
    text.parse().map_err(|_| corrupt("an identifier"))
}

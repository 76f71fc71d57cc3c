//! The append-only log: who did what to what, when; each entry's hash covers the one before.

use dossier::api::AuditEntry;
use openssl::sha::Sha256;
use sqlx::{Row, any::AnyRow};
use time::OffsetDateTime;

use super::{Connection, Database, from_millis, take_turn, to_millis};

/// How many entries are read at once.
const PAGE: i64 = 1000;

/// What is written down. Identifiers and words only, never a person's data.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Officer, terminal, `administrator` or `retention`.
    pub actor: &'a str,
    /// For example `case.claim`.
    pub action: &'static str,
    /// Identifier of what was acted on.
    pub subject: &'a str,
    /// A state, a reason code, a fence.
    pub detail: &'a str,
}

/// What the next entry is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The entry's number.
    pub number: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

impl Link {
    /// What the first entry follows.
    pub const FIRST: Self = Self {
        number: 0,
        hash: Vec::new(),
    };
}

/// An entry as it lies in the database.
pub struct Kept {
    /// Number and hash, as they say of themselves.
    pub link: Link,
    at: i64,
    texts: [String; 4],
    previous: Vec<u8>,
}

impl Kept {
    /// As an auditor reads it.
    #[must_use]
    pub fn told(&self) -> AuditEntry {
        let [actor, action, subject, detail] = self.texts.clone();
        AuditEntry {
            number: self.link.number,
            at: from_millis(self.at),
            actor,
            action,
            subject,
            detail,
        }
    }

    /// Whether it is the very next entry, unchanged.
    #[must_use]
    pub fn follows(&self, last: &Link) -> bool {
        let texts = self.texts.each_ref().map(String::as_str);
        self.link.number == last.number + 1
            && self.previous == last.hash
            && self.link.hash == digest(self.link.number, self.at, texts, &last.hash)
    }
}

/// Appends an entry in the caller's transaction, as its last act.
///
/// # Errors
/// When the database does not answer.
pub async fn append(
    connection: &mut Connection,
    at: OffsetDateTime,
    entry: Entry<'_>,
) -> Result<(), sqlx::Error> {
    take_turn(connection, "audit", b"").await?;
    let last = last(connection).await?;
    let (number, at) = (last.number + 1, to_millis(at));
    let texts = [entry.actor, entry.action, entry.subject, entry.detail];
    let hash = digest(number, at, texts, &last.hash);
    sqlx::query("INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(number)
        .bind(at)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(entry.subject)
        .bind(entry.detail)
        .bind(last.hash)
        .bind(hash.as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// Appends an entry in a transaction of its own: of what changed nothing else.
///
/// # Errors
/// When the database does not answer.
pub async fn append_alone(
    database: &Database,
    at: OffsetDateTime,
    entry: Entry<'_>,
) -> Result<(), sqlx::Error> {
    let mut transaction = database.begin().await?;
    append(&mut transaction, at, entry).await?;
    transaction.commit().await
}

/// The last entry, or [`Link::FIRST`].
///
/// # Errors
/// When the database does not answer.
pub async fn last(connection: &mut Connection) -> Result<Link, sqlx::Error> {
    let row = sqlx::query("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(Link::FIRST), |row| {
        Ok(Link {
            number: row.try_get(0)?,
            hash: row.try_get(1)?,
        })
    })
}

/// The entries after this number, in order; some of them.
///
/// # Errors
/// When the database does not answer.
pub async fn page(connection: &mut Connection, after: i64) -> Result<Vec<Kept>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT number, at, actor, action, subject, detail, previous, hash FROM audit
         WHERE number > $1 ORDER BY number LIMIT $2",
    )
    .bind(after)
    .bind(PAGE)
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// The number of the last entry that was signed for, or 0.
///
/// # Errors
/// When the database does not answer.
pub async fn last_checkpoint(connection: &mut Connection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM audit_checkpoints")
        .fetch_one(connection)
        .await
}

/// Keeps a signed checkpoint.
///
/// # Errors
/// When there is one for this number, or the database does not answer.
pub async fn keep_checkpoint(
    connection: &mut Connection,
    number: i64,
    signed: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO audit_checkpoints VALUES ($1, $2)")
        .bind(number)
        .bind(signed)
        .execute(connection)
        .await?;
    Ok(())
}

/// Every signed checkpoint.
///
/// # Errors
/// When the database does not answer.
pub async fn checkpoints(connection: &mut Connection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT signed FROM audit_checkpoints ORDER BY number")
        .fetch_all(connection)
        .await
}

fn kept(row: &AnyRow) -> Result<Kept, sqlx::Error> {
    Ok(Kept {
        link: Link {
            number: row.try_get(0)?,
            hash: row.try_get(7)?,
        },
        at: row.try_get(1)?,
        texts: [
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?,
        ],
        previous: row.try_get(6)?,
    })
}

/// Every part with its length before it, so that no two entries share an encoding.
fn digest(number: i64, at: i64, texts: [&str; 4], previous: &[u8]) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(previous);
    sha.update(&number.to_be_bytes());
    sha.update(&at.to_be_bytes());
    for text in texts {
        sha.update(&(text.len() as u64).to_be_bytes());
        sha.update(text.as_bytes());
    }
    sha.finish()
}

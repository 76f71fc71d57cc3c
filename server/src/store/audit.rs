//! The append-only log: who did what to what, when; each entry's hash covers the one before.

use openssl::sha::Sha256;
use sqlx::Row;
use time::OffsetDateTime;

use super::{Connection, take_turn, to_millis};

/// What is written down. Identifiers and words only, never a person's data.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Officer, terminal or `administrator`.
    pub actor: &'a str,
    /// For example `case.claim`.
    pub action: &'static str,
    /// Identifier of what was acted on.
    pub subject: &'a str,
    /// A state, a reason code, a fence.
    pub detail: &'a str,
}

/// Whether the chain holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every entry fits the one before.
    Intact {
        /// How many there are.
        entries: i64,
    },
    /// This entry does not.
    BrokenAt {
        /// Its number.
        number: i64,
    },
}

/// Appends an entry in the caller's transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn append(
    connection: &mut Connection,
    at: OffsetDateTime,
    entry: Entry<'_>,
) -> Result<(), sqlx::Error> {
    take_turn(connection, "audit", b"").await?;
    let last = sqlx::query("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await?;
    let (number, previous) = match last {
        Some(row) => (row.try_get::<i64, _>(0)? + 1, row.try_get::<Vec<u8>, _>(1)?),
        None => (1, vec![0; 32]),
    };
    let at = to_millis(at);
    let hash = digest(
        number,
        at,
        [entry.actor, entry.action, entry.subject, entry.detail],
        &previous,
    );
    sqlx::query("INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(number)
        .bind(at)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(entry.subject)
        .bind(entry.detail)
        .bind(previous)
        .bind(hash.as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// Recomputes every hash from the first entry on.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(connection: &mut Connection) -> Result<Chain, sqlx::Error> {
    let (mut previous, mut entries) = (vec![0_u8; 32], 0);
    loop {
        let rows = sqlx::query(
            "SELECT number, at, actor, action, subject, detail, previous, hash FROM audit
             WHERE number > $1 ORDER BY number LIMIT 1000",
        )
        .bind(entries)
        .fetch_all(&mut *connection)
        .await?;
        if rows.is_empty() {
            return Ok(Chain::Intact { entries });
        }
        for row in rows {
            let number: i64 = row.try_get(0)?;
            let texts: [String; 4] = [
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
            ];
            let expected = digest(
                number,
                row.try_get(1)?,
                texts.each_ref().map(String::as_str),
                &previous,
            );
            let (linked, hash): (Vec<u8>, Vec<u8>) = (row.try_get(6)?, row.try_get(7)?);
            if number != entries + 1 || linked != previous || hash != expected {
                return Ok(Chain::BrokenAt { number });
            }
            (previous, entries) = (hash, number);
        }
    }
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

//! Whether the audit log is whole: its chain, and the signed checkpoints that say how far it had come.

use std::fmt;

use dossier::{
    checkpoint::{Checkpoint, CheckpointError},
    receipt::{ReceiptKey, ReceiptPublicKey},
};
use time::OffsetDateTime;

use crate::hexadecimal::hexadecimal;
use crate::store::{
    Database,
    audit::{self, Link},
};

/// What verification found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every entry fits the one before, and every checkpoint.
    Intact {
        /// How many entries there are.
        entries: i64,
        /// How many checkpoints were met.
        checkpoints: usize,
    },
    /// This entry was changed, or one before it removed, added or moved.
    BrokenAt {
        /// Its number.
        number: i64,
    },
    /// The chain holds in itself, but is not the one that was signed for.
    Rewritten {
        /// The number of the entry that a checkpoint knows with another hash.
        number: i64,
    },
    /// Entries that a checkpoint has seen are missing at the end.
    Truncated {
        /// How many there are.
        entries: i64,
        /// How many a checkpoint has seen.
        seen: i64,
    },
    /// A checkpoint in the database that this backend never signed.
    CheckpointForged,
}

impl fmt::Display for Standing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intact {
                entries,
                checkpoints,
            } => write!(out, "intact: {entries} entries, {checkpoints} checkpoints"),
            Self::BrokenAt { number } => write!(out, "broken at entry {number}"),
            Self::Rewritten { number } => {
                write!(
                    out,
                    "rewritten: entry {number} is not the one that was signed for"
                )
            }
            Self::Truncated { entries, seen } => {
                write!(
                    out,
                    "truncated: {entries} entries, of {seen} that were signed for"
                )
            }
            Self::CheckpointForged => write!(out, "a checkpoint in the database is not ours"),
        }
    }
}

/// Why the log could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Signs for the log as it stands and keeps the signature; none when nothing was written since the last.
///
/// # Errors
/// [`AuditError`] when the database does not answer or OpenSSL refuses.
pub async fn take_checkpoint(
    database: &Database,
    key: &ReceiptKey,
    now: OffsetDateTime,
) -> Result<Option<String>, AuditError> {
    let mut transaction = database.begin().await?;
    let last = audit::last(&mut transaction).await?;
    if last.number <= audit::last_checkpoint(&mut transaction).await? {
        return Ok(None);
    }
    let checkpoint = Checkpoint {
        entries: last.number,
        hash: hexadecimal(&last.hash),
        at: now,
    };
    let signed = checkpoint.sign(key)?;
    audit::keep_checkpoint(&mut transaction, last.number, &signed).await?;
    transaction.commit().await?;
    Ok(Some(signed))
}

/// Recomputes every hash from the first entry on and compares with every checkpoint: the database's own, and
/// those that were kept elsewhere.
///
/// # Errors
/// [`AuditError::Checkpoint`] when one that was kept elsewhere is not this backend's.
pub async fn verify(
    database: &Database,
    key: &ReceiptPublicKey,
    kept_elsewhere: &[&str],
) -> Result<Standing, AuditError> {
    let mut connection = database.acquire().await?;
    let mut checkpoints = Vec::new();
    for signed in kept_elsewhere {
        checkpoints.push(Checkpoint::open(signed, key)?);
    }
    for signed in audit::checkpoints(&mut connection).await? {
        match Checkpoint::open(&signed, key) {
            Ok(checkpoint) => checkpoints.push(checkpoint),
            Err(_) => return Ok(Standing::CheckpointForged),
        }
    }
    checkpoints.sort_by_key(|checkpoint| checkpoint.entries);
    let mut open = checkpoints.iter().peekable();
    let mut last = Link::FIRST;
    loop {
        let page = audit::page(&mut connection, last.number).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            if !entry.follows(&last) {
                return Ok(Standing::BrokenAt {
                    number: entry.link.number,
                });
            }
            last = entry.link;
            let at_this = |checkpoint: &&Checkpoint| checkpoint.entries == last.number;
            while let Some(checkpoint) = open.next_if(at_this) {
                if checkpoint.hash != hexadecimal(&last.hash) {
                    let number = last.number;
                    return Ok(Standing::Rewritten { number });
                }
            }
        }
    }
    Ok(match checkpoints.last() {
        Some(newest) if newest.entries > last.number => Standing::Truncated {
            entries: last.number,
            seen: newest.entries,
        },
        _ => Standing::Intact {
            entries: last.number,
            checkpoints: checkpoints.len(),
        },
    })
}

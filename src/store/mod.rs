//! The terminal's records: drafts and the outbox, encrypted with SQLCipher and written durably.

mod device_list;
mod drafts;
mod outbox;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::keys::RecordsKey;

pub use device_list::KeptDeviceList;
pub use outbox::{OutboxEntry, OutboxState};

/// File of the records, beside `terminal.toml`.
pub const RECORDS_FILE: &str = "records.db";

/// Why records cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused; its message names no contents.
    #[error("the terminal's records cannot be used: {0}")]
    Database(#[from] rusqlite::Error),
    /// A draft cannot be written out, or a stored one cannot be parsed.
    #[error("a draft cannot be written or read")]
    DraftUnreadable,
    /// The outbox is full: nothing more is accepted before something was delivered.
    #[error("the outbox holds {0} submissions already")]
    OutboxFull(u32),
}

/// An open connection to the records. Each thread opens its own.
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens the records of a terminal, making them when they do not exist.
    ///
    /// # Errors
    /// When the file cannot be opened with this key.
    pub fn open(folder: &Path, key: &RecordsKey) -> Result<Self, StoreError> {
        let connection = Connection::open(folder.join(RECORDS_FILE))?;
        connection.pragma_update(None, "key", key.pragma().as_str())?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A submission that was stored must survive a power cut.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS drafts (
                 id TEXT PRIMARY KEY NOT NULL,
                 officer TEXT NOT NULL,
                 content BLOB NOT NULL
             ) STRICT;
             CREATE TABLE IF NOT EXISTS device_list (
                 id INTEGER PRIMARY KEY CHECK (id = 1),
                 jws TEXT NOT NULL,
                 confirmed_at INTEGER NOT NULL
             ) STRICT;
             CREATE TABLE IF NOT EXISTS submitted_drafts (
                 id TEXT PRIMARY KEY NOT NULL
             ) STRICT;
             CREATE TABLE IF NOT EXISTS outbox (
                 submission TEXT PRIMARY KEY NOT NULL,
                 officer TEXT NOT NULL,
                 jws TEXT,
                 state TEXT NOT NULL CHECK (state IN ('pending', 'acknowledged', 'refused')),
                 receipt TEXT,
                 refusal TEXT,
                 attempts INTEGER NOT NULL DEFAULT 0,
                 sequence INTEGER NOT NULL
             ) STRICT;",
        )?;
        Ok(Self { connection })
    }
}

#[cfg(test)]
mod tests;

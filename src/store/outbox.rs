//! The outbox: a sealed submission stays here until the backend's signed receipt has come.

use dossier::submission::SignedSubmission;
use rusqlite::{Params, Row, TransactionBehavior};
use uuid::Uuid;

use super::{Store, StoreError};

/// More than this many undelivered submissions means that the line has been down for days.
const MAX_PENDING: u32 = 500;

/// One submission in the outbox.
pub struct OutboxEntry {
    /// Identifier of the submission.
    pub submission: String,
    /// The officer who submitted it.
    pub officer: String,
    /// Where it stands.
    pub state: OutboxState,
}

/// Where a submission stands.
pub enum OutboxState {
    /// To be sent; the signed submission itself.
    Pending {
        /// Compact JWS.
        jws: String,
    },
    /// Received by the backend.
    Acknowledged {
        /// The signed receipt.
        receipt: String,
    },
    /// Refused by the backend for good.
    Refused {
        /// Type of the backend's problem document.
        problem: String,
    },
}

impl Store {
    /// Puts a sealed submission into the outbox and drops its draft, both or neither.
    ///
    /// # Errors
    /// When the outbox is full or the records cannot be written; the draft is kept then.
    pub fn enqueue(
        &mut self,
        officer: &str,
        draft: Uuid,
        submission: &SignedSubmission,
    ) -> Result<(), StoreError> {
        // Immediate: waits for the other connection instead of failing when it upgrades its lock.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let pending: u32 = transaction.query_row(
            "SELECT count(*) FROM outbox WHERE state = 'pending'",
            [],
            |row| row.get(0),
        )?;
        if pending >= MAX_PENDING {
            return Err(StoreError::OutboxFull(pending));
        }
        transaction.execute(
            "INSERT INTO outbox (submission, officer, jws, state, sequence)
             VALUES (?1, ?2, ?3, 'pending', (SELECT coalesce(max(sequence), 0) + 1 FROM outbox))
             ON CONFLICT (submission) DO NOTHING",
            (submission.id.as_str(), officer, &submission.jws),
        )?;
        let draft = draft.to_string();
        transaction.execute("DELETE FROM drafts WHERE id = ?1", [&draft])?;
        transaction.execute(
            "INSERT OR IGNORE INTO submitted_drafts (id) VALUES (?1)",
            [&draft],
        )?;
        Ok(transaction.commit()?)
    }

    /// The submissions still to be sent, oldest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub fn pending(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        self.entries("WHERE state = 'pending' ORDER BY sequence LIMIT 50", [])
    }

    /// The newest submissions of an officer, newest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub fn recent(&self, officer: &str) -> Result<Vec<OutboxEntry>, StoreError> {
        self.entries(
            "WHERE officer = ?1 ORDER BY sequence DESC LIMIT 20",
            [officer],
        )
    }

    /// Counts one more attempt to deliver.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub fn note_attempt(&self, submission: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE outbox SET attempts = attempts + 1 WHERE submission = ?1",
            [submission],
        )?;
        Ok(())
    }

    /// Keeps the receipt and deletes the citizen's data, both or neither.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub fn acknowledge(&self, submission: &str, receipt: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE outbox SET state = 'acknowledged', receipt = ?2, jws = NULL WHERE submission = ?1",
            [submission, receipt],
        )?;
        Ok(())
    }

    /// Notes that the backend refused for good; the submission is kept for the officer to look into.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub fn refuse(&self, submission: &str, problem: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE outbox SET state = 'refused', refusal = ?2 WHERE submission = ?1",
            [submission, problem],
        )?;
        Ok(())
    }

    fn entries(&self, which: &str, bound: impl Params) -> Result<Vec<OutboxEntry>, StoreError> {
        let columns = "submission, officer, state, jws, receipt, refusal";
        let mut statement = self
            .connection
            .prepare(&format!("SELECT {columns} FROM outbox {which}"))?;
        let entries = statement.query_map(bound, entry)?;
        Ok(entries.collect::<Result<_, _>>()?)
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<OutboxEntry> {
    let state: String = row.get(2)?;
    let state = match state.as_str() {
        "pending" => OutboxState::Pending { jws: row.get(3)? },
        "acknowledged" => OutboxState::Acknowledged {
            receipt: row.get(4)?,
        },
        _ => OutboxState::Refused {
            problem: row.get(5)?,
        },
    };
    Ok(OutboxEntry {
        submission: row.get(0)?,
        officer: row.get(1)?,
        state,
    })
}

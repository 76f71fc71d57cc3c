//! Drafts: what a counter has gathered of one citizen so far. One per officer is open at a time.

use dossier::draft::Draft;
use rusqlite::OptionalExtension;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Store, StoreError};

impl Store {
    /// Keeps a draft, replacing its earlier state. One that has become a submission meanwhile is not kept
    /// again: a save that was still on its way would make the citizen's data outlive the receipt.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub fn save_draft(&self, officer: &str, draft: &Draft) -> Result<(), StoreError> {
        let content = draft.to_bytes().map_err(|_| StoreError::DraftUnreadable)?;
        self.connection.execute(
            "INSERT INTO drafts (id, officer, content)
             SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM submitted_drafts WHERE id = ?1)
             ON CONFLICT (id) DO UPDATE SET content = excluded.content",
            (draft.id.to_string(), officer, content.as_slice()),
        )?;
        Ok(())
    }

    /// Drops a draft that the officer gave up.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub fn discard_draft(&self, draft: Uuid) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM drafts WHERE id = ?1", [draft.to_string()])?;
        Ok(())
    }

    /// The draft that the officer left open, the newest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub fn open_draft(&self, officer: &str) -> Result<Option<Draft>, StoreError> {
        let content: Option<Vec<u8>> = self
            .connection
            .query_row(
                "SELECT content FROM drafts WHERE officer = ?1 ORDER BY rowid DESC LIMIT 1",
                [officer],
                |row| row.get(0),
            )
            .optional()?;
        let Some(content) = content.map(Zeroizing::new) else {
            return Ok(None);
        };
        Draft::from_bytes(&content)
            .map(Some)
            .map_err(|_| StoreError::DraftUnreadable)
    }
}

//! The records worker: keeps drafts durably, away from the network's waiting times.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use dossier::draft::Draft;
use reader::chip::ChallengeExpectation;
use trust_store::LiveTrust;
use ui::event::Event;
use ui::model::Appearance;
use ui::problem::Problem;
use uuid::Uuid;

use super::Outlet;
use super::card::assess;
use crate::appearance;
use crate::store::{Store, StoreError};

pub(super) enum RecordsJob {
    /// An officer signed in: whose drafts are kept from now on.
    Officer(String),
    /// Look for what that officer left open.
    Find,
    Save(Box<Draft>),
    Discard(Uuid),
    /// How the window looks.
    Appearance(Appearance),
}

pub(super) struct RecordsWorker {
    pub(super) store: Store,
    pub(super) trust: Arc<LiveTrust>,
    pub(super) outlet: Outlet,
    /// Where the window's looks are kept.
    pub(super) appearance: PathBuf,
}

impl RecordsWorker {
    pub(super) fn run(self, inbox: &Receiver<RecordsJob>) {
        let mut officer = String::new();
        while let Ok(job) = inbox.recv() {
            let done = match job {
                RecordsJob::Officer(name) => {
                    officer = name;
                    Ok(())
                }
                RecordsJob::Find => self.find(&officer),
                RecordsJob::Save(draft) => self.save(&officer, &draft),
                RecordsJob::Discard(draft) => self.store.discard_draft(draft),
                RecordsJob::Appearance(looks) => {
                    if let Err(error) = appearance::keep(&self.appearance, looks) {
                        tracing::warn!(
                            error = format_args!("{error:#}"),
                            "the window's looks are not kept"
                        );
                    }
                    Ok(())
                }
            };
            if let Err(error) = done {
                tracing::error!(%error, "draft not kept");
                self.outlet
                    .send(Event::StoreFailed(Problem::StoreUnavailable));
            }
        }
    }

    fn save(&self, officer: &str, draft: &Draft) -> Result<(), StoreError> {
        self.store.save_draft(officer, draft)?;
        self.outlet.send(Event::DraftSaved(draft.id));
        Ok(())
    }

    fn find(&self, officer: &str) -> Result<(), StoreError> {
        let Some(draft) = self.store.open_draft(officer)? else {
            return Ok(());
        };
        let reading = draft.reading.as_ref().map(|kept| {
            let mut reading = assess(
                kept.read_out.clone(),
                &self.trust,
                ChallengeExpectation::Any,
            );
            reading.challenge_id = kept.challenge_id;
            reading.read_at = kept.read_at;
            Box::new(reading)
        });
        self.outlet.send(Event::DraftFound {
            draft: Box::new(draft),
            reading,
        });
        Ok(())
    }
}

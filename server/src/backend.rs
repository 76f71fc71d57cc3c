//! What every request works with.

use std::{path::PathBuf, sync::Arc};

use dossier::{api::ProblemType, receipt::ReceiptKey};
use rules::{calendar::VIETNAM, policy::Policy, rulebook::Rulebook};
use time::OffsetDateTime;
use tokio::sync::{Notify, Semaphore};
use trust_store::LiveTrust;

use crate::{
    blobs::Blobs,
    clock::Clock,
    offices::Offices,
    operations::Operations,
    refusal::Refusal,
    sources::{Sources, asking::Turns},
    store::{Database, Transaction},
    terminal_ca::TerminalCa,
    vault::Vault,
};

/// How many passwords or submissions are worked on at once: each takes a core, and memory.
const HEAVY_AT_ONCE: usize = 4;

/// Database, keys, trust and time. Cheap to clone.
#[derive(Clone)]
pub struct Backend(Arc<Parts>);

/// What a backend is made of.
pub struct Parts {
    /// The database.
    pub database: Database,
    /// Sealed parts of cases.
    pub blobs: Blobs,
    /// Signs receipts.
    pub receipt_key: ReceiptKey,
    /// Signs the certificates of terminals' connections.
    pub terminal_ca: TerminalCa,
    /// Seals citizens' data.
    pub vault: Vault,
    /// What this backend trusts; it follows the files of its trust folder.
    pub trust: LiveTrust,
    /// The decree and the working days, as accepted when the backend started.
    pub policy: Policy,
    /// The offices, for what they may receive.
    pub offices: Offices,
    /// The folder, for the room on its disk.
    pub folder: PathBuf,
    /// Figures, limits, readiness.
    pub operations: Operations,
    /// Identity sources.
    pub sources: Sources,
    /// Prints forms.
    pub press: forms::Press,
    /// Who asks them about which case.
    pub turns: Turns,
    /// Wakes who looks at the images of what was received.
    pub received: Notify,
    /// The present.
    pub clock: Box<dyn Clock>,
}

impl Parts {
    /// The rules, while they count: nothing is received or approved by a profile that has ended.
    ///
    /// # Errors
    /// [`ProblemType::PolicyNotInForce`] on a day outside the profile's validity.
    pub fn rules(&self, now: OffsetDateTime) -> Result<&Rulebook, Refusal> {
        let today = now.to_offset(VIETNAM).date();
        self.policy.on(today).map_err(|why| {
            tracing::error!(%why, clause = why.clause(), "policy not in force");
            ProblemType::PolicyNotInForce.into()
        })
    }
}

static HEAVY: Semaphore = Semaphore::const_new(HEAVY_AT_ONCE);

impl Backend {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.0
    }

    /// Now, to the millisecond, as the database keeps it.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        let now = self.0.clock.now().to_offset(time::UtcOffset::UTC);
        now.replace_millisecond(now.millisecond()).unwrap_or(now)
    }

    /// A transaction that will write.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Transaction, Refusal> {
        Ok(self.0.database.begin().await?)
    }

    /// Runs work that takes a core for long, away from the threads that answer requests.
    ///
    /// # Errors
    /// When the work ended in a panic.
    pub async fn heavy<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Parts) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let _turn = HEAVY
            .acquire()
            .await
            .map_err(|cause| Refusal::internal("turn", &cause))?;
        let parts = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || work(&parts))
            .await
            .map_err(|cause| Refusal::internal("work", &cause))
    }
}

//! Whether the backend can work: what `/health/ready` says, found out at most once in a while.

use std::sync::{Mutex, PoisonError};

use dossier::api::{ReadinessAnswer, ReadinessCheck};
use rules::calendar::VIETNAM;
use time::{Duration, OffsetDateTime};

use crate::{Backend, store};

/// Below this the disk counts as full: some ninety of the largest submissions.
pub const MIN_FREE: u64 = 768 << 20;
/// An answer counts for so long: whoever asks more often writes nothing more.
const COUNTS_FOR: Duration = Duration::seconds(5);

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A row was written and committed.
    Database,
    /// The folder's disk has room.
    Disk,
    /// The profile counts today.
    Policy,
    /// Somebody is trusted to issue cards.
    Trust,
}

impl Probe {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Disk => "disk",
            Self::Policy => "policy",
            Self::Trust => "trust",
        }
    }
}

/// One probe's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub probe: Probe,
    /// Whether it holds.
    pub holds: bool,
}

/// All probes' ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// In the order of [`Probe`].
    pub checks: [Check; 4],
    /// Octets free on the disk; none when nobody could tell.
    pub free: Option<u64>,
}

impl Readiness {
    /// Whether everything holds.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.checks.iter().all(|check| check.holds)
    }

    /// As the interface says it.
    #[must_use]
    pub fn answer(&self) -> ReadinessAnswer {
        let checks = self.checks.iter().map(|check| ReadinessCheck {
            name: check.probe.word().into(),
            holds: check.holds,
        });
        ReadinessAnswer {
            ready: self.is_ready(),
            checks: checks.collect(),
        }
    }
}

/// The last answer and its time.
#[derive(Default)]
pub struct Remembered(Mutex<Option<(OffsetDateTime, Readiness)>>);

/// The answer, at most [`COUNTS_FOR`] old.
pub(crate) async fn of(backend: &Backend) -> Readiness {
    let now = backend.now();
    let remembered = &backend.parts().operations.readiness.0;
    let last = remembered
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    if let Some((at, readiness)) = last
        && now >= at
        && now - at < COUNTS_FOR
    {
        return readiness;
    }
    let readiness = look(backend, now).await;
    *remembered.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, readiness.clone()));
    readiness
}

async fn look(backend: &Backend, now: OffsetDateTime) -> Readiness {
    let parts = backend.parts();
    let written = match parts.database.begin().await {
        Ok(transaction) => store::probe::write(transaction, now).await,
        Err(cause) => Err(cause),
    };
    if let Err(cause) = &written {
        tracing::error!(%cause, "the database takes nothing");
    }
    let free = rustix::fs::statvfs(&parts.folder)
        .map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize))
        .ok();
    let today = now.to_offset(VIETNAM).date();
    let check = |probe, holds| Check { probe, holds };
    Readiness {
        checks: [
            check(Probe::Database, written.is_ok()),
            check(Probe::Disk, free.is_some_and(|free| free >= MIN_FREE)),
            check(Probe::Policy, parts.policy.on(today).is_ok()),
            check(Probe::Trust, !parts.trust.current(now).is_empty()),
        ],
        free,
    }
}

//! Trust that follows its files: a program that runs for weeks sees a new revocation list at the next card.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use reader::trust::TrustAnchors;
use time::OffsetDateTime;

use crate::error::StoreError;
use crate::folder;
use crate::last_seen::LastSeen;
use crate::loaded::load;
use crate::store::Store;

/// The trust of a folder as it stands now.
pub struct LiveTrust {
    folder: PathBuf,
    state: Mutex<State>,
}

struct State {
    stamp: Stamp,
    trust: TrustAnchors,
    last_seen: LastSeen,
    loads: u32,
}

/// What changes when a file of the folder does: names, lengths, times, places on the disk.
#[derive(PartialEq, Eq)]
struct Stamp(Vec<(PathBuf, u64, i64, i64, u64)>);

impl LiveTrust {
    /// Loads a trust folder; the newest moment seen is remembered in a file.
    ///
    /// # Errors
    /// [`StoreError`] when the folder or its index cannot be read.
    pub fn open(folder: &Path, last_seen: &Path) -> Result<Self, StoreError> {
        let stamp = Stamp::of(folder)?;
        let state = State {
            stamp,
            trust: load(folder)?.trust,
            last_seen: LastSeen::open(last_seen),
            loads: 1,
        };
        Ok(Self {
            folder: folder.to_owned(),
            state: Mutex::new(state),
        })
    }

    /// The trust in force, read again when a file changed. What cannot be read leaves the old in force.
    pub fn current(&self, now: OffsetDateTime) -> TrustAnchors {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match Stamp::of(&self.folder) {
            Ok(stamp) if stamp != state.stamp => match load(&self.folder) {
                Ok(loaded) => {
                    state.stamp = stamp;
                    state.trust = loaded.trust;
                    state.loads += 1;
                    tracing::info!(loads = state.loads, "trust loaded again");
                }
                Err(error) => tracing::error!(%error, "new trust cannot be read: the old counts"),
            },
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the trust folder cannot be read"),
        }
        let trust = state.trust.clone();
        match state.last_seen.before(now) {
            Some(moment) => trust.with_last_seen(moment),
            None => trust,
        }
    }

    /// Says in the log what is trusted; that nobody is may be an oversight.
    pub fn announce(&self) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.trust.certificates().count() {
            0 => tracing::warn!("no trusted issuer: no card will be genuine"),
            certificates => tracing::info!(certificates, "trust loaded"),
        }
    }

    /// How often the files were read.
    pub fn loads(&self) -> u32 {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.loads
    }
}

impl Stamp {
    fn of(folder: &Path) -> Result<Self, StoreError> {
        let mut paths = folder::paths(folder)?;
        paths.push(Store::of(folder).index_path());
        let seen = paths.into_iter().filter_map(|path| {
            let data = fs::metadata(&path).ok()?;
            Some((
                path,
                data.len(),
                data.mtime(),
                data.mtime_nsec(),
                data.ino(),
            ))
        });
        Ok(Self(seen.collect()))
    }
}

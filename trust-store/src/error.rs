//! Why the store could not be read or changed.

use std::io;
use std::path::PathBuf;

use reader::trust::TrustRefusal;

/// Why the store could not be read or changed. It is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder or file cannot be written.
    #[error("cannot write {}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The index is not one that this program wrote.
    #[error("{} is not an index of this program", path.display())]
    IndexMalformed {
        /// Which.
        path: PathBuf,
    },
    /// A file of the store is gone or is not the one that was imported.
    #[error("{name} is damaged: its bytes are not those that were imported")]
    Damaged {
        /// Name under which it was imported.
        name: String,
    },
    /// At least one file of an import gives no trust, so none was taken.
    #[error("refused: {}", .0.iter().map(|one| format!("{} ({})", one.name, one.refusal)).collect::<Vec<_>>().join(", "))]
    Refused(Vec<RefusedFile>),
    /// Nothing in the store has this name or fingerprint.
    #[error("nothing in the store is called {0}")]
    NotFound(String),
    /// Several files have this name or begin with this fingerprint.
    #[error("several files of the store are called {0}: give more of the fingerprint")]
    Ambiguous(String),
}

/// A file that an import refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFile {
    /// Its name.
    pub name: String,
    /// Why.
    pub refusal: TrustRefusal,
}

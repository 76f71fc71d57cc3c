//! The trust folder and the imported store together, as one value.

use std::path::Path;

use reader::trust::{Loaded, TrustAnchors, TrustRefusal};

use crate::error::StoreError;
use crate::folder;
use crate::index::Entry;
use crate::store::{Store, hexadecimal, trust_file};

/// Everything that a trust folder gives, and what each of its files came to.
pub struct LoadedTrust {
    /// The trust.
    pub trust: TrustAnchors,
    /// Every file: those of the folder by name, then those of the store in the order of import.
    pub files: Vec<FileReport>,
}

/// What one file came to.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// How it came here.
    pub origin: Origin,
    /// What it gave.
    pub result: Result<Loaded, FileFailure>,
}

/// How a file came into the trust folder.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Somebody put it there.
    Folder,
    /// Somebody imported it.
    Store(Entry),
}

/// Why a file gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFailure {
    /// The reader refuses it.
    Refused(TrustRefusal),
    /// Its bytes are not those that were imported.
    Damaged,
}

/// Loads a trust folder with its store. A file that gives no trust is named in the log and in the report
/// and holds up no other.
///
/// # Errors
/// [`StoreError`] when the folder or the index cannot be read.
pub fn load(trust_folder: &Path) -> Result<LoadedTrust, StoreError> {
    let store = Store::of(trust_folder);
    let index = store.index()?;
    let mut files = folder::files(trust_folder)?;
    let mut origins = vec![Origin::Folder; files.len()];
    let mut damaged = Vec::new();
    for entry in &index.files {
        match store.bytes(entry) {
            Ok(bytes) => {
                files.push(trust_file(entry, bytes));
                origins.push(Origin::Store(entry.clone()));
            }
            Err(_) => damaged.push(FileReport {
                name: entry.name.clone(),
                sha256: entry.sha256.clone(),
                origin: Origin::Store(entry.clone()),
                result: Err(FileFailure::Damaged),
            }),
        }
    }
    let (trust, results) = TrustAnchors::from_files(&files);
    let reports = files.iter().zip(origins).zip(results);
    let mut files: Vec<FileReport> = reports
        .map(|((file, origin), result)| FileReport {
            name: file.name.clone(),
            sha256: hexadecimal(&file.bytes).unwrap_or_default(),
            origin,
            result: result.map_err(FileFailure::Refused),
        })
        .collect();
    files.extend(damaged);
    for file in &files {
        if let Err(failure) = file.result {
            tracing::warn!(file = file.name, ?failure, "a file of trust does not count");
        }
    }
    Ok(LoadedTrust {
        trust: trust.with_policy(index.trust_policy()),
        files,
    })
}

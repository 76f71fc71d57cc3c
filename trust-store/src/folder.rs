//! Files that an operator puts into the trust folder by hand: `.cer`, `.der`, `.pem`, `.ml`, `.crl`, and
//! signed lists of document signers (`.dsl`), of defects (`.dl`) and of deviations (`.dvl`).
//!
//! Whoever may write the folder vouches for the certificates in it; lists count when their signer's path
//! ends at one of them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use reader::trust::{MAX_FILE_LEN, SeveralCertificates, TrustFile};

use crate::error::StoreError;

const EXTENSIONS: [&str; 8] = ["cer", "der", "pem", "ml", "crl", "dsl", "dl", "dvl"];

/// Every file of the folder that could give trust, by name.
///
/// # Errors
/// [`StoreError::Unreadable`] when the folder or a file cannot be read.
pub fn files(folder: &Path) -> Result<Vec<TrustFile>, StoreError> {
    let mut files = Vec::new();
    for path in paths(folder)? {
        files.push(TrustFile {
            name: name_of(&path),
            bytes: read_bounded(&path)?,
            several: SeveralCertificates::Accepted,
            ..TrustFile::default()
        });
    }
    Ok(files)
}

/// The places of these files, by name.
pub(crate) fn paths(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let unreadable = |source| StoreError::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// A file, and no more of it than the reader would look at.
///
/// # Errors
/// [`StoreError::Unreadable`].
pub fn read_bounded(path: &Path) -> Result<Vec<u8>, StoreError> {
    let unreadable = |source| StoreError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let most = u64::try_from(MAX_FILE_LEN).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    // One more, so that the reader sees that the file is too long.
    let mut bounded = file.take(most.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// The last part of a path, for the record.
#[must_use]
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

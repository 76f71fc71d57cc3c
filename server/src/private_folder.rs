//! Folders of files that are the operator's alone, and the digests by which they are found again.

use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use dossier::sha256_digest::Sha256Digest;
use openssl::sha::sha256;

use crate::embedded::create_private;

/// A folder that is not there yet.
pub(crate) fn make_private(folder: &Path) -> Result<()> {
    Ok(fs::DirBuilder::new().mode(0o700).create(folder)?)
}

/// A file that is not there yet, with the folders above it.
pub(crate) fn write_private(path: &Path, octets: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(parent)?;
    }
    create_private(path, octets)
}

/// Every file below, by its path from there. What was removed while it was listed may be missing where that is said.
pub(crate) fn files_in(
    folder: &Path,
    may_be_gone: impl Fn(&Path, &std::io::Error) -> bool,
) -> Result<Vec<PathBuf>> {
    let (mut files, mut open) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inner) = open.pop() {
        let entries = match fs::read_dir(folder.join(&inner)) {
            Ok(entries) => entries,
            Err(why) if may_be_gone(&inner, &why) => continue,
            Err(why) => return Err(why).with_context(|| inner.display().to_string()),
        };
        for entry in entries {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// What is held against a list of digests.
pub(crate) fn digest(octets: &[u8]) -> Sha256Digest {
    Sha256Digest::new(sha256(octets))
}

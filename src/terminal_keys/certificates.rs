//! A folder of card-verifiable certificates.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use reader::terminal_authentication::CvCertificate;

/// A certificate longer than this is not read.
const MAX_CERTIFICATE_LEN: u64 = 16 * 1024;
/// More than a terminal needs for all authorities that it works for.
const MAX_CERTIFICATES: usize = 64;

/// Every `.cvcert` and `.cvc` file of the folder, by name.
///
/// # Errors
/// When the folder has none, or one is no card-verifiable certificate.
pub(super) fn load(folder: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    let what = || format!("certificates of the terminal in {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(what)? {
        let path = entry.with_context(what)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if matches!(extension, Some("cvcert" | "cvc")) {
            paths.push(path);
        }
    }
    paths.sort();
    ensure!(!paths.is_empty(), "no {}", what());
    ensure!(paths.len() <= MAX_CERTIFICATES, "too many {}", what());
    paths.iter().map(|path| certificate(path)).collect()
}

fn certificate(path: &Path) -> anyhow::Result<Vec<u8>> {
    let what = || path.display().to_string();
    let length = fs::metadata(path).with_context(what)?.len();
    ensure!(length <= MAX_CERTIFICATE_LEN, "{} is too long", what());
    let bytes = fs::read(path).with_context(what)?;
    CvCertificate::parse(&bytes).with_context(what)?;
    Ok(bytes)
}

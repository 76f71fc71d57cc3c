//! A folder of country signing CA certificates that the operator loaded.

use std::fs;
use std::path::Path;

use anyhow::Context;
use reader::trust::TrustAnchors;

/// A certificate longer than this is not read.
const MAX_CERTIFICATE_LEN: u64 = 64 * 1024;

/// Loads every `.cer`, `.der` and `.pem` file; refused ones are named in the log by file.
///
/// # Errors
/// When the folder cannot be read.
pub fn load(folder: &Path) -> anyhow::Result<TrustAnchors> {
    let mut certificates = Vec::new();
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read the trust folder {}", folder.display()))?;
    for entry in entries {
        let entry = entry.context("trust folder")?;
        let path = entry.path();
        let is_certificate = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| matches!(extension, "cer" | "der" | "pem"));
        if is_certificate && entry.metadata().context("trust folder")?.len() <= MAX_CERTIFICATE_LEN
        {
            certificates.push(fs::read(&path).context("trust folder")?);
        }
    }
    let (anchors, refused) = TrustAnchors::from_certificates(certificates);
    for refusal in refused {
        tracing::warn!(%refusal, "a certificate of the trust folder is refused");
    }
    Ok(anchors)
}

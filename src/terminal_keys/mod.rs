//! The terminal's own key and certificates, with which a chip opens its fingerprints: in files or on a token.

mod certificates;
mod token;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use reader::terminal_authentication::{InMemorySigner, TerminalSigner};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use token::TokenSigner;

/// Who signs for this terminal.
pub type Signer = Box<dyn TerminalSigner + Send>;

/// Longer keys and PINs than this are something else.
const MAX_SECRET_LEN: u64 = 64 * 1024;

/// Where certificates and key of the terminal are. Relative paths count from the folder of the settings.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalKeys {
    /// Folder of card-verifiable certificates: the terminal's own, its verifier's, and link certificates.
    pub certificates: PathBuf,
    /// Where the private key is.
    pub key: KeyPlace,
}

/// Where a private key is.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum KeyPlace {
    /// In a file: PEM or PKCS #8.
    File(PathBuf),
    /// On a token behind a PKCS #11 module.
    Token {
        /// The module, a shared library.
        module: PathBuf,
        /// The token's label.
        label: String,
        /// File with the user PIN.
        pin_file: PathBuf,
    },
}

impl TerminalKeys {
    /// Reads the certificates and reaches for the key once, so that a wrong PIN is known at the start.
    ///
    /// # Errors
    /// When a file is missing or does not fit, or the token refuses.
    pub fn open(&self, folder: &Path) -> anyhow::Result<Signer> {
        let certificates = certificates::load(&folder.join(&self.certificates))?;
        match &self.key {
            KeyPlace::File(file) => {
                let key = secret(&folder.join(file))?;
                let signer = InMemorySigner::new(&key, certificates);
                Ok(Box::new(signer.context("the terminal's key")?))
            }
            KeyPlace::Token {
                module,
                label,
                pin_file,
            } => {
                let pin = secret(&folder.join(pin_file))?;
                let pin = std::str::from_utf8(&pin).context("the PIN is no text")?;
                let module = folder.join(module);
                let signer = TokenSigner::open(&module, label, pin.trim_end(), certificates)?;
                Ok(Box::new(signer))
            }
        }
    }
}

/// The content of a secret file; one that others may read is used, and complained about.
fn secret(path: &Path) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let found = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    anyhow::ensure!(
        found.is_file() && found.len() <= MAX_SECRET_LEN,
        "{} is no key and no PIN",
        path.display()
    );
    if found.permissions().mode() & 0o077 != 0 {
        tracing::warn!(file = %path.display(), "others on this machine may read a secret file");
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Zeroizing::new(bytes))
}

#[cfg(test)]
mod tests;

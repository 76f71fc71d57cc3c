//! The terminal's secrets at rest: its signing key, the key of its connections and the key of its records, all
//! behind a passphrase.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use argon2::Argon2;
use dossier::submission::TerminalKey;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::randomness::{SystemRandomness, random_bytes};
use crate::tls::Identity;

const KEY_FILE: &str = "terminal.key";
const PUBLIC_KEY_FILE: &str = "terminal.pub";
const SALT_FILE: &str = "terminal.salt";

/// Key of the encrypted records, raw for SQLCipher.
pub struct RecordsKey(Zeroizing<[u8; 32]>);

impl RecordsKey {
    /// A key of these octets.
    #[must_use]
    pub fn new(octets: [u8; 32]) -> Self {
        Self(Zeroizing::new(octets))
    }

    /// The key in the form that SQLCipher takes without a derivation of its own.
    #[must_use]
    pub fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(68));
        text.push_str("x'");
        for byte in self.0.iter() {
            for nibble in [byte >> 4, byte & 0xF] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        text.push('\'');
        text
    }
}

/// The secrets of a terminal, opened.
pub struct TerminalSecrets {
    /// Signs submissions.
    pub signing: TerminalKey,
    /// Opens drafts and outbox.
    pub records: RecordsKey,
    /// Shown to the backend, once the terminal is enrolled there.
    pub connection: Option<Identity>,
}

impl TerminalSecrets {
    /// Makes new secrets in a folder and writes the public key beside them.
    ///
    /// # Errors
    /// When the folder cannot be written or already holds a key.
    pub fn create(folder: &Path, passphrase_file: &Path) -> anyhow::Result<()> {
        let passphrase = read_passphrase(passphrase_file)?;
        let key = TerminalKey::generate(&mut SystemRandomness).context("terminal key")?;
        let pem = key.to_pem_encrypted(&passphrase).context("terminal key")?;
        write_new(&folder.join(KEY_FILE), &pem)?;
        write_new(&folder.join(SALT_FILE), &random_bytes::<16>())?;
        let public = key
            .public()
            .context("terminal key")?
            .to_pem()
            .context("terminal key")?;
        fs::write(folder.join(PUBLIC_KEY_FILE), public).context("cannot write the public key")
    }

    /// Opens the secrets of a configured terminal.
    ///
    /// # Errors
    /// When a file is missing or the passphrase does not fit.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let passphrase = passphrase(config)?;
        let pem = Zeroizing::new(
            fs::read(config.folder.join(KEY_FILE)).context("cannot read the terminal's key")?,
        );
        let signing = TerminalKey::from_pem_encrypted(&pem, &passphrase)
            .context("the passphrase does not open the terminal's key")?;
        let salt = fs::read(config.folder.join(SALT_FILE)).context("cannot read the salt")?;
        let mut records = Zeroizing::new([0; 32]);
        Argon2::default()
            .hash_password_into(&passphrase, &salt, records.as_mut_slice())
            .map_err(|error| anyhow::anyhow!("cannot derive the records' key: {error}"))?;
        Ok(Self {
            signing,
            records: RecordsKey(records),
            connection: Identity::open(&config.folder, &passphrase)?,
        })
    }
}

/// The passphrase of a configured terminal.
///
/// # Errors
/// When its file cannot be read, or it is too short.
pub fn passphrase(config: &Config) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    read_passphrase(&config.resolve(&config.passphrase_file))
}

/// Writes a file for the owner only, whole or not at all, in place of an older one.
///
/// # Errors
/// When it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = path.with_extension("new");
    if beside.exists() {
        fs::remove_file(&beside).with_context(|| format!("cannot write {}", path.display()))?;
    }
    write_new(&beside, bytes)?;
    fs::rename(&beside, path).with_context(|| format!("cannot write {}", path.display()))
}

fn read_passphrase(path: &Path) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(
        fs::read(path)
            .with_context(|| format!("cannot read the passphrase file {}", path.display()))?,
    );
    while bytes.last().is_some_and(u8::is_ascii_whitespace) {
        bytes.pop();
    }
    anyhow::ensure!(
        bytes.len() >= 12,
        "the passphrase needs at least 12 characters"
    );
    Ok(bytes)
}

/// Writes a secret into a new file that its owner alone reads.
///
/// # Errors
/// When the file exists or cannot be written.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .with_context(|| format!("cannot write {}", path.display()))
}

//! A backend in one folder: database, keys and trust, made on first start, readable by the owner only.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use dossier::receipt::ReceiptKey;
use openssl::rand::rand_bytes;
use rules::{
    calendar::VIETNAM,
    policy::{Policy, PolicyRefused, Why},
    profile::Retention,
};
use time::OffsetDateTime;
use tokio::sync::Notify;
use trust_store::{
    LiveTrust,
    policy::{self, PolicyUnusable},
};
use zeroize::Zeroizing;

use crate::{
    Backend,
    backend::Parts,
    blobs::Blobs,
    clock::Clock,
    offices::Offices,
    operations::{Limits, Operations, Rates},
    profile_command::described,
    sources::{asking::Turns, config},
    store::Database,
    terminal_ca::TerminalCa,
    vault::Vault,
};

/// The folder of an embedded backend.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Opens the folder, making whatever is not there yet.
    ///
    /// # Errors
    /// When it cannot be written, or a key in it cannot be read.
    pub fn prepare(path: &Path) -> Result<Self> {
        let folder = Self(path.to_owned());
        let mut private = fs::DirBuilder::new();
        private.recursive(true).mode(0o700);
        private
            .create(path)
            .with_context(|| format!("cannot create {}", path.display()))?;
        for inner in ["trust", "blobs"] {
            private
                .create(folder.file(inner))
                .with_context(|| format!("cannot create the folder {inner}"))?;
        }
        if !folder.file("database.sqlite").exists() {
            create_private(&folder.file("database.sqlite"), b"")?;
        }
        if !folder.file("data.key").exists() {
            let mut key = Zeroizing::new([0_u8; 32]);
            rand_bytes(key.as_mut_slice()).context("no randomness")?;
            create_private(&folder.file("data.key"), key.as_slice())?;
        }
        if !folder.file("server.key").exists() {
            folder.create_receipt_key()?;
        }
        if !folder.file("terminal-ca.key").exists() {
            folder.create_terminal_ca()?;
        }
        for private in [
            "database.sqlite",
            "data.key",
            "server.key",
            "terminal-ca.key",
        ] {
            ensure_private(&folder.file(private))?;
        }
        Ok(folder)
    }

    /// The database with its tables: the folder's own, or the server's at `url`.
    ///
    /// # Errors
    /// When it cannot be opened or is of a newer release.
    pub async fn database(&self, url: Option<&str>) -> Result<Database> {
        match url {
            None => Ok(Database::sqlite(&self.file("database.sqlite")).await?),
            Some(url) => Ok(Database::postgres(url).await?),
        }
    }

    /// Everything together.
    ///
    /// # Errors
    /// When a part cannot be opened.
    pub async fn backend(
        &self,
        url: Option<&str>,
        rates: Rates,
        clock: Box<dyn Clock>,
    ) -> Result<Backend> {
        Ok(Backend::new(Parts {
            database: self.database(url).await?,
            blobs: self.blobs()?,
            receipt_key: self.receipt_key()?,
            terminal_ca: self.terminal_ca()?,
            vault: self.vault()?,
            trust: self.trust()?,
            policy: self.policy(clock.now())?,
            offices: self.offices()?,
            folder: self.0.clone(),
            operations: Operations::new(Limits::new(rates))?,
            sources: config::load(&self.0)?,
            press: forms::Press::new(),
            turns: Turns::default(),
            received: Notify::new(),
            clock,
        }))
    }

    /// The sealed parts of cases.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn blobs(&self) -> Result<Blobs> {
        Ok(Blobs::folder(&self.file(Blobs::FOLDER))?)
    }

    /// What seals and opens the data of cases.
    ///
    /// # Errors
    /// When `data.key` cannot be read.
    pub fn vault(&self) -> Result<Vault> {
        Ok(Vault::new(&self.data_key()?)?)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn data_key(&self) -> Result<Zeroizing<Vec<u8>>> {
        fs::read(self.file("data.key"))
            .map(Zeroizing::new)
            .context("cannot read data.key")
    }

    /// `server.key` opens with the data key: stolen alone it signs nothing.
    fn passphrase(&self) -> Result<Zeroizing<String>> {
        let key = self.data_key()?;
        Ok(Zeroizing::new(
            key.iter().map(|octet| format!("{octet:02x}")).collect(),
        ))
    }

    fn create_receipt_key(&self) -> Result<()> {
        let mut refused = Ok(());
        let mut system = |buffer: &mut [u8]| {
            if let Err(why) = rand_bytes(buffer) {
                refused = Err(why);
            }
        };
        let key = ReceiptKey::generate(&mut system)?;
        refused.context("no randomness")?;
        create_private(&self.file("server.pub"), &key.public()?.to_pem()?)?;
        create_private(
            &self.file("server.key"),
            &key.to_pem_encrypted(self.passphrase()?.as_bytes())?,
        )
    }

    /// The certificate first: whoever finds a key finds its certificate too.
    fn create_terminal_ca(&self) -> Result<()> {
        let authority = TerminalCa::create()?;
        let certificate = self.file("terminal-ca.pem");
        if certificate.exists() {
            fs::remove_file(&certificate).context("cannot replace terminal-ca.pem")?;
        }
        create_private(&certificate, &authority.certificate_pem()?)?;
        create_private(
            &self.file("terminal-ca.key"),
            &authority.key_pem(self.passphrase()?.as_bytes())?,
        )
    }

    /// The authority over terminals' certificates.
    ///
    /// # Errors
    /// When it cannot be read or does not open.
    fn terminal_ca(&self) -> Result<TerminalCa> {
        let certificate =
            fs::read(self.file("terminal-ca.pem")).context("cannot read terminal-ca.pem")?;
        let key = fs::read(self.file("terminal-ca.key")).context("cannot read terminal-ca.key")?;
        TerminalCa::open(&certificate, &key, self.passphrase()?.as_bytes())
            .context("terminal-ca.key does not open with data.key")
    }

    /// The key that signs receipts, lists of devices and checkpoints.
    ///
    /// # Errors
    /// When it cannot be read or does not open.
    pub fn receipt_key(&self) -> Result<ReceiptKey> {
        let pem = fs::read(self.file("server.key")).context("cannot read server.key")?;
        ReceiptKey::from_pem_encrypted(&pem, self.passphrase()?.as_bytes())
            .context("server.key does not open with data.key")
    }

    /// Profile and calendar of `policy/`, or what this version was built with.
    fn policy(&self, now: OffsetDateTime) -> Result<Policy> {
        let today = now.to_offset(VIETNAM).date();
        let policy = policy::load(&self.file("policy"), &self.file("policy-floor"), today)
            .context("there is no policy to work by")?;
        tracing::info!(policy = described(&policy, today), "policy accepted");
        Ok(policy)
    }

    /// How long what is kept; the numbers of a profile that has ended still count.
    ///
    /// # Errors
    /// When there is no policy that counts or counted.
    pub fn retention(&self, now: OffsetDateTime) -> Result<Retention> {
        let load = |on| policy::load(&self.file("policy"), &self.file("policy-floor"), on);
        let policy = match load(now.to_offset(VIETNAM).date()) {
            Err(PolicyUnusable::Refused(PolicyRefused {
                why: Why::Expired(until),
                ..
            })) => load(until),
            other => other,
        };
        let policy = policy.context("there is no policy to work by")?;
        Ok(policy.rulebook().profile.account.retention.value)
    }

    /// `offices.toml`; none is needed.
    ///
    /// # Errors
    /// When it cannot be read or does not have its form.
    pub fn offices(&self) -> Result<Offices> {
        match fs::read_to_string(self.file("offices.toml")) {
            Ok(text) => Ok(Offices::parse(&text)?),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(Offices::default()),
            Err(why) => Err(why).context("cannot read offices.toml"),
        }
    }

    /// Everything in `trust/`. An empty folder is allowed: then no card is genuine.
    fn trust(&self) -> Result<LiveTrust> {
        let trust = LiveTrust::open(&self.file("trust"), &self.file("last-seen"))
            .context("cannot load what is trusted")?;
        trust.announce();
        Ok(trust)
    }
}

/// Writes a new file for the owner only.
pub(crate) fn create_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot create {}", path.display()))?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// A key that others can read is no key any more.
pub(crate) fn ensure_private(path: &Path) -> Result<()> {
    let mode = path.metadata()?.permissions().mode();
    ensure!(
        mode & 0o077 == 0,
        "{} can be read by others (mode {:o})",
        path.display(),
        mode & 0o777
    );
    Ok(())
}

//! Where the backend keeps what it keeps, and how it is reached: from the command line and from one file.

use std::{
    fs,
    net::SocketAddr,
    ops::Deref,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;
use tokio::{runtime::Handle, task::block_in_place};

use crate::{embedded::Folder, listening::TlsFiles, operations::Rates, store::Database};

/// Where the backend keeps what it keeps.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Place {
    /// Configuration file: `folder`, `listen`, `database`, `tls`, `metrics`, `limits`.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Folder of an embedded backend, made on first start.
    #[arg(long)]
    embedded: Option<PathBuf>,
}

/// The configuration file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Keys, trust, and what nothing below puts elsewhere.
    pub folder: PathBuf,
    /// Address to listen on; anything but loopback needs `tls`.
    pub listen: Option<SocketAddr>,
    /// `postgres://…`; without it, SQLite in the folder.
    pub database: Option<String>,
    /// The backend's certificate and key.
    pub tls: Option<TlsFiles>,
    /// Loopback address on which figures are served (`/metrics`).
    pub metrics: Option<SocketAddr>,
    /// How much one caller may ask.
    #[serde(default)]
    pub limits: Rates,
}

impl Place {
    /// The configuration that the command line names.
    ///
    /// # Errors
    /// When the file cannot be read or is none.
    pub fn read(&self) -> Result<Config> {
        match (&self.config, &self.embedded) {
            (Some(file), None) => read(file),
            (None, Some(folder)) => Ok(Config {
                folder: folder.clone(),
                listen: None,
                database: None,
                tls: None,
                metrics: None,
                limits: Rates::default(),
            }),
            _ => bail!("one of --config and --embedded is needed"),
        }
    }

    /// The folder, prepared.
    ///
    /// # Errors
    /// When it cannot be prepared.
    pub fn folder(&self) -> Result<Folder> {
        Folder::prepare(&self.read()?.folder)
    }

    /// The database with its tables, for one command.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn database(&self) -> Result<CommandDatabase> {
        let config = self.read()?;
        let folder = Folder::prepare(&config.folder)?;
        let database = folder.database(config.database.as_deref()).await?;
        Ok(CommandDatabase(database))
    }
}

/// The database of one command. Its connections are closed when the command is done with it: SQLite's live in
/// threads of their own, and one that is still closing while the process ends meets the libraries' own clean-up
/// and frees twice.
pub struct CommandDatabase(Database);

impl Deref for CommandDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

impl Drop for CommandDatabase {
    fn drop(&mut self) {
        block_in_place(|| Handle::current().block_on(self.0.close()));
    }
}

fn read(file: &Path) -> Result<Config> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not a configuration", file.display()))
}

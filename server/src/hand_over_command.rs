//! `cccd-server hand-over`: everything for the next provider, and whether a folder is just that.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, Result};
use clap::Subcommand;
use dossier::{hand_over::HandOver, receipt::ReceiptPublicKey};
use time::OffsetDateTime;

use crate::{configuration::Place, hand_over};

/// What is done about a hand-over.
#[derive(Subcommand)]
pub enum HandOverCommand {
    /// Writes cases, accounts, consents and the audit log into a new folder, what is personal encrypted for the
    /// recipient. The audit log tells of it. Stop the service before.
    Export {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// The new folder.
        #[arg(long)]
        to: PathBuf,
        /// PEM file of the recipient's certificate.
        #[arg(long)]
        recipient: PathBuf,
    },
    /// Whether a folder is exactly what a backend handed over.
    Verify {
        /// The folder.
        folder: PathBuf,
        /// That backend's `server.pub`.
        #[arg(long)]
        key: PathBuf,
    },
}

/// Runs a command.
///
/// # Errors
/// When it is refused.
pub async fn run(command: HandOverCommand, now: OffsetDateTime) -> Result<()> {
    let list = match command {
        HandOverCommand::Export {
            place,
            to,
            recipient,
        } => {
            let certificate = hand_over::recipient(&recipient)?;
            let folder = place.folder()?;
            let kept = (&folder.blobs()?, &folder.vault()?, &folder.receipt_key()?);
            let database = place.database().await?;
            hand_over::export(&database, kept, (&certificate, &to), now).await?
        }
        HandOverCommand::Verify { folder, key } => {
            let pem = fs::read(&key).with_context(|| format!("cannot read {}", key.display()))?;
            hand_over::verify(&folder, &ReceiptPublicKey::from_pem(&pem)?)?
        }
    };
    told(&list)
}

fn told(list: &HandOver) -> Result<()> {
    let mut out = io::stdout();
    for (table, lines) in &list.lines {
        writeln!(out, "{table}: {lines}")?;
    }
    writeln!(out, "{} files for {}", list.files.len(), list.recipient)?;
    Ok(())
}

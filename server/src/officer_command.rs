//! `cccd-server officer`: second factors.

use std::io::{self, Write};

use anyhow::Result;
use clap::Subcommand;
use time::OffsetDateTime;

use crate::{admin, configuration::Place};

/// What is done to officers' accounts.
#[derive(Subcommand)]
pub enum OfficerCommand {
    /// Gives an officer a second factor and prints the key URI for an authenticator, once; an older one ends.
    Totp {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Identifier of the officer.
        #[arg(long)]
        id: String,
        /// Takes the second factor away instead.
        #[arg(long)]
        remove: bool,
    },
}

/// Runs a command.
///
/// # Errors
/// When it is refused, or the database does not answer.
pub async fn run(command: OfficerCommand, now: OffsetDateTime) -> Result<()> {
    let OfficerCommand::Totp { place, id, remove } = command;
    let database = place.database().await?;
    if remove {
        return admin::remove_second_factor(&database, &id, now).await;
    }
    let vault = place.folder()?.vault()?;
    let uri = admin::set_second_factor(&database, &vault, &id, now).await?;
    writeln!(io::stdout(), "{}", *uri)?;
    Ok(())
}

//! `cccd-server relying-party`: registering, suspending, revoking.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Subcommand, ValueEnum};
use dossier::keys::PartyPublicKey;
use time::{Date, OffsetDateTime};

use crate::{
    admin::{ADMINISTRATOR, is_identifier},
    arguments::day,
    configuration::Place,
    store::{
        Database, audit,
        relying_parties::{self, NewParty, PartyStanding},
    },
};

/// What is done to relying parties.
#[derive(Subcommand)]
pub enum RelyingPartyCommand {
    /// Registers one by its contract, its permit to connect and its public key.
    Add {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Identifier: the `kid` of its requests.
        #[arg(long)]
        id: String,
        /// Name, for people.
        #[arg(long)]
        name: String,
        /// Number of the contract.
        #[arg(long)]
        contract: String,
        /// Its last day, ISO 8601.
        #[arg(long, value_parser = day)]
        contract_until: Date,
        /// Number of the permit to connect.
        #[arg(long)]
        permit: String,
        /// Its last day, ISO 8601.
        #[arg(long, value_parser = day)]
        permit_until: Date,
        /// PEM file.
        #[arg(long)]
        public_key: PathBuf,
    },
    /// Serves it, suspends it or revokes it; a revoked one never comes back.
    Set {
        /// The backend.
        #[command(flatten)]
        place: Place,
        /// Identifier.
        #[arg(long)]
        id: String,
        /// From now on.
        #[arg(long)]
        standing: StandingName,
    },
}

/// A standing on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub enum StandingName {
    /// Served.
    Active,
    /// Not served, and may come back.
    Suspended,
    /// Never served again.
    Revoked,
}

/// Runs a command.
///
/// # Errors
/// When it is refused, or the database does not answer.
pub async fn run(command: RelyingPartyCommand, now: OffsetDateTime) -> Result<()> {
    match command {
        RelyingPartyCommand::Add {
            place,
            id,
            name,
            contract,
            contract_until,
            permit,
            permit_until,
            public_key,
        } => {
            let pem = fs::read_to_string(&public_key)
                .with_context(|| format!("cannot read {}", public_key.display()))?;
            let new = NewParty {
                id: &id,
                name: &name,
                contract: (&contract, contract_until),
                permit: (&permit, permit_until),
                public_key: &pem,
            };
            register(&*place.database().await?, &new, now).await
        }
        RelyingPartyCommand::Set {
            place,
            id,
            standing,
        } => {
            let standing = match standing {
                StandingName::Active => PartyStanding::Active,
                StandingName::Suspended => PartyStanding::Suspended,
                StandingName::Revoked => PartyStanding::Revoked,
            };
            set(&*place.database().await?, &id, standing, now).await
        }
    }
}

/// Registers a relying party.
///
/// # Errors
/// When the key is none, the identifier is taken or no identifier, a number is empty, or the database does not answer.
pub async fn register(database: &Database, new: &NewParty<'_>, now: OffsetDateTime) -> Result<()> {
    ensure!(
        is_identifier(new.id),
        "an identifier has 1 to 64 letters, digits, dots, hyphens or underscores"
    );
    let numbered = [new.contract.0, new.permit.0, new.name];
    ensure!(
        numbered.iter().all(|text| !text.trim().is_empty()),
        "name, contract and permit are not empty"
    );
    PartyPublicKey::from_pem(new.public_key.as_bytes()).context("the public key is refused")?;
    let mut transaction = database.begin().await?;
    relying_parties::insert(&mut transaction, new, now)
        .await
        .context("the relying party cannot be registered")?;
    let entry = audit::Entry {
        actor: ADMINISTRATOR,
        action: "party.register",
        subject: new.id,
        detail: new.contract.0,
    };
    audit::append(&mut transaction, now, entry).await?;
    Ok(transaction.commit().await?)
}

/// Gives a relying party another standing.
///
/// # Errors
/// When there is none, it was revoked, or the database does not answer.
pub async fn set(
    database: &Database,
    id: &str,
    standing: PartyStanding,
    now: OffsetDateTime,
) -> Result<()> {
    let mut transaction = database.begin().await?;
    let changed = relying_parties::set_standing(&mut transaction, id, standing).await?;
    ensure!(changed, "there is no such relying party, or it was revoked");
    let entry = audit::Entry {
        actor: ADMINISTRATOR,
        action: "party.standing",
        subject: id,
        detail: standing.word(),
    };
    audit::append(&mut transaction, now, entry).await?;
    Ok(transaction.commit().await?)
}

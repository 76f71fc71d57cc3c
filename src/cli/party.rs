//! `cccd party`: for whom the tellers of this terminal ask.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use dossier::keys::PartyKey;

use crate::config::{Config, RelyingPartyConfig};
use crate::keys::{passphrase, write_new};
use crate::randomness::SystemRandomness;

const KEY_FILE: &str = "party.key";
const PUBLIC_KEY_FILE: &str = "party.pub";

#[derive(Args)]
pub(super) struct PartyArgs {
    /// The terminal's settings.
    #[arg(long, default_value = super::window::DEFAULT_SETTINGS)]
    config: PathBuf,
    /// Identifier of the relying party, as it will be registered.
    #[arg(long)]
    id: String,
    /// Its name, for customers.
    #[arg(long)]
    name: String,
    /// Number of the contract.
    #[arg(long)]
    contract: String,
    /// Number of the permit to connect.
    #[arg(long)]
    permit: String,
    /// What its tellers ask for, in the words of the consent.
    #[arg(long)]
    purpose: String,
    /// File that the bank's own system writes with the record of the customer at the desk.
    #[arg(long)]
    core_record: Option<PathBuf>,
}

pub(super) fn run(args: &PartyArgs) -> anyhow::Result<ExitCode> {
    let mut config = Config::load(&args.config)?;
    ensure!(
        config.relying_party.is_none(),
        "this terminal has a relying party already"
    );
    let key = PartyKey::generate(&mut SystemRandomness).context("the party's key")?;
    let pem = key.to_pem_encrypted(&passphrase(&config)?);
    let pem = pem.context("the party's key")?;
    let public = key.public().and_then(|key| key.to_pem());
    let public = public.context("the party's key")?;
    write_new(&config.folder.join(KEY_FILE), &pem)?;
    let public_file = config.folder.join(PUBLIC_KEY_FILE);
    std::fs::write(&public_file, public).context("cannot write the public key")?;
    config.relying_party = Some(RelyingPartyConfig {
        id: args.id.clone(),
        name: args.name.clone(),
        contract: args.contract.clone(),
        permit: args.permit.clone(),
        purpose: args.purpose.clone(),
        key: PathBuf::from(KEY_FILE),
        core_record: args.core_record.clone(),
    });
    config.save(&config.folder)?;
    super::say(&public_file.display().to_string())?;
    Ok(ExitCode::SUCCESS)
}

//! `cccd trust`: what this computer trusts, and who brought it here.

mod import;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use dossier::consent::Language;
use reader::trust::{RevocationPolicy, Sha1Policy, Tolerance};
use trust_store::Store;
use ui::text::trust::line;

use super::report::Output;
use super::{default_trust_folder, say};
use crate::clock;

const LANGUAGE: Language = Language::Vi;

/// Exit code when a file is refused or does not count.
const REFUSED: u8 = 2;
/// Exit code when everything counts, and something is out of date.
const STALE: u8 = 3;

#[derive(Args)]
pub(super) struct TrustArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take files or addresses into the store, all or none.
    Import(import::ImportArgs),
    /// Show every anchor and list: where it came from, since when, and who loaded it.
    List(Common),
    /// Judge every file again, with clock and dates.
    Check(Common),
    /// Take one file out of the store.
    Remove {
        /// Its name, or the first eight or more digits of its fingerprint.
        which: String,
        #[command(flatten)]
        common: Common,
    },
    /// Fetch again what was imported from an address and can have changed.
    Refresh(import::RefreshArgs),
    /// Show or set what a verdict demands.
    Policy {
        /// `shown`: not checked is said; `required`: without a current list no card is genuine.
        #[arg(long)]
        revocation: Option<Demand>,
        /// `refused`, or `flagged`: signatures with SHA-1 count, and the check says so.
        #[arg(long)]
        sha1: Option<Sha1>,
        #[command(flatten)]
        common: Common,
    },
}

/// Options of every command.
#[derive(Args)]
struct Common {
    /// Trust folder.
    #[arg(long, default_value_os_t = default_trust_folder())]
    trust: PathBuf,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum Sha1 {
    Refused,
    Flagged,
}

#[derive(Clone, Copy, ValueEnum)]
enum Demand {
    Shown,
    Required,
}

pub(super) fn run(args: &TrustArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Import(args) => import::run(args),
        Command::Refresh(args) => import::refresh(args),
        Command::List(common) => {
            let loaded = trust_store::load(&common.trust)?;
            report::print(common, &report::Contents::of(&loaded, clock::now()))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check(common) => {
            let loaded = trust_store::load(&common.trust)?;
            let contents = report::Contents::of(&loaded, clock::now());
            report::print_check(common, &contents)?;
            Ok(ExitCode::from(contents.exit_code()))
        }
        Command::Remove { which, common } => {
            let removed = Store::of(&common.trust).remove(which)?;
            if common.output.json {
                say(&serde_json::to_string_pretty(&removed)?)?;
            } else {
                say(&format!("{}: {}", line::REMOVED.by(LANGUAGE), removed.name))?;
            }
            // What the file vouched for does not count any more: that is said at once.
            let loaded = trust_store::load(&common.trust)?;
            let contents = report::Contents::of(&loaded, clock::now());
            if !common.output.json && contents.exit_code() == REFUSED {
                report::print_check(common, &contents)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Policy {
            revocation,
            sha1,
            common,
        } => policy(*revocation, *sha1, common),
    }
}

fn policy(
    revocation: Option<Demand>,
    sha1: Option<Sha1>,
    common: &Common,
) -> anyhow::Result<ExitCode> {
    let store = Store::of(&common.trust);
    let mut policy = store.index()?.policy;
    if revocation.is_some() || sha1.is_some() {
        policy.revocation = match revocation {
            Some(Demand::Shown) => RevocationPolicy::Shown,
            Some(Demand::Required) => RevocationPolicy::Required,
            None => policy.revocation,
        };
        policy.sha1 = match sha1 {
            Some(Sha1::Refused) => Sha1Policy::Refused,
            Some(Sha1::Flagged) => Sha1Policy::Flagged,
            None => policy.sha1,
        };
        store.demand(policy.clone())?;
    }
    let (revocation, sha1) = (policy.revocation.word(), policy.sha1.word());
    if common.output.json {
        say(&serde_json::json!({ "revocation": revocation, "sha1": sha1 }).to_string())?;
    } else {
        say(&format!(
            "{}: {revocation}\nSHA-1: {sha1}",
            line::POLICY.by(LANGUAGE)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tolerance(word: &str) -> Result<Tolerance, String> {
    Tolerance::from_word(word).ok_or_else(|| {
        let words = Tolerance::ALL.map(Tolerance::word).join(", ");
        format!("one of: {words}")
    })
}

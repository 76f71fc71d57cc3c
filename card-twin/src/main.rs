//! `cccd-twin`: puts a software chip card on the virtual reader of pcscd.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, bail};
use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::person::Person;
use card_twin::pki::{CurveForm, MintOptions, TestPki};
use card_twin::portrait::{self, Pose};
use card_twin::profile::Profile;
use card_twin::vpcd;
use clap::{Parser, Subcommand};
use time::OffsetDateTime;

/// A software chip card for tests and demonstrations.
#[derive(Parser)]
#[command(name = "cccd-twin", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Kind of card: a built-in name.
    #[arg(long, default_value = "cccd-2021")]
    profile: String,
    /// Person file.
    #[arg(long)]
    person: Option<PathBuf>,
    /// Folder of the test PKI, made by `cccd-twin mint`.
    #[arg(long)]
    pki: Option<PathBuf>,
    /// Where the virtual reader listens.
    #[arg(long, default_value = "127.0.0.1:35963")]
    vpcd: String,
    /// What is wrong with the card; may be repeated.
    #[arg(long = "fault")]
    faults: Vec<Fault>,
}

#[derive(Subcommand)]
enum Command {
    /// Make a test PKI.
    Mint {
        /// Folder to write.
        #[arg(long)]
        pki: PathBuf,
        /// Name EC curves instead of writing their parameters out.
        #[arg(long)]
        named_curves: bool,
    },
    /// List profiles and faults.
    List,
    /// Print the text of the person's QR code.
    Qr {
        /// Person file.
        #[arg(long)]
        person: PathBuf,
    },
    /// Draw the fictitious person's portrait as a JPEG.
    Portrait {
        /// File to write.
        #[arg(long)]
        out: PathBuf,
        /// Draw what a counter camera sees instead of the card's portrait.
        #[arg(long)]
        live: bool,
    },
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        None => serve(arguments),
        Some(Command::Mint { pki, named_curves }) => mint(&pki, named_curves),
        Some(Command::List) => list(),
        Some(Command::Qr { person }) => {
            println!("{}", Person::load(&person)?.qr_text());
            Ok(())
        }
        Some(Command::Portrait { out, live }) => {
            let pose = if live { Pose::Live } else { Pose::Card };
            std::fs::write(&out, portrait::draw(pose)?).with_context(|| out.display().to_string())
        }
    }
}

fn serve(arguments: Arguments) -> anyhow::Result<()> {
    let (Some(person), Some(pki)) = (arguments.person, arguments.pki) else {
        bail!("--person and --pki are required");
    };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let mut card = Card::personalise_with(
        &Person::load(&person)?,
        &TestPki::load_dir(&pki)
            .context("cannot load the test PKI; make one with `cccd-twin mint`")?,
        &Profile::built_in(&arguments.profile)?,
        OffsetDateTime::now_utc(),
        &arguments.faults,
    )?;
    eprintln!(
        "card ready, profile {}, reader {}",
        arguments.profile, arguments.vpcd
    );
    vpcd::serve(&mut card, &arguments.vpcd, &stop)?;
    Ok(())
}

fn mint(folder: &std::path::Path, named_curves: bool) -> anyhow::Result<()> {
    let curve_form = if named_curves {
        CurveForm::Named
    } else {
        CurveForm::Explicit
    };
    let options = MintOptions {
        curve_form,
        ..MintOptions::default()
    };
    TestPki::mint_with(OffsetDateTime::now_utc(), options)?.write_dir(folder)?;
    Ok(())
}

fn list() -> anyhow::Result<()> {
    println!("profiles");
    for profile in Profile::all()? {
        println!("  {:<18} {}", profile.name, profile.title);
    }
    println!("faults");
    for (name, what) in Fault::ALL {
        println!("  {name:<18} {what}");
    }
    Ok(())
}

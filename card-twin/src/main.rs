//! `cccd-twin`: puts a software chip card on the virtual reader of pcscd.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, bail};
use card_twin::card::Card;
use card_twin::fault::Fault;
use card_twin::hostile;
use card_twin::link::Link;
use card_twin::person::Person;
use card_twin::pki::{CurveForm, MintOptions, TestPki};
use card_twin::portrait::{self, Pose};
use card_twin::profile::Profile;
use card_twin::recorder::Recorder;
use card_twin::vpcd;
use clap::{Parser, Subcommand};
use time::{Date, OffsetDateTime};

/// When a PKI with a seed is minted.
const SEEDED_DATE: Date = time::macros::date!(2026 - 11 - 01);

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
    /// What is wrong with the card, or odd; may be repeated.
    #[arg(long = "fault", visible_alias = "quirk")]
    faults: Vec<Fault>,
    /// Profile file, instead of a built-in one.
    #[arg(long, conflicts_with = "profile")]
    profile_file: Option<PathBuf>,
    /// Answer as slowly as over a radio link of this many kbit/s: 106, 212, 424 or 848.
    #[arg(long)]
    link: Option<u32>,
    /// Pause before each frame of the link, in microseconds.
    #[arg(long, default_value_t = 100, requires = "link")]
    frame_delay: u64,
    /// What the chip needs for each command, in microseconds.
    #[arg(long, default_value_t = 3000, requires = "link")]
    chip_time: u64,
    /// Record headers, lengths and status words, no contents.
    #[arg(long)]
    record: Option<PathBuf>,
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
        /// Make the same keys, serial numbers and contents each time, dated 1 November 2026. ECDSA
        /// signatures differ: OpenSSL draws their nonces.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// List profiles and faults.
    List,
    /// Write the hostile deck: saved readings that are wrong in one place each.
    Hostile {
        /// Folder to write.
        #[arg(long)]
        out: PathBuf,
        /// Seed of keys, serial numbers and signatures.
        #[arg(long, default_value_t = hostile::SEED)]
        seed: u64,
    },
    /// Print the text of the person's QR code.
    Qr {
        /// Person file.
        #[arg(long)]
        person: PathBuf,
    },
    /// Print the machine-readable zone of the card's back.
    Zone {
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
    /// Write manual pages and shell completions.
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        None => serve(arguments),
        Some(Command::Mint {
            pki,
            named_curves,
            seed,
        }) => mint(&pki, named_curves, seed),
        Some(Command::List) => list(),
        Some(Command::Manual(manual)) => Ok(manual.run::<Arguments>()?),
        Some(Command::Hostile { out, seed }) => {
            let deck = hostile::Deck::new(seed)?;
            deck.write_dir(&out)?;
            println!("{} cases in {}", deck.cases.len(), out.display());
            Ok(())
        }
        Some(Command::Qr { person }) => {
            println!("{}", Person::load(&person)?.qr_text());
            Ok(())
        }
        Some(Command::Zone { person }) => {
            println!("{}", Person::load(&person)?.mrz());
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
    let profile = match &arguments.profile_file {
        Some(file) => Profile::from_toml(
            &std::fs::read_to_string(file).with_context(|| file.display().to_string())?,
        )?,
        None => Profile::built_in(&arguments.profile)?,
    };
    let mut card = Card::personalise_with(
        &Person::load(&person)?,
        &TestPki::load_dir(&pki)
            .context("cannot load the test PKI; make one with `cccd-twin mint`")?,
        &profile,
        OffsetDateTime::now_utc(),
        &arguments.faults,
    )?;
    if let Some(rate) = arguments.link {
        let link = Link::at(rate).context("--link is 106, 212, 424 or 848")?;
        card = card.with_link(Link {
            frame_delay: Duration::from_micros(arguments.frame_delay),
            chip_time: Duration::from_micros(arguments.chip_time),
            ..link
        });
    }
    if let Some(file) = &arguments.record {
        card = card.with_recorder(Recorder::create(file)?);
    }
    eprintln!(
        "card ready, profile {}, reader {}",
        profile.name, arguments.vpcd
    );
    vpcd::serve(&mut card, &arguments.vpcd, &stop)?;
    Ok(())
}

fn mint(folder: &std::path::Path, named_curves: bool, seed: Option<u64>) -> anyhow::Result<()> {
    let curve_form = if named_curves {
        CurveForm::Named
    } else {
        CurveForm::Explicit
    };
    let options = MintOptions {
        curve_form,
        seed,
        ..MintOptions::default()
    };
    let now = match seed {
        Some(_) => SEEDED_DATE.midnight().assume_utc(),
        None => OffsetDateTime::now_utc(),
    };
    TestPki::mint_with(now, options)?.write_dir(folder)?;
    Ok(())
}

fn list() -> anyhow::Result<()> {
    println!("profiles");
    for profile in Profile::all()? {
        println!("  {:<26} {}", profile.name, profile.title);
    }
    println!("faults and quirks");
    for (name, what) in Fault::ALL {
        println!("  {name:<26} {what}");
    }
    Ok(())
}

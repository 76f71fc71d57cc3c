//! `cccd setup`: a new terminal.

mod devices;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use self::devices::{DeviceArgs, fixed};
use crate::config::{self, CardConfig, Config, PortraitSource, PrintingConfig};
use crate::keys::TerminalSecrets;

/// In the terminal's folder, from its enrolment on.
const SERVER_KEY_FILE: &str = "server.pub";

#[derive(Args)]
pub(super) struct SetupArgs {
    /// Folder to make; it must not hold a terminal yet.
    #[arg(long)]
    dir: PathBuf,
    /// Identifier under which the backend will know the terminal.
    #[arg(long)]
    terminal: String,
    /// Base URL of the backend.
    #[arg(long)]
    server: String,
    /// Public key (PEM) with which the backend signs receipts; without it, enrolment brings it.
    #[arg(long)]
    server_key: Option<PathBuf>,
    /// Folder of trusted country signing CA certificates.
    #[arg(long)]
    trust: PathBuf,
    /// File with the passphrase, 12 characters or more.
    #[arg(long)]
    passphrase_file: PathBuf,
    /// Part of the card reader's name.
    #[arg(long)]
    reader: Option<String>,
    /// The camera: an address of M-JPEG (`http://…`), a device file or `auto` (V4L2), a folder of image files, or
    /// one image file.
    #[arg(long)]
    portrait: Option<String>,
    /// The printer of forms, as CUPS names it.
    #[arg(long)]
    printer: Option<String>,
    #[command(flatten)]
    devices: DeviceArgs,
}

pub(super) fn run(args: &SetupArgs) -> anyhow::Result<ExitCode> {
    let portrait = args.portrait.as_deref().map(PortraitSource::named);
    let config = Config {
        terminal: args.terminal.clone(),
        server: args.server.clone(),
        server_key: match &args.server_key {
            Some(file) => fixed(file)?,
            None => PathBuf::from(SERVER_KEY_FILE),
        },
        server_root: None,
        trust: fixed(&args.trust)?,
        passphrase_file: fixed(&args.passphrase_file)?,
        card: CardConfig {
            reader: args.reader.clone(),
            ..CardConfig::default()
        },
        lock_after_minutes: config::default_lock_after_minutes(),
        terminal_authentication: None,
        fingerprint: args.devices.fingerprint()?,
        portrait: portrait.map(|source| {
            source.with_paths(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
        }),
        face_model: None,
        scanner: args.devices.scanner()?,
        printing: args.printer.clone().map(PrintingConfig::of_printer),
        relying_party: None,
        test_kit: None,
        folder: args.dir.clone(),
    };
    std::fs::create_dir_all(&args.dir).context("cannot make the terminal's folder")?;
    TerminalSecrets::create(&args.dir, &config.passphrase_file)?;
    config.save(&args.dir)?;
    super::say(&args.dir.join("terminal.pub").display().to_string())?;
    Ok(ExitCode::SUCCESS)
}

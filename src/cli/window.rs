//! `cccd ui`: the window.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dossier::consent::Language;

use crate::config::Config;
use crate::window::WorkPlace;

/// Settings of a terminal that was set up for all users of a computer.
pub(super) const DEFAULT_SETTINGS: &str = "/etc/cccd/terminal.toml";

#[derive(Args)]
pub(super) struct WindowArgs {
    /// The terminal's settings.
    #[arg(long, default_value = DEFAULT_SETTINGS)]
    config: PathBuf,
    /// The language that the window begins in.
    #[arg(long, value_enum, default_value_t = Tongue::Vi)]
    language: Tongue,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Vi => Self::Vi,
            Tongue::En => Self::En,
        }
    }
}

impl Default for WindowArgs {
    fn default() -> Self {
        Self {
            config: PathBuf::from(DEFAULT_SETTINGS),
            language: Tongue::Vi,
        }
    }
}

pub(super) fn run(args: &WindowArgs) -> anyhow::Result<ExitCode> {
    open(args, WorkPlace::ByRole)
}

/// `cccd tester`: the same window at the tester's work place.
pub(super) fn run_tester(args: &WindowArgs) -> anyhow::Result<ExitCode> {
    open(args, WorkPlace::Tester)
}

fn open(args: &WindowArgs, place: WorkPlace) -> anyhow::Result<ExitCode> {
    crate::window::run(&Config::load(&args.config)?, args.language.into(), place)?;
    Ok(ExitCode::SUCCESS)
}

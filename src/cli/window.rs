//! `cccd ui`: the window.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::config::Config;

/// Settings of a terminal that was set up for all users of a computer.
pub(super) const DEFAULT_SETTINGS: &str = "/etc/cccd/terminal.toml";

#[derive(Args)]
pub(super) struct WindowArgs {
    /// The terminal's settings.
    #[arg(long, default_value = DEFAULT_SETTINGS)]
    config: PathBuf,
}

impl Default for WindowArgs {
    fn default() -> Self {
        Self {
            config: PathBuf::from(DEFAULT_SETTINGS),
        }
    }
}

pub(super) fn run(args: &WindowArgs) -> anyhow::Result<ExitCode> {
    crate::window::run(&Config::load(&args.config)?)?;
    Ok(ExitCode::SUCCESS)
}

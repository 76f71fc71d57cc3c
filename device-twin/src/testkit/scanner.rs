//! `cccd-testkit scanner`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use clap::Args;
use device_twin::pty::Pace;
use device_twin::scanner::{Fault, Protocol, Scanner, Suffix};

#[derive(Args)]
pub(crate) struct Options {
    /// Symbolic link to make: the port that the terminal opens.
    #[arg(long)]
    link: Option<PathBuf>,
    /// File with the text of the code or of the machine-readable zone.
    #[arg(long)]
    text: PathBuf,
    /// What the scanner speaks.
    #[arg(long, value_enum, default_value = "plain")]
    protocol: Protocol,
    /// What ends a scan.
    #[arg(long, value_enum, default_value = "cr-lf")]
    suffix: Suffix,
    /// What the scanner does wrong.
    #[arg(long, value_enum, default_value = "none")]
    fault: Fault,
}

pub(crate) fn run(options: &Options, stop: &AtomicBool) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&options.text)
        .with_context(|| format!("{}", options.text.display()))?;
    let text = text.trim_end();
    let mut scanner = Scanner::new(text, options.protocol, options.suffix, options.fault);
    super::serial::serve(options.link.as_deref(), &mut scanner, Pace::Unlimited, stop)
}

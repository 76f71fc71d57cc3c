//! `cccd-testkit sbi`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::Args;
use device_twin::sbi::{Keys, Prints, SbiConfig, SbiFault, Service};

#[derive(Args)]
pub(crate) struct Options {
    /// Where the provider's root goes (PEM): the terminal pins it.
    #[arg(long, required_unless_present = "list_faults")]
    root: Option<PathBuf>,
    /// Fault; `cccd-testkit sbi --list-faults` names them.
    #[arg(long, default_value = "none")]
    fault: SbiFault,
    /// Whose generated fingers lie on the platen.
    #[arg(long, default_value_t = 18)]
    seed: u64,
    /// Environment that the device claims.
    #[arg(long, default_value = "Staging")]
    environment: String,
    /// After how many frames of the live picture fingers lie on the platen.
    #[arg(long, default_value_t = 8)]
    looks: usize,
    /// Prints the faults and ends.
    #[arg(long)]
    list_faults: bool,
}

pub(crate) fn run(options: &Options, stop: &AtomicBool) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    if options.list_faults {
        for (name, _, text) in SbiFault::MENU {
            writeln!(out, "{name:<16} {text}")?;
        }
        return Ok(());
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let keys = Keys::make(i64::try_from(now)?).context("test keys")?;
    let root = options.root.as_deref().context("--root is needed")?;
    std::fs::write(root, keys.root_pem()?)
        .with_context(|| format!("cannot write {}", root.display()))?;
    let config = SbiConfig {
        prints: Prints::of(options.seed),
        environment: options.environment.clone(),
        looks: options.looks,
        fault: options.fault,
    };
    let mut service = Service::open(config, keys).context("no free port from 4501 to 4600")?;
    writeln!(out, "ready 127.0.0.1:{}", service.port())?;
    service.serve(stop)?;
    Ok(())
}

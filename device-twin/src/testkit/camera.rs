//! `cccd-testkit camera`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use clap::Args;
use device_twin::camera::{Camera, CameraFault, Film};

#[derive(Args)]
pub(crate) struct Options {
    /// Picture of the person in front of the camera (JPEG or PNG).
    #[arg(long, required_unless_present = "list_faults")]
    portrait: Option<PathBuf>,
    /// Port on 127.0.0.1; a free one when 0.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Fault; `cccd-testkit camera --list-faults` names them.
    #[arg(long, default_value = "none")]
    fault: CameraFault,
    /// Prints the faults and ends.
    #[arg(long)]
    list_faults: bool,
}

pub(crate) fn run(options: &Options, stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    if options.list_faults {
        for (name, _, text) in CameraFault::MENU {
            writeln!(out, "{name:<16} {text}")?;
        }
        return Ok(());
    }
    let path = options
        .portrait
        .as_deref()
        .context("--portrait is needed")?;
    let picture = std::fs::read(path).with_context(|| format!("{}", path.display()))?;
    let film = Film::of(&picture, options.fault)?;
    let camera = Camera::open(options.port, film, options.fault).context("the port is taken")?;
    writeln!(out, "ready http://{}/", camera.address()?)?;
    camera.serve(stop)?;
    Ok(())
}

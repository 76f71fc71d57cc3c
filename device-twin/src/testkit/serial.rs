//! A simulated device on a pseudo-terminal, until it is stopped or unplugs itself.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use device_twin::pty::{Device, Ended, Line, Pace};

pub(crate) fn serve(
    link: Option<&Path>,
    device: &mut dyn Device,
    pace: Pace,
    stop: &AtomicBool,
) -> anyhow::Result<()> {
    let line = Line::open(link).context("cannot open a pseudo-terminal")?;
    let port = link.unwrap_or(line.host_path());
    writeln!(std::io::stdout(), "ready {}", port.display())?;
    match line.serve(device, pace, stop)? {
        Ended::Stopped => {}
        Ended::Unplugged => writeln!(std::io::stdout(), "unplugged")?,
    }
    Ok(())
}

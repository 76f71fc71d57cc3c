//! `cccd-testkit`: the simulated EF01 sensor as a process, until SIGTERM.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use clap::Parser;
use device_twin::pty::{Ended, Line, Pace};
use device_twin::{Fault, Sensor, SensorConfig};
use signal_hook::consts::{SIGINT, SIGTERM};

/// A simulated EF01 fingerprint sensor on a pseudo-terminal.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Symbolic link to make: the port that the terminal opens.
    #[arg(long)]
    link: Option<PathBuf>,
    /// Fault: none, bad-sum, dropped-packet, duplicate-packet, missing-last, noise, late-ack=MS,
    /// no-finger, unplug-mid-image, wrong-password, refused, empty-frame, overlong.
    #[arg(long, default_value = "none")]
    fault: Fault,
    /// Which generated finger lies on the window.
    #[arg(long, default_value_t = 18)]
    seed: u64,
    /// How often the sensor finds nothing before the finger is there.
    #[arg(long, default_value_t = 2)]
    looks_before_finger: u8,
    /// Answers as fast as a line of 57 600 baud would carry it.
    #[arg(long)]
    baud_paced: bool,
    /// The firmware does not state its geometry (no ReadProdInfo).
    #[arg(long)]
    no_product_info: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let mut sensor = Sensor::new(SensorConfig {
        seed: arguments.seed,
        looks_before_finger: arguments.looks_before_finger,
        states_geometry: !arguments.no_product_info,
        fault: arguments.fault,
        ..SensorConfig::default()
    });
    let pace = match arguments.baud_paced {
        true => Pace::Baud(57_600),
        false => Pace::Unlimited,
    };
    let line = Line::open(arguments.link.as_deref()).context("cannot open a pseudo-terminal")?;
    let port = arguments.link.as_deref().unwrap_or(line.host_path());
    writeln!(std::io::stdout(), "ready {}", port.display())?;
    match line.serve(&mut sensor, pace, &stop)? {
        Ended::Stopped => {}
        Ended::Unplugged => writeln!(std::io::stdout(), "unplugged")?,
    }
    Ok(())
}

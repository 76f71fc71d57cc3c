//! `cccd-testkit ef01`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;
use device_twin::pty::Pace;
use device_twin::{Fault, Sensor, SensorConfig};

#[derive(Args)]
pub(crate) struct Options {
    /// Symbolic link to make: the port that the terminal opens.
    #[arg(long)]
    link: Option<PathBuf>,
    /// Fault: none, bad-sum, dropped-packet, duplicate-packet, missing-last, noise, late-ack=MS,
    /// no-finger, unplug-mid-image, wrong-password, refused, empty-frame, overlong, wrong-address,
    /// cannot-send, unplug-at=N.
    #[arg(long, default_value = "none")]
    fault: Fault,
    /// Which generated finger lies on the window.
    #[arg(long, default_value_t = 18)]
    seed: u64,
    /// How many fingers take turns on the window.
    #[arg(long, default_value_t = 2)]
    fingers: u8,
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

pub(crate) fn run(options: Options, stop: &AtomicBool) -> anyhow::Result<()> {
    let mut sensor = Sensor::new(SensorConfig {
        seed: options.seed,
        fingers: options.fingers,
        looks_before_finger: options.looks_before_finger,
        states_geometry: !options.no_product_info,
        fault: options.fault,
        ..SensorConfig::default()
    });
    let pace = match options.baud_paced {
        true => Pace::Baud(57_600),
        false => Pace::Unlimited,
    };
    super::serial::serve(options.link.as_deref(), &mut sensor, pace, stop)
}

//! `cccd-testkit sfm`.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;
use device_twin::pty::Pace;
use device_twin::sfm::{Fault, Module};

#[derive(Args)]
pub(crate) struct Options {
    /// Symbolic link to make: the port that the terminal opens.
    #[arg(long)]
    link: Option<PathBuf>,
    /// What the module does wrong.
    #[arg(long, value_enum, default_value = "none")]
    fault: Fault,
    /// Which generated finger lies on the window.
    #[arg(long, default_value_t = 18)]
    seed: u64,
    /// How many fingers take turns on the window.
    #[arg(long, default_value_t = 2)]
    fingers: u8,
}

pub(crate) fn run(options: &Options, stop: &AtomicBool) -> anyhow::Result<()> {
    let mut module = Module::new(options.seed, options.fault).with_fingers(options.fingers);
    super::serial::serve(options.link.as_deref(), &mut module, Pace::Unlimited, stop)
}

//! `cccd-testkit`: simulated capture devices as processes, each until SIGTERM.

mod camera;
mod ef01;
mod menu;
mod sbi;
mod scanner;
mod serial;
mod sfm;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{Parser, Subcommand};
use signal_hook::consts::{SIGINT, SIGTERM};

/// Simulated capture devices, for tests and the demo.
#[derive(Parser)]
#[command(name = "cccd-testkit", version)]
struct Arguments {
    #[command(subcommand)]
    device: Device,
}

#[derive(Subcommand)]
enum Device {
    /// An EF01 fingerprint sensor on a pseudo-terminal.
    Ef01(ef01::Options),
    /// A Suprema SFM sensor on a pseudo-terminal.
    Sfm(sfm::Options),
    /// A code scanner or MRZ reader on a pseudo-terminal.
    Scanner(scanner::Options),
    /// A network camera on 127.0.0.1: M-JPEG over HTTP.
    Camera(camera::Options),
    /// An SBI device service on 127.0.0.1.
    Sbi(sbi::Options),
    /// List every fault of every device, for programs.
    Menu,
    /// Write manual pages and shell completions.
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    match arguments.device {
        Device::Ef01(options) => ef01::run(options, &stop),
        Device::Sfm(options) => sfm::run(&options, &stop),
        Device::Scanner(options) => scanner::run(&options, &stop),
        Device::Camera(options) => camera::run(&options, &stop),
        Device::Sbi(options) => sbi::run(&options, &stop),
        Device::Menu => menu::run(),
        Device::Manual(manual) => Ok(manual.run::<Arguments>()?),
    }
}

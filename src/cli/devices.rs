//! `cccd devices`: every device of this counter, whether it may be used, and its self-test.

mod printed;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;

use self::printed::{Inventory, Sheet};
use super::report::Output;
use super::window::DEFAULT_SETTINGS;
use crate::backend::Backend;
use crate::clock;
use crate::config::Config;
use crate::device_registry::DeviceRegistry;
use crate::inventory;
use crate::keys::TerminalSecrets;
use crate::memory::Standing;
use crate::self_test::{self, Extent, Hand};
use crate::store::Store;

/// Exit code when a device is missing, refused, or failed a step.
const FAILED: u8 = 2;
/// Exit code when nothing failed and a step was not performed.
const INCOMPLETE: u8 = 3;

#[derive(Args)]
pub(super) struct DevicesArgs {
    /// The terminal's settings.
    #[arg(long, default_value = DEFAULT_SETTINGS)]
    config: PathBuf,
    /// Exercise each device and print what an acceptance sheet needs.
    #[arg(long)]
    self_test: bool,
    /// With --self-test: frames that the camera gives.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    frames: u16,
    /// With --self-test: nobody lays a finger on the sensor.
    #[arg(long)]
    no_finger: bool,
    /// With --self-test: nobody holds a code before the scanner.
    #[arg(long)]
    no_code: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &DevicesArgs, memory: Standing) -> anyhow::Result<ExitCode> {
    let config = Config::load(&args.config)?;
    let cancel = AtomicBool::new(false);
    let now = clock::now();
    let registry = registry(&config)?;
    let inventory = Inventory {
        terminal: config.terminal.clone(),
        at: now,
        memory,
        list: registry.standing(now),
        devices: inventory::list(&config, &cancel)
            .into_iter()
            .map(|device| printed::answered(device, &registry, now))
            .collect(),
    };
    if !args.self_test {
        super::say(&inventory.print(args.output.json)?)?;
        return Ok(match inventory.is_in_order() {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(FAILED),
        });
    }
    let hand = |absent| match absent {
        true => Hand::Absent,
        false => Hand::Helps,
    };
    let extent = Extent {
        frames: args.frames,
        finger: hand(args.no_finger),
        code: hand(args.no_code),
    };
    let sheet = Sheet {
        inventory,
        tested: self_test::run(&config, extent, &cancel),
    };
    super::say(&sheet.print(args.output.json)?)?;
    let outcome = sheet.outcome();
    Ok(match (outcome.failed, outcome.not_performed) {
        (0, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(INCOMPLETE),
        _ => ExitCode::from(FAILED),
    })
}

/// The list as it was kept; the backend is not asked.
fn registry(config: &Config) -> anyhow::Result<DeviceRegistry> {
    let secrets = TerminalSecrets::open(config)?;
    let store = Store::open(&config.folder, &secrets.records)?;
    let backend = Backend::new(config, None)?;
    Ok(DeviceRegistry::load(&store, backend.key().clone())?)
}

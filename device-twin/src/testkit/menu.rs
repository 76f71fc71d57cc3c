//! `cccd-testkit menu`: every fault of every device, one a line: device, name, what it does, with tabs between.

use std::io::Write;

use clap::CommandFactory;
use device_twin::Fault;
use device_twin::camera::CameraFault;
use device_twin::sbi::SbiFault;

use super::Arguments;

pub(crate) fn run() -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    for name in Fault::NAMES.split(", ") {
        writeln!(
            out,
            "ef01\t{}\t{}",
            name.trim(),
            Fault::meaning(name.trim())
        )?;
    }
    for device in ["sfm", "scanner"] {
        for (name, what) in listed(device) {
            writeln!(out, "{device}\t{name}\t{what}")?;
        }
    }
    for device in ["sbi", "camera"] {
        writeln!(out, "{device}\tnone\tNothing.")?;
    }
    for (name, _, what) in SbiFault::MENU {
        writeln!(out, "sbi\t{name}\t{what}")?;
    }
    for (name, _, what) in CameraFault::MENU {
        writeln!(out, "camera\t{name}\t{what}")?;
    }
    Ok(())
}

/// The values of a device's `--fault`, as its help has them.
fn listed(device: &str) -> Vec<(String, String)> {
    let command = Arguments::command();
    let device = command.find_subcommand(device);
    let fault = device.and_then(|device| {
        let mut arguments = device.get_arguments();
        arguments
            .find(|argument| argument.get_id() == "fault")
            .cloned()
    });
    let values = fault.map_or_else(Vec::new, |fault| fault.get_possible_values());
    let told = values.into_iter().map(|value| {
        let what = value.get_help().map(ToString::to_string);
        (value.get_name().to_owned(), what.unwrap_or_default())
    });
    told.collect()
}

//! Which families of devices stand on the demo's counter: their simulators, and what `cccd setup` is told of them.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::scene::{Scene, first_line};
use super::{PATIENCE, start_logged};
use crate::processes::{Owner, Processes};

/// The families that a counter may have; each simulator speaks its own line or port.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct Families {
    /// The fingerprint sensor.
    #[arg(long, value_enum, default_value_t = Sensor::Ef01)]
    pub(crate) sensor: Sensor,
    /// The scanner of the card's code.
    #[arg(long, value_enum, default_value_t = Scanner::File)]
    pub(crate) scanner: Scanner,
}

/// Families of fingerprint sensors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Sensor {
    #[default]
    /// ZFM, R30x, AS608, R503 on a serial line.
    Ef01,
    /// Suprema SFM on a serial line.
    Sfm,
    /// A device service of the Secure Biometric Interface.
    Sbi,
}

/// Families of scanners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Scanner {
    #[default]
    /// A text file.
    File,
    /// A serial line; somebody pulls the trigger.
    Serial,
    /// A serial line with trigger commands.
    Honeywell,
    /// Elyctis ID BOX, which reads the machine-readable zone.
    Elyctis,
    /// A scanner that types into the window.
    Wedge,
}

impl Families {
    /// Simulators that must run before the terminal is set up, because it pins what they are.
    pub(super) fn start_early(self, scene: &Scene<'_>, processes: &mut Processes) -> Result<()> {
        if self.sensor != Sensor::Sbi {
            return Ok(());
        }
        let mut command = scene.program("cccd-testkit");
        command.arg("sbi").arg("--root").arg(root(scene));
        command.stdout(Stdio::piped());
        command.stderr(File::create(scene.log("sensor"))?);
        let child = processes.start("the simulated sensor", command, Owner::Us)?;
        let output = child.stdout.take().context("the sensor's output")?;
        let ready = first_line(output);
        processes.wait_for("the sensor's port", PATIENCE, || ready.try_recv().ok())?;
        eprintln!("started the simulated sensor");
        Ok(())
    }

    /// The simulators on serial lines.
    pub(super) fn start(self, scene: &Scene<'_>, processes: &mut Processes) -> Result<()> {
        if self.sensor != Sensor::Sbi {
            let mut command = scene.program("cccd-testkit");
            command
                .arg(word(self.sensor))
                .arg("--link")
                .arg(sensor_link(scene));
            start_logged(
                processes,
                "the simulated sensor",
                command,
                &scene.log("sensor"),
            )?;
            let link = sensor_link(scene);
            processes.wait_for("the sensor's port", PATIENCE, || {
                link.exists().then_some(())
            })?;
        }
        let Some(protocol) = self.scanner.protocol() else {
            return Ok(());
        };
        let mut command = scene.program("cccd-testkit");
        command
            .arg("scanner")
            .arg("--link")
            .arg(scanner_link(scene));
        command.args(["--protocol", protocol, "--text"]);
        command.arg(scene.scanner_file());
        start_logged(
            processes,
            "the simulated scanner",
            command,
            &scene.log("scanner"),
        )?;
        let link = scanner_link(scene);
        processes.wait_for("the scanner's port", PATIENCE, || {
            link.exists().then_some(())
        })
    }

    /// Arguments of `cccd setup`.
    pub(super) fn configure(self, scene: &Scene<'_>, setup: &mut Command) {
        setup.args(["--fingerprint", word(self.sensor)]);
        match self.sensor {
            Sensor::Ef01 | Sensor::Sfm => {
                setup.arg("--fingerprint-port").arg(sensor_link(scene));
            }
            Sensor::Sbi => {
                setup.arg("--fingerprint-root").arg(root(scene));
                setup.args(["--fingerprint-environment", "staging"]);
            }
        }
        let family = match self.scanner {
            Scanner::File => "file",
            Scanner::Serial => "serial",
            Scanner::Honeywell => "honeywell",
            Scanner::Elyctis => "elyctis",
            Scanner::Wedge => "wedge",
        };
        setup.args(["--scanner", family]);
        if self.scanner == Scanner::File {
            setup.arg("--scanner-file").arg(scene.scanner_file());
        }
        if self.scanner.protocol().is_some() {
            setup.arg("--scanner-port").arg(scanner_link(scene));
        }
    }
}

impl Scanner {
    /// What its simulator speaks, when it has a line.
    fn protocol(self) -> Option<&'static str> {
        match self {
            Self::File | Self::Wedge => None,
            Self::Serial => Some("plain"),
            Self::Honeywell => Some("honeywell"),
            Self::Elyctis => Some("elyctis"),
        }
    }

    /// What `cccd-twin` prints for it.
    pub(super) fn reads(self) -> &'static str {
        match self {
            // A virtual keyboard types no Vietnamese letters without pausing for each.
            Self::Elyctis | Self::Wedge => "zone",
            _ => "qr",
        }
    }
}

fn word(sensor: Sensor) -> &'static str {
    match sensor {
        Sensor::Ef01 => "ef01",
        Sensor::Sfm => "sfm",
        Sensor::Sbi => "sbi",
    }
}

fn root(scene: &Scene<'_>) -> PathBuf {
    scene.folder.join("provider.pem")
}

fn sensor_link(scene: &Scene<'_>) -> PathBuf {
    scene.folder.join("sensor")
}

fn scanner_link(scene: &Scene<'_>) -> PathBuf {
    scene.folder.join("scanner")
}

//! Which devices the new terminal has, as `cccd setup` is told.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use capture::sbi::Environment;
use clap::{Args, ValueEnum};

use crate::config::{
    CameraScanner, Ef01Sensor, ElyctisReader, FileSource, FingerprintConfig, SbiSensor,
    ScannerConfig, SerialScanner, SfmSensor, Trigger, WedgeScanner,
};

/// How long a new terminal waits for a finger or a code, in seconds.
const WAIT_SECONDS: u64 = 10;
const SCANNER_BAUD: u32 = 9_600;

#[derive(Args)]
pub(super) struct DeviceArgs {
    /// Family of the fingerprint sensor; EF01 when only its port is given.
    #[arg(long, value_enum)]
    fingerprint: Option<SensorFamily>,
    /// Serial port of the fingerprint sensor.
    #[arg(long)]
    fingerprint_port: Option<String>,
    /// Certificate of a provider that an SBI device is trusted by; may be repeated.
    #[arg(long)]
    fingerprint_root: Vec<PathBuf>,
    /// Surroundings of this terminal for SBI devices.
    #[arg(long, value_enum, default_value = "production")]
    fingerprint_environment: Surroundings,
    /// Family of the scanner; `file` or `serial` when only a file or a port is given.
    #[arg(long, value_enum)]
    scanner: Option<ScannerFamily>,
    /// Serial port of the scanner.
    #[arg(long)]
    scanner_port: Option<String>,
    /// File that holds the scanner's text.
    #[arg(long)]
    scanner_file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum SensorFamily {
    /// ZFM, R30x, AS608, R503.
    Ef01,
    /// Suprema SFM.
    Sfm,
    /// Secure Biometric Interface.
    Sbi,
}

#[derive(Clone, Copy, ValueEnum)]
enum Surroundings {
    Production,
    PreProduction,
    Staging,
    Developer,
}

#[derive(Clone, Copy, ValueEnum)]
enum ScannerFamily {
    /// Text on a serial port; the officer pulls the trigger.
    Serial,
    /// The same, triggered by the terminal.
    Honeywell,
    /// Elyctis ID BOX.
    Elyctis,
    /// A text file.
    File,
    /// A scanner that types.
    Wedge,
    /// The portrait's camera.
    Camera,
}

impl DeviceArgs {
    pub(super) fn fingerprint(&self) -> anyhow::Result<Option<FingerprintConfig>> {
        let family = match (self.fingerprint, &self.fingerprint_port) {
            (None, None) => {
                ensure!(
                    self.fingerprint_root.is_empty(),
                    "--fingerprint-root needs --fingerprint sbi"
                );
                return Ok(None);
            }
            (family, _) => family.unwrap_or(SensorFamily::Ef01),
        };
        let port = || {
            let port = self.fingerprint_port.clone();
            port.context("this sensor needs --fingerprint-port")
        };
        Ok(Some(match family {
            SensorFamily::Ef01 => FingerprintConfig::Ef01(Ef01Sensor {
                port: port()?,
                wait_seconds: WAIT_SECONDS,
                baud: None,
                password: None,
            }),
            SensorFamily::Sfm => FingerprintConfig::Sfm(SfmSensor {
                port: port()?,
                wait_seconds: WAIT_SECONDS,
                baud: None,
            }),
            SensorFamily::Sbi => {
                ensure!(
                    !self.fingerprint_root.is_empty(),
                    "an SBI device needs --fingerprint-root"
                );
                let roots = self.fingerprint_root.iter();
                FingerprintConfig::Sbi(SbiSensor {
                    roots: roots.map(|root| fixed(root)).collect::<Result<_, _>>()?,
                    environment: self.fingerprint_environment.into(),
                    wait_seconds: WAIT_SECONDS,
                })
            }
        }))
    }

    pub(super) fn scanner(&self) -> anyhow::Result<Option<ScannerConfig>> {
        let family = match (self.scanner, &self.scanner_file, &self.scanner_port) {
            (Some(family), ..) => family,
            (None, Some(_), _) => ScannerFamily::File,
            (None, None, Some(_)) => ScannerFamily::Serial,
            (None, None, None) => return Ok(None),
        };
        let port = || {
            let port = self.scanner_port.clone();
            port.context("this scanner needs --scanner-port")
        };
        let serial = |trigger| -> anyhow::Result<_> {
            Ok(ScannerConfig::Serial(SerialScanner {
                port: port()?,
                baud: SCANNER_BAUD,
                trigger,
                wait_seconds: WAIT_SECONDS,
            }))
        };
        Ok(Some(match family {
            ScannerFamily::Serial => serial(Trigger::Button)?,
            ScannerFamily::Honeywell => serial(Trigger::Honeywell)?,
            ScannerFamily::Elyctis => ScannerConfig::Elyctis(ElyctisReader {
                port: port()?,
                baud: SCANNER_BAUD,
                wait_seconds: WAIT_SECONDS,
            }),
            ScannerFamily::File => {
                let file = self.scanner_file.as_deref();
                ScannerConfig::File(FileSource {
                    file: fixed(file.context("this scanner needs --scanner-file")?)?,
                })
            }
            ScannerFamily::Wedge => ScannerConfig::Wedge(WedgeScanner {
                wait_seconds: WAIT_SECONDS,
            }),
            ScannerFamily::Camera => ScannerConfig::Camera(CameraScanner {
                wait_seconds: WAIT_SECONDS,
            }),
        }))
    }
}

pub(super) fn fixed(path: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("{} is not a path", path.display()))
}

impl From<Surroundings> for Environment {
    fn from(surroundings: Surroundings) -> Self {
        match surroundings {
            Surroundings::Production => Self::Production,
            Surroundings::PreProduction => Self::PreProduction,
            Surroundings::Staging => Self::Staging,
            Surroundings::Developer => Self::Developer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        devices: DeviceArgs,
    }

    #[derive(serde::Serialize)]
    struct Written {
        fingerprint: Option<FingerprintConfig>,
        scanner: Option<ScannerConfig>,
    }

    fn settings(line: &str) -> anyhow::Result<String> {
        let words = std::iter::once("setup").chain(line.split_whitespace());
        let devices = Command::try_parse_from(words)?.devices;
        Ok(toml::to_string(&Written {
            fingerprint: devices.fingerprint()?,
            scanner: devices.scanner()?,
        })?)
    }

    #[test]
    fn every_family_can_be_set_up() {
        for (line, written) in [
            ("--fingerprint-port /dev/a", "family = \"ef01\""),
            (
                "--fingerprint sfm --fingerprint-port /dev/a",
                "family = \"sfm\"",
            ),
            (
                "--fingerprint sbi --fingerprint-root /r.pem",
                "environment = \"Production\"",
            ),
            (
                "--fingerprint sbi --fingerprint-root /r.pem --fingerprint-environment staging",
                "environment = \"Staging\"",
            ),
            ("--scanner-file /code", "family = \"file\""),
            ("--scanner-port /dev/b", "trigger = \"button\""),
            (
                "--scanner honeywell --scanner-port /dev/b",
                "trigger = \"honeywell\"",
            ),
            (
                "--scanner elyctis --scanner-port /dev/b",
                "family = \"elyctis\"",
            ),
            ("--scanner wedge", "family = \"wedge\""),
            ("--scanner camera", "family = \"camera\""),
        ] {
            let found = settings(line).unwrap();
            assert!(found.contains(written), "{line}: {found}");
        }
    }

    #[test]
    fn a_family_without_what_it_needs_is_refused() {
        for line in [
            "--fingerprint sfm",
            "--fingerprint sbi",
            "--fingerprint-root /r.pem",
            "--scanner elyctis",
            "--scanner file",
            "--fingerprint nitgen",
        ] {
            assert!(settings(line).is_err(), "{line}");
        }
    }
}

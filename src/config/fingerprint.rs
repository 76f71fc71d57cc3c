//! `[fingerprint]`: which sensor the counter has, by its family.

use std::path::PathBuf;

use capture::sbi::Environment;
use serde::{Deserialize, Serialize};

use super::default_wait_seconds;

/// A fingerprint sensor.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "family", rename_all = "lowercase")]
pub enum FingerprintConfig {
    /// ZFM, R30x, AS608, R503 on a serial port.
    Ef01(Ef01Sensor),
    /// Suprema SFM on a serial port.
    Sfm(SfmSensor),
    /// A device service of the Secure Biometric Interface on 127.0.0.1.
    Sbi(SbiSensor),
}

/// A module of the EF01 family.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ef01Sensor {
    /// Serial port.
    pub port: String,
    /// How long to wait for a finger, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
    /// Line rate; the family's factory rate when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baud: Option<u32>,
    /// The module's password; the factory's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<u32>,
}

/// A module of the SFM family.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SfmSensor {
    /// Serial port.
    pub port: String,
    /// How long to wait for a finger, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
    /// Line rate; the family's factory rate when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baud: Option<u32>,
}

/// A device of the Secure Biometric Interface.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SbiSensor {
    /// Certificates of the providers that are trusted, PEM or DER. Without one the interface is off.
    pub roots: Vec<PathBuf>,
    /// The surroundings of this terminal: a device of another one is refused.
    #[serde(default = "production")]
    pub environment: Environment,
    /// How long the device waits for good fingers, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
}

fn production() -> Environment {
    Environment::Production
}

impl FingerprintConfig {
    /// The serial port, of a sensor that has one.
    #[must_use]
    pub fn port(&self) -> Option<&str> {
        match self {
            Self::Ef01(sensor) => Some(&sensor.port),
            Self::Sfm(sensor) => Some(&sensor.port),
            Self::Sbi(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Settings {
        fingerprint: FingerprintConfig,
    }

    fn read(text: &str) -> Result<FingerprintConfig, String> {
        toml::from_str::<Settings>(text)
            .map(|settings| settings.fingerprint)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn every_family_is_chosen_by_its_name_and_nothing_else_is_taken() {
        let ef01 = read("[fingerprint]\nfamily = \"ef01\"\nport = \"/dev/ttyUSB0\"");
        assert_eq!(ef01.unwrap().port(), Some("/dev/ttyUSB0"));
        let sfm = read("[fingerprint]\nfamily = \"sfm\"\nport = \"/dev/ttyS1\"\nbaud = 57600");
        assert!(matches!(sfm, Ok(FingerprintConfig::Sfm(sensor)) if sensor.baud == Some(57_600)));
        for wrong in [
            "[fingerprint]\nport = \"/dev/ttyUSB0\"",
            "[fingerprint]\nfamily = \"nitgen\"\nport = \"x\"",
            "[fingerprint]\nfamily = \"sfm\"\nport = \"x\"\npassword = 1",
            "[fingerprint]\nfamily = \"sbi\"",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_terminal_works_in_production_unless_it_says_otherwise() {
        let environment = |text: &str| match read(text) {
            Ok(FingerprintConfig::Sbi(sensor)) => sensor.environment,
            _ => panic!("{text}"),
        };
        let plain = "[fingerprint]\nfamily = \"sbi\"\nroots = [\"provider.pem\"]\n";
        assert_eq!(environment(plain), Environment::Production);
        let staging = format!("{plain}environment = \"Staging\"\n");
        assert_eq!(environment(&staging), Environment::Staging);
    }
}

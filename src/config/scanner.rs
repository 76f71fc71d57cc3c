//! `[scanner]`: where codes and machine-readable zones come from, by family.

use serde::{Deserialize, Serialize};

use super::{FileSource, default_wait_seconds};

/// A code scanner or MRZ reader.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "family", rename_all = "lowercase")]
pub enum ScannerConfig {
    /// Text on a serial port.
    Serial(SerialScanner),
    /// Elyctis ID BOX on a serial port.
    Elyctis(ElyctisReader),
    /// A file that holds the text.
    File(FileSource),
    /// A scanner that types like a keyboard. The window recognises one beside every other family too.
    Wedge(WedgeScanner),
    /// The portrait's camera, to which the card is held.
    Camera(CameraScanner),
}

/// A scanner that sends text with a suffix or silence behind it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SerialScanner {
    /// Serial port.
    pub port: String,
    /// Line rate.
    #[serde(default = "default_baud")]
    pub baud: u32,
    /// Who makes it scan.
    #[serde(default)]
    pub trigger: Trigger,
    /// How long to wait for a scan, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
}

/// Who makes a scanner scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// The officer, by its button.
    #[default]
    Button,
    /// The terminal, by SYN T CR and SYN U CR.
    Honeywell,
}

/// A reader that speaks TLV.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ElyctisReader {
    /// Serial port.
    pub port: String,
    /// Line rate.
    #[serde(default = "default_baud")]
    pub baud: u32,
    /// How long to wait for a document, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
}

/// A scanner that types.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WedgeScanner {
    /// How long to wait for a scan, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
}

/// The portrait's camera as a scanner.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CameraScanner {
    /// How long to look for a code, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
}

pub(crate) fn default_baud() -> u32 {
    9_600
}

impl ScannerConfig {
    /// The serial port, of a scanner that has one.
    #[must_use]
    pub fn port(&self) -> Option<&str> {
        match self {
            Self::Serial(scanner) => Some(&scanner.port),
            Self::Elyctis(reader) => Some(&reader.port),
            Self::File(_) | Self::Wedge(_) | Self::Camera(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Settings {
        scanner: ScannerConfig,
    }

    fn read(text: &str) -> Option<ScannerConfig> {
        toml::from_str::<Settings>(text)
            .ok()
            .map(|settings| settings.scanner)
    }

    #[test]
    fn every_family_is_chosen_by_its_name_and_nothing_else_is_taken() {
        let serial = read("[scanner]\nfamily = \"serial\"\nport = \"/dev/ttyACM0\"");
        let Some(ScannerConfig::Serial(serial)) = serial else {
            panic!("serial");
        };
        let found = (serial.baud, serial.trigger, serial.wait_seconds);
        assert_eq!(found, (9_600, Trigger::Button, 10));
        let elyctis = read("[scanner]\nfamily = \"elyctis\"\nport = \"/dev/ttyACM1\"");
        assert_eq!(elyctis.unwrap().port(), Some("/dev/ttyACM1"));
        assert!(read("[scanner]\nfamily = \"file\"\nfile = \"code.txt\"").is_some());
        assert!(read("[scanner]\nfamily = \"wedge\"").is_some());
        assert!(read("[scanner]\nfamily = \"camera\"").is_some());
        for wrong in [
            "[scanner]\nfile = \"code.txt\"",
            "[scanner]\nfamily = \"file\"",
            "[scanner]\nfamily = \"wedge\"\nport = \"x\"",
            "[scanner]\nfamily = \"elyctis\"\nport = \"x\"\ntrigger = \"honeywell\"",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}

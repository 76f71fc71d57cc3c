//! `terminal.toml`: what this terminal is and which devices it has.

mod camera;

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::terminal_keys::TerminalKeys;

pub use camera::{FolderSource, NetworkCamera, PortraitSource, VideoCamera};

/// The terminal's settings. Relative paths count from the folder of the file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Identifier under which the backend knows this terminal.
    pub terminal: String,
    /// Base URL of the backend.
    pub server: String,
    /// Public key (PEM) with which the backend signs receipts.
    pub server_key: PathBuf,
    /// Folder of trusted country signing CA certificates.
    pub trust: PathBuf,
    /// File with the passphrase that opens the terminal's key and its records.
    pub passphrase_file: PathBuf,
    /// The card reader.
    #[serde(default)]
    pub card: CardConfig,
    /// With what chips open their fingerprints to this terminal; without it they stay closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal_authentication: Option<TerminalKeys>,
    /// The fingerprint sensor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<FingerprintConfig>,
    /// Where portraits come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portrait: Option<PortraitSource>,
    /// Where scanned codes come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanner: Option<ScannerConfig>,
    /// The folder of the settings, which also holds key and records.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// The card reader.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CardConfig {
    /// Part of the reader's PC/SC name; any reader with a card when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// How long to wait for a card to be put on the reader, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
    /// Whether a card that offers no PACE may be opened by basic access control.
    #[serde(default = "default_allow_bac")]
    pub allow_bac: bool,
}

fn default_wait_seconds() -> u64 {
    10
}

fn default_allow_bac() -> bool {
    true
}

impl Default for CardConfig {
    fn default() -> Self {
        Self {
            reader: None,
            wait_seconds: default_wait_seconds(),
            allow_bac: default_allow_bac(),
        }
    }
}

/// A fingerprint sensor on a serial port.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FingerprintConfig {
    /// What the sensor speaks.
    #[serde(default)]
    pub family: FingerprintFamily,
    /// Serial port.
    pub port: String,
    /// How long to wait for a finger, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
    /// Line rate; the family's factory rate when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baud: Option<u32>,
    /// Password of an EF01 module; the factory's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<u32>,
}

/// Families of serial fingerprint sensors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FingerprintFamily {
    /// ZFM, R30x, AS608, R503.
    #[default]
    Ef01,
    /// Suprema SFM.
    Sfm,
}

/// Where scanned codes come from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum ScannerConfig {
    /// A file that holds the text.
    File(FileSource),
    /// A scanner on a serial port.
    Serial(SerialScanner),
}

/// A scanner or MRZ reader on a serial port.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SerialScanner {
    /// Serial port.
    pub port: String,
    /// Line rate.
    #[serde(default = "default_scanner_baud")]
    pub baud: u32,
    /// What it speaks.
    #[serde(default)]
    pub protocol: ScannerProtocol,
    /// How long to wait for a scan, in seconds.
    #[serde(default = "default_wait_seconds")]
    pub wait_seconds: u64,
}

/// What a serial scanner speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ScannerProtocol {
    /// Text with a suffix or silence; the officer pulls the trigger.
    #[default]
    Plain,
    /// The same, switched on and off by SYN T CR and SYN U CR.
    Honeywell,
    /// TLV of Elyctis ID BOX.
    Elyctis,
}

fn default_scanner_baud() -> u32 {
    9_600
}

/// A file that stands for a device: the newest content is what the device delivers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FileSource {
    /// The file.
    pub file: PathBuf,
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the file is missing or does not fit.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the settings {}", path.display()))?;
        let mut config: Self = toml::from_str(&text)
            .with_context(|| format!("the settings {} do not fit", path.display()))?;
        config.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(config)
    }

    /// Writes the settings into a folder as `terminal.toml`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, folder: &Path) -> anyhow::Result<()> {
        let text = toml::to_string(self).context("settings")?;
        std::fs::write(folder.join("terminal.toml"), text).context("cannot write terminal.toml")
    }

    /// The scanner, its file's path counted from the settings' folder.
    #[must_use]
    pub fn resolved_scanner(&self) -> Option<ScannerConfig> {
        self.scanner.clone().map(|scanner| match scanner {
            ScannerConfig::File(source) => ScannerConfig::File(FileSource {
                file: self.resolve(&source.file),
            }),
            serial @ ScannerConfig::Serial(_) => serial,
        })
    }

    /// Where portraits come from, its paths counted from the settings' folder.
    #[must_use]
    pub fn resolved_portrait(&self) -> Option<PortraitSource> {
        let source = self.portrait.clone();
        source.map(|source| source.with_paths(|path| self.resolve(path)))
    }

    /// A path of the settings, counted from their folder.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

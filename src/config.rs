//! `terminal.toml`: what this terminal is and which devices it has.

mod camera;
mod face_model;
mod fingerprint;
mod printing;
mod relying_party;
mod scanner;

use std::num::NonZeroU8;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use ui::model::LOCK_AFTER;

use crate::terminal_keys::TerminalKeys;

pub use camera::{FolderSource, NetworkCamera, PortraitSource, VideoCamera};
pub use face_model::{ColourOrder, FaceModelConfig};
pub use fingerprint::{Ef01Sensor, FingerprintConfig, SbiSensor, SfmSensor};
pub use printing::PrintingConfig;
pub use relying_party::RelyingPartyConfig;
pub use scanner::{
    CameraScanner, ElyctisReader, ScannerConfig, SerialScanner, Trigger, WedgeScanner,
};

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
    /// Root (PEM) of the backend's certificate: the only one that is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_root: Option<PathBuf>,
    /// Folder of trusted country signing CA certificates.
    pub trust: PathBuf,
    /// File with the passphrase that opens the terminal's key and its records.
    pub passphrase_file: PathBuf,
    /// After how many minutes a screen that nobody attends to locks itself.
    #[serde(default = "default_lock_after_minutes")]
    pub lock_after_minutes: NonZeroU8,
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
    /// A model that compares faces; without it only the officer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face_model: Option<FaceModelConfig>,
    /// Where scanned codes come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanner: Option<ScannerConfig>,
    /// Where forms are printed; without it they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printing: Option<PrintingConfig>,
    /// For whom a teller asks; without it no teller works here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relying_party: Option<RelyingPartyConfig>,
    /// Folder of the test kit's programs, when they are neither beside this program nor on the search path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_kit: Option<PathBuf>,
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

pub(crate) fn default_lock_after_minutes() -> NonZeroU8 {
    u8::try_from(LOCK_AFTER.whole_minutes())
        .ok()
        .and_then(NonZeroU8::new)
        .unwrap_or(NonZeroU8::MIN)
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

    /// After what time a screen that nobody attends to locks itself.
    #[must_use]
    pub fn lock_after(&self) -> time::Duration {
        time::Duration::minutes(self.lock_after_minutes.get().into())
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
            other => other,
        })
    }

    /// The fingerprint sensor, its roots' paths counted from the settings' folder.
    #[must_use]
    pub fn resolved_fingerprint(&self) -> Option<FingerprintConfig> {
        self.fingerprint.clone().map(|sensor| match sensor {
            FingerprintConfig::Sbi(sensor) => FingerprintConfig::Sbi(SbiSensor {
                roots: sensor.roots.iter().map(|root| self.resolve(root)).collect(),
                ..sensor
            }),
            serial => serial,
        })
    }

    /// Where portraits come from, its paths counted from the settings' folder.
    #[must_use]
    pub fn resolved_portrait(&self) -> Option<PortraitSource> {
        let source = self.portrait.clone();
        source.map(|source| source.with_paths(|path| self.resolve(path)))
    }

    /// The model of faces, its path counted from the settings' folder.
    #[must_use]
    pub fn resolved_face_model(&self) -> Option<FaceModelConfig> {
        self.face_model.clone().map(|model| FaceModelConfig {
            file: self.resolve(&model.file),
            ..model
        })
    }

    /// The relying party, its paths counted from the settings' folder.
    #[must_use]
    pub fn resolved_party(&self) -> Option<RelyingPartyConfig> {
        self.relying_party.clone().map(|party| RelyingPartyConfig {
            key: self.resolve(&party.key),
            core_record: party.core_record.map(|file| self.resolve(&file)),
            ..party
        })
    }

    /// A path of the settings, counted from their folder.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

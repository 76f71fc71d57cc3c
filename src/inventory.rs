//! Every device of this counter: what the settings name, and what else is plugged in.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use dossier::devices::{DeviceIdentity, DeviceKind};
use ui::problem::Problem;

use crate::config::{Config, ScannerConfig};
use crate::devices::finger_sensor::FingerSensor;
use crate::devices::pcsc::{self, ReaderPresence};
use crate::devices::{camera, identity, sbi};
use crate::problem;

/// One device.
pub struct Listed {
    /// What it is.
    pub kind: DeviceKind,
    /// Whether the settings name it.
    pub origin: Found,
    /// Port, PC/SC name, address or file.
    pub place: String,
    /// Who it is, as far as it says so.
    pub identity: Option<DeviceIdentity>,
    /// How it stands.
    pub state: State,
}

/// Why a device is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The settings name it.
    InSettings,
    /// It is plugged in, and no setting names it.
    PluggedIn,
}

/// How a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There, and it answers where it can be asked.
    Ready,
    /// There with a card on it.
    CardPresent,
    /// Not there.
    Missing(Problem),
    /// There, and it does not answer as it should.
    Failing(Problem),
}

impl State {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::CardPresent => "card_present",
            Self::Missing(_) => "missing",
            Self::Failing(_) => "failing",
        }
    }

    /// What is wrong, if anything.
    #[must_use]
    pub fn problem(self) -> Option<Problem> {
        match self {
            Self::Ready | Self::CardPresent => None,
            Self::Missing(problem) | Self::Failing(problem) => Some(problem),
        }
    }
}

/// Looks at everything. Sensors are asked who they are, which needs no finger; nothing is captured.
#[must_use]
pub fn list(config: &Config, cancel: &AtomicBool) -> Vec<Listed> {
    let mut devices = readers(config);
    devices.extend(portraits(config));
    devices.extend(fingerprint(config, cancel));
    devices.extend(scanner(config));
    devices
}

fn readers(config: &Config) -> Vec<Listed> {
    let wanted = config.card.reader.as_deref();
    let names = pcsc::readers(None);
    let named = |name: &String| wanted.is_none_or(|part| name.contains(part));
    let mut listed: Vec<Listed> = names
        .iter()
        .map(|name| Listed {
            kind: DeviceKind::CardReader,
            origin: match named(name) {
                true => Found::InSettings,
                false => Found::PluggedIn,
            },
            place: name.clone(),
            identity: Some(identity::of_reader(name)),
            state: match pcsc::presence(Some(name)) {
                ReaderPresence::CardPresent => State::CardPresent,
                ReaderPresence::Empty => State::Ready,
                ReaderPresence::NoReader => State::Missing(Problem::NoReader),
                ReaderPresence::NoService => State::Missing(Problem::SmartCardServiceNotRunning),
            },
        })
        .collect();
    if !names.iter().any(named) {
        let problem = match pcsc::presence(None) {
            ReaderPresence::NoService => Problem::SmartCardServiceNotRunning,
            _ => Problem::NoReader,
        };
        listed.push(Listed {
            kind: DeviceKind::CardReader,
            origin: Found::InSettings,
            place: wanted.unwrap_or("PC/SC").to_owned(),
            identity: None,
            state: State::Missing(problem),
        });
    }
    listed
}

fn portraits(config: &Config) -> Option<Listed> {
    let source = config.resolved_portrait()?;
    Some(Listed {
        kind: DeviceKind::Camera,
        origin: Found::InSettings,
        place: camera::describe(&source),
        identity: Some(identity::of_camera(&source)),
        state: match camera::is_present(&source) {
            true => State::Ready,
            false => State::Missing(Problem::PortraitSourceMissing),
        },
    })
}

fn fingerprint(config: &Config, cancel: &AtomicBool) -> Vec<Listed> {
    let mut listed = Vec::new();
    let settings = config.resolved_fingerprint();
    let port = settings.as_ref().and_then(|settings| settings.port());
    let place = port.map_or_else(|| "127.0.0.1".to_owned(), str::to_owned);
    let configured = settings.map(|settings| {
        let mut sensor = FingerSensor::new(settings);
        let stated = match sensor.is_there() {
            true => sensor.identify(cancel).map_err(|error| {
                tracing::warn!(%error, "the sensor does not say who it is");
                State::Failing(problem::of_sensor(&error))
            }),
            false => Err(State::Missing(Problem::SensorNotFound)),
        };
        Listed {
            kind: DeviceKind::Fingerprint,
            origin: Found::InSettings,
            place,
            state: stated.as_ref().err().copied().unwrap_or(State::Ready),
            identity: stated.ok().map(|stated| stated.identity),
        }
    });
    let speaks_sbi = configured
        .as_ref()
        .is_some_and(|one| one.place == "127.0.0.1");
    listed.extend(configured);
    // Somebody answers on the interface's ports: who it is, only a pinned root could tell.
    if !speaks_sbi && let Some(port) = sbi::first_listening() {
        listed.push(Listed {
            kind: DeviceKind::Fingerprint,
            origin: Found::PluggedIn,
            place: format!("127.0.0.1:{port}"),
            identity: None,
            state: State::Failing(Problem::SbiOff),
        });
    }
    listed
}

fn scanner(config: &Config) -> Option<Listed> {
    let scanner = config.resolved_scanner()?;
    let missing = Problem::ScannerMissing;
    let (place, identity, state) = match &scanner {
        ScannerConfig::Serial(serial) => (
            serial.port.clone(),
            Some(identity::of_serial_scanner(&serial.port)),
            there(Path::new(&serial.port), missing),
        ),
        ScannerConfig::Elyctis(reader) => (
            reader.port.clone(),
            Some(identity::of_elyctis(&reader.port)),
            there(Path::new(&reader.port), missing),
        ),
        ScannerConfig::File(source) => (
            source.file.display().to_string(),
            Some(identity::of_file(DeviceKind::Scanner)),
            there(&source.file, missing),
        ),
        // It says nothing of itself: to the computer it is a keyboard.
        ScannerConfig::Wedge(_) => ("keyboard".to_owned(), None, State::Ready),
        // The camera is listed as what it is.
        ScannerConfig::Camera(_) => return None,
    };
    Some(Listed {
        kind: DeviceKind::Scanner,
        origin: Found::InSettings,
        place,
        identity,
        state,
    })
}

fn there(path: &Path, missing: Problem) -> State {
    match path.exists() {
        true => State::Ready,
        false => State::Missing(missing),
    }
}

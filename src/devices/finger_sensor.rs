//! The counter's fingerprint sensor, whatever it speaks: one capture, one way to say what went wrong.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use capture::CaptureError;
use capture::fingerprint::device::{DeviceCapability, FitDevice, ImageQualityClass};
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::inquiry::Statement;
use capture::sbi::SbiError;
use capture::sfm::ImageFormat;
use dossier::devices::{DeviceIdentity, DeviceKind};

use super::finger_line::{CaptureProgress, Deadlines};
use super::sbi_device::SbiDevice;
use super::{ef01, identity, sfm};
use crate::config::{Ef01Sensor, FingerprintConfig, SfmSensor};

/// A sensor as the settings name it. It belongs to one thread.
pub struct FingerSensor {
    driver: Driver,
    /// Who it said it was, for as long as nothing went wrong.
    stated: Option<Stated>,
    /// The same in a module's own words.
    statement: Option<Statement>,
}

enum Driver {
    Ef01(Ef01Sensor),
    Sfm(SfmSensor),
    Sbi(Box<SbiDevice>),
}

/// Who a sensor says it is, and its parameters for an acceptance sheet.
#[derive(Clone, Debug)]
pub struct Stated {
    /// For the list of devices.
    pub identity: DeviceIdentity,
    /// For the profile.
    pub capability: DeviceCapability,
    /// Name and value.
    pub parameters: Vec<(&'static str, String)>,
}

/// What an image is for. For a citizen's file only a device that meets the profile takes one.
#[derive(Clone, Copy)]
pub enum CaptureFor {
    /// A citizen's file.
    Citizen(FitDevice),
    /// A test of the device; the image is dropped.
    Tester,
}

/// What is laid on the sensor at once.
#[derive(Clone, Debug)]
pub struct Touch {
    /// The finger that is asked for.
    pub finger: Finger,
    /// Those that a plate for four fingers takes with it.
    pub beside: Vec<Finger>,
    /// Those of the same hand that the person cannot lay on it.
    pub excepted: Vec<Finger>,
}

impl Touch {
    /// One finger alone.
    #[must_use]
    pub fn of(finger: Finger) -> Self {
        Self {
            finger,
            beside: Vec::new(),
            excepted: Vec::new(),
        }
    }

    /// All of them, the one that is asked for first.
    #[must_use]
    pub fn fingers(&self) -> Vec<Finger> {
        std::iter::once(self.finger)
            .chain(self.beside.iter().copied())
            .collect()
    }
}

/// The fingers of one touch, and which device gave them.
pub struct Taken {
    /// The image of the finger that was asked for.
    pub image: FingerprintImage,
    /// Those of the others.
    pub beside: Vec<FingerprintImage>,
    /// The device, for the file.
    pub sensor: String,
}

/// Why there is no finger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SensorError {
    /// A sensor on a serial line, or an image without ridges.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// A device of the Secure Biometric Interface.
    #[error(transparent)]
    Sbi(#[from] SbiError),
}

impl FingerSensor {
    /// The sensor of these settings; nothing is opened.
    #[must_use]
    pub fn new(config: FingerprintConfig) -> Self {
        let driver = match config {
            FingerprintConfig::Ef01(sensor) => Driver::Ef01(sensor),
            FingerprintConfig::Sfm(sensor) => Driver::Sfm(sensor),
            FingerprintConfig::Sbi(sensor) => Driver::Sbi(Box::new(SbiDevice::new(sensor))),
        };
        Self {
            driver,
            stated: None,
            statement: None,
        }
    }

    /// Whether something is where the sensor should be. Nothing is sent to it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        match &self.driver {
            Driver::Ef01(sensor) => Path::new(&sensor.port).exists(),
            Driver::Sfm(sensor) => Path::new(&sensor.port).exists(),
            Driver::Sbi(device) => device.is_there(),
        }
    }

    /// Who the sensor is. A module on a line is asked once; an SBI device is whom it proves to be now.
    ///
    /// # Errors
    /// [`SensorError`] when it does not say so.
    pub fn identify(&mut self, cancel: &AtomicBool) -> Result<Stated, SensorError> {
        if let (Some(stated), Driver::Ef01(_) | Driver::Sfm(_)) = (&self.stated, &self.driver) {
            return Ok(stated.clone());
        }
        let deadlines = Deadlines::default();
        let stated = match &mut self.driver {
            Driver::Ef01(sensor) => {
                let statement = ef01::inquire(ef01_port(sensor), deadlines, cancel)?;
                let known = self.statement.insert(statement);
                of_statement(known, &sensor.port)
            }
            Driver::Sfm(sensor) => {
                let statement = sfm::inquire(sfm_port(sensor), deadlines, cancel)?;
                let known = self.statement.insert(statement);
                of_statement(known, &sensor.port)
            }
            Driver::Sbi(device) => device.identify()?,
        };
        self.stated = Some(stated.clone());
        Ok(stated)
    }

    /// As much of a touch as the device that [`FingerSensor::identify`] named takes at once.
    #[must_use]
    pub fn at_once(&self, touch: Touch) -> Touch {
        match &self.driver {
            Driver::Sbi(device) if device.takes_together(&touch.fingers()) => touch,
            _ => Touch::of(touch.finger),
        }
    }

    /// Captures what is laid on the device that [`FingerSensor::identify`] named. Blocks up to the deadlines;
    /// `cancel` ends it within a tick.
    ///
    /// # Errors
    /// [`SensorError`], also when another device has taken its place; then nothing of the image is kept.
    pub fn capture(
        &mut self,
        (touch, purpose): (&Touch, CaptureFor),
        progress: &mut dyn FnMut(CaptureProgress),
        cancel: &AtomicBool,
    ) -> Result<Taken, SensorError> {
        if let CaptureFor::Citizen(fit) = purpose {
            tracing::debug!(class = fit.fap().number(), "a finger for a citizen's file");
        }
        let taken = self.take(touch, progress, cancel);
        if taken.is_err() {
            // It may have been unplugged, and another one plugged in.
            self.stated = None;
            self.statement = None;
        }
        taken
    }

    fn take(
        &mut self,
        touch: &Touch,
        progress: &mut dyn FnMut(CaptureProgress),
        cancel: &AtomicBool,
    ) -> Result<Taken, SensorError> {
        let finger = touch.finger;
        let known = self.statement.as_ref().ok_or(CaptureError::OtherDevice);
        match &mut self.driver {
            Driver::Ef01(sensor) => {
                let (deadlines, port) = (waiting(sensor.wait_seconds), ef01_port(sensor));
                let image = ef01::capture((port, known?), finger, deadlines, progress, cancel);
                Ok((image?, format!("EF01 {}", sensor.port)).into())
            }
            Driver::Sfm(sensor) => {
                let (deadlines, port) = (waiting(sensor.wait_seconds), sfm_port(sensor));
                let wanted = (finger, ImageFormat::Grey);
                let image = sfm::capture((port, known?), wanted, deadlines, progress, cancel);
                Ok((image?, format!("SFM {}", sensor.port)).into())
            }
            Driver::Sbi(device) => device.capture(touch, progress, cancel),
        }
    }
}

impl From<(FingerprintImage, String)> for Taken {
    fn from((image, sensor): (FingerprintImage, String)) -> Self {
        Self {
            image,
            beside: Vec::new(),
            sensor,
        }
    }
}

/// The port of an EF01 sensor, with what its factory set where the settings say nothing.
pub(crate) fn ef01_port(sensor: &Ef01Sensor) -> ef01::Port<'_> {
    ef01::Port {
        path: &sensor.port,
        baud: sensor.baud.unwrap_or(ef01::FACTORY_BAUD),
        password: sensor.password.unwrap_or(ef01::FACTORY_PASSWORD),
    }
}

fn sfm_port(sensor: &SfmSensor) -> (&str, u32) {
    let baud = sensor.baud.unwrap_or(sfm::FACTORY_BAUD);
    (&sensor.port, baud)
}

fn of_statement(statement: &Statement, port: &str) -> Stated {
    let identity = DeviceIdentity {
        serial: statement.serial.clone(),
        firmware: statement.firmware.clone(),
        origin: identity::origin_of(port),
        ..identity::plain(DeviceKind::Fingerprint, &statement.model)
    };
    Stated {
        identity,
        capability: statement.capability.unwrap_or(UNSTATED),
        parameters: statement.parameters.clone(),
    }
}

/// A module that says nothing of its images is of the least class.
const UNSTATED: DeviceCapability = DeviceCapability {
    window: None,
    dpi: 0,
    depth: GreyDepth::Levels16,
    quality: ImageQualityClass::Unstated,
};

fn waiting(seconds: u64) -> Deadlines {
    Deadlines {
        finger: Duration::from_secs(seconds),
        ..Deadlines::default()
    }
}

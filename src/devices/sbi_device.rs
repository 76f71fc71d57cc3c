//! One SBI device as the counter's fingerprint sensor: found, asked for one finger, its chain of hashes kept.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use capture::CaptureError;
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::image::GreyImage;
use capture::sbi::{BlockHash, Captured, Device, Environment, ProviderRoots, SbiError, Wanted};
use dossier::devices::{DeviceIdentity, DeviceKind, Origin};
use dossier::sha256_digest::Sha256Digest;

use super::finger_line::CaptureProgress;
use super::finger_sensor::{SensorError, Stated, Taken, Touch};
use super::identity;
use super::sbi::{self, Connected};
use crate::config::SbiSensor;

/// The score at which the device captures by itself: that of Circular 110 on the device's own scale.
const REQUESTED_SCORE: u8 = 50;

/// Serial number, and SHA-256 of the certificate.
type Named = (String, [u8; 32]);

/// A device of the interface, and what this terminal knows of it.
pub struct SbiDevice {
    settings: SbiSensor,
    roots: Result<ProviderRoots, SbiError>,
    connected: Option<Connected>,
    /// Whose serial number and certificate were stated last.
    stated: Option<Named>,
    /// The last block of the chain that this terminal saw.
    previous: BlockHash,
}

impl SbiDevice {
    /// The device of these settings; the roots are read, nothing is asked.
    #[must_use]
    pub fn new(settings: SbiSensor) -> Self {
        Self {
            roots: load(&settings.roots),
            settings,
            connected: None,
            stated: None,
            previous: BlockHash::first(),
        }
    }

    /// Whether a service listens where the device was last, or on any port of the interface.
    pub(super) fn is_there(&self) -> bool {
        match &self.connected {
            Some(connected) => sbi::is_listening(connected.port()),
            None => sbi::first_listening().is_some(),
        }
    }

    /// The device, introduced anew when its service was restarted.
    ///
    /// # Errors
    /// [`SbiError`] when there is none that may be asked.
    pub fn connect(&mut self) -> Result<&Connected, SbiError> {
        let roots = self.roots.as_ref().map_err(SbiError::clone)?;
        let known = self.connected.take();
        let known = known.filter(|connected| sbi::is_listening(connected.port()));
        let connected = match known {
            Some(connected) => connected,
            None => sbi::find(roots, self.settings.environment)?,
        };
        Ok(self.connected.insert(connected))
    }

    /// Whom the device proves to be.
    pub(super) fn identify(&mut self) -> Result<Stated, SbiError> {
        let device = self.connect()?.device().clone();
        self.stated = Some(named_by(&device));
        let named = device.identity();
        let environment = device.environment();
        let capability = device.capability();
        let identity = DeviceIdentity {
            serial: Some(named.serial_no.clone()),
            firmware: Some(device.firmware().to_owned()),
            certificate: Some(Sha256Digest::new(device.certificate())),
            // What is not for citizens' data is a rehearsal, whoever signed it.
            origin: match environment {
                Environment::Production => Origin::Real,
                _ => Origin::Simulated,
            },
            ..identity::plain(
                DeviceKind::Fingerprint,
                &format!("{} {}", named.make, named.model),
            )
        };
        let parameters = vec![
            ("provider", named.device_provider.clone()),
            ("certification", format!("{:?}", device.certification())),
            ("environment", environment.word().to_owned()),
            ("device type", named.device_sub_type.clone()),
        ];
        Ok(Stated {
            identity,
            capability,
            parameters,
        })
    }

    /// Whether the device that was stated last takes these fingers at once.
    pub(super) fn takes_together(&self, fingers: &[Finger]) -> bool {
        let connected = self.connected.as_ref();
        connected.is_some_and(|connected| connected.device().takes_together(fingers))
    }

    pub(super) fn capture(
        &mut self,
        touch: &Touch,
        progress: &mut dyn FnMut(CaptureProgress),
        cancel: &AtomicBool,
    ) -> Result<Taken, SensorError> {
        let now = named_by(self.connect()?.device());
        // A service that was restarted may speak for another device than the one that was admitted.
        if self.stated.as_ref() != Some(&now) {
            self.connected = None;
            return Err(CaptureError::OtherDevice.into());
        }
        progress(CaptureProgress::AwaitingFinger);
        let mut live = |frame| progress(CaptureProgress::Live(frame));
        let (captured, sensor) = self.ask(touch, (&mut live, cancel)).inspect_err(|_| {
            // Whoever listens there next time introduces itself again.
            self.connected = None;
        })?;
        let of = |captured: &Captured| {
            let (image, depth) = (captured.image().clone(), GreyDepth::Levels256);
            FingerprintImage::new(image, depth, captured.dpi(), captured.finger())
        };
        // Opening the answer made sure that they are the fingers that were asked for, each once.
        let images: Result<Vec<_>, _> = captured.iter().map(of).collect();
        let (asked, beside): (Vec<_>, Vec<_>) = images?
            .into_iter()
            .partition(|image| image.finger() == touch.finger);
        let image = asked.into_iter().next().ok_or(SbiError::WrongFinger)?;
        Ok(Taken {
            image,
            beside,
            sensor,
        })
    }

    fn ask(
        &mut self,
        touch: &Touch,
        watched: (&mut dyn FnMut(GreyImage), &AtomicBool),
    ) -> Result<(Vec<Captured>, String), SbiError> {
        let roots = self.roots.as_ref().map_err(SbiError::clone)?;
        let connected = self.connected.as_ref().ok_or(SbiError::NotFound)?;
        let wait = Duration::from_secs(self.settings.wait_seconds);
        let wanted = Wanted {
            fingers: touch.fingers(),
            exceptions: touch.excepted.clone(),
            score: REQUESTED_SCORE,
            timeout_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX),
        };
        let previous = self.previous.clone();
        let (captured, last) = sbi::capture(connected, roots, wanted, previous, watched)?;
        self.previous = last;
        let identity = connected.device().identity();
        let sensor = format!(
            "SBI {} {} {}",
            identity.make, identity.model, identity.serial_no
        );
        Ok((captured, sensor))
    }
}

fn named_by(device: &Device) -> Named {
    (device.identity().serial_no.clone(), device.certificate())
}

fn load(files: &[PathBuf]) -> Result<ProviderRoots, SbiError> {
    let files: Vec<Vec<u8>> = files
        .iter()
        .map(|file| std::fs::read(file).map_err(|_| SbiError::RootMalformed))
        .collect::<Result<_, _>>()?;
    ProviderRoots::from_files(files.iter().map(Vec::as_slice))
}

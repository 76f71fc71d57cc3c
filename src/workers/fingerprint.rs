//! The fingerprint worker: owns the serial port while a finger is taken.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use capture::fingerprint::{Finger, FingerprintImage};
use capture::sfm::ImageFormat;
use dossier::draft::FingerprintCapture;
use dossier::identity::taken_before;
use ui::event::{DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;

use super::Outlet;
use crate::clock;
use crate::config::{FingerprintConfig, FingerprintFamily};
use crate::devices::finger_line::{CaptureProgress, Deadlines};
use crate::devices::{ef01, sfm};

/// How often the port is looked for while no finger is taken.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(super) struct FingerprintJob {
    pub(super) session: SessionId,
    pub(super) finger: Finger,
    /// Those taken before: none of them may be this one.
    pub(super) earlier: Vec<FingerprintCapture>,
}

pub(super) struct FingerprintWorker {
    pub(super) config: Option<FingerprintConfig>,
    pub(super) cancelled: Arc<AtomicBool>,
    pub(super) outlet: Outlet,
}

impl FingerprintWorker {
    pub(super) fn run(self, inbox: &Receiver<FingerprintJob>) {
        let mut seen = None;
        loop {
            self.watch_port(&mut seen);
            match inbox.recv_timeout(WATCH_INTERVAL) {
                Ok(job) => self.take(&job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn watch_port(&self, seen: &mut Option<DeviceState>) {
        let present = self
            .config
            .as_ref()
            .is_some_and(|config| Path::new(&config.port).exists());
        let state = if present {
            DeviceState::Ready
        } else {
            DeviceState::Missing
        };
        if *seen != Some(state) {
            *seen = Some(state);
            self.outlet.send(Event::Device {
                device: DeviceKind::Fingerprint,
                state,
            });
        }
    }

    fn take(&self, job: &FingerprintJob) {
        let session = job.session;
        self.cancelled.store(false, Ordering::Relaxed);
        let event = match self.image(job) {
            Ok((image, sensor)) => finished(job, &image, sensor),
            Err(problem) => Event::FingerprintFailed { session, problem },
        };
        self.outlet.send(event);
    }

    fn image(&self, job: &FingerprintJob) -> Result<(FingerprintImage, String), Problem> {
        let config = self.config.as_ref().ok_or(Problem::SensorNotFound)?;
        let deadlines = Deadlines {
            finger: Duration::from_secs(config.wait_seconds),
            ..Deadlines::default()
        };
        let mut progress = |progress| self.report(job.session, progress);
        let cancel = &self.cancelled;
        let (name, image) = match config.family {
            FingerprintFamily::Ef01 => {
                let port = ef01::Port {
                    path: &config.port,
                    baud: config.baud.unwrap_or(ef01::FACTORY_BAUD),
                    password: config.password.unwrap_or(ef01::FACTORY_PASSWORD),
                };
                let image = ef01::capture(port, job.finger, deadlines, &mut progress, cancel);
                ("EF01", image)
            }
            FingerprintFamily::Sfm => {
                let port = (
                    config.port.as_str(),
                    config.baud.unwrap_or(sfm::FACTORY_BAUD),
                );
                let wanted = (job.finger, ImageFormat::Grey);
                let image = sfm::capture(port, wanted, deadlines, &mut progress, cancel);
                ("SFM", image)
            }
        };
        let image = image.map_err(|error| {
            tracing::warn!(%error, "no fingerprint");
            Problem::from(&error)
        })?;
        Ok((image, format!("{name} {}", config.port)))
    }

    fn report(&self, session: SessionId, progress: CaptureProgress) {
        match progress {
            CaptureProgress::FingerPlaced => self.outlet.send(Event::FingerPlaced { session }),
            CaptureProgress::Receiving { received, expected } => {
                self.outlet.send(Event::FingerprintProgress {
                    session,
                    received,
                    expected,
                });
            }
            CaptureProgress::AwaitingFinger => {}
        }
    }
}

fn finished(job: &FingerprintJob, image: &FingerprintImage, sensor: String) -> Event {
    let session = job.session;
    let Ok(capture) = FingerprintCapture::of(image, sensor, clock::now()) else {
        return Event::FingerprintFailed {
            session,
            problem: Problem::SensorBadData,
        };
    };
    if taken_before(&capture, &job.earlier).is_some() {
        return Event::FingerprintFailed {
            session,
            problem: Problem::FingerTwice,
        };
    }
    Event::FingerprintCaptured {
        session,
        capture,
        preview: image.grey().clone(),
    }
}

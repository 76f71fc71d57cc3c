//! The fingerprint worker: owns the sensor while a finger is taken.

#[cfg(test)]
mod tests;

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use capture::fingerprint::FingerprintImage;
use capture::fingerprint::profile::Purpose;
use dossier::devices::DeviceIdentity;
use dossier::draft::FingerprintCapture;
use dossier::fingers::profile_of;
use dossier::identity::taken_before;
use rules::profile::FingerRules;
use ui::event::{DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;

use super::Outlet;
use super::stop::Stop;
use crate::clock;
use crate::devices::finger_line::CaptureProgress;
use crate::devices::finger_sensor::{CaptureFor, FingerSensor, SensorError, Taken, Touch};
use crate::problem;

/// How often the sensor is looked for while no finger is taken.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(super) struct FingerprintJob {
    pub(super) session: SessionId,
    /// The finger that is asked for, and what may be taken with it.
    pub(super) touch: Touch,
    /// Those taken before: none of them may be this one.
    pub(super) earlier: Vec<FingerprintCapture>,
    pub(super) stop: Stop,
}

/// Answers for a device whether it may serve now.
pub(super) type Admission = Box<dyn Fn(&DeviceIdentity) -> Result<(), Problem> + Send>;

pub(super) struct FingerprintWorker {
    pub(super) sensor: Option<FingerSensor>,
    /// Whether the list lets a device take a citizen's finger.
    pub(super) admission: Admission,
    /// What the policy's profile asks of fingers.
    pub(super) rules: FingerRules,
    pub(super) outlet: Outlet,
}

impl FingerprintWorker {
    pub(super) fn run(mut self, inbox: &Receiver<FingerprintJob>) {
        let mut seen = None;
        loop {
            self.watch(&mut seen);
            match inbox.recv_timeout(WATCH_INTERVAL) {
                Ok(job) => self.take(&job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn watch(&self, seen: &mut Option<DeviceState>) {
        let state = match self.sensor.as_ref().is_some_and(FingerSensor::is_there) {
            true => DeviceState::Ready,
            false => DeviceState::Missing,
        };
        if *seen != Some(state) {
            *seen = Some(state);
            self.outlet.send(Event::Device {
                device: DeviceKind::Fingerprint,
                state,
            });
        }
    }

    fn take(&mut self, job: &FingerprintJob) {
        let session = job.session;
        let event = match self.image(job) {
            Ok((taken, device)) => self.finished(job, taken, device),
            Err(problem) => Event::FingerprintFailed { session, problem },
        };
        self.outlet.send(event);
    }

    fn image(&mut self, job: &FingerprintJob) -> Result<(Taken, DeviceIdentity), Problem> {
        let sensor = self.sensor.as_mut().ok_or(Problem::SensorNotFound)?;
        let failed = |error: SensorError| {
            tracing::warn!(%error, "no fingerprint");
            problem::of_sensor(&error)
        };
        let stated = sensor.identify(&job.stop).map_err(failed)?;
        (self.admission)(&stated.identity)?;
        let profile = profile_of(&self.rules);
        let fit = stated.capability.fit(&profile, Purpose::Enrol);
        let fit = fit.map_err(|unfit| {
            let short = unfit.shortcomings().iter().map(ToString::to_string);
            let short = short.collect::<Vec<_>>().join(", ");
            tracing::warn!(
                model = stated.identity.model,
                short,
                "sensor below the profile"
            );
            Problem::from(&unfit)
        })?;
        let touch = sensor.at_once(job.touch.clone());
        let outlet = &self.outlet;
        outlet.send(Event::FingersAwaited {
            session: job.session,
            fingers: touch.fingers(),
        });
        let mut progress = |progress| report(outlet, job.session, progress);
        let taken = sensor
            .capture((&touch, CaptureFor::Citizen(fit)), &mut progress, &job.stop)
            .map_err(failed)?;
        Ok((taken, stated.identity))
    }

    /// All fingers of the touch, or none of them.
    fn finished(&self, job: &FingerprintJob, taken: Taken, device: DeviceIdentity) -> Event {
        let session = job.session;
        let preview = taken.image.grey().clone();
        match self.captures(job, &taken, &device) {
            Err(problem) => Event::FingerprintFailed { session, problem },
            Ok((capture, beside)) => Event::FingerprintCaptured {
                session,
                capture: Box::new(capture),
                beside,
                preview,
            },
        }
    }

    /// What goes into the file: the finger that was asked for, and those beside it.
    fn captures(
        &self,
        job: &FingerprintJob,
        taken: &Taken,
        device: &DeviceIdentity,
    ) -> Result<(FingerprintCapture, Vec<FingerprintCapture>), Problem> {
        let mut before = job.earlier.clone();
        let mut capture = |image: &FingerprintImage| {
            let at = clock::now();
            let made = FingerprintCapture::of(image, &self.rules, taken.sensor.clone(), at);
            let mut capture = made.map_err(|_| Problem::SensorBadData)?;
            capture.device = Some(Box::new(device.clone()));
            if taken_before(&capture, &before, &self.rules.matching).is_some() {
                return Err(Problem::FingerTwice);
            }
            before.push(capture.clone());
            Ok(capture)
        };
        let asked = capture(&taken.image)?;
        let beside = taken.beside.iter().map(capture);
        Ok((asked, beside.collect::<Result<_, _>>()?))
    }
}

fn report(outlet: &Outlet, session: SessionId, progress: CaptureProgress) {
    match progress {
        CaptureProgress::FingerPlaced => outlet.send(Event::FingerPlaced { session }),
        CaptureProgress::Receiving { received, expected } => {
            outlet.send(Event::FingerprintProgress {
                session,
                received,
                expected,
            });
        }
        CaptureProgress::Live(frame) => outlet.send(Event::FingerprintLive { session, frame }),
        CaptureProgress::AwaitingFinger => {}
    }
}

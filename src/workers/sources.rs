//! The scanner worker: a device that delivers a text in one go.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use dossier::devices::{DeviceIdentity, DeviceKind as Kind};
use ui::event::{DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;
use zeroize::Zeroizing;

use super::stop::Stop;
use super::{Outlet, admitted};
use crate::config::{ScannerConfig, WedgeScanner};
use crate::device_registry::DeviceRegistry;
use crate::devices::{file_source, identity, scanner};

/// How often the sources are looked for.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);
/// How soon cancelling is seen.
const TICK: Duration = Duration::from_millis(20);

pub(super) struct ScanJob {
    pub(super) session: SessionId,
    pub(super) stop: Stop,
}

pub(super) struct ScannerWorker {
    pub(super) config: Option<ScannerConfig>,
    pub(super) registry: Arc<DeviceRegistry>,
    pub(super) outlet: Outlet,
}

/// Serves jobs, and looks for the device between them.
fn serve<J>(
    inbox: &Receiver<J>,
    (device, path): (DeviceKind, Option<&Path>),
    outlet: &Outlet,
    mut work: impl FnMut(J) -> Event,
) {
    let mut seen = None;
    loop {
        let state = match path.is_some_and(Path::exists) {
            true => DeviceState::Ready,
            false => DeviceState::Missing,
        };
        if seen != Some(state) {
            seen = Some(state);
            outlet.send(Event::Device { device, state });
        }
        match inbox.recv_timeout(WATCH_INTERVAL) {
            Ok(job) => outlet.send(work(job)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

impl ScannerWorker {
    pub(super) fn run(self, inbox: &Receiver<ScanJob>) {
        let path = self.config.as_ref().map(|config| match config {
            ScannerConfig::File(source) => source.file.as_path(),
            ScannerConfig::Serial(serial) => Path::new(&serial.port),
            ScannerConfig::Elyctis(reader) => Path::new(&reader.port),
            // The keyboard is always there; what types is told by how it types. The camera has a state of its own.
            ScannerConfig::Wedge(_) | ScannerConfig::Camera(_) => Path::new("/"),
        });
        let device = (DeviceKind::Scanner, path);
        serve(inbox, device, &self.outlet, |job| self.scan(&job));
    }

    fn scan(&self, job: &ScanJob) -> Event {
        let (session, stop) = (job.session, &job.stop);
        let text = match &self.config {
            // Frames are the portrait worker's, which gets these jobs.
            None | Some(ScannerConfig::Camera(_)) => Err(Problem::ScannerMissing),
            Some(ScannerConfig::File(source)) => {
                admitted(&self.registry, &identity::of_file(Kind::Scanner)).and_then(|()| {
                    file_source::code(&source.file).map_err(|_| Problem::ScanUnreadable)
                })
            }
            Some(ScannerConfig::Serial(serial)) => {
                let device = identity::of_serial_scanner(&serial.port);
                self.line(&serial.into(), &device, stop)
            }
            Some(ScannerConfig::Elyctis(reader)) => {
                let device = identity::of_elyctis(&reader.port);
                self.line(&reader.into(), &device, stop)
            }
            Some(ScannerConfig::Wedge(wedge)) => keyboard(wedge, stop),
        };
        match text {
            Ok(text) => Event::Scanned { session, text },
            Err(problem) => Event::ScanFailed { session, problem },
        }
    }

    fn line(
        &self,
        port: &scanner::Port<'_>,
        device: &DeviceIdentity,
        stop: &Stop,
    ) -> Result<Zeroizing<String>, Problem> {
        admitted(&self.registry, device)?;
        scanner::scan(port, stop).map_err(|error| {
            tracing::warn!(%error, "no scan");
            Problem::from(&error)
        })
    }
}

/// The window sees the keys; here is only how long they are waited for.
fn keyboard(wedge: &WedgeScanner, stop: &Stop) -> Result<Zeroizing<String>, Problem> {
    let end = Instant::now() + Duration::from_secs(wedge.wait_seconds);
    while Instant::now() < end {
        if stop.load(Ordering::Relaxed) {
            return Err(Problem::Cancelled);
        }
        std::thread::sleep(TICK);
    }
    Err(Problem::ScanNothing)
}

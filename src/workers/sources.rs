//! The scanner worker: a device that delivers a text in one go.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use ui::event::{DeviceKind, DeviceState, Event};
use ui::problem::Problem;

use super::Outlet;
use crate::config::ScannerConfig;
use crate::devices::{file_source, scanner};

/// How often the sources are looked for.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(super) struct ScanJob;

pub(super) struct ScannerWorker {
    pub(super) config: Option<ScannerConfig>,
    pub(super) cancelled: Arc<AtomicBool>,
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
        });
        let device = (DeviceKind::Scanner, path);
        serve(inbox, device, &self.outlet, |ScanJob| self.scan());
    }

    fn scan(&self) -> Event {
        self.cancelled.store(false, Ordering::Relaxed);
        let text = match &self.config {
            None => Err(Problem::ScannerMissing),
            Some(ScannerConfig::File(source)) => {
                file_source::code(&source.file).map_err(|_| Problem::ScanUnreadable)
            }
            Some(ScannerConfig::Serial(serial)) => {
                scanner::scan(serial, &self.cancelled).map_err(|error| {
                    tracing::warn!(%error, "no scan");
                    Problem::from(&error)
                })
            }
        };
        text.map_or_else(Event::ScanFailed, Event::Scanned)
    }
}

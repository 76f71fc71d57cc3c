//! The camera worker and the scanner worker: devices that deliver a frame or a text in one go.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use capture::image::Limits;
use capture::portrait::PortraitFrame;
use dossier::draft::{MediaType, PortraitCapture};
use ui::event::{DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;

use super::Outlet;
use crate::clock;
use crate::config::ScannerConfig;
use crate::devices::{file_source, scanner};

/// How often the sources are looked for.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(super) struct PortraitJob(pub(super) SessionId);

pub(super) struct ScanJob;

pub(super) struct PortraitWorker {
    pub(super) file: Option<PathBuf>,
    pub(super) outlet: Outlet,
}

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

impl PortraitWorker {
    pub(super) fn run(self, inbox: &Receiver<PortraitJob>) {
        let device = (DeviceKind::Camera, self.file.as_deref());
        serve(inbox, device, &self.outlet, |PortraitJob(session)| {
            self.take_portrait(session)
        });
    }

    fn take_portrait(&self, session: SessionId) -> Event {
        self.portrait(session)
            .unwrap_or_else(|problem| Event::PortraitFailed { session, problem })
    }

    fn portrait(&self, session: SessionId) -> Result<Event, Problem> {
        let path = self.file.as_ref().ok_or(Problem::PortraitSourceMissing)?;
        let bytes = file_source::frame(path).map_err(|_| Problem::PortraitSourceMissing)?;
        let preview = capture::image::decode(&bytes, Limits::PORTRAIT)
            .map_err(|_| Problem::PortraitUnreadable)?;
        let frame = PortraitFrame::from_bytes(&bytes).map_err(|_| Problem::PortraitUnreadable)?;
        Ok(Event::PortraitCaptured {
            session,
            capture: PortraitCapture {
                media_type: media_type(&frame),
                bytes,
                source: "image-file".into(),
                captured_at: clock::now(),
            },
            preview,
        })
    }
}

fn media_type(frame: &PortraitFrame) -> MediaType {
    match frame.media_type() {
        capture::image::MediaType::Jpeg => MediaType::Jpeg,
        capture::image::MediaType::Png => MediaType::Png,
        capture::image::MediaType::Jp2 => MediaType::Jp2,
    }
}

//! The worker of devices that deliver a frame or a text in one go: camera and scanner.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use capture::image::Limits;
use capture::portrait::PortraitFrame;
use dossier::draft::{MediaType, PortraitCapture};
use ui::event::{DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;

use super::Outlet;
use crate::clock;
use crate::devices::file_source;

/// How often the sources are looked for.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

pub(super) enum SourceJob {
    Portrait(SessionId),
    Scan,
}

pub(super) struct SourcesWorker {
    pub(super) portrait: Option<PathBuf>,
    pub(super) scanner: Option<PathBuf>,
    pub(super) outlet: Outlet,
}

impl SourcesWorker {
    pub(super) fn run(self, inbox: &Receiver<SourceJob>) {
        let mut seen = [None, None];
        loop {
            self.watch(&mut seen);
            match inbox.recv_timeout(WATCH_INTERVAL) {
                Ok(SourceJob::Portrait(session)) => self.outlet.send(self.take_portrait(session)),
                Ok(SourceJob::Scan) => self.outlet.send(self.scan()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn watch(&self, seen: &mut [Option<DeviceState>; 2]) {
        let sources = [
            (DeviceKind::Camera, &self.portrait),
            (DeviceKind::Scanner, &self.scanner),
        ];
        for ((device, path), seen) in sources.into_iter().zip(seen) {
            let present = path.as_ref().is_some_and(|path| path.exists());
            let state = if present {
                DeviceState::Ready
            } else {
                DeviceState::Missing
            };
            if *seen != Some(state) {
                *seen = Some(state);
                self.outlet.send(Event::Device { device, state });
            }
        }
    }

    fn take_portrait(&self, session: SessionId) -> Event {
        self.portrait(session)
            .unwrap_or_else(|problem| Event::PortraitFailed { session, problem })
    }

    fn portrait(&self, session: SessionId) -> Result<Event, Problem> {
        let path = self
            .portrait
            .as_ref()
            .ok_or(Problem::PortraitSourceMissing)?;
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

    fn scan(&self) -> Event {
        let text = self.scanner.as_ref().map(|path| file_source::code(path));
        match text {
            Some(Ok(text)) => Event::Scanned(text),
            Some(Err(_)) => Event::ScanFailed(Problem::ScanUnreadable),
            None => Event::ScanFailed(Problem::ScannerMissing),
        }
    }
}

fn media_type(frame: &PortraitFrame) -> MediaType {
    match frame.media_type() {
        capture::image::MediaType::Jpeg => MediaType::Jpeg,
        capture::image::MediaType::Png => MediaType::Png,
        capture::image::MediaType::Jp2 => MediaType::Jp2,
    }
}

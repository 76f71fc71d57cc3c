//! One thread per camera, which keeps the newest frame only.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use capture::portrait::{CameraError, Frame, Repetition};

use super::{FrameSource, TICK, open};
use crate::config::PortraitSource;

/// How long after an error the camera is opened again.
const PAUSE: Duration = Duration::from_secs(1);

/// What a camera said last.
type Report = Result<Arc<Frame>, CameraError>;

/// A camera at work. Dropping it closes the camera.
pub struct Pump {
    latest: Arc<Latest>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Room for one report: a newer one drops an older one that nobody took.
#[derive(Default)]
struct Latest {
    report: Mutex<Option<Report>>,
    changed: Condvar,
}

impl Pump {
    /// Opens the camera on a thread of its own, and again a second after every error.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(source: PortraitSource) -> std::io::Result<Self> {
        let latest = Arc::new(Latest::default());
        let stop = Arc::new(AtomicBool::new(false));
        let (place, stopped) = (Arc::clone(&latest), Arc::clone(&stop));
        let thread = std::thread::Builder::new().name("camera".into());
        let work = move || {
            while !stopped.load(Ordering::Relaxed) {
                let error = show(&source, &place, &stopped);
                if error != CameraError::Cancelled {
                    tracing::warn!(%error, "no frames");
                    place.put(Err(error));
                    pause(&stopped);
                }
            }
        };
        Ok(Self {
            latest,
            stop,
            thread: Some(thread.spawn(work)?),
        })
    }

    /// The newest report, if one comes within this time. A driver that ended by its own fault is a camera that
    /// went away.
    #[must_use]
    pub fn next(&self, patience: Duration) -> Option<Report> {
        let report = self.latest.take(patience);
        let ended = || self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        report.or_else(|| ended().then_some(Err(CameraError::Unplugged)))
    }

    /// Whether the thread still looks after the camera.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A driver that panicked has said so on standard error already.
            let _ = thread.join();
        }
    }
}

/// Shows frames until the camera fails.
fn show(source: &PortraitSource, latest: &Latest, stop: &AtomicBool) -> CameraError {
    match open(source, stop) {
        Ok(mut camera) => frames(&mut *camera, latest, stop),
        Err(error) => error,
    }
}

fn frames(camera: &mut dyn FrameSource, latest: &Latest, stop: &AtomicBool) -> CameraError {
    let mut repetition = Repetition::default();
    let mut before: Option<Arc<Frame>> = None;
    loop {
        let frame = match camera.next(stop) {
            Ok(frame) => Arc::new(frame),
            Err(error) => return error,
        };
        if camera.is_live() && repetition.is_frozen(before.as_deref(), &frame) {
            return CameraError::Frozen;
        }
        before = Some(Arc::clone(&frame));
        latest.put(Ok(frame));
    }
}

fn pause(stop: &AtomicBool) {
    let until = Instant::now() + PAUSE;
    while Instant::now() < until && !stop.load(Ordering::Relaxed) {
        sleep(TICK);
    }
}

impl Latest {
    fn put(&self, report: Report) {
        *self.lock() = Some(report);
        self.changed.notify_one();
    }

    fn take(&self, patience: Duration) -> Option<Report> {
        let waited = self
            .changed
            .wait_timeout_while(self.lock(), patience, |report| report.is_none());
        let (mut report, _) = waited.unwrap_or_else(PoisonError::into_inner);
        report.take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Report>> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

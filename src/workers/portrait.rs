//! The camera worker: live picture with hints, and the best of a few frames when the officer takes one.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use capture::image::{ImageError, Limits, RgbaImage, decode};
use capture::portrait::{
    Attempts, CameraError, FaceFinder, Frame, PortraitQuality, read_facial_record,
};
use dossier::draft::PortraitCapture;
use dossier::portrait::{NoPortrait, PROFILE, PortraitAssessment};
use ui::event::{DeviceKind, DeviceState, Event, LiveFrame, Oval, SessionId};
use ui::problem::Problem;

use super::Outlet;
use super::stop::Stop;
use crate::clock;
use crate::config::PortraitSource;
use crate::devices::camera::{Pump, describe, is_present};
use crate::devices::identity::of_camera;

/// How often the camera is looked for while it is not at work.
const WATCH_INTERVAL: Duration = Duration::from_secs(2);
/// Hints come at most 15 times a second.
const FRAME_INTERVAL: Duration = Duration::from_millis(66);
/// How soon an order is seen while the camera is at work.
const TICK: Duration = Duration::from_millis(30);
/// A try is the best of so many frames.
const FRAMES: usize = 5;
/// A try ends when the camera gives fewer frames than that within this time.
const PATIENCE: Duration = Duration::from_secs(6);
/// Single frames get damaged on a cable; so many in a row are a broken camera.
const MOST_DAMAGED: u32 = 15;
/// The live picture on the screen is no larger.
const SHOWN: u32 = 640;

mod code;
#[cfg(test)]
mod tests;

pub(super) use code::LookForCode;

pub(super) enum PortraitJob {
    /// Show what the camera sees, or stop it.
    Watch(bool),
    /// Take the best of the next frames.
    Take { session: SessionId, stop: Stop },
    /// Look for a card's code in the frames.
    FindCode(LookForCode),
}

/// Asked before the camera is opened and before every try: whether the list of devices admits it.
pub(super) type Admission = Box<dyn Fn() -> Result<(), Problem> + Send>;

pub(super) struct PortraitWorker {
    source: Option<PortraitSource>,
    admission: Admission,
    outlet: Outlet,
    finder: Option<FaceFinder>,
    pump: Option<Pump>,
    watching: bool,
    taking: Option<Taking>,
    looking: Option<code::Looking>,
    seen: Option<Rc<Seen>>,
    damaged: u32,
    state: Option<DeviceState>,
    /// Why the list keeps the camera closed, as the window was told.
    refused: Option<Problem>,
}

struct Taking {
    session: SessionId,
    stop: Stop,
    attempts: Attempts<Rc<Seen>>,
    deadline: Instant,
}

/// A frame and what is in it.
struct Seen {
    frame: Arc<Frame>,
    image: RgbaImage,
    quality: PortraitQuality,
}

impl PortraitWorker {
    pub(super) fn new(
        source: Option<PortraitSource>,
        admission: Admission,
        outlet: Outlet,
    ) -> Self {
        Self {
            source,
            admission,
            outlet,
            finder: None,
            pump: None,
            watching: false,
            taking: None,
            looking: None,
            seen: None,
            damaged: 0,
            state: None,
            refused: None,
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<PortraitJob>) {
        loop {
            let pause = match self.pump {
                Some(_) => self.look(),
                None => self.look_for_it(),
            };
            match inbox.recv_timeout(pause) {
                Ok(job) => self.perform(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.start_or_stop();
        }
    }

    fn perform(&mut self, job: PortraitJob) {
        match job {
            PortraitJob::Watch(on) => {
                self.watching = on;
                self.refused = None;
            }
            PortraitJob::FindCode(look) => self.look_for_code(look),
            PortraitJob::Take { session, .. } if self.source.is_none() => {
                self.fail(session, Problem::PortraitSourceMissing);
            }
            PortraitJob::Take { session, stop } => match (self.admission)() {
                Err(problem) => self.fail(session, problem),
                Ok(()) => {
                    self.taking = Some(Taking {
                        session,
                        stop,
                        attempts: Attempts::new(FRAMES),
                        deadline: Instant::now() + PATIENCE,
                    });
                }
            },
        }
    }

    fn start_or_stop(&mut self) {
        if let Some(taking) = &self.taking
            && taking.stop.load(Ordering::Relaxed)
        {
            // Whoever gave it up waits for no report.
            self.taking = None;
        }
        self.looking.take_if(|looking| looking.is_given_up());
        let wanted = self.watching || self.taking.is_some() || self.looking.is_some();
        match &self.pump {
            None if wanted => self.open(),
            Some(pump) if !wanted || !pump.is_alive() => {
                self.pump = None;
                self.seen = None;
            }
            _ => {}
        }
    }

    /// A camera that the list does not admit stays closed; the window is told once.
    fn open(&mut self) {
        let Some(source) = &self.source else { return };
        if let Err(problem) = (self.admission)() {
            if self.refused.replace(problem) != Some(problem) {
                self.lost(problem);
            }
            return;
        }
        match Pump::start(source.clone()) {
            Ok(pump) => self.pump = Some(pump),
            Err(error) => tracing::error!(%error, "no thread for the camera"),
        }
    }

    /// Between its work: whether the camera is there.
    fn look_for_it(&mut self) -> Duration {
        let present = self.source.as_ref().is_some_and(is_present);
        self.tell(if present {
            DeviceState::Ready
        } else {
            DeviceState::Missing
        });
        WATCH_INTERVAL
    }

    /// At its work: the newest frame, and how long the next may wait.
    fn look(&mut self) -> Duration {
        let begun = Instant::now();
        let report = self.pump.as_ref().and_then(|pump| pump.next(TICK));
        match report {
            None => {}
            Some(Ok(frame)) => match self.see(frame) {
                Ok(seen) => {
                    self.tell(DeviceState::Ready);
                    self.damaged = 0;
                    self.find_code(&seen);
                    self.add(&seen);
                }
                Err(problem) => self.skip(problem),
            },
            Some(Err(error)) => self.lose(&error),
        }
        if let Some(taking) = &self.taking
            && Instant::now() >= taking.deadline
        {
            self.lose(&CameraError::NoFrame);
        }
        self.end_late_look();
        FRAME_INTERVAL.saturating_sub(begun.elapsed())
    }

    /// Finds the face and measures; a frame that is the same as before is not measured again.
    fn see(&mut self, frame: Arc<Frame>) -> Result<Rc<Seen>, Problem> {
        if let Some(seen) = &self.seen
            && seen.frame.is_same_as(&frame)
        {
            return Ok(Rc::clone(seen));
        }
        let settled = self.settle(frame).map_err(|error| Problem::from(&error))?;
        let image = settled.decode().map_err(|error| Problem::from(&error))?;
        if self.finder.is_none() {
            let finder = FaceFinder::new().map_err(|_| Problem::Internal)?;
            self.finder = Some(finder);
        }
        let finder = self.finder.as_mut().ok_or(Problem::Internal)?;
        let quality = PortraitQuality::measure(&image, finder, PROFILE)
            .map_err(|error| Problem::from(&error))?;
        let seen = Rc::new(Seen {
            frame: settled,
            image,
            quality,
        });
        self.seen = Some(Rc::clone(&seen));
        self.show(&seen);
        Ok(seen)
    }

    /// What is taken is measured as it will be submitted: a raw frame as its JPEG file.
    fn settle(&self, frame: Arc<Frame>) -> Result<Arc<Frame>, ImageError> {
        match (&self.taking, &*frame) {
            (Some(_), Frame::Yuyv { .. }) => Ok(Arc::new(Frame::Encoded(frame.to_file()?.1))),
            _ => Ok(frame),
        }
    }

    fn show(&self, seen: &Seen) {
        let size = (seen.image.width(), seen.image.height());
        let Ok(image) = seen.image.reduced(SHOWN) else {
            return;
        };
        self.outlet.show(LiveFrame {
            image,
            oval: seen.quality.face().map(|face| Oval::of(face, size)),
            assessment: PortraitAssessment::of(&seen.quality),
        });
    }

    fn add(&mut self, seen: &Rc<Seen>) {
        let Some(mut taking) = self.taking.take() else {
            return;
        };
        // A picture that does not change has no better frame to wait for.
        let still = taking
            .attempts
            .best()
            .is_some_and(|(_, best)| Rc::ptr_eq(best, seen));
        if !still {
            // Never spent here: a spent try is finished below.
            let _ = taking.attempts.add(seen.quality.clone(), Rc::clone(seen));
        }
        if still || taking.attempts.spent() {
            self.finish(&taking);
        } else {
            self.taking = Some(taking);
        }
    }

    fn finish(&self, taking: &Taking) {
        let session = taking.session;
        let Some((quality, best)) = taking.attempts.best() else {
            return self.fail(session, Problem::CameraNoFrame);
        };
        let source = self.source.as_ref().map(describe).unwrap_or_default();
        let origin = (source, clock::now());
        let event = match PortraitCapture::of(&best.frame, &best.image, quality, origin) {
            Ok(capture) => match print_of(&capture) {
                Some(preview) => Event::PortraitCaptured {
                    session,
                    capture: Box::new(PortraitCapture {
                        device: self
                            .source
                            .as_ref()
                            .map(|source| Box::new(of_camera(source))),
                        ..capture
                    }),
                    preview,
                },
                None => failed(session, Problem::Internal),
            },
            Err(NoPortrait::NotOneFace | NoPortrait::Crop(_)) => Event::PortraitRefused {
                session,
                assessment: Box::new(PortraitAssessment::of(quality)),
            },
            Err(NoPortrait::Image(error)) => failed(session, Problem::from(&error)),
            Err(NoPortrait::Record(_)) => failed(session, Problem::Internal),
        };
        self.outlet.send(event);
    }

    /// A damaged frame is left out, a camera that sends no other is lost.
    fn skip(&mut self, problem: Problem) {
        self.damaged += 1;
        if self.damaged >= MOST_DAMAGED || !self.is_live() {
            self.damaged = 0;
            self.lost(problem);
        }
    }

    fn is_live(&self) -> bool {
        matches!(
            self.source,
            Some(PortraitSource::Network(_) | PortraitSource::Video(_))
        )
    }

    fn lose(&mut self, error: &CameraError) {
        self.lost(Problem::from(error));
    }

    fn lost(&mut self, problem: Problem) {
        self.seen = None;
        self.tell(DeviceState::Missing);
        let looking = self.looking.take();
        let taking = self.taking.take();
        if looking.is_none() && taking.is_none() {
            self.outlet.send(Event::CameraLost(problem));
        }
        if let Some(looking) = looking {
            self.outlet.send(looking.failed(problem));
        }
        if let Some(taking) = taking {
            self.fail(taking.session, problem);
        }
    }

    fn fail(&self, session: SessionId, problem: Problem) {
        self.outlet.send(failed(session, problem));
    }

    fn tell(&mut self, state: DeviceState) {
        if self.state != Some(state) {
            self.state = Some(state);
            let device = DeviceKind::Camera;
            self.outlet.send(Event::Device { device, state });
        }
    }
}

fn failed(session: SessionId, problem: Problem) -> Event {
    Event::PortraitFailed { session, problem }
}

/// The officer sees what was cut.
fn print_of(capture: &PortraitCapture) -> Option<RgbaImage> {
    let record = read_facial_record(&capture.record).ok()?;
    decode(record.image, Limits::PORTRAIT).ok()
}

//! The worker against the simulated camera: each fault of picture and line gives its hint or its sentence.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::portrait::Component;
use capture::quality::Standing;
use device_twin::camera::{Camera, CameraFault, Film};
use dossier::fingers::Gate;
use ui::event::{Event, LiveFrame, SessionId};
use ui::problem::Problem;

use super::{PortraitJob, PortraitWorker};
use crate::config::PortraitSource;
use crate::workers::{Outlet, Reports};

const LIVE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/card-twin/persons/nguyen-thi-vi-du-live.jpg"
);
const PATIENCE: Duration = Duration::from_secs(60);

/// A worker in front of a camera with a fault.
struct Counter {
    inbox: Option<SyncSender<PortraitJob>>,
    reports: Reports,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Counter {
    fn facing(fault: CameraFault) -> Self {
        let picture = std::fs::read(LIVE).expect("the drawn person");
        let film = Film::of(&picture, fault).expect("a picture");
        let camera = Camera::open(0, film, fault).expect("a free port");
        let address = camera.address().expect("an address");
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let serving = std::thread::spawn(move || camera.serve(&told).expect("the camera serves"));
        let mut counter = Self::with(Some(PortraitSource::named(&format!("http://{address}/"))));
        counter.threads.push(serving);
        counter.stop = stop;
        counter
    }

    fn with(source: Option<PortraitSource>) -> Self {
        let (outlet, reports) = Outlet::new(Arc::new(|| ()));
        let (inbox, jobs) = sync_channel(4);
        let worker = std::thread::spawn(move || {
            PortraitWorker::new(source, Box::new(|| Ok(())), outlet).run(&jobs);
        });
        Self {
            inbox: Some(inbox),
            reports,
            stop: Arc::default(),
            threads: vec![worker],
        }
    }

    fn order(&self, job: PortraitJob) {
        let inbox = self.inbox.as_ref().expect("the worker is there");
        inbox.send(job).expect("the worker takes its job");
    }

    /// The first report of a kind.
    fn sees<T>(&self, what: &str, wanted: impl Fn(Event) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let report = self.reports.wait(Duration::from_millis(100));
            if let Some(found) = report.and_then(&wanted) {
                return found;
            }
        }
        panic!("no {what}");
    }

    fn live(&self) -> LiveFrame {
        self.sees("live picture", |event| match event {
            Event::PortraitLive(frame) => Some(*frame),
            _ => None,
        })
    }

    fn takes(&self, number: u64) -> Result<Gate, Problem> {
        self.order(PortraitJob::Take(SessionId(number)));
        self.sees("end of a try", |event| match event {
            Event::PortraitCaptured {
                session, capture, ..
            } if session == SessionId(number) => Some(Ok(capture.assessment.gate)),
            Event::PortraitRefused { session, .. } if session == SessionId(number) => {
                Some(Ok(Gate::Held))
            }
            Event::PortraitFailed { session, problem } if session == SessionId(number) => {
                Some(Err(problem))
            }
            _ => None,
        })
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.inbox = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

#[test]
fn a_good_sitter_is_shown_with_an_outline_and_taken_from_a_camera_and_a_file() {
    let file = PortraitSource::named(LIVE);
    for counter in [
        Counter::facing(CameraFault::None),
        Counter::with(Some(file)),
    ] {
        counter.order(PortraitJob::Watch(true));
        let frame = counter.live();
        assert!(frame.oval.is_some() && frame.assessment.objections().next().is_none());
        assert!(frame.image.width() <= 640 && frame.image.height() <= 640);
        assert_eq!(counter.takes(1), Ok(Gate::Passed));
        assert_eq!(counter.takes(2), Ok(Gate::Passed));
    }
}

#[test]
fn every_fault_of_the_picture_has_its_hint_and_is_held() {
    use CameraFault as F;
    let expected = [
        (F::NoFace, Component::SingleFace, Standing::TooLow),
        (F::Turned, Component::SingleFace, Standing::TooLow),
        (F::TwoFaces, Component::SingleFace, Standing::TooHigh),
        (F::Far, Component::HeadSize, Standing::TooLow),
        (F::Dark, Component::Luminance, Standing::TooLow),
        (F::Blurred, Component::Sharpness, Standing::TooLow),
    ];
    for (fault, component, standing) in expected {
        let counter = Counter::facing(fault);
        counter.order(PortraitJob::Watch(true));
        let first = counter.live().assessment.objections().next();
        assert_eq!(first, Some((component, standing)), "{fault:?}");
        assert_eq!(counter.takes(7), Ok(Gate::Held), "{fault:?}");
    }
}

#[test]
fn every_fault_of_the_line_has_its_sentence_and_the_worker_lives() {
    use CameraFault as F;
    let expected = [
        (F::Frozen, Problem::CameraFrozen),
        (F::MidFrame, Problem::CameraUnplugged),
        (F::Silent, Problem::CameraNoFrame),
        (F::Stalls, Problem::CameraNoFrame),
        (F::Garbage, Problem::PortraitUnreadable),
        (F::HalfImage, Problem::PortraitUnreadable),
        (F::Endless, Problem::CameraStream),
        (F::WrongLength, Problem::CameraStream),
        (F::NoBoundary, Problem::CameraStream),
        (F::NotFound, Problem::CameraAddress),
    ];
    // Side by side: some of them end by a deadline of three seconds.
    let ends =
        expected.map(|(fault, problem)| std::thread::spawn(move || ends_with(fault, problem)));
    for end in ends {
        end.join().expect("its own sentence");
    }
}

fn ends_with(fault: CameraFault, problem: Problem) {
    let counter = Counter::facing(fault);
    counter.order(PortraitJob::Watch(true));
    let lost = counter.sees("loss", |event| match event {
        Event::CameraLost(problem) => Some(problem),
        _ => None,
    });
    assert_eq!(lost, problem, "{fault:?}");
    // It still takes orders; what comes of a try depends on how many good frames came before the fault.
    let _ = counter.takes(9);
}

#[test]
fn without_a_camera_a_try_ends_at_once() {
    let counter = Counter::with(None);
    counter.order(PortraitJob::Watch(true));
    assert_eq!(counter.takes(1), Err(Problem::PortraitSourceMissing));
    let nowhere = PortraitSource::named("/nonexistent/portrait.jpg");
    let counter = Counter::with(Some(nowhere));
    assert_eq!(counter.takes(1), Err(Problem::PortraitSourceMissing));
}

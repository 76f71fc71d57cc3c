//! The worker against the simulated camera: each fault of picture and line gives its hint or its sentence.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::image::RgbaImage;
use capture::portrait::{Component, to_jpeg};
use capture::quality::Standing;
use device_twin::camera::{Camera, CameraFault, Film};
use dossier::fingers::Gate;
use ui::event::{Event, LiveFrame, SessionId};
use ui::problem::Problem;
use zeroize::Zeroizing;

use super::{Admission, FRAMES, LookForCode, PortraitJob, PortraitWorker};
use crate::config::PortraitSource;
use crate::workers::stop::Stop;
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
        Self::admitting(source, Box::new(|| Ok(())))
    }

    fn admitting(source: Option<PortraitSource>, admission: Admission) -> Self {
        let (outlet, reports) = Outlet::new(Arc::new(|| ()));
        let (inbox, jobs) = sync_channel(4);
        let worker = std::thread::spawn(move || {
            PortraitWorker::new(source, admission, outlet).run(&jobs);
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
        self.order(take(number));
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

fn take(number: u64) -> PortraitJob {
    PortraitJob::Take {
        session: SessionId(number),
        stop: Stop::default(),
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
    // It still takes orders: a try ends, with the same sentence unless enough good frames came before the fault.
    // A damaged frame that comes again and again is a frozen camera too.
    if let Err(again) = counter.takes(9) {
        assert!(
            [problem, Problem::CameraFrozen].contains(&again),
            "{fault:?}: {again:?}"
        );
    }
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

#[test]
fn a_camera_that_the_list_refuses_is_not_opened_even_to_look() {
    let source = Some(PortraitSource::named(LIVE));
    let list = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&list);
    let admission = Box::new(move || match asked.load(Ordering::Relaxed) {
        true => Ok(()),
        false => Err(Problem::DeviceUnknown),
    });
    let counter = Counter::admitting(source, admission);
    counter.order(PortraitJob::Watch(true));
    let refusal = counter.sees("refusal", |event| match event {
        Event::CameraLost(problem) => Some(Err(problem)),
        Event::PortraitLive(_) => Some(Ok(())),
        _ => None,
    });
    assert_eq!(refusal, Err(Problem::DeviceUnknown));
    assert_eq!(counter.takes(1), Err(Problem::DeviceUnknown));
    // A newer list admits it, and nobody has to order it again.
    list.store(true, Ordering::Relaxed);
    counter.live();
}

#[test]
fn a_try_that_was_given_up_ends_without_a_word() {
    let counter = Counter::facing(CameraFault::None);
    let stop = Stop::new(AtomicBool::new(true));
    let session = SessionId(1);
    counter.order(PortraitJob::Take { session, stop });
    counter.order(PortraitJob::Watch(true));
    // More frames than a try has.
    for _ in 0..=FRAMES {
        counter.sees("live picture", |event| match event {
            Event::PortraitLive(_) => Some(()),
            Event::PortraitCaptured { .. } | Event::PortraitFailed { .. } => {
                panic!("a report of a try that nobody waits for")
            }
            _ => None,
        });
    }
    assert_eq!(counter.takes(2), Ok(Gate::Passed));
}

const QR: &str = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";

/// A photo of a card's code, as a camera's file.
fn photo_of_a_code(text: &str) -> (tempfile::TempDir, PortraitSource) {
    let code = qrcode::QrCode::new(text).expect("a code");
    let (width, module) = (code.width() + 8, 6);
    let colors = code.to_colors();
    let side = width * module;
    let pixels = (0..side * side).flat_map(|at| {
        let (row, column) = (at / side / module, at % side / module);
        let dark = (4..width - 4).contains(&row)
            && (4..width - 4).contains(&column)
            && colors[(row - 4) * (width - 8) + column - 4] == qrcode::Color::Dark;
        let grey = if dark { 30 } else { 225 };
        [grey, grey, grey, 255]
    });
    let size = u32::try_from(side).expect("a size");
    let image = RgbaImage::new(size, size, Zeroizing::new(pixels.collect())).expect("an image");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("code.jpg");
    std::fs::write(&file, to_jpeg(&image).expect("a file").as_slice()).expect("written");
    let source = PortraitSource::named(&file.display().to_string());
    (folder, source)
}

fn look(number: u64, stop: &Stop) -> PortraitJob {
    PortraitJob::FindCode(LookForCode {
        session: SessionId(number),
        stop: Arc::clone(stop),
        wait: Duration::from_secs(2),
    })
}

fn end_of_scan(counter: &Counter) -> (SessionId, Result<String, Problem>) {
    counter.sees("end of a scan", |event| match event {
        Event::Scanned { session, text } => Some((session, Ok(text.to_string()))),
        Event::ScanFailed { session, problem } => Some((session, Err(problem))),
        _ => None,
    })
}

#[test]
fn a_card_held_to_the_camera_is_scanned_and_a_face_is_no_card() {
    let (_folder, source) = photo_of_a_code(QR);
    let counter = Counter::with(Some(source));
    counter.order(look(1, &Stop::default()));
    assert_eq!(end_of_scan(&counter), (SessionId(1), Ok(QR.to_owned())));

    let counter = Counter::facing(CameraFault::None);
    let given_up = Stop::new(AtomicBool::new(true));
    counter.order(look(2, &given_up));
    counter.order(look(3, &Stop::default()));
    assert_eq!(
        end_of_scan(&counter),
        (SessionId(3), Err(Problem::ScanNothing))
    );
    assert_eq!(counter.takes(4), Ok(Gate::Passed));
}

#[test]
fn a_camera_that_is_lost_refused_or_absent_ends_the_look_with_its_sentence() {
    let stop = Stop::default();
    let counter = Counter::facing(CameraFault::MidFrame);
    counter.order(look(1, &stop));
    assert_eq!(
        end_of_scan(&counter),
        (SessionId(1), Err(Problem::CameraUnplugged))
    );
    let counter = Counter::with(None);
    counter.order(look(2, &stop));
    assert_eq!(
        end_of_scan(&counter),
        (SessionId(2), Err(Problem::ScannerMissing))
    );
    let refusing = Box::new(|| Err(Problem::DeviceStolen));
    let counter = Counter::admitting(Some(PortraitSource::named(LIVE)), refusing);
    counter.order(look(3, &stop));
    assert_eq!(
        end_of_scan(&counter),
        (SessionId(3), Err(Problem::DeviceStolen))
    );
}

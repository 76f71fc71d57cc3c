//! Sources of frames through the same code as a counter's: image files, a folder, and a network camera whose
//! every fault ends in its own error before its deadline.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use capture::image::ImageError;
use capture::portrait::{CameraError, Frame, StreamError};
use device_twin::camera::{Camera, CameraFault, Film};
use terminal::config::{FileSource, FolderSource, NetworkCamera, PortraitSource};
use terminal::devices::camera::{Pump, is_present, open};

const LIVE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/card-twin/persons/nguyen-thi-vi-du-live.jpg"
);
const PATIENCE: Duration = Duration::from_secs(10);

/// A simulated camera that ends with the test.
struct Served {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    fn with(fault: CameraFault, film: Film) -> Self {
        let camera = Camera::open(0, film, fault).expect("a free port");
        let address = camera.address().expect("an address");
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let work = move || camera.serve(&told).expect("the camera serves");
        Self {
            address,
            stop,
            thread: Some(std::thread::spawn(work)),
        }
    }

    fn source(&self) -> PortraitSource {
        PortraitSource::Network(NetworkCamera {
            url: format!("http://{}/video", self.address),
            user: None,
            password_file: None,
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Two files in place of drawn frames: the faults of the line do not look at what is in them.
fn film() -> Film {
    let file = std::fs::read(LIVE).expect("the drawn person");
    let mut other = file.clone();
    // Behind the image's end: still the same picture, and not the same bytes.
    other.push(0);
    Film::of_files(vec![file, other])
}

/// Frames until the source ends, and why it ended.
fn run(source: &PortraitSource) -> (usize, CameraError) {
    let never = AtomicBool::new(false);
    let mut camera = match open(source, &never) {
        Ok(camera) => camera,
        Err(error) => return (0, error),
    };
    let mut count = 0;
    loop {
        match camera.next(&never).and_then(|frame| Ok(frame.decode()?)) {
            Ok(image) => {
                assert_eq!((image.width(), image.height()), (720, 960));
                count += 1;
            }
            Err(error) => return (count, error),
        }
    }
}

#[test]
fn every_fault_of_the_line_has_its_own_end() {
    use CameraFault as F;
    let stream = |error| CameraError::Stream(error);
    let damaged = ImageError::Damaged {
        media_type: "image/jpeg",
    };
    let expected = [
        (F::MidFrame, CameraError::Unplugged),
        (F::Silent, CameraError::NoFrame),
        (F::Stalls, CameraError::NoFrame),
        (F::Garbage, ImageError::UnknownFormat.into()),
        (F::HalfImage, damaged.into()),
        (F::Endless, stream(StreamError::PartTooLong)),
        (F::Drip, CameraError::NoFrame),
        (F::WrongLength, stream(StreamError::WrongLength)),
        (F::NoBoundary, stream(StreamError::ContentType)),
        (F::NotFound, CameraError::Status { code: 404 }),
        (F::HugeHead, stream(StreamError::HeaderTooLong)),
    ];
    // Side by side: three of them end by the deadline of three seconds.
    let running = expected.map(|(fault, error)| {
        let work = move || {
            let camera = Served::with(fault, film());
            (fault, run(&camera.source()), error)
        };
        std::thread::spawn(work)
    });
    for one in running {
        let (fault, (frames, found), expected) = one.join().expect("no panic");
        assert_eq!(found, expected, "{fault:?}");
        assert!(frames <= 5, "{fault:?} gave {frames} frames");
    }
}

#[test]
fn a_camera_that_repeats_one_frame_is_frozen_and_a_file_is_not() {
    let file = std::fs::read(LIVE).expect("the drawn person");
    let frozen = Served::with(CameraFault::Frozen, Film::of_files(vec![file]));
    let pump = Pump::start(frozen.source()).expect("a thread");
    let error = loop {
        match pump.next(PATIENCE).expect("the camera reports") {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error, CameraError::Frozen);
    let still = PortraitSource::File(FileSource { file: LIVE.into() });
    let mut before: Option<Arc<Frame>> = None;
    let pump = Pump::start(still).expect("a thread");
    for _ in 0..3 {
        let frame = pump.next(PATIENCE).expect("a report").expect("a frame");
        assert!(before.is_none_or(|before| before.is_same_as(&frame)));
        before = Some(frame);
    }
}

#[test]
fn a_camera_that_comes_back_is_used_again() {
    let first = Served::with(CameraFault::None, film());
    let (source, port) = (first.source(), first.address.port());
    let pump = Pump::start(source.clone()).expect("a thread");
    assert!(pump.next(PATIENCE).expect("a report").is_ok());
    drop(first);
    assert!(!is_present(&source));
    let mut lost = false;
    while !lost {
        lost = pump.next(PATIENCE).expect("a report").is_err();
    }
    let camera = Camera::open(port, film(), CameraFault::None).expect("the same port");
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    let thread = std::thread::spawn(move || camera.serve(&told).expect("the camera serves"));
    let back = (0..20).any(|_| matches!(pump.next(PATIENCE), Some(Ok(_))));
    stop.store(true, Ordering::Relaxed);
    thread.join().expect("the camera ends");
    assert!(back && pump.is_alive());
}

#[test]
fn a_folder_is_shown_in_the_order_of_its_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    };
    put("2.jpg", b"second");
    put("1.JPG", b"first");
    put("note.txt", b"no picture");
    let shown = |repeat: bool, count: usize| {
        let source = PortraitSource::Folder(FolderSource {
            folder: folder.path().to_owned(),
            repeat,
            interval_ms: 1,
        });
        let never = AtomicBool::new(false);
        let mut camera = open(&source, &never).expect("a folder");
        let mut frames = Vec::new();
        for _ in 0..count {
            match camera.next(&never) {
                Ok(Frame::Encoded(bytes)) => frames.push(bytes.to_vec()),
                Ok(Frame::Yuyv { .. }) => panic!("a file is encoded"),
                Err(error) => return (frames, Some(error)),
            }
        }
        (frames, None)
    };
    let (one, two) = (b"first".to_vec(), b"second".to_vec());
    let turn = vec![one.clone(), two.clone(), one.clone()];
    assert_eq!(shown(true, 3), (turn, None));
    assert_eq!(shown(false, 3), (vec![one, two], Some(CameraError::Ended)));
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let nowhere = Path::new("/nonexistent/portrait.jpg");
    let file = PortraitSource::named(nowhere.to_str().expect("UTF-8"));
    let folder = PortraitSource::Folder(FolderSource {
        folder: nowhere.to_owned(),
        repeat: true,
        interval_ms: 1,
    });
    // Port 9 (discard) of the loopback: nobody listens there.
    let network = PortraitSource::named("http://127.0.0.1:9/");
    let video = PortraitSource::named("/dev/video63");
    for source in [file, folder, network, video] {
        assert!(!is_present(&source), "{source:?}");
        assert_eq!(run(&source), (0, CameraError::NotFound), "{source:?}");
    }
    let other = PortraitSource::Network(NetworkCamera {
        url: "https://127.0.0.1/".into(),
        user: None,
        password_file: None,
    });
    assert_eq!(run(&other).1, CameraError::NotFound);
    let stop = AtomicBool::new(true);
    let here = PortraitSource::named(LIVE);
    let mut camera = open(&here, &stop).expect("the file is there");
    assert_eq!(camera.next(&stop).err(), Some(CameraError::Cancelled));
}

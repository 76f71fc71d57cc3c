//! SFM sensors and code scanners against their simulators, through a real pseudo-terminal and
//! `serialport`: a good capture, and every fault ends in its own error before its deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use capture::CaptureError;
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::scanner::ScanError;
use capture::sfm::ImageFormat;
use device_twin::pty::{Device, Line, Pace};
use device_twin::scanner::{self as twin, Suffix};
use device_twin::sfm::{Fault, Module};
use terminal::devices::finger_line::{CaptureProgress, Deadlines};
use terminal::devices::{scanner, sfm};
use ui::problem::Problem;

const DEADLINES: Deadlines = Deadlines {
    answer: Duration::from_millis(1_500),
    finger: Duration::from_millis(3_000),
    silence: Duration::from_secs(1),
    image: Duration::from_secs(8),
};

const QR: &str = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";
/// The specimen of Doc 9303-5 Appendix A.
const ZONE: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";

#[test]
fn an_sfm_image_arrives_with_256_levels_pixel_for_pixel() {
    let pixels = Module::new(18, Fault::None).pixels();
    let (image, progress) = finger(Fault::None);
    let image = image.expect("a good finger");
    assert_eq!(image.grey().pixels(), pixels);
    assert_eq!(image.depth(), GreyDepth::Levels256);
    assert_eq!((image.grey().width(), image.grey().height()), (272, 320));
    let whole = 28 + pixels.len();
    let last = progress.last().expect("progress");
    // The last bytes may come together with the end.
    let CaptureProgress::Receiving { expected, .. } = last else {
        panic!("not the image's bytes");
    };
    assert_eq!(*expected, Some(whole));
}

#[test]
fn every_fault_of_an_sfm_module_has_its_own_end() {
    let no_answer = CaptureError::NoAnswer { operation: "ID" };
    let busy = CaptureError::Refused {
        operation: "ID",
        code: 0x80,
    };
    let expected = [
        (Fault::WrongSize, Problem::SensorUnknownGeometry, None),
        (Fault::Short, Problem::SensorBadData, None),
        (Fault::NoEnd, Problem::SensorBadData, None),
        (Fault::Endless, Problem::SensorBadData, None),
        (Fault::BadSum, Problem::SensorBadData, None),
        (Fault::Late, Problem::SensorNoAnswer, Some(no_answer)),
        (
            Fault::NoFinger,
            Problem::NoFinger,
            Some(CaptureError::NoFinger),
        ),
        (
            Fault::ScanFail,
            Problem::FingerImagePoor,
            Some(CaptureError::ImagingFailed { tries: 5 }),
        ),
        (Fault::Busy, Problem::SensorRefused, Some(busy)),
        (Fault::EmptyFrame, Problem::FingerImagePoor, None),
        (Fault::UnplugAtOnce, Problem::SensorUnplugged, None),
        (Fault::UnplugAtScan, Problem::SensorUnplugged, None),
        (Fault::UnplugMidImage, Problem::SensorUnplugged, None),
    ];
    for (fault, problem, error) in expected {
        let found = finger(fault).0.err().expect("no image of a faulty module");
        assert_eq!(Problem::from(&found), problem, "{fault:?}: {found}");
        if let Some(error) = error {
            assert_eq!(found, error, "{fault:?}");
        }
    }
}

#[test]
fn a_code_arrives_whatever_ends_it_and_whatever_asks_for_it() {
    use twin::{Fault, Protocol};
    let suffixes = [
        Suffix::CrLf,
        Suffix::Cr,
        Suffix::Lf,
        Suffix::Etx,
        Suffix::None,
    ];
    for suffix in suffixes {
        let scanner = twin::Scanner::new(QR, Protocol::Plain, suffix, Fault::None);
        assert_eq!(scan(scanner, scanner::Protocol::Plain), Ok(QR.to_owned()));
    }
    let scanner = twin::Scanner::new(QR, Protocol::Honeywell, Suffix::Cr, Fault::None);
    assert_eq!(
        scan(scanner, scanner::Protocol::Honeywell),
        Ok(QR.to_owned())
    );
}

#[test]
fn a_zone_is_accepted_only_with_every_check_digit() {
    use twin::{Fault, Protocol};
    for (protocol, setting) in [
        (Protocol::Plain, scanner::Protocol::Plain),
        (Protocol::Elyctis, scanner::Protocol::Elyctis),
    ] {
        let good = twin::Scanner::new(ZONE, protocol, Suffix::Cr, Fault::None);
        assert_eq!(scan(good, setting), Ok(ZONE.to_owned()));
        let bad = twin::Scanner::new(ZONE, protocol, Suffix::Cr, Fault::WrongLetter);
        assert_eq!(scan(bad, setting), Err(ScanError::CheckDigit));
    }
}

#[test]
fn every_fault_of_a_scanner_has_its_own_end() {
    use twin::{Fault, Protocol};
    let expected = [
        (Fault::Charset, ScanError::Charset),
        (Fault::Endless, ScanError::Endless),
        (Fault::Silent, ScanError::Nothing),
        (Fault::Unplug, ScanError::Unplugged),
    ];
    for (fault, error) in expected {
        let scanner = twin::Scanner::new(QR, Protocol::Honeywell, Suffix::CrLf, fault);
        assert_eq!(scan(scanner, scanner::Protocol::Honeywell), Err(error));
    }
}

type Captured = Result<FingerprintImage, CaptureError>;

fn finger(fault: Fault) -> (Captured, Vec<CaptureProgress>) {
    let bench = Bench::start(Module::new(18, fault));
    let cancel = AtomicBool::new(false);
    let mut seen = Vec::new();
    let mut note = |progress| seen.push(progress);
    let wanted = (Finger::RightIndex, ImageFormat::Grey);
    let port = (bench.port.as_str(), sfm::FACTORY_BAUD);
    let image = sfm::inquire(port, DEADLINES, &cancel)
        .and_then(|known| sfm::capture((port, &known), wanted, DEADLINES, &mut note, &cancel));
    (image, seen)
}

fn scan(device: twin::Scanner, protocol: scanner::Protocol) -> Result<String, ScanError> {
    let bench = Bench::start(device);
    let port = scanner::Port {
        path: &bench.port,
        baud: 9_600,
        protocol,
        wait: Duration::from_secs(2),
    };
    let cancel = AtomicBool::new(false);
    scanner::scan(&port, &cancel).map(|text| text.to_string())
}

/// A device on its own thread behind a link in a scratch folder.
struct Bench {
    port: String,
    stop: Arc<AtomicBool>,
    server: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn start(mut device: impl Device + Send + 'static) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let link = folder.path().join("device");
        let line = Line::open(Some(&link)).expect("a pseudo-terminal");
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let server = std::thread::spawn(move || {
            line.serve(&mut device, Pace::Unlimited, &stopped)
                .expect("the line");
        });
        Self {
            port: link.to_str().expect("a plain path").to_owned(),
            stop,
            server: Some(server),
            _folder: folder,
        }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(server) = self.server.take() {
            server.join().expect("the device's thread");
        }
    }
}

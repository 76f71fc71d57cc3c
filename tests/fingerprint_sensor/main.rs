//! The EF01 driver against the simulated sensor, through a real pseudo-terminal and `serialport`:
//! a good finger, and every fault ends in its own error before its deadline.

mod operations;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::CaptureError;
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth, Impression};
use device_twin::pty::{Line, Pace};
use device_twin::{Fault, Sensor, SensorConfig};
use terminal::devices::ef01::{self, CaptureProgress, Deadlines, Port};

pub(crate) const DEADLINES: Deadlines = Deadlines {
    answer: Duration::from_millis(1_500),
    finger: Duration::from_millis(800),
    silence: Duration::from_secs(1),
    image: Duration::from_secs(8),
};

#[test]
fn a_finger_arrives_pixel_for_pixel_with_progress() {
    let bench = Bench::start(SensorConfig::default(), Pace::Unlimited);
    let (result, progress) = bench.capture();
    let image = result.expect("a good finger");
    assert_eq!(pixels_sent(&SensorConfig::default()), image.grey().pixels());
    assert_eq!((image.grey().width(), image.grey().height()), (256, 288));
    assert_eq!(image.finger(), Finger::RightIndex);
    assert_eq!(image.depth(), GreyDepth::Levels16);
    assert_eq!(image.quality().impression(), Impression::Good);
    let [CaptureProgress::AwaitingFinger, .., before_last, last] = progress.as_slice() else {
        panic!("{} steps", progress.len());
    };
    assert!(received(before_last) < received(last));
    let placed = |one: &&CaptureProgress| matches!(one, CaptureProgress::FingerPlaced);
    assert_eq!(progress.iter().filter(placed).count(), 1);
    let received: Vec<usize> = progress.iter().filter_map(received).collect();
    assert!(received.len() > 2 && received.is_sorted(), "{received:?}");
}

#[test]
fn a_module_without_product_info_is_known_by_its_length() {
    let config = SensorConfig {
        states_geometry: false,
        ..SensorConfig::default()
    };
    let image = Bench::start(config, Pace::Unlimited).capture().0;
    assert_eq!(image.expect("256x288 by length").grey().width(), 256);
}

#[test]
fn an_unknown_length_without_product_info_is_refused() {
    let config = SensorConfig {
        width: 160,
        height: 160,
        states_geometry: false,
        ..SensorConfig::default()
    };
    let (result, _) = Bench::start(config, Pace::Unlimited).capture();
    assert_eq!(
        result.err(),
        Some(CaptureError::UnknownGeometry { bytes: 12_800 })
    );
}

#[test]
fn boot_bytes_between_packets_change_nothing() {
    let image = with_fault(Fault::Noise).0.expect("noise is skipped");
    assert_eq!(pixels_sent(&SensorConfig::default()), image.grey().pixels());
}

#[test]
fn a_wrong_sum_is_a_bad_checksum() {
    let error = with_fault(Fault::BadSum).0.err();
    assert!(
        matches!(error, Some(CaptureError::BadChecksum { .. })),
        "{error:?}"
    );
}

#[test]
fn a_dropped_packet_is_a_truncated_image() {
    assert_eq!(
        with_fault(Fault::DroppedPacket).0.err(),
        Some(CaptureError::Truncated {
            received: 36_736,
            expected: 36_864
        })
    );
}

#[test]
fn a_packet_sent_twice_is_an_overlong_image() {
    let overlong = CaptureError::Overlong {
        received: 36_992,
        expected: 36_864,
    };
    assert_eq!(
        with_fault(Fault::DuplicatePacket).0.err(),
        Some(overlong.clone())
    );
    assert_eq!(with_fault(Fault::Overlong).0.err(), Some(overlong));
}

#[test]
fn an_upload_without_an_end_is_no_image() {
    let (result, took) = with_fault(Fault::MissingLast);
    assert_eq!(
        result.err(),
        Some(CaptureError::LastPacketMissing { received: 36_864 })
    );
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_slow_answer_is_waited_for_up_to_the_deadline() {
    let slow = Fault::LateAck(Duration::from_millis(100));
    assert!(with_fault(slow).0.is_ok());
    let (result, took) = with_fault(Fault::LateAck(Duration::from_secs(6)));
    assert_eq!(
        result.err(),
        Some(CaptureError::NoAnswer {
            operation: "VfyPwd"
        })
    );
    assert!(took < DEADLINES.answer * 3, "{took:?}");
}

#[test]
fn no_finger_ends_at_the_fingers_deadline() {
    let (result, took) = with_fault(Fault::NoFinger);
    assert_eq!(result.err(), Some(CaptureError::NoFinger));
    assert!(
        took >= DEADLINES.finger && took < DEADLINES.finger * 5,
        "{took:?}"
    );
}

#[test]
fn a_cable_pulled_in_the_middle_is_seen_at_once() {
    let (result, took) = with_fault(Fault::UnplugMidImage);
    assert_eq!(result.err(), Some(CaptureError::Unplugged));
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_cable_pulled_before_any_answer_is_unplugged_and_a_foreign_packet_is_missing() {
    // Three of the inquiry, three of the second one, five of the image.
    for command in 0..11 {
        let error = with_fault(Fault::UnplugAt(command)).0.err();
        assert_eq!(error, Some(CaptureError::Unplugged), "command {command}");
    }
    assert_eq!(
        with_fault(Fault::WrongAddress).0.err(),
        Some(CaptureError::Truncated {
            received: 36_736,
            expected: 36_864
        })
    );
    assert_eq!(
        with_fault(Fault::CannotSend).0.err(),
        Some(CaptureError::Refused {
            operation: "UpImage",
            code: 0x0E
        })
    );
}

#[test]
fn a_foreign_password_and_a_refusal_are_told_apart() {
    assert_eq!(
        with_fault(Fault::WrongPassword).0.err(),
        Some(CaptureError::WrongPassword)
    );
    assert_eq!(
        with_fault(Fault::Refused).0.err(),
        Some(CaptureError::Refused {
            operation: "UpImage",
            code: 0x0F
        })
    );
}

#[test]
fn a_frame_without_a_finger_is_empty() {
    assert_eq!(
        with_fault(Fault::EmptyFrame).0.err(),
        Some(CaptureError::EmptyFrame {
            coverage_percent: 0
        })
    );
}

#[test]
fn a_port_that_does_not_exist_has_no_sensor() {
    let cancel = AtomicBool::new(false);
    let folder = tempfile::tempdir().expect("a scratch folder");
    let path = folder.path().join("no-sensor");
    let path = path.to_str().expect("a plain path");
    let result = ef01::inquire(Port::factory(path), DEADLINES, &cancel);
    assert_eq!(result.err(), Some(CaptureError::SensorNotFound));
}

#[test]
fn cancelling_ends_a_wait_and_the_next_capture_works() {
    let bench = Bench::start(
        SensorConfig {
            looks_before_finger: 3,
            ..SensorConfig::default()
        },
        Pace::Unlimited,
    );
    let cancel = AtomicBool::new(false);
    let mut on_wait = |progress| {
        if matches!(progress, CaptureProgress::AwaitingFinger) {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let result = captured(&bench.port, &mut on_wait, &cancel);
    assert_eq!(result.err(), Some(CaptureError::Cancelled));
    assert!(bench.capture().0.is_ok());
}

#[test]
fn an_abandoned_upload_does_not_reach_the_next_session() {
    let bench = Bench::start(SensorConfig::default(), Pace::Baud(460_800));
    let cancel = AtomicBool::new(false);
    let mut on_data = |progress| {
        if matches!(progress, CaptureProgress::Receiving { .. }) {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let result = captured(&bench.port, &mut on_data, &cancel);
    assert_eq!(result.err(), Some(CaptureError::Cancelled));
    let image = bench.capture().0.expect("a clean second session");
    assert_eq!(pixels_sent(&SensorConfig::default()), image.grey().pixels());
}

type Captured = Result<FingerprintImage, CaptureError>;

/// As the counter takes a finger: the module says who it is, then it is asked for the image.
fn captured(
    port: &str,
    progress: &mut dyn FnMut(CaptureProgress),
    cancel: &AtomicBool,
) -> Captured {
    let port = Port::factory(port);
    let known = ef01::inquire(port, DEADLINES, cancel)?;
    ef01::capture(
        (port, &known),
        Finger::RightIndex,
        DEADLINES,
        progress,
        cancel,
    )
}

fn with_fault(fault: Fault) -> (Captured, Duration) {
    let config = SensorConfig {
        fault,
        ..SensorConfig::default()
    };
    let bench = Bench::start(config, Pace::Unlimited);
    let begun = Instant::now();
    let (result, _) = bench.capture();
    (result, begun.elapsed())
}

fn pixels_sent(config: &SensorConfig) -> Vec<u8> {
    let upload = Sensor::new(config.clone()).upload();
    let nibbles = upload.iter().flat_map(|pair| [pair >> 4, pair & 0x0F]);
    nibbles.map(|level| level * 17).collect()
}

fn received(progress: &CaptureProgress) -> Option<usize> {
    match progress {
        CaptureProgress::Receiving { received, .. } => Some(*received),
        _ => None,
    }
}

/// A sensor on its own thread behind a link in a scratch folder.
pub(crate) struct Bench {
    pub(crate) port: String,
    stop: Arc<AtomicBool>,
    server: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn start(config: SensorConfig, pace: Pace) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let link = folder.path().join("fingerprint");
        let line = Line::open(Some(&link)).expect("a pseudo-terminal");
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let mut sensor = Sensor::new(config);
        let server = std::thread::spawn(move || {
            line.serve(&mut sensor, pace, &stopped).expect("the line");
        });
        Self {
            port: link.to_str().expect("a plain path").to_owned(),
            stop,
            server: Some(server),
            _folder: folder,
        }
    }

    fn capture(&self) -> (Captured, Vec<CaptureProgress>) {
        let cancel = AtomicBool::new(false);
        let mut seen = Vec::new();
        let mut note = |progress| seen.push(progress);
        let result = captured(&self.port, &mut note, &cancel);
        (result, seen)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(server) = self.server.take() {
            server.join().expect("the sensor's thread");
        }
    }
}

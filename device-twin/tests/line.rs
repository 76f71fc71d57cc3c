//! The pseudo-terminal: its link, its pace and its end.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use device_twin::pty::{Ended, Line, Pace};
use device_twin::{Sensor, SensorConfig};

const GENERATE_IMAGE: [u8; 12] = [0xEF, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 3, 0x01, 0, 0x05];
const UPLOAD_IMAGE: [u8; 12] = [0xEF, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 3, 0x0A, 0, 0x0E];

#[test]
fn the_link_follows_the_line_and_never_replaces_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("sensor");
    let first = Line::open(Some(&link)).unwrap();
    assert_eq!(std::fs::read_link(&link).unwrap(), first.host_path());
    let second = Line::open(Some(&link)).unwrap();
    drop(first);
    assert_eq!(std::fs::read_link(&link).unwrap(), second.host_path());
    drop(second);
    assert!(link.symlink_metadata().is_err());

    std::fs::write(&link, "kept").unwrap();
    assert!(Line::open(Some(&link)).is_err());
    assert_eq!(std::fs::read_to_string(&link).unwrap(), "kept");
}

#[test]
fn a_paced_upload_takes_the_lines_own_time_and_a_stop_ends_serving() {
    let line = Line::open(None).unwrap();
    let mut host = open(line.host_path());
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let server = std::thread::spawn(move || {
        let config = SensorConfig {
            looks_before_finger: 0,
            ..SensorConfig::default()
        };
        line.serve(&mut Sensor::new(config), Pace::Baud(460_800), &stopped)
    });
    host.write_all(&GENERATE_IMAGE).unwrap();
    host.read_exact(&mut [0; 12]).unwrap();
    host.write_all(&UPLOAD_IMAGE).unwrap();
    let begun = Instant::now();
    host.read_exact(&mut vec![0; 12 + 40_032]).unwrap();
    // 40 044 bytes of 10 bits at 460 800 baud.
    let own = Duration::from_millis(869);
    let took = begun.elapsed();
    assert!(took > own.mul_f64(0.9) && took < own * 3, "{took:?}");
    stop.store(true, Ordering::Relaxed);
    assert_eq!(server.join().unwrap().unwrap(), Ended::Stopped);
}

fn open(path: &Path) -> File {
    File::options().read(true).write(true).open(path).unwrap()
}

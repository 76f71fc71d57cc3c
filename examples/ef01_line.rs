//! Times an EF01 image on a paced line, driver and simulated module in one process; `cargo xtask bench capture`
//! runs it. The time is the image's own: from the look that held a finger to the whole image.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use capture::fingerprint::Finger;
use device_twin::pty::{Line, Pace};
use device_twin::{Sensor, SensorConfig};
use terminal::devices::ef01::{self, CaptureProgress, Deadlines, Port};

const BAUD: u32 = 115_200;
/// 288 packets of 128 bytes with their 11 bytes around each, 10 bits a byte.
const LINE_BYTES: f64 = 40_032.0;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let link = folder.path().join("sensor");
    let line = Line::open(Some(&link))?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let module = std::thread::spawn(move || {
        let mut sensor = Sensor::new(SensorConfig::default());
        line.serve(&mut sensor, Pace::Baud(BAUD), &stopped)
    });
    let path = link.to_str().ok_or("a plain path")?;
    let port = Port {
        baud: BAUD,
        ..Port::factory(path)
    };
    let cancel = AtomicBool::new(false);
    let known = ef01::inquire(port, Deadlines::default(), &cancel)?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut placed = None;
        let mut note = |progress| {
            if matches!(progress, CaptureProgress::FingerPlaced) {
                placed = Some(Instant::now());
            }
        };
        let wanted = Finger::RightIndex;
        ef01::capture(
            (port, &known),
            wanted,
            Deadlines::default(),
            &mut note,
            &cancel,
        )?;
        let placed = placed.ok_or("no finger was placed")?;
        times.push(placed.elapsed().as_secs_f64() * 1000.0);
    }
    stop.store(true, Ordering::Relaxed);
    module.join().map_err(|_| "the module's thread")??;
    times.sort_by(f64::total_cmp);
    let median = times.get(RUNS / 2).copied().unwrap_or(f64::NAN);
    let own = LINE_BYTES * 10.0 / f64::from(BAUD) * 1000.0;
    println!("ef01_image_115200 {median:.1} ms");
    println!("ef01_line_115200 {own:.1} ms");
    println!(
        "ef01_beyond_line {:.2} percent",
        (median / own - 1.0).abs() * 100.0
    );
    Ok(())
}

//! Times decoding and encoding: of the WSQ file named on the command line, or of a drawn image of 545 x 622 pixels.

use std::error::Error;
use std::time::{Duration, Instant};
use std::{env, fs};

use wsq::{Bitrate, EncodeSettings, GreyImage, Limits};

const RUNS: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let image = match env::args().nth(1) {
        Some(path) => wsq::decode(&fs::read(path)?, &Limits::default())?.image,
        None => drawn(545, 622)?,
    };
    println!(
        "{} x {} pixels, median and slowest of {RUNS} runs",
        image.width(),
        image.height()
    );
    for bitrate in [Bitrate::FIFTEEN_TO_ONE, Bitrate::ARCHIVE] {
        let settings = EncodeSettings::new(bitrate).with_ppi(500);
        let stream = wsq::encode(&image, &settings)?;
        let encoding = timed(|| wsq::encode(&image, &settings).map(drop))?;
        let decoding = timed(|| wsq::decode(&stream, &Limits::default()).map(drop))?;
        println!(
            "{:.2} bits/pixel: {:6} bytes, encode {:5.2} / {:5.2} ms, decode {:5.2} / {:5.2} ms",
            bitrate.bits_per_pixel(),
            stream.len(),
            millis(encoding.0),
            millis(encoding.1),
            millis(decoding.0),
            millis(decoding.1),
        );
    }
    Ok(())
}

fn timed<E>(mut work: impl FnMut() -> Result<(), E>) -> Result<(Duration, Duration), E> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    Ok((at(RUNS / 2), at(RUNS - 1)))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Rings around a core, nine pixels apart as ridges are at 500 pixels per inch.
fn drawn(width: u16, height: u16) -> Result<GreyImage, wsq::WsqError> {
    let center = (f64::from(width) / 2.0, f64::from(height) / 2.5);
    let level = |x: u16, y: u16| -> u8 {
        let (dx, dy) = (f64::from(x) - center.0, (f64::from(y) - center.1) * 0.8);
        let ridge = (dx.hypot(dy) * std::f64::consts::TAU / 9.0 + (dx / 40.0).sin()).cos();
        let grain = f64::from((u32::from(x) * 7919 + u32::from(y) * 104_729) % 23);
        // Between 17 and 239 by construction.
        format!("{:.0}", 117.0 + 100.0 * ridge + grain)
            .parse()
            .unwrap_or(128)
    };
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    GreyImage::new(width, height, places.map(|(x, y)| level(x, y)).collect())
}

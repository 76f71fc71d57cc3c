//! Times the whole quality of a 720p frame: luminance, face, every component; `cargo xtask bench capture` runs it.

#![expect(clippy::disallowed_methods, reason = "a bench needs a clock")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use capture::image::{Limits, RgbaImage, decode};
use capture::portrait::{FaceFinder, PortraitProfile, PortraitQuality};
use image::imageops::{self, FilterType};
use zeroize::Zeroizing;

const DRAWN: &[u8] = include_bytes!("../../card-twin/persons/nguyen-thi-vi-du.jpg");
const RUNS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let frame = frame()?;
    let mut finder = FaceFinder::new()?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let quality = PortraitQuality::measure(&frame, &mut finder, PortraitProfile::Enrolment)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        if black_box(&quality).face().is_none() {
            return Err("no face in the bench's frame".into());
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
    println!("portrait_quality_720p {:.3} ms", at(RUNS / 2));
    println!("portrait_quality_720p_slowest {:.3} ms", at(RUNS - 1));
    Ok(())
}

/// A drawn person in front of a wall, 1280 × 720.
fn frame() -> Result<RgbaImage, Box<dyn Error>> {
    let drawn = decode(DRAWN, Limits::PORTRAIT)?;
    let picture =
        image::RgbaImage::from_raw(drawn.width(), drawn.height(), drawn.pixels().to_vec())
            .ok_or("the picture's size")?;
    let picture = imageops::resize(&picture, 540, 720, FilterType::CatmullRom);
    let mut wall = image::RgbaImage::from_pixel(1280, 720, image::Rgba([226, 234, 242, 255]));
    imageops::overlay(&mut wall, &picture, 370, 0);
    Ok(RgbaImage::new(1280, 720, Zeroizing::new(wall.into_raw()))?)
}

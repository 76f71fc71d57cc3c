//! Times the slow steps of a fingerprint capture on synthetic fingers; `cargo xtask bench capture` runs it.
//!
//! One line for each figure: name, value, unit. The median of the runs, and the slowest.

#![expect(clippy::disallowed_methods, reason = "a bench needs a clock")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use capture::fingerprint::comparison::{Bozorth3, Comparator};
use capture::fingerprint::gate::examine;
use capture::fingerprint::minutiae::{Extractor, Mindtct, Minutiae};
use capture::fingerprint::profile::FingerProfile;
use capture::fingerprint::{Finger, FingerprintImage, FingerprintQuality, GreyDepth};
use capture::image::GreyImage;
use device_twin::synthetic::{self, Condition, Impression};
use zeroize::Zeroizing;

const FINGERS: u64 = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let mut images = Vec::new();
    let mut second = Vec::new();
    for seed in 0..FINGERS {
        let finger = synthetic::Finger::grow(seed);
        let touch = Impression::good(400, 500);
        images.push(grey(finger.print(&touch.casual(seed)))?);
        second.push(grey(finger.print(&touch.casual(seed + 1000)))?);
    }
    report(
        "quality_400x500",
        &times(&images, |image| {
            black_box(FingerprintQuality::measure(image, 500));
        }),
    );
    report(
        "minutiae_400x500",
        &times(&images, |image| {
            black_box(Mindtct.extract(image, 500).is_ok());
        }),
    );
    let frames = frames(&images)?;
    report(
        "examine_400x500",
        &times(&frames, |frame| {
            black_box(examine(frame, &Mindtct, &FingerProfile::VN_110).score);
        }),
    );
    comparisons(&images, &second)?;
    codec()
}

fn comparisons(images: &[GreyImage], second: &[GreyImage]) -> Result<(), Box<dyn Error>> {
    let of = |images: &[GreyImage]| -> Result<Vec<Minutiae>, Box<dyn Error>> {
        let all = images.iter().map(|image| Mindtct.extract(image, 500));
        Ok(all.collect::<Result<_, _>>()?)
    };
    let (first, second) = (of(images)?, of(second)?);
    let same: Vec<(&Minutiae, &Minutiae)> = first.iter().zip(&second).collect();
    let others = first
        .iter()
        .zip(second.iter().cycle().skip(1))
        .collect::<Vec<_>>();
    let compare = |(probe, reference): &(&Minutiae, &Minutiae)| {
        black_box(Bozorth3.compare(probe, reference));
    };
    report("match_other_finger", &times(&others, compare));
    report("match_same_finger", &times(&same, compare));
    Ok(())
}

fn codec() -> Result<(), Box<dyn Error>> {
    let touch = Impression::good(545, 622).under(Condition::Good);
    let print = synthetic::Finger::grow(18).print(&touch);
    let image = wsq::GreyImage::new(print.width, print.height, print.pixels)?;
    let settings = wsq::EncodeSettings::new(wsq::Bitrate::FIFTEEN_TO_ONE).with_ppi(500);
    let stream = wsq::encode(&image, &settings)?;
    let runs = [(); 30];
    report(
        "wsq_encode_545x622",
        &times(&runs, |()| {
            black_box(wsq::encode(&image, &settings).is_ok());
        }),
    );
    report(
        "wsq_decode_545x622",
        &times(&runs, |()| {
            black_box(wsq::decode(&stream, &wsq::Limits::default()).is_ok());
        }),
    );
    Ok(())
}

/// Milliseconds for each item, three times each, sorted.
fn times<T>(items: &[T], work: impl Fn(&T)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..3)
        .flat_map(|_| items)
        .map(|item| {
            let start = Instant::now();
            work(item);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn report(name: &str, times: &[f64]) {
    let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
    println!("{name} {:.3} ms", at(times.len() / 2));
    println!("{name}_slowest {:.3} ms", at(times.len().saturating_sub(1)));
}

fn frames(images: &[GreyImage]) -> Result<Vec<FingerprintImage>, Box<dyn Error>> {
    let frame = |image: &GreyImage| {
        FingerprintImage::new(image.clone(), GreyDepth::Levels256, 500, Finger::RightIndex)
    };
    Ok(images.iter().map(frame).collect::<Result<_, _>>()?)
}

fn grey(print: synthetic::Image) -> Result<GreyImage, Box<dyn Error>> {
    let (width, height) = (print.width.into(), print.height.into());
    Ok(GreyImage::new(width, height, Zeroizing::new(print.pixels))?)
}

//! Images that no finger makes: quality and minutiae end, and say nothing foolish.

use capture::CaptureError;
use capture::fingerprint::minutiae::{ExtractionRefused, Extractor, Mindtct};
use capture::fingerprint::{Finger, FingerprintImage, FingerprintQuality, GreyDepth};
use capture::image::GreyImage;
use zeroize::Zeroizing;

fn drawn(width: u32, height: u32, draw: impl Fn(u32, u32) -> u8) -> GreyImage {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels = places.map(|(x, y)| draw(x, y)).collect();
    GreyImage::new(width, height, Zeroizing::new(pixels)).unwrap()
}

/// A hash of the place: white noise.
fn noise(x: u32, y: u32) -> u8 {
    let mixed =
        (x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0xC2B2_AE35);
    mixed.to_be_bytes()[0] ^ mixed.to_be_bytes()[1]
}

#[test]
fn every_drawing_ends() {
    type Draw = fn(u32, u32) -> u8;
    let drawings: [Draw; 9] = [
        |_, _| 0,
        |_, _| 255,
        noise,
        |x, y| if (x + y) % 2 == 0 { 0 } else { 255 },
        |x, y| if x == y { 0 } else { 255 },
        |x, _| u8::try_from(x % 256).unwrap(),
        |x, y| if (x / 4 + y / 4) % 2 == 0 { 10 } else { 240 },
        |x, y| if x * x + y * y < 9000 { 0 } else { 255 },
        |x, y| if y % 9 < 5 && x % 40 > 3 { 30 } else { 220 },
    ];
    for draw in drawings {
        for (width, height) in [(64, 64), (65, 201), (320, 240)] {
            let image = drawn(width, height, draw);
            let _ended = Mindtct.extract(&image, 500).is_ok();
            let quality = FingerprintQuality::measure(&image, 500);
            assert!(quality.score() <= 100);
        }
    }
}

#[test]
fn noise_is_no_good_finger() {
    let quality = FingerprintQuality::measure(&drawn(400, 500, noise), 500);
    assert!(quality.score() < 20, "{}", quality.score());
}

#[test]
fn a_cut_or_tiny_frame_does_not_break_the_measures() {
    for (width, height) in [(1, 1), (1, 500), (2, 3), (7, 9), (500, 1), (17, 16)] {
        let image = drawn(width, height, noise);
        assert!(FingerprintQuality::measure(&image, 0).score() <= 100);
        let refused = Mindtct.extract(&image, 500).err();
        assert_eq!(refused, Some(ExtractionRefused::Size { width, height }));
    }
    let white = drawn(300, 300, |_, _| 255);
    let empty = FingerprintImage::new(white, GreyDepth::Levels256, 500, Finger::RightThumb);
    assert!(matches!(empty.err(), Some(CaptureError::EmptyFrame { .. })));
}

#[test]
fn what_would_take_too_long_is_refused_before_any_work() {
    let large = drawn(1001, 64, noise);
    let size = ExtractionRefused::Size {
        width: 1001,
        height: 64,
    };
    assert_eq!(Mindtct.extract(&large, 500).err(), Some(size));
    let coarse = drawn(300, 300, noise);
    let dpi = ExtractionRefused::Resolution { dpi: 254 };
    assert_eq!(Mindtct.extract(&coarse, 254).err(), Some(dpi));
}

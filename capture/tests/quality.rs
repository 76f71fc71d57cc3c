//! What plain processing says about drawn frames whose quality is known.

use capture::CaptureError;
use capture::fingerprint::{Finger, FingerprintImage, FingerprintQuality, GreyDepth, Impression};
use capture::image::{GreyImage, Limits, decode};
use zeroize::Zeroizing;

const SIDE: u16 = 256;

#[test]
fn drawn_impressions_are_told_apart() {
    let everywhere = |x: u16, _| stripes(x, 30, 220);
    assert_eq!(impression(everywhere), Impression::Good);
    assert_eq!(impression(|_, _| 250), Impression::Empty);
    assert_eq!(impression(|_, _| 0), Impression::Empty);
    assert_eq!(impression(|x, _| stripes(x, 215, 255)), Impression::Faint);
    assert_eq!(impression(|x, _| stripes(x, 0, 60)), Impression::Dark);
    let corner = |x, y| if y < 64 { stripes(x, 30, 220) } else { 250 };
    assert_eq!(impression(corner), Impression::Partial);
}

#[test]
fn an_empty_frame_becomes_no_fingerprint() {
    let captured = FingerprintImage::new(
        drawn(|_, _| 250),
        GreyDepth::Levels16,
        500,
        Finger::LeftIndex,
    );
    assert_eq!(
        captured.err(),
        Some(CaptureError::EmptyFrame {
            coverage_percent: 0
        })
    );
}

#[test]
fn positions_are_the_standards_codes() {
    assert_eq!(Finger::RightThumb.position(), 1);
    assert_eq!(Finger::LeftLittle.position(), 10);
    for finger in Finger::ALL {
        assert_eq!(Finger::from_position(finger.position()), Some(finger));
    }
    assert_eq!(Finger::from_position(0), None);
    assert_eq!(Finger::from_position(11), None);
}

#[test]
fn a_png_of_a_fingerprint_is_without_loss() {
    let grey = drawn(|x, y| stripes(x ^ y, 0, 255));
    let file = grey.to_png().unwrap();
    let back = decode(&file, Limits::PORTRAIT).unwrap();
    assert!(back.luminance().unwrap().pixels() == grey.pixels());
}

fn impression(draw: impl Fn(u16, u16) -> u8) -> Impression {
    FingerprintQuality::measure(&drawn(draw), 500).impression()
}

/// Ridges of a period of 9 pixels, half dark and half light.
fn stripes(x: u16, dark: u8, light: u8) -> u8 {
    if x % 9 < 5 { dark } else { light }
}

fn drawn(draw: impl Fn(u16, u16) -> u8) -> GreyImage {
    let pixels: Vec<u8> = (0..SIDE)
        .flat_map(|y| (0..SIDE).map(move |x| (x, y)))
        .map(|(x, y)| draw(x, y))
        .collect();
    GreyImage::new(SIDE.into(), SIDE.into(), Zeroizing::new(pixels)).unwrap()
}

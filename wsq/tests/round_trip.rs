//! What encoding and decoding do to an image, and how large the stream becomes.
#![expect(
    clippy::cast_possible_truncation,
    reason = "drawing rounds into grey levels"
)]

mod drawing;

use drawing::ridges;
use proptest::prelude::*;
use wsq::{Bitrate, EncodeSettings, EncoderIdentity, EndOfImage, GreyImage, Limits, WsqError};

fn round_trip(image: &GreyImage, bitrate: Bitrate) -> (GreyImage, usize) {
    let stream = wsq::encode(image, &EncodeSettings::new(bitrate).with_ppi(500)).unwrap();
    let decoded = wsq::decode(&stream, &Limits::default()).unwrap();
    assert_eq!(decoded.ppi(), Some(500));
    assert_eq!(decoded.end, EndOfImage::Marked { trailing: 0 });
    assert_eq!(
        wsq::dimensions(&stream),
        Ok((image.width(), image.height()))
    );
    (decoded.image, stream.len())
}

/// Peak signal-to-noise ratio in decibels.
fn psnr(one: &GreyImage, other: &GreyImage) -> f64 {
    let squares = one
        .pixels()
        .iter()
        .zip(other.pixels())
        .map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2));
    let mean = squares.sum::<f64>() / one.pixels().len() as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-6)).log10()
}

#[test]
fn a_whole_finger_at_both_rates() {
    let image = ridges(545, 622, 12.0, 7);
    for (bitrate, least_psnr) in [(Bitrate::FIFTEEN_TO_ONE, 33.0), (Bitrate::ARCHIVE, 40.0)] {
        let (decoded, bytes) = round_trip(&image, bitrate);
        let rate = bytes as f64 * 8.0 / image.pixels().len() as f64;
        let psnr = psnr(&image, &decoded);
        println!(
            "{:.2} wanted: {rate:.3} bits per pixel, {psnr:.1} dB",
            bitrate.bits_per_pixel()
        );
        assert!(psnr > least_psnr, "{psnr} dB");
        assert!(
            rate < bitrate.bits_per_pixel() * 1.05,
            "{rate} bits per pixel"
        );
    }
}

#[test]
fn flat_images_come_back_exactly() {
    for level in [0, 1, 127, 254, 255] {
        let image = GreyImage::new(40, 30, vec![level; 1200]).unwrap();
        let (decoded, bytes) = round_trip(&image, Bitrate::FIFTEEN_TO_ONE);
        assert_eq!(decoded, image);
        assert!(bytes < 800, "{bytes}");
    }
}

#[test]
fn lines_and_columns_of_one_pixel() {
    for (width, height) in [(65_535, 1), (1, 65_535), (1, 1), (2, 3000)] {
        let pixels =
            (0..usize::from(width) * usize::from(height)).map(|at| (at / 40 % 2 * 200) as u8);
        let image = GreyImage::new(width, height, pixels.collect()).unwrap();
        let (decoded, _) = round_trip(&image, Bitrate::new(8.0).unwrap());
        let psnr = psnr(&image, &decoded);
        assert!(psnr > 30.0, "{width} x {height}: {psnr} dB");
    }
}

#[test]
fn nothing_of_an_image_or_a_comment_is_shown() {
    let image = ridges(64, 64, 0.0, 1);
    let stream = wsq::encode(&image, &EncodeSettings::new(Bitrate::ARCHIVE).with_ppi(500)).unwrap();
    let shown = format!("{:?}", wsq::decode(&stream, &Limits::default()).unwrap());
    assert!(
        shown.contains("GreyImage(64 x 64)") && shown.contains("NistCom(9 attributes)"),
        "{shown}"
    );
    assert!(!shown.contains("GRAY"), "{shown}");
}

#[test]
fn the_encoder_states_who_it_is_only_when_told() {
    let image = ridges(64, 64, 0.0, 1);
    let plain = EncodeSettings::new(Bitrate::ARCHIVE);
    let named = EncoderIdentity {
        algorithm: 2,
        software: 4711,
    };
    for (settings, identity) in [
        (plain, EncoderIdentity::default()),
        (plain.with_encoder(named), named),
    ] {
        let decoded =
            wsq::decode(&wsq::encode(&image, &settings).unwrap(), &Limits::default()).unwrap();
        assert_eq!(decoded.encoder, identity);
        assert_eq!(decoded.ppi(), None);
        assert_eq!(decoded.nistcom.unwrap().attribute("PIX_WIDTH"), Some("64"));
    }
}

#[test]
fn rates_outside_the_range_are_refused() {
    for rate in [0.0, 0.05, 8.5, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Bitrate::new(rate), Err(WsqError::BitrateRange));
    }
    assert_eq!(Bitrate::new(0.75), Ok(Bitrate::FIFTEEN_TO_ONE));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Ridges of any size from a sensor chip to a finger keep their shape, and the stream its size.
    #[test]
    fn ridges_keep_their_shape(width in 96u16..320, height in 96u16..320, grain in 0.0..20.0, seed: u32) {
        let image = ridges(width, height, grain, seed);
        for (bitrate, least_psnr) in [(Bitrate::FIFTEEN_TO_ONE, 28.0), (Bitrate::ARCHIVE, 34.0)] {
            let (decoded, bytes) = round_trip(&image, bitrate);
            let found = psnr(&image, &decoded);
            prop_assert!(found > least_psnr, "{found} dB at {width} x {height}, grain {grain}");
            let most = 1300.0 + 1.25 * bitrate.bits_per_pixel() * image.pixels().len() as f64 / 8.0;
            prop_assert!((bytes as f64) < most, "{bytes} bytes, more than {most}");
        }
    }

    /// Any pixels of any size can be encoded, and a high rate brings them back closely.
    #[test]
    fn any_image_comes_back(width in 1u16..40, height in 1u16..40, seed: u32) {
        let mut state = seed | 1;
        let pixels = (0..usize::from(width) * usize::from(height)).map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 24) as u8
        });
        let image = GreyImage::new(width, height, pixels.collect()).unwrap();
        let (decoded, _) = round_trip(&image, Bitrate::new(8.0).unwrap());
        prop_assert_eq!((decoded.width(), decoded.height()), (width, height));
    }
}

//! Finger images through [`decode_finger`] and [`decode`]: WSQ, raw pixels of every depth, bombs, damage.

use capture::image::{
    FingerEncoding, ImageError, Limits, MediaType, RawPixels, decode, decode_finger,
};
use capture::portrait::PortraitFrame;
use proptest::prelude::*;

const WIDTH: u16 = 96;
const HEIGHT: u16 = 80;

/// Ridges of about nine pixels, as at 500 pixels per inch.
fn ridges() -> Vec<u8> {
    let pixel = |at: u32| {
        let (x, y) = (at % u32::from(WIDTH), at / u32::from(WIDTH));
        if (x + y / 2) % 9 < 4 { 60 } else { 200 }
    };
    (0..u32::from(WIDTH) * u32::from(HEIGHT))
        .map(pixel)
        .collect()
}

fn stream() -> Vec<u8> {
    let image = wsq::GreyImage::new(WIDTH, HEIGHT, ridges()).unwrap();
    let settings = wsq::EncodeSettings::new(wsq::Bitrate::ARCHIVE).with_ppi(500);
    wsq::encode(&image, &settings).unwrap()
}

fn limits(pixels: u64) -> Limits {
    Limits {
        pixels,
        ..Limits::FINGERPRINT
    }
}

#[test]
fn a_wsq_stream_becomes_grey_and_coloured_pixels() {
    let stream = stream();
    let grey = decode_finger(&stream, FingerEncoding::Compressed, Limits::FINGERPRINT).unwrap();
    assert_eq!((grey.width(), grey.height()), (96, 80));
    let error: u64 = grey
        .pixels()
        .iter()
        .zip(ridges())
        .map(|(decoded, original)| u64::from(decoded.abs_diff(original)))
        .sum();
    assert!(error / grey.pixels().len() as u64 <= 12, "{error}");
    let colour = decode(&stream, Limits::FINGERPRINT).unwrap();
    let (pixels, _) = colour.pixels().as_chunks::<4>();
    assert!(
        pixels
            .iter()
            .zip(grey.pixels())
            .all(|(pixel, level)| *pixel == [*level, *level, *level, 255])
    );
}

#[test]
fn a_finger_is_no_portrait() {
    assert_eq!(MediaType::of(&stream()), None);
    let refused = PortraitFrame::from_bytes(&stream()).err();
    assert_eq!(refused, Some(ImageError::UnknownFormat));
}

#[test]
fn a_stream_that_claims_65535_lines_is_refused_before_decoding() {
    let mut bomb = stream();
    let frame = bomb
        .windows(2)
        .position(|pair| pair == [0xFF, 0xA2])
        .unwrap();
    // Black and white level stand before the lines and their pixels.
    bomb[frame + 6..frame + 10].fill(0xFF);
    let refused = decode_finger(&bomb, FingerEncoding::Compressed, Limits::FINGERPRINT).err();
    let too_many = ImageError::TooManyPixels {
        width: 65_535,
        height: 65_535,
        limit: Limits::FINGERPRINT.pixels,
    };
    assert_eq!(refused, Some(too_many));
    let small = decode(&stream(), limits(96 * 80 - 1)).err();
    assert!(matches!(small, Some(ImageError::TooManyPixels { .. })));
    let short = Limits {
        file_bytes: 100,
        ..Limits::FINGERPRINT
    };
    let long = decode_finger(&stream(), FingerEncoding::Compressed, short).err();
    assert!(matches!(long, Some(ImageError::FileTooLong { .. })));
}

#[test]
fn raw_pixels_of_every_depth_become_256_levels() {
    let pixels = |depth| RawPixels {
        width: 4,
        height: 1,
        depth,
    };
    let grey = |bytes: &[u8], encoding| {
        let image = decode_finger(bytes, encoding, Limits::FINGERPRINT).unwrap();
        image.pixels().to_vec()
    };
    let raw = FingerEncoding::Raw;
    let packed = FingerEncoding::PackedRaw;
    assert_eq!(grey(&[0, 1, 128, 255], raw(pixels(8))), [0, 1, 128, 255]);
    assert_eq!(grey(&[0, 1, 8, 15], raw(pixels(4))), [0, 17, 136, 255]);
    assert_eq!(grey(&[0x01, 0x8F], packed(pixels(4))), [0, 17, 136, 255]);
    assert_eq!(grey(&[0b0101_0000], packed(pixels(1))), [0, 255, 0, 255]);
    let deep = [0, 0, 0x0F, 0xFF, 0x08, 0x00, 0x00, 0x10];
    assert_eq!(grey(&deep, raw(pixels(12))), [0, 255, 127, 0]);
}

#[test]
fn raw_pixels_that_do_not_fit_are_refused() {
    let of = |bytes: usize, width, depth| {
        let pixels = RawPixels {
            width,
            height: 4,
            depth,
        };
        decode_finger(&vec![0; bytes], FingerEncoding::Raw(pixels), limits(100)).err()
    };
    assert_eq!(of(16, 4, 8), None);
    assert!(matches!(of(15, 4, 8), Some(ImageError::PixelCount { .. })));
    assert!(matches!(of(17, 4, 8), Some(ImageError::PixelCount { .. })));
    assert!(matches!(of(16, 4, 0), Some(ImageError::Structure { .. })));
    assert!(matches!(of(48, 4, 17), Some(ImageError::Structure { .. })));
    assert!(matches!(
        of(104, 26, 8),
        Some(ImageError::TooManyPixels { .. })
    ));
    assert_eq!(of(0, 0, 8), Some(ImageError::Empty));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn a_changed_stream_is_decoded_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = stream();
        for (at, octet) in changes {
            let at = at.index(bytes.len());
            bytes[at] = octet;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let bounded = limits(96 * 80 * 4);
        if let Ok(image) = decode_finger(&bytes, FingerEncoding::Compressed, bounded) {
            prop_assert!(u64::from(image.width()) * u64::from(image.height()) <= bounded.pixels);
        }
    }
}

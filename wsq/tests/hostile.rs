//! Streams that are cut, changed or built to harm: a typed error or an image, never a panic, never long.
#![expect(
    clippy::cast_possible_truncation,
    reason = "drawing rounds into grey levels"
)]

mod drawing;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use drawing::ridges;
use proptest::prelude::*;
use wsq::{Bitrate, EncodeSettings, EndOfImage, Limits, WsqError};

/// Encoded once: the properties below start from it thousands of times.
static STREAM: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let settings = EncodeSettings::new(Bitrate::FIFTEEN_TO_ONE).with_ppi(500);
    wsq::encode(&ridges(100, 90, 10.0, 3), &settings).unwrap()
});

fn stream() -> Vec<u8> {
    STREAM.clone()
}

fn decode(stream: &[u8]) -> Result<wsq::Decoded, WsqError> {
    wsq::decode(stream, &Limits::default())
}

/// Content of the first segment with this marker code, by walking the segments as the decoder must not.
fn segment(stream: &[u8], code: u8) -> std::ops::Range<usize> {
    let at = stream
        .windows(2)
        .position(|bytes| bytes == [0xFF, code])
        .unwrap();
    let length = usize::from(u16::from_be_bytes([stream[at + 2], stream[at + 3]]));
    at + 4..at + 2 + length
}

#[test]
fn every_cut_is_an_error_until_only_the_end_marker_is_missing() {
    let whole = stream();
    let image = decode(&whole).unwrap().image;
    let mut decodable = 0;
    for length in 0..whole.len() {
        match decode(&whole[..length]) {
            Ok(decoded) => {
                assert_eq!(
                    (decoded.image, decoded.end),
                    (image.clone(), EndOfImage::Missing)
                );
                decodable += 1;
            }
            Err(error) => assert!(!error.clause().is_empty()),
        }
    }
    // The end marker has two bytes.
    assert_eq!(decodable, 2);
    assert!(decode(&whole[..whole.len() - 2]).is_ok());
}

#[test]
fn bytes_after_the_end_are_counted() {
    let mut long = stream();
    long.extend([0; 17]);
    assert_eq!(
        decode(&long).unwrap().end,
        EndOfImage::Marked { trailing: 17 }
    );
}

#[test]
fn sizes_are_held_against_the_limit_before_anything_is_allocated() {
    let mut huge = stream();
    let frame = segment(&huge, 0xA2).start;
    huge[frame + 2..frame + 6].copy_from_slice(&[0xFF; 4]);
    let pixels = 65_535 * 65_535;
    assert_eq!(
        decode(&huge),
        Err(WsqError::TooManyPixels {
            pixels,
            limit: 16_000_000
        })
    );
    assert_eq!(
        wsq::decode(&stream(), &Limits { max_pixels: 8_999 }),
        Err(WsqError::TooManyPixels {
            pixels: 9_000,
            limit: 8_999
        })
    );
    assert!(wsq::decode(&stream(), &Limits { max_pixels: 9_000 }).is_ok());
    huge[frame + 2..frame + 4].copy_from_slice(&[0; 2]);
    assert_eq!(
        decode(&huge),
        Err(WsqError::EmptyImage {
            width: 65_535,
            height: 0
        })
    );
}

/// Some 1200 bytes that are 16 million coefficients, all zero, and filters of 32 taps to rebuild them with.
fn bomb() -> Vec<u8> {
    let mut out = vec![0xFF, 0xA0, 0xFF, 0xA4, 0, 196, 32, 32];
    for _ in 0..32 {
        out.extend([0, 9, 0x20, 0, 0, 0]);
    }
    out.extend([0xFF, 0xA5, 1, 133, 2, 0, 44]);
    for _ in 0..64 {
        out.extend([0, 0, 100, 0, 0, 120]);
    }
    out.extend([
        0xFF, 0xA2, 0, 17, 0, 255, 0x0F, 0xA0, 0x0F, 0xA0, 0, 0, 128, 0, 0, 1, 0, 0, 0,
    ]);
    // The only code, 0, is a run of zeros whose length follows in 16 bits.
    out.extend([
        0xFF, 0xA6, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 106,
    ]);
    out.extend([0xFF, 0xA3, 0, 3, 0]);
    // 32767 zeros: 0, then 0111 1111 1111 1111; 488 times; the rest is 9704.
    let runs = std::iter::repeat_n(32_767u16, 488).chain([9_704]);
    let bits: Vec<u8> = runs
        .flat_map(|run| {
            (0..17)
                .rev()
                .map(move |bit| (u32::from(run) >> bit & 1) as u8)
        })
        .collect();
    for byte in bits.chunks(8) {
        let filled = byte
            .iter()
            .chain(&[1; 8])
            .take(8)
            .fold(0, |byte, bit| byte << 1 | bit);
        out.push(filled);
        if filled == 0xFF {
            out.push(0);
        }
    }
    out.extend([0xFF, 0xA1]);
    out
}

#[test]
fn a_small_stream_of_sixteen_million_zeros_is_soon_done() {
    let bomb = bomb();
    assert!(bomb.len() < 2500, "{}", bomb.len());
    let start = Instant::now();
    let decoded = decode(&bomb).unwrap();
    println!(
        "{} bytes to 16 million pixels in {:?}",
        bomb.len(),
        start.elapsed()
    );
    assert!(decoded.image.pixels().iter().all(|level| *level == 128));
    assert!(start.elapsed() < Duration::from_secs(20));
    let small = Limits {
        max_pixels: 1_000_000,
    };
    assert!(matches!(
        wsq::decode(&bomb, &small),
        Err(WsqError::TooManyPixels { .. })
    ));
}

#[test]
fn tables_that_break_their_bounds() {
    let good = stream();
    let mut table_number = good.clone();
    table_number[segment(&good, 0xA6).start] = 8;
    assert_eq!(
        decode(&table_number),
        Err(WsqError::HuffmanTableNumber { id: 8 })
    );

    let mut overfull = good.clone();
    let table = segment(&good, 0xA6).start;
    overfull[table + 1] = overfull[table + 1].wrapping_add(200);
    assert!(decode(&overfull).is_err());

    let mut undefined = good.clone();
    undefined[segment(&good, 0xA3).start] = 5;
    assert_eq!(
        decode(&undefined),
        Err(WsqError::HuffmanTableUndefined { id: 5 })
    );

    let mut filters = good.clone();
    filters[segment(&good, 0xA4).start] = 0;
    assert!(matches!(
        decode(&filters),
        Err(WsqError::FilterLengths { .. } | WsqError::SegmentLength { .. })
    ));
}

#[test]
fn what_decoding_needs_must_come_before_the_first_block() {
    let good = stream();
    for (code, name) in [(0xA4, "DTT"), (0xA5, "DQT")] {
        let content = segment(&good, code);
        let mut without = good.clone();
        without.drain(content.start - 4..content.end);
        assert_eq!(decode(&without), Err(WsqError::Missing { segment: name }));
    }
    assert_eq!(decode(b"\xFF\xD8\xFF\xE0"), Err(WsqError::NotWsq));
    assert_eq!(
        decode(b"\xFF\xA0\xFF\xA1"),
        Err(WsqError::Missing { segment: "SOF" })
    );
}

#[test]
fn long_comments_and_fill_bytes_before_markers_do_no_harm() {
    let good = stream();
    let image = decode(&good).unwrap().image;
    let mut padded = good[..2].to_vec();
    padded.extend([0xFF, 0xFF, 0xFF, 0xFF, 0xA8, 0xFF, 0xFF]);
    padded.extend(vec![b'x'; 65_533]);
    padded.extend(&good[2..good.len() - 2]);
    padded.extend([0xFF, 0xFF, 0xFF, 0xA1]);
    let decoded = decode(&padded).unwrap();
    assert_eq!((decoded.image.clone(), decoded.ppi()), (image, Some(500)));
}

/// An image of 32 x 32 whose only subband is the lowest, one coefficient in each of its blocks or restart intervals.
fn lowest_subband(width: u8, bits: &[u8]) -> Vec<u8> {
    let good = stream();
    let filters = segment(&good, 0xA4);
    let mut out = vec![0xFF, 0xA0];
    out.extend(&good[filters.start - 4..filters.end]);
    out.extend([0xFF, 0xA5, 1, 133, 2, 0, 44, 0, 0, 100, 0, 0, 120]);
    out.resize(out.len() + 63 * 6, 0);
    out.extend([
        0xFF, 0xA2, 0, 17, 0, 255, 0, 32, 0, width, 0, 0, 128, 0, 0, 1, 0, 0, 0,
    ]);
    out.extend([0xFF, 0xA7, 0, 4, 0, 1]);
    // Two codes: 0 is a coefficient of 1, 10 a coefficient of -1.
    out.extend([
        0xFF, 0xA6, 0, 21, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 181, 179,
    ]);
    out.extend([0xFF, 0xA3, 0, 3, 0]);
    out.extend(bits);
    out.extend([0xFF, 0xA1]);
    out
}

#[test]
fn restart_markers_divide_a_block() {
    let whole = decode(&lowest_subband(128, &[0b0100_0111])).unwrap();
    let parted = [
        0b0111_1111,
        0xFF,
        0xB0,
        0b1011_1111,
        0xFF,
        0xB1,
        0b0011_1111,
    ];
    let restarted = decode(&lowest_subband(128, &parted)).unwrap();
    assert_eq!(whole.image, restarted.image);
    assert!(whole.image.pixels().iter().any(|level| *level != 128));
    let disordered = [0b0111_1111, 0xFF, 0xB3, 0b1000_1111];
    assert_eq!(
        decode(&lowest_subband(128, &disordered)),
        Err(WsqError::RestartOrder {
            expected: 0,
            found: 3
        })
    );
}

#[test]
fn coefficients_are_counted() {
    assert_eq!(
        decode(&lowest_subband(128, &[0b0111_1111])),
        Err(WsqError::TooFewCoefficients {
            found: 1,
            expected: 4
        })
    );
    assert_eq!(
        decode(&lowest_subband(128, &[0b0000_0111])),
        Err(WsqError::TooManyCoefficients { expected: 4 })
    );
    assert_eq!(
        decode(&lowest_subband(128, &[0b0011_0000])),
        Err(WsqError::UnknownCode)
    );
}

proptest! {
    // PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut changed = stream();
        let length = changed.len();
        for (place, byte) in changes {
            changed[place.index(length)] = byte;
        }
        // A size within a small limit, so that the many cases stay fast.
        let _either = wsq::decode(&changed, &Limits { max_pixels: 100_000 });
    }

    #[test]
    fn changed_headers_never_panic(changes in prop::collection::vec((0usize..700, any::<u8>()), 1..4)) {
        let mut changed = stream();
        for (place, byte) in changes {
            changed[place] = byte;
        }
        let _either = wsq::decode(&changed, &Limits { max_pixels: 100_000 });
    }

    #[test]
    fn noise_after_the_first_marker_never_panics(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = vec![0xFF, 0xA0];
        bytes.extend(noise);
        let _either = decode(&bytes);
    }
}

//! A card's code as a camera sees it: small, turned, soft, damaged, or not there at all.

use capture::image::GreyImage;
use capture::scanner::{ScanError, code_in};
use proptest::prelude::*;
use qrcode::{Color, QrCode};
use zeroize::Zeroizing;

const QR: &str = "001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";

/// A frame of grey table with a code on white paper in its middle.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rows and columns inside the code"
)]
fn frame(bytes: &[u8], module: f64, degrees: f64) -> GreyImage {
    const SIDE: u32 = 480;
    const QUIET: f64 = 4.0;
    let code = QrCode::new(bytes).unwrap();
    let width = code.width();
    let colors = code.to_colors();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let half = width as f64 / 2.0;
    let mut pixels = Zeroizing::new(Vec::new());
    for y in 0..SIDE {
        for x in 0..SIDE {
            let middle = f64::from(SIDE) / 2.0;
            let (dx, dy) = (f64::from(x) - middle, f64::from(y) - middle);
            let column = (dx * cos + dy * sin) / module + half;
            let row = (dy * cos - dx * sin) / module + half;
            let inside = |at: f64, rim: f64| at >= -rim && at < width as f64 + rim;
            let grey = if inside(column, 0.0) && inside(row, 0.0) {
                match colors[row as usize * width + column as usize] {
                    Color::Dark => 40,
                    Color::Light => 220,
                }
            } else if inside(column, QUIET) && inside(row, QUIET) {
                220
            } else {
                120
            };
            pixels.push(grey);
        }
    }
    GreyImage::new(SIDE, SIDE, pixels).unwrap()
}

/// Every pixel the mean of its neighbours.
fn soft(sharp: &GreyImage) -> GreyImage {
    let (width, height) = (sharp.width() as usize, sharp.height() as usize);
    let at = |x: usize, y: usize| {
        u32::from(sharp.pixels()[y.min(height - 1) * width + x.min(width - 1)])
    };
    let mut pixels = Zeroizing::new(Vec::new());
    for y in 0..height {
        for x in 0..width {
            let sum: u32 = (0..3)
                .flat_map(|down| (0..3).map(move |across| (down, across)))
                .map(|(down, across)| {
                    at((x + across).saturating_sub(1), (y + down).saturating_sub(1))
                })
                .sum();
            pixels.push(u8::try_from(sum / 9).unwrap());
        }
    }
    GreyImage::new(sharp.width(), sharp.height(), pixels).unwrap()
}

fn read(frame: &GreyImage) -> Option<Result<String, ScanError>> {
    code_in(frame).map(|scan| scan.map(|text| text.to_string()))
}

#[test]
fn a_code_is_read_with_every_vietnamese_letter_small_turned_and_soft() {
    for module in [3.0, 5.0, 7.0] {
        for degrees in [0.0, 7.0, 45.0, 180.0] {
            let sharp = frame(QR.as_bytes(), module, degrees);
            let what = format!("{module} pixels a module, {degrees} degrees");
            assert_eq!(read(&sharp), Some(Ok(QR.to_owned())), "{what}");
        }
    }
    for module in [5.0, 7.0] {
        let soft = soft(&frame(QR.as_bytes(), module, 7.0));
        assert_eq!(read(&soft), Some(Ok(QR.to_owned())), "soft, {module}");
    }
}

#[test]
fn a_code_whose_letters_were_damaged_is_scanned_again_and_one_too_long_refused() {
    // Written in Latin-1, and with a question mark for each letter that the writer lacked.
    for damaged in [
        &b"001199000018||Nguy\xEAn|15031999"[..],
        b"001199000018||Nguy?n|1503",
    ] {
        assert_eq!(
            read(&frame(damaged, 6.0, 0.0)),
            Some(Err(ScanError::Charset))
        );
    }
    let long = [b'7'; 2_100];
    assert_eq!(read(&frame(&long, 4.0, 0.0)), Some(Err(ScanError::Endless)));
}

#[test]
fn no_code_half_a_code_and_a_covered_code_are_nothing() {
    let whole = frame(QR.as_bytes(), 6.0, 0.0);
    let table = GreyImage::new(320, 200, Zeroizing::new(vec![120; 320 * 200])).unwrap();
    assert_eq!(read(&table), None);
    let half = whole.pixels()[..480 * 240].to_vec();
    assert_eq!(
        read(&GreyImage::new(480, 240, Zeroizing::new(half)).unwrap()),
        None
    );
    let mut covered = whole.pixels().to_vec();
    for row in covered.chunks_mut(480).skip(180).take(120) {
        row[180..300].fill(220);
    }
    assert_eq!(
        read(&GreyImage::new(480, 480, Zeroizing::new(covered)).unwrap()),
        None
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn noise_of_any_size_ends_without_a_text(width in 1_u32..96, height in 1_u32..96, seed: u64) {
        let mut state = seed | 1;
        let noise = (0..width * height).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        });
        let frame = GreyImage::new(width, height, Zeroizing::new(noise.collect())).unwrap();
        prop_assert!(!matches!(code_in(&frame), Some(Ok(_))));
    }

    #[test]
    fn a_code_with_any_block_of_it_changed_is_read_right_or_not_at_all(
        left in 0_usize..440, top in 0_usize..440, side in 4_usize..40, grey: u8
    ) {
        let whole = frame(QR.as_bytes(), 6.0, 3.0);
        let mut pixels = whole.pixels().to_vec();
        for row in pixels.chunks_mut(480).skip(top).take(side) {
            row[left..left + side].fill(grey);
        }
        let damaged = GreyImage::new(480, 480, Zeroizing::new(pixels)).unwrap();
        if let Some(Ok(text)) = read(&damaged) {
            prop_assert_eq!(text, QR);
        }
    }
}

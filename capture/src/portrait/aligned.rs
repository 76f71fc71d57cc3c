//! A face as models of faces expect it, and how alike two embeddings are.

use zeroize::Zeroizing;

use super::Face;
use super::face_region::whole;
use crate::image::RgbaImage;

/// Where the eyes are in a model's square, as shares of its side: the place that ArcFace's training pictures give them.
const EYES_APART: f64 = 0.3125;
const EYES_DOWN: f64 = 0.46;

/// The face in a square of this many pixels a side, upright as the frame is: red, green and blue of each pixel, row by
/// row. What lies over the frame's edge repeats the edge.
pub fn aligned(frame: &RgbaImage, face: &Face, side: u32) -> Zeroizing<Vec<[u8; 3]>> {
    let (across, down) = face.eyes();
    let region = face.inter_eye_distance() / EYES_APART;
    let step = region / f64::from(side.max(1));
    let columns = spans(across - region / 2.0, step, side, frame.width());
    let rows = spans(down - region * EYES_DOWN, step, side, frame.height());
    let (pixels, _) = frame.pixels().as_chunks::<4>();
    let stride = usize::try_from(frame.width()).unwrap_or(1).max(1);
    let lines: Vec<&[[u8; 4]]> = pixels.chunks_exact(stride).collect();
    let mut square = Zeroizing::new(Vec::with_capacity(columns.len() * rows.len()));
    for (top, bottom) in rows {
        let band = lines.get(top..bottom).unwrap_or(&[]);
        square.extend(columns.iter().map(|span| mean(band, *span)));
    }
    square
}

/// Which pixels of one direction each pixel of the square stands for; at least one, inside the frame.
fn spans(start: f64, step: f64, count: u32, length: u32) -> Vec<(usize, usize)> {
    let last = usize::try_from(length).unwrap_or(1).max(1) - 1;
    let at = |number: u32| whole(start + step * f64::from(number)).min(last);
    (0..count)
        .map(|number| (at(number), at(number + 1).max(at(number) + 1)))
        .collect()
}

fn mean(band: &[&[[u8; 4]]], (left, right): (usize, usize)) -> [u8; 3] {
    let mut sums = [0_u64; 3];
    let mut count = 0_u64;
    for [red, green, blue, _] in band.iter().flat_map(|row| row.get(left..right)).flatten() {
        for (sum, channel) in sums.iter_mut().zip([red, green, blue]) {
            *sum += u64::from(*channel);
        }
        count += 1;
    }
    sums.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
}

/// The cosine of the angle between two embeddings; nothing when they differ in length, or one has none.
pub fn cosine(one: &[f32], other: &[f32]) -> Option<f64> {
    if one.len() != other.len() {
        return None;
    }
    let dot = |one: &[f32], other: &[f32]| -> f64 {
        let pairs = one.iter().zip(other);
        pairs
            .map(|(one, other)| f64::from(*one) * f64::from(*other))
            .sum()
    };
    let cosine = dot(one, other) / (dot(one, one) * dot(other, other)).sqrt();
    cosine.is_finite().then_some(cosine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeddings_of_one_direction_are_alike_and_a_zero_is_no_direction() {
        assert_eq!(cosine(&[1.0, 2.0], &[2.0, 4.0]), Some(1.0));
        assert_eq!(cosine(&[1.0, 0.0], &[0.0, 3.0]), Some(0.0));
        assert_eq!(cosine(&[1.0], &[-2.0]), Some(-1.0));
        let none = [
            cosine(&[0.0, 0.0], &[1.0, 0.0]),
            cosine(&[f32::NAN], &[1.0]),
            cosine(&[1.0], &[1.0, 0.0]),
            cosine(&[], &[]),
        ];
        assert_eq!(none, [None; 4]);
    }

    #[test]
    fn the_eyes_come_to_their_place_and_the_edge_repeats() {
        // Each pixel tells its column and its row.
        let pixels = (0..200_u8).flat_map(|y| (0..200_u8).flat_map(move |x| [x, y, 9, 255]));
        let frame = RgbaImage::new(200, 200, Zeroizing::new(pixels.collect())).unwrap();
        let face = Face {
            left: 60.0,
            top: 60.0,
            side: 100.0,
            confidence: 20.0,
        };
        let square = aligned(&frame, &face, 112);
        assert_eq!(square.len(), 112 * 112);
        // The middle between the eyes is at column 110 and row 99 of the frame.
        let [x, y, blue] = square[51 * 112 + 56];
        assert!(x.abs_diff(110) <= 2 && y.abs_diff(99) <= 2, "{x} {y}");
        assert_eq!(blue, 9);
        let outside = Face {
            left: -60.0,
            ..face
        };
        let [x, ..] = aligned(&frame, &outside, 112)[51 * 112];
        assert_eq!(x, 0);
    }
}

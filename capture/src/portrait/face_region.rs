//! Grey levels of the face and beside the head: histograms, steps and differences.

use std::ops::RangeInclusive;

use zeroize::Zeroizing;

use super::Face;
use crate::image::GreyImage;

/// Inner part of the detector's box: what lies further out may be hair or background.
const INSET: f64 = 0.12;
/// Differences are taken this share of the face's side apart, so that the resolution does not matter.
const APART: f64 = 1.0 / 128.0;
/// Fewer pixels say nothing.
const FEWEST: usize = 256;

/// The grey levels of one face.
pub(super) struct FaceRegion {
    rows: Vec<Zeroizing<Vec<u8>>>,
    left: usize,
    top: usize,
    apart: usize,
}

impl FaceRegion {
    pub(super) fn of(grey: &GreyImage, face: &Face) -> Option<Self> {
        let inset = face.side * INSET;
        let across = span(face.left + inset, face.left + face.side - inset);
        let down = span(face.top + inset, face.top + face.side - inset);
        let rows = cut(grey, &across, &down);
        let count: usize = rows.iter().map(|row| row.len()).sum();
        (count >= FEWEST).then(|| Self {
            rows,
            left: *across.start(),
            top: *down.start(),
            apart: whole(face.side * APART).max(1),
        })
    }

    fn pixels(&self) -> impl Iterator<Item = u8> {
        self.rows.iter().flat_map(|row| row.iter().copied())
    }

    pub(super) fn mean(&self) -> f64 {
        spread(self.pixels()).0
    }

    pub(super) fn share(&self, levels: RangeInclusive<u8>) -> f64 {
        let (mut inside, mut all) = (0.0_f64, 0.0_f64);
        for pixel in self.pixels() {
            all += 1.0;
            if levels.contains(&pixel) {
                inside += 1.0;
            }
        }
        inside / all.max(1.0)
    }

    /// Shannon entropy of the 256 levels, in bits.
    pub(super) fn entropy(&self) -> f64 {
        histogram(self.pixels(), 0)
            .iter()
            .filter(|share| **share > 0.0)
            .map(|share| -share * share.log2())
            .sum()
    }

    /// Sum of the smaller of both halves' shares over 16 levels.
    pub(super) fn halves_share(&self) -> f64 {
        let half = |right: bool| {
            let pixels = self.rows.iter().flat_map(move |row| {
                let (left_half, right_half) = row.split_at(row.len() / 2);
                if right { right_half } else { left_half }.iter().copied()
            });
            histogram(pixels, 4)
        };
        let (left, right) = (half(false), half(true));
        left.iter()
            .zip(&right)
            .map(|(one, other)| one.min(*other))
            .sum()
    }

    pub(super) fn sharpness(&self) -> f64 {
        let (across, down) = self.second_differences();
        across.max(down) / spread(self.pixels()).1.max(1.0)
    }

    pub(super) fn blunter_to_sharper(&self) -> f64 {
        let (across, down) = self.second_differences();
        across.min(down) / across.max(down).max(1e-9)
    }

    /// Mean absolute second difference across and down.
    fn second_differences(&self) -> (f64, f64) {
        let apart = self.apart;
        let second = |one: u8, middle: u8, other: u8| {
            (f64::from(one) + f64::from(other) - 2.0 * f64::from(middle)).abs()
        };
        let (mut across, mut down) = (Mean::default(), Mean::default());
        for row in &self.rows {
            let middle = row.iter().skip(apart);
            for ((one, middle), other) in row.iter().zip(middle).zip(row.iter().skip(2 * apart)) {
                across.add(second(*one, *middle, *other));
            }
        }
        let middle = self.rows.iter().skip(apart);
        for ((one, middle), other) in self
            .rows
            .iter()
            .zip(middle)
            .zip(self.rows.iter().skip(2 * apart))
        {
            for ((one, middle), other) in one.iter().zip(middle.iter()).zip(other.iter()) {
                down.add(second(*one, *middle, *other));
            }
        }
        (across.value(), down.value())
    }

    /// Mean step over the edges of 8 × 8 blocks against the mean step inside them. A level is added to both, so
    /// that a flat picture gives 1.
    pub(super) fn steps_on_grid(&self) -> f64 {
        let (mut edge, mut inside) = (Mean::default(), Mean::default());
        for row in &self.rows {
            for (index, pair) in row.windows(2).enumerate() {
                if let [one, other] = pair {
                    let grid = (self.left + index + 1).is_multiple_of(8);
                    let mean = if grid { &mut edge } else { &mut inside };
                    mean.add(f64::from(one.abs_diff(*other)));
                }
            }
        }
        for (index, pair) in self.rows.windows(2).enumerate() {
            if let [above, below] = pair {
                let grid = (self.top + index + 1).is_multiple_of(8);
                let mean = if grid { &mut edge } else { &mut inside };
                for (one, other) in above.iter().zip(below.iter()) {
                    mean.add(f64::from(one.abs_diff(*other)));
                }
            }
        }
        (edge.value() + 1.0) / (inside.value() + 1.0)
    }
}

/// Standard deviation of the strip left or right of the head, from the crown to the eyes: the larger of both.
pub(super) fn beside_head(grey: &GreyImage, face: &Face) -> Option<f64> {
    let (near, far) = (face.side * 0.22, face.side * 0.50);
    let down = span(face.crown(), face.eyes().1);
    let right = face.left + face.side;
    let strips = [
        span(face.left - far, face.left - near),
        span(right + near, right + far),
    ];
    strips
        .iter()
        .map(|across| cut(grey, across, &down))
        .filter(|rows| rows.iter().map(|row| row.len()).sum::<usize>() >= FEWEST)
        .map(|rows| spread(rows.iter().flat_map(|row| row.iter().copied())).1)
        .max_by(f64::total_cmp)
}

fn cut(
    grey: &GreyImage,
    across: &RangeInclusive<usize>,
    down: &RangeInclusive<usize>,
) -> Vec<Zeroizing<Vec<u8>>> {
    let width = usize::try_from(grey.width()).unwrap_or(1).max(1);
    let columns = across.end().saturating_sub(*across.start());
    let rows = down.end().saturating_sub(*down.start());
    grey.pixels()
        .chunks_exact(width)
        .skip(*down.start())
        .take(rows)
        .map(|row| {
            let row = row.iter().skip(*across.start()).take(columns);
            Zeroizing::new(row.copied().collect())
        })
        .collect()
}

/// Whole pixels; what lies left of the frame or above it begins at its edge.
fn span(from: f64, to: f64) -> RangeInclusive<usize> {
    whole(from)..=whole(to)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what an image can have"
)]
pub(super) fn whole(value: f64) -> usize {
    value.clamp(0.0, 65_535.0).round() as usize
}

/// Shares of the levels, each of `2^merged` neighbouring grey values.
fn histogram(pixels: impl Iterator<Item = u8>, merged: u32) -> [f64; 256] {
    let mut counts = [0.0_f64; 256];
    let mut all = 0.0_f64;
    for pixel in pixels {
        all += 1.0;
        if let Some(count) = counts.get_mut(usize::from(pixel >> merged)) {
            *count += 1.0;
        }
    }
    counts.map(|count| count / all.max(1.0))
}

/// Mean and standard deviation.
fn spread(pixels: impl Iterator<Item = u8>) -> (f64, f64) {
    let (mut count, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
    for pixel in pixels.map(f64::from) {
        count += 1.0;
        sum += pixel;
        squares += pixel * pixel;
    }
    let mean = sum / count.max(1.0);
    (
        mean,
        (squares / count.max(1.0) - mean * mean).max(0.0).sqrt(),
    )
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1.0;
    }

    fn value(&self) -> f64 {
        self.sum / self.count.max(1.0)
    }
}

//! Annex A.1: the two-channel symmetric wavelet transform over lines and columns of the plane.

mod boundary;
mod filters;
mod line;
mod plane;

pub(crate) use filters::FilterPair;
pub(crate) use plane::Plane;

use crate::subbands::{Partition, Split};
use line::LinePlan;

/// Rebuilds the plane from its subbands; splits that hold nothing but zeros are left out.
pub(crate) fn synthesize(
    plane: &mut Plane,
    partition: &Partition,
    filters: &FilterPair,
    transmitted: impl Fn(usize) -> bool,
) {
    let kernel = filters.synthesis();
    for split in partition.splits.iter().rev() {
        let (first, end) = split.bands;
        if split.area.samples() > 0 && (first..end).any(&transmitted) {
            let (row, column) = plans(split, |length, high_first| {
                LinePlan::synthesis(&kernel, length, high_first)
            });
            plane.columns(split.area, &column);
            plane.rows(split.area, &row);
        }
    }
}

/// Splits the plane into its subbands, up to the subband `end`.
pub(crate) fn analyze(plane: &mut Plane, partition: &Partition, filters: &FilterPair, end: usize) {
    let kernel = filters.analysis();
    for split in &partition.splits {
        if split.area.samples() > 0 && split.bands.0 < end {
            let (row, column) = plans(split, |length, high_first| {
                LinePlan::analysis(&kernel, length, high_first)
            });
            plane.rows(split.area, &row);
            plane.columns(split.area, &column);
        }
    }
}

fn plans(split: &Split, plan: impl Fn(usize, bool) -> LinePlan) -> (LinePlan, LinePlan) {
    (
        plan(split.area.width, split.high_left),
        plan(split.area.height, split.high_top),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subbands::SUBBANDS;

    /// Distance between a plane of noise and what analysis and synthesis make of it.
    fn round_trip_error(width: usize, height: usize, filters: &FilterPair) -> f32 {
        let mut seed = 1u32;
        let noise: Vec<f32> = (0..width * height)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as f32 - 128.0
            })
            .collect();
        let partition = Partition::new(width, height);
        let mut plane = Plane::new(width, noise.clone());
        analyze(&mut plane, &partition, filters, SUBBANDS);
        synthesize(&mut plane, &partition, filters, |_| true);
        let samples = plane.samples().iter().zip(&noise);
        samples.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }

    const SIZES: [(usize, usize); 9] = [
        (1, 1),
        (2, 1),
        (1, 7),
        (3, 3),
        (5, 4),
        (17, 33),
        (64, 64),
        (101, 67),
        (130, 259),
    ];

    #[test]
    fn the_standard_filters_lose_nothing() {
        for (width, height) in SIZES {
            let error = round_trip_error(width, height, &FilterPair::standard());
            assert!(error < 0.01, "{width} x {height}: {error}");
        }
    }

    #[test]
    fn filters_of_even_length_lose_nothing() {
        let half = core::f64::consts::FRAC_1_SQRT_2;
        let haar = FilterPair::new(2, vec![half], 2, vec![half]).unwrap();
        for (width, height) in SIZES {
            let error = round_trip_error(width, height, &haar);
            assert!(error < 0.01, "{width} x {height}: {error}");
        }
    }
}

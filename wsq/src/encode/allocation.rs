//! Part 3: bin widths from the variances, so that the stream comes near the wanted rate.

use super::CODED;
use super::variance::Statistics;
use crate::quantization::{Bins, QuantizationTable};
use crate::scaled;
use crate::subbands::SUBBANDS;

/// Subbands of less variance are not transmitted.
const LEAST_VARIANCE: f64 = 1.01;
/// A bin as wide as this many standard deviations leaves nothing of a subband, so it takes no share of the bits.
const DEAD: f64 = 5.0;
/// The share of the range that the quantizer's load is reckoned with.
const LOADING: f64 = 2.5;
/// The bin around zero, relative to the others.
const ZERO_BIN: f64 = 1.2;
const CENTER: f64 = 0.44;
/// Coefficients are kept below 16 bits with a sign.
const LARGEST_INDEX: f64 = 32_000.0;

/// The quantization table for these statistics and this rate.
pub(crate) fn bins(statistics: &[Statistics], bits_per_pixel: f64) -> QuantizationTable {
    let shares: Vec<Share> = (0..)
        .zip(statistics)
        .filter(|(_, band)| band.variance >= LEAST_VARIANCE)
        .map(|(number, band)| Share {
            relative_width: relative_width(number, band.variance),
            deviation: band.variance.sqrt(),
            part: part_of_image(number),
        })
        .collect();
    let scale = scale(&shares, bits_per_pixel);
    let mut bands: Vec<Bins> = (0..)
        .zip(statistics)
        .take(CODED)
        .map(|(number, band)| {
            if band.variance < LEAST_VARIANCE {
                return Bins::default();
            }
            let width = relative_width(number, band.variance) / scale;
            let width = scaled::as_written(width.max(band.peak / LARGEST_INDEX));
            Bins {
                width,
                zero: scaled::as_written(ZERO_BIN * width),
            }
        })
        .collect();
    bands.resize(SUBBANDS, Bins::default());
    QuantizationTable {
        center: CENTER,
        bands,
    }
}

struct Share {
    relative_width: f64,
    deviation: f64,
    part: f64,
}

/// The factor q by which relative widths are divided. Subbands that it would leave dead are taken out, and their bits
/// given to the others, until none is.
fn scale(shares: &[Share], bits_per_pixel: f64) -> f64 {
    let mut alive: Vec<&Share> = shares.iter().collect();
    loop {
        let part: f64 = alive.iter().map(|share| share.part).sum();
        let load: f64 = alive
            .iter()
            .map(|share| share.part * (share.deviation / share.relative_width).ln())
            .sum();
        // The logarithm of 2^(rate / part - 1) / 2.5 / load^(1 / part); held where the exponential stays finite.
        let log =
            (bits_per_pixel / part - 1.0) * core::f64::consts::LN_2 - LOADING.ln() - load / part;
        let scale = log.clamp(-60.0, 60.0).exp();
        let before = alive.len();
        alive.retain(|share| share.relative_width / scale < DEAD * share.deviation);
        if alive.len() == before || alive.is_empty() {
            return scale;
        }
    }
}

fn relative_width(band: usize, variance: f64) -> f64 {
    if band < 4 {
        1.0
    } else {
        10.0 / (weight(band) * variance.ln())
    }
}

/// A of Part 3: how much more the eye sees of a subband than of the others.
const fn weight(band: usize) -> f64 {
    match band {
        52 | 56 => 1.32,
        53 | 55 | 58 | 59 => 1.08,
        54 | 57 => 1.42,
        _ => 1.0,
    }
}

/// The part of all samples that are in a subband.
const fn part_of_image(band: usize) -> f64 {
    match band {
        0..=3 => 1.0 / 1024.0,
        4..=50 => 1.0 / 256.0,
        _ => 1.0 / 16.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(variance: impl Fn(usize) -> f64) -> Vec<Statistics> {
        let band = |number| Statistics {
            variance: variance(number),
            peak: 100.0,
        };
        (0..CODED).map(band).collect()
    }

    #[test]
    fn parts_add_up_to_the_image_without_its_last_sixteenths() {
        let sum: f64 = (0..CODED).map(part_of_image).sum();
        assert!((sum - 0.75).abs() < 1e-12);
    }

    #[test]
    fn flat_subbands_are_not_transmitted() {
        let table = bins(
            &statistics(|band| if band < 52 { 400.0 } else { 1.0 }),
            0.75,
        );
        assert!(table.bands.iter().take(52).all(|bins| bins.transmitted()));
        assert!(table.bands.iter().skip(52).all(|bins| !bins.transmitted()));
        assert_eq!(table.bands.len(), SUBBANDS);
    }

    #[test]
    fn a_higher_rate_makes_narrower_bins() {
        let of = |rate| bins(&statistics(|_| 400.0), rate).bands[19];
        assert!(of(2.25).width < of(0.75).width);
        assert!((of(0.75).zero / of(0.75).width - 1.2).abs() < 0.001);
    }

    #[test]
    fn a_flat_image_has_no_bins_and_no_index_outgrows_16_bits() {
        let flat = bins(&statistics(|_| 0.0), 0.75);
        assert!(flat.bands.iter().all(|bins| !bins.transmitted()));
        let lone = bins(&statistics(|band| if band == 0 { 2.0 } else { 0.0 }), 8.0);
        assert!(100.0 / lone.bands[0].width <= 32_767.0);
    }
}

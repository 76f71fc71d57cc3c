//! Part 3: variance and peak of each subband, taken from its middle, where the finger is.

use super::CODED;
use crate::subbands::{Area, Partition};
use crate::wavelet::Plane;

/// What bit allocation asks about a subband.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Statistics {
    pub(crate) variance: f64,
    /// The largest size of a sample, of the whole subband.
    pub(crate) peak: f64,
}

/// Below this sum for the four lowest subbands the middle is nearly blank, and whole subbands are measured.
const BLANK: f64 = 20_000.0;
/// Of fewer samples no variance is estimated: the specification is for images of 400 pixels and more, whose subbands
/// have dozens.
const FEWEST: usize = 8;

/// Statistics of the subbands that are coded.
pub(crate) fn of_subbands(plane: &Plane, partition: &Partition) -> Vec<Statistics> {
    let bands = || partition.bands.iter().take(CODED);
    let of_middle: Vec<f64> = bands().map(|band| variance(plane, middle(*band))).collect();
    let blank = of_middle.iter().take(4).sum::<f64>() < BLANK;
    bands()
        .zip(of_middle)
        .map(|(band, of_middle)| Statistics {
            variance: if blank || middle(*band).samples() < FEWEST {
                variance(plane, *band)
            } else {
                of_middle
            },
            peak: peak(plane, *band),
        })
        .collect()
}

/// Three quarters of the width and seven sixteenths of the height, a little below the middle.
const fn middle(band: Area) -> Area {
    Area {
        x: band.x + band.width / 8,
        y: band.y + 9 * band.height / 32,
        width: 3 * band.width / 4,
        height: 7 * band.height / 16,
    }
}

fn variance(plane: &Plane, area: Area) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for row in plane.area(area) {
        for sample in row {
            let sample = f64::from(*sample);
            sum += sample;
            squares += sample * sample;
        }
    }
    let count = f64::from(u32::try_from(area.samples()).unwrap_or(u32::MAX));
    if count < 2.0 {
        return squares;
    }
    ((squares - sum * sum / count) / (count - 1.0)).max(0.0)
}

fn peak(plane: &Plane, area: Area) -> f64 {
    let samples = plane.area(area).flatten();
    f64::from(samples.fold(0.0f32, |peak, sample| peak.max(sample.abs())))
}

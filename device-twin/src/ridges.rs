//! A finger that belongs to nobody: a ridge field with a loop, minutiae and an elliptical contact area.

use std::f64::consts::{PI, TAU};

/// What lies on the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impression {
    /// A finger.
    Finger,
    /// Nothing: only the sensor's own noise.
    Nothing,
}

/// Ridges and valleys together take about 0.46 mm, 9 pixels at 500 ppi.
const RIDGE_PERIOD: f64 = 9.0;
const MINUTIAE: u64 = 24;
const WHITE: f64 = 15.0;

/// The image row by row, one level 0 (ridge) to 15 (nothing) for each pixel.
///
/// The phase of the ridge wave is the distance from the core above it and the distance from the
/// core's axis below it: a loop that opens downwards. Each minutia turns the phase once around
/// its place, which starts or ends exactly one ridge there.
pub fn ridge_levels(seed: u64, width: u16, height: u16, impression: Impression) -> Vec<u8> {
    let finger = FingerModel::new(seed, f64::from(width), f64::from(height));
    let mut noise = SplitMix(seed ^ 0x5EED);
    let mut levels = Vec::with_capacity(usize::from(width) * usize::from(height));
    for y in 0..height {
        for x in 0..width {
            let grain = noise.unit() * 1.5 - 0.75;
            let level = match impression {
                Impression::Finger => finger.level(f64::from(x), f64::from(y)),
                Impression::Nothing => WHITE - 1.0,
            };
            levels.push(quantised(level + grain));
        }
    }
    levels
}

struct FingerModel {
    core: (f64, f64),
    centre: (f64, f64),
    radii: (f64, f64),
    bend: (f64, f64, f64),
    minutiae: Vec<(f64, f64, f64)>,
}

impl FingerModel {
    fn new(seed: u64, width: f64, height: f64) -> Self {
        let mut random = SplitMix(seed);
        let mut between = |low: f64, high: f64| low + (high - low) * random.unit();
        let core = (width * between(0.45, 0.55), height * between(0.40, 0.50));
        let bend = (between(2.0, 6.0), between(0.010, 0.025), between(0.0, TAU));
        let minutiae = (0..MINUTIAE)
            .map(|index| {
                let turn = if index % 2 == 0 { 1.0 } else { -1.0 };
                (
                    width * between(0.12, 0.88),
                    height * between(0.10, 0.90),
                    turn,
                )
            })
            .collect();
        Self {
            core,
            centre: (width * 0.5, height * 0.5),
            radii: (width * 0.46, height * 0.48),
            bend,
            minutiae,
        }
    }

    fn level(&self, x: f64, y: f64) -> f64 {
        let across = (x - self.centre.0) / self.radii.0;
        let down = (y - self.centre.1) / self.radii.1;
        let edge = (across * across + down * down).sqrt();
        // Contact fades over the outer eighth of the ellipse.
        let contact = ((1.0 - edge) * 8.0).clamp(0.0, 1.0);
        let ridge = 0.5 + 0.5 * self.phase(x, y).cos();
        WHITE - contact * (2.0 + 11.5 * ridge)
    }

    fn phase(&self, x: f64, y: f64) -> f64 {
        let (amplitude, frequency, shift) = self.bend;
        let dx = x - self.core.0 + amplitude * (y * frequency * PI + shift).sin();
        let dy = y - self.core.1 + amplitude * (x * frequency * PI + shift).cos();
        let distance = if dy < 0.0 { dx.hypot(dy) } else { dx.abs() };
        let turns: f64 = self
            .minutiae
            .iter()
            .map(|(mx, my, turn)| turn * (y - my).atan2(x - mx))
            .sum();
        TAU * distance / RIDGE_PERIOD + turns
    }
}

fn quantised(level: f64) -> u8 {
    (0..15_u8)
        .find(|step| level < f64::from(*step) + 0.5)
        .unwrap_or(15)
}

/// Steele, Lea, Flood: SplitMix64. The same seed gives the same finger on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        f64::from(u32::try_from(mixed >> 32).unwrap_or(u32::MAX)) / f64::from(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_one_finger_and_another_seed_is_another() {
        let finger = |seed| ridge_levels(seed, 256, 288, Impression::Finger);
        assert_eq!(finger(18), finger(18));
        let differing = finger(18)
            .iter()
            .zip(finger(19))
            .filter(|(one, other)| one.abs_diff(*other) > 4)
            .count();
        assert!(differing > 10_000, "{differing}");
        assert!(finger(18).iter().all(|level| *level <= 15));
    }

    #[test]
    fn an_empty_window_is_almost_white() {
        let empty = ridge_levels(1, 64, 64, Impression::Nothing);
        assert!(empty.iter().all(|level| *level >= 13));
    }
}

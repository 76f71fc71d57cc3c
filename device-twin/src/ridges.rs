//! The frame of an EF01 module: a synthetic finger, of which the line carries 16 grey levels.

use crate::synthetic::{Condition, Finger, Impression as Touch};

/// What lies on the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impression {
    /// A finger.
    Finger,
    /// Nothing: only the sensor's own noise.
    Nothing,
}

/// The image row by row, one level 0 (ridge) to 15 (nothing) for each pixel.
pub fn ridge_levels(seed: u64, width: u16, height: u16, impression: Impression) -> Vec<u8> {
    let touch = Touch::good(width, height).under(Condition::Good);
    match impression {
        Impression::Finger => Finger::grow(seed).print(&touch).pixels,
        Impression::Nothing => vec![u8::MAX - 12; usize::from(width) * usize::from(height)],
    }
    .into_iter()
    .map(|grey| grey >> 4)
    .collect()
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

//! Annex A.1: lines continued symmetrically beyond their ends.

use super::filters::Symmetry;

/// What stands at a place of the continued line: a place inside it, and the sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Source {
    pub(crate) index: usize,
    pub(crate) sign: f32,
}

/// A place where nothing stands.
const NOTHING: Source = Source {
    index: 0,
    sign: 0.0,
};

/// Samples: the place itself, or its mirror image. `length` is at least 1.
pub(crate) fn sample(symmetry: Symmetry, place: isize, length: usize) -> Source {
    let period = match symmetry {
        Symmetry::WholeSample => 2 * length.saturating_sub(1).max(1),
        Symmetry::HalfSample => 2 * length,
    };
    let place = wrap(place, period);
    let mirrored = match symmetry {
        Symmetry::WholeSample => period - place,
        Symmetry::HalfSample => period - 1 - place,
    };
    Source {
        index: if place < length {
            place
        } else {
            mirrored.min(length - 1)
        },
        sign: 1.0,
    }
}

/// Coefficients of a line of `length`: which low (`first`) or high coefficient stands at pair number `pair`.
pub(crate) fn coefficient(symmetry: Symmetry, first: bool, pair: isize, length: usize) -> Source {
    match symmetry {
        Symmetry::WholeSample if length == 1 && !first => NOTHING,
        Symmetry::WholeSample => {
            let place = sample(symmetry, 2 * pair + isize::from(!first), length);
            Source {
                index: place.index / 2,
                sign: 1.0,
            }
        }
        Symmetry::HalfSample => half_sample(first, wrap(pair, length), length),
    }
}

/// Low coefficients are mirrored, high ones mirrored and negated; the one in the middle of an odd line is zero.
fn half_sample(first: bool, pair: usize, length: usize) -> Source {
    let held = if first {
        length.div_ceil(2)
    } else {
        length / 2
    };
    if pair < held {
        return Source {
            index: pair,
            sign: 1.0,
        };
    }
    let mirrored = length - 1 - pair;
    if mirrored >= held {
        NOTHING
    } else {
        Source {
            index: mirrored,
            sign: if first { 1.0 } else { -1.0 },
        }
    }
}

fn wrap(place: isize, period: usize) -> usize {
    let period = isize::try_from(period).unwrap_or(isize::MAX).max(1);
    place.rem_euclid(period).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indices(symmetry: Symmetry, length: usize) -> Vec<usize> {
        (-3..7)
            .map(|place| sample(symmetry, place, length).index)
            .collect()
    }

    #[test]
    fn samples_are_mirrored() {
        assert_eq!(
            indices(Symmetry::WholeSample, 4),
            [3, 2, 1, 0, 1, 2, 3, 2, 1, 0]
        );
        assert_eq!(
            indices(Symmetry::HalfSample, 4),
            [2, 1, 0, 0, 1, 2, 3, 3, 2, 1]
        );
        assert_eq!(indices(Symmetry::WholeSample, 1), [0; 10]);
        assert_eq!(indices(Symmetry::HalfSample, 1), [0; 10]);
    }

    #[test]
    fn coefficients_keep_the_parity_of_their_place() {
        let low = |pair, length| coefficient(Symmetry::WholeSample, true, pair, length).index;
        assert_eq!(
            [low(-2, 6), low(-1, 6), low(2, 6), low(3, 6), low(4, 6)],
            [2, 1, 2, 2, 1]
        );
        let high = |pair, length| coefficient(Symmetry::WholeSample, false, pair, length).index;
        assert_eq!(
            [high(-1, 6), high(-2, 6), high(2, 6), high(3, 6)],
            [0, 1, 2, 1]
        );
    }

    #[test]
    fn high_coefficients_of_even_filters_change_sign() {
        let high = |pair, length| coefficient(Symmetry::HalfSample, false, pair, length);
        assert_eq!(
            high(-1, 4),
            Source {
                index: 0,
                sign: -1.0
            }
        );
        assert_eq!(
            high(2, 4),
            Source {
                index: 1,
                sign: -1.0
            }
        );
        assert_eq!(high(2, 5), NOTHING);
    }
}

//! Annex B: the transform table (DTT), and the polyphase form of its filters.

use crate::bytes::Bytes;
use crate::error::WsqError;
use crate::quantization::to_f32;
use crate::scaled;

/// The analysis filters, right halves from the centre outwards, as a transform table holds them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FilterPair {
    low_length: u8,
    low: Vec<f64>,
    high_length: u8,
    high: Vec<f64>,
}

/// Which symmetry lines are continued with beyond their ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symmetry {
    /// Filters of odd length: the line is mirrored at its last sample.
    WholeSample,
    /// Filters of even length: the line is mirrored half a sample after its last.
    HalfSample,
}

/// One product of the transform: input `offset` pairs away, of the `first` or second sequence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tap {
    pub(crate) first: bool,
    pub(crate) offset: isize,
    pub(crate) weight: f32,
}

/// The transform of pairs: what makes the first and what the second output of each pair.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    pub(crate) symmetry: Symmetry,
    pub(crate) first: Vec<Tap>,
    pub(crate) second: Vec<Tap>,
    /// The furthest `offset`.
    pub(crate) margin: usize,
}

/// The furthest pair that a filter of the longest length, 32 taps, can touch.
const FURTHEST: isize = 17;
/// Taps below this are no part of a filter, only of an attempt to slow the arithmetic down.
const SMALLEST_TAP: f64 = 1e-9;

impl FilterPair {
    /// The 9/7 filters that every encoder of the FBI uses.
    pub(crate) fn standard() -> Self {
        Self {
            low_length: 9,
            low: vec![
                0.852_698_679_009_403_4,
                0.377_402_855_612_653_8,
                -0.110_624_404_418_423_42,
                -0.023_849_465_019_380_01,
                0.037_828_455_506_995_46,
            ],
            high_length: 7,
            high: vec![
                0.788_485_616_405_664_4,
                -0.418_092_273_222_212_2,
                -0.040_689_417_609_558_67,
                0.064_538_882_628_938_56,
            ],
        }
    }

    /// Filters given by their lengths and right halves.
    pub(crate) fn new(
        low_length: u8,
        low: Vec<f64>,
        high_length: u8,
        high: Vec<f64>,
    ) -> Result<Self, WsqError> {
        let fits = |length: u8, half: &[f64]| {
            (1..=32).contains(&length) && half.len() == usize::from(length.div_ceil(2))
        };
        if !fits(low_length, &low) || !fits(high_length, &high) || low_length % 2 != high_length % 2
        {
            return Err(WsqError::FilterLengths {
                low: low_length,
                high: high_length,
            });
        }
        Ok(Self {
            low_length,
            low,
            high_length,
            high,
        })
    }

    pub(crate) fn parse(mut segment: Bytes<'_>) -> Result<Self, WsqError> {
        let (low_length, high_length) = (segment.byte()?, segment.byte()?);
        let mut half = |length: u8| -> Result<Vec<f64>, WsqError> {
            (0..length.div_ceil(2))
                .map(|_| scaled::read_tap(&mut segment))
                .collect()
        };
        let (low, high) = (half(low_length)?, half(high_length)?);
        segment.finish()?;
        Self::new(low_length, low, high_length, high)
    }

    pub(crate) fn content(&self) -> Vec<u8> {
        let mut out = vec![self.low_length, self.high_length];
        for tap in self.low.iter().chain(&self.high) {
            scaled::write_tap(&mut out, *tap);
        }
        out
    }

    /// From samples of even and odd position to low and high coefficients.
    pub(crate) fn analysis(&self) -> Kernel {
        self.kernel(|from_even, offset, to_low| {
            let from = 2 * offset + isize::from(!from_even);
            match self.symmetry() {
                Symmetry::WholeSample if to_low => whole(&self.low, from),
                Symmetry::WholeSample => whole(&self.high, from - 1),
                Symmetry::HalfSample if to_low => half(&self.low, from, 1.0),
                Symmetry::HalfSample => -half(&self.high, from, -1.0),
            }
        })
    }

    /// From low and high coefficients to samples of even and odd position: the other filter of the pair, every
    /// second tap negated.
    pub(crate) fn synthesis(&self) -> Kernel {
        self.kernel(|from_low, offset, to_even| {
            let to = isize::from(!to_even) - 2 * offset;
            match self.symmetry() {
                Symmetry::WholeSample if from_low => alternating(to) * whole(&self.high, to),
                Symmetry::WholeSample => alternating(to - 1) * whole(&self.low, to - 1),
                Symmetry::HalfSample if from_low => {
                    alternating(outwards(to)) * half(&self.high, to, 1.0)
                }
                Symmetry::HalfSample => -alternating(outwards(to)) * half(&self.low, to, -1.0),
            }
        })
    }

    const fn symmetry(&self) -> Symmetry {
        if self.low_length % 2 == 1 {
            Symmetry::WholeSample
        } else {
            Symmetry::HalfSample
        }
    }

    fn kernel(&self, weight: impl Fn(bool, isize, bool) -> f64) -> Kernel {
        let taps = |to_first: bool| -> Vec<Tap> {
            [true, false]
                .into_iter()
                .flat_map(|from| (-FURTHEST..=FURTHEST).map(move |offset| (from, offset)))
                .map(|(first, offset)| (first, offset, weight(first, offset, to_first)))
                .filter(|(_, _, weight)| weight.abs() > SMALLEST_TAP)
                .map(|(first, offset, weight)| Tap {
                    first,
                    offset,
                    weight: to_f32(weight),
                })
                .collect()
        };
        let (first, second) = (taps(true), taps(false));
        let margin = first
            .iter()
            .chain(&second)
            .map(|tap| tap.offset.unsigned_abs())
            .max();
        Kernel {
            symmetry: self.symmetry(),
            margin: margin.unwrap_or(0),
            first,
            second,
        }
    }
}

/// The tap at a distance from the centre of a filter of odd length.
fn whole(right: &[f64], distance: isize) -> f64 {
    right.get(distance.unsigned_abs()).copied().unwrap_or(0.0)
}

/// The tap of a filter of even length, whose centre lies between positions 0 and 1.
fn half(right: &[f64], position: isize, left_sign: f64) -> f64 {
    let tap = right
        .get(outwards(position).unsigned_abs())
        .copied()
        .unwrap_or(0.0);
    if position >= 1 { tap } else { left_sign * tap }
}

/// How many taps outwards from the centre between 0 and 1.
const fn outwards(position: isize) -> isize {
    if position >= 1 {
        position - 1
    } else {
        -position
    }
}

const fn alternating(distance: isize) -> f64 {
    if distance % 2 == 0 { 1.0 } else { -1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_survives_writing() {
        let content = FilterPair::standard().content();
        assert_eq!(content.len(), 56);
        let read = FilterPair::parse(Bytes::new(&content, "table")).unwrap();
        assert_eq!((read.low_length, read.high_length), (9, 7));
        let pairs = read.low.iter().zip(FilterPair::standard().low);
        assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-9));
    }

    #[test]
    fn impossible_lengths_are_refused() {
        for (low, high) in [(0u8, 7u8), (9, 0), (33, 7), (9, 8), (8, 7)] {
            let mut content = vec![low, high];
            content.resize(2 + 6 * usize::from(low.div_ceil(2) + high.div_ceil(2)), 1);
            assert_eq!(
                FilterPair::parse(Bytes::new(&content, "table")),
                Err(WsqError::FilterLengths { low, high })
            );
        }
    }

    #[test]
    fn subnormal_taps_are_dropped() {
        let pair = FilterPair::new(1, vec![1e-30], 1, vec![1e-30]).unwrap();
        assert!(pair.synthesis().first.is_empty());
    }
}

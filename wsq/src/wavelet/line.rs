//! One line through the transform: where its inputs stand, where its outputs go.

use super::boundary::{self, Source};
use super::filters::{Kernel, Tap};
use crate::subbands::halves;

/// Places of one of the two output sequences: `start`, `start + step`, ... of `count` outputs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outputs {
    pub(crate) start: usize,
    pub(crate) step: usize,
    pub(crate) count: usize,
}

/// All that is the same for every line of one split.
#[derive(Debug)]
pub(crate) struct LinePlan {
    pub(crate) first: (Outputs, Vec<Tap>),
    pub(crate) second: (Outputs, Vec<Tap>),
    /// Inputs of the two sequences, from `margin` pairs before the line to `margin` after it.
    first_inputs: Vec<Source>,
    second_inputs: Vec<Source>,
    margin: usize,
    length: usize,
}

impl LinePlan {
    /// Samples in order become a low and a high half.
    pub(crate) fn analysis(kernel: &Kernel, length: usize, high_first: bool) -> Self {
        let (low, high) = half_places(length, high_first);
        Self::new(kernel, length, [low, high], |first, pair| {
            boundary::sample(kernel.symmetry, 2 * pair + isize::from(!first), length)
        })
    }

    /// A low and a high half become samples in order.
    pub(crate) fn synthesis(kernel: &Kernel, length: usize, high_first: bool) -> Self {
        let (low, high) = half_places(length, high_first);
        let place = |start, count| Outputs {
            start,
            step: 2,
            count,
        };
        let outputs = [place(0, low.count), place(1, high.count)];
        Self::new(kernel, length, outputs, |first, pair| {
            let source = boundary::coefficient(kernel.symmetry, first, pair, length);
            let start = if first { low.start } else { high.start };
            Source {
                index: start + source.index,
                ..source
            }
        })
    }

    fn new(
        kernel: &Kernel,
        length: usize,
        [first, second]: [Outputs; 2],
        source: impl Fn(bool, isize) -> Source,
    ) -> Self {
        let pairs = length.div_ceil(2) + 2 * kernel.margin;
        let inputs = |first: bool| {
            let before = -isize::try_from(kernel.margin).unwrap_or(0);
            (before..)
                .take(pairs)
                .map(|pair| source(first, pair))
                .collect()
        };
        Self {
            first: (first, kernel.first.clone()),
            second: (second, kernel.second.clone()),
            first_inputs: inputs(true),
            second_inputs: inputs(false),
            margin: kernel.margin,
            length,
        }
    }

    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// All inputs of one sequence.
    pub(crate) fn inputs(&self, first: bool) -> &[Source] {
        if first {
            &self.first_inputs
        } else {
            &self.second_inputs
        }
    }

    /// Where the input of a tap stands in [`Self::inputs`] for the first pair.
    pub(crate) fn input_start(&self, tap: &Tap) -> usize {
        self.margin.saturating_add_signed(tap.offset)
    }
}

fn half_places(length: usize, high_first: bool) -> (Outputs, Outputs) {
    let (one, other) = halves(length, high_first);
    let place = |start, count| Outputs {
        start,
        step: 1,
        count,
    };
    if high_first {
        (place(one, other), place(0, one))
    } else {
        (place(0, one), place(one, other))
    }
}

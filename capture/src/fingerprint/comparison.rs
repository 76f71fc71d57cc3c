//! How alike two fingers are, by their minutiae; a port of NIST BOZORTH3 behind a trait.
//!
//! A score has a meaning only beside the comparator's name and a threshold measured for it
//! (`docs/biometrics.md`). It never decides who a person is: see [`super::advice`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use fprint_bozorth3::{MIN_COMPUTABLE_BOZORTH_MINUTIAE, debug_pipeline, match_score};

use super::minutiae::{Minutia, Minutiae};

/// A comparator's own measure; more is more alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Similarity(pub u32);

/// How a comparison ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Both had enough to compare.
    Compared(Similarity),
    /// Nothing can be said.
    NotPerformed(WhyNot),
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// Fewer minutiae than the method needs on at least one side.
    TooFewMinutiae {
        /// On the side that was just taken.
        probe: usize,
        /// On the side that it is held against.
        reference: usize,
    },
    /// Minutiae as no finger has them, in a grid or all at one place: comparing them would not end.
    TooRegular,
    /// The library gave up.
    Failed,
}

/// What compares two fingers.
pub trait Comparator {
    /// Name and version, for records.
    fn name(&self) -> &'static str;

    /// Holds one finger against another.
    fn compare(&self, probe: &Minutiae, reference: &Minutiae) -> Comparison;
}

/// BOZORTH3 in the crate `fprint-bozorth3`, in two looks.
///
/// The first look takes the surest minutiae only. Two touches of one finger mostly are alike
/// beyond doubt there, which costs a tenth of the whole comparison; else all minutiae are compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bozorth3;

/// Minutiae of the first look.
const FIRST_LOOK: usize = 34;
/// Score at which the first look is enough; [`super::profile`]'s threshold is not above it.
pub(super) const SURE: Similarity = Similarity(50);
/// Minutiae of the whole comparison: what BOZORTH3 itself keeps, and fewer for crowded fingers.
const WHOLE: [usize; 3] = [150, 100, 70];
/// Pairs of compatible edges up to which the comparison ends in time. Fingers have up to 1 800;
/// from about 8 000 it takes seconds, and there is no bound above.
const MOST_COMPATIBLE: usize = 2_500;
/// The score that BOZORTH3 gives when its tables overflow.
const OVERFLOW: u32 = 4000;

impl Comparator for Bozorth3 {
    fn name(&self) -> &'static str {
        "BOZORTH3 (fprint-bozorth3 0.1.0)"
    }

    fn compare(&self, probe: &Minutiae, reference: &Minutiae) -> Comparison {
        let (probe, reference) = (probe.all(), reference.all());
        if probe.len().min(reference.len()) < MIN_COMPUTABLE_BOZORTH_MINUTIAE {
            return Comparison::NotPerformed(WhyNot::TooFewMinutiae {
                probe: probe.len(),
                reference: reference.len(),
            });
        }
        match look(probe, reference, FIRST_LOOK) {
            sure @ Comparison::Compared(score) if score >= SURE => sure,
            _ => whole(probe, reference),
        }
    }
}

fn whole(probe: &[Minutia], reference: &[Minutia]) -> Comparison {
    let looks = WHOLE.map(|most| move || look(probe, reference, most));
    let compared = |seen: &Comparison| *seen != Comparison::NotPerformed(WhyNot::TooRegular);
    let mut seen = looks.into_iter().map(|look| look());
    seen.find(compared)
        .unwrap_or(Comparison::NotPerformed(WhyNot::TooRegular))
}

fn look(probe: &[Minutia], reference: &[Minutia], most: usize) -> Comparison {
    let theirs = |ours: &[Minutia]| -> Vec<fprint_bozorth3::Minutia> {
        ours.iter().take(most).map(as_xyt).collect()
    };
    let (probe, reference) = (theirs(probe), theirs(reference));
    // A young library: whatever it does, the counter goes on.
    let seen = catch_unwind(AssertUnwindSafe(|| {
        let (_, _, compatible) = debug_pipeline(&probe, &reference);
        (compatible <= MOST_COMPATIBLE).then(|| match_score(&probe, &reference))
    }));
    match seen {
        Ok(None | Some(OVERFLOW..)) => Comparison::NotPerformed(WhyNot::TooRegular),
        Ok(Some(score)) => Comparison::Compared(Similarity(score)),
        Err(_) => Comparison::NotPerformed(WhyNot::Failed),
    }
}

fn as_xyt(ours: &Minutia) -> fprint_bozorth3::Minutia {
    fprint_bozorth3::Minutia {
        x: ours.x.into(),
        y: ours.y.into(),
        theta: ours.degrees.into(),
    }
}

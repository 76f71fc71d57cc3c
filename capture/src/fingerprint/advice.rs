//! What a local comparison may say: advice to the officer. The identity source's answer decides, and no function
//! turns the one into the other.

use super::comparison::{Comparison, Similarity, WhyNot};
use super::finger::Finger;

/// How the comparisons of several fingers become one piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchRule {
    /// The best of two fingers counts.
    BestOfTwo,
    /// Both of two fingers must be alike.
    BothOfTwo,
}

/// When fingers count as alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchPolicy {
    /// The comparator's score from which two images are taken for one finger.
    pub threshold: Similarity,
    /// How fingers are put together.
    pub rule: MatchRule,
}

/// One finger held against what was known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerComparison {
    /// Which finger.
    pub finger: Finger,
    /// How it ended.
    pub comparison: Comparison,
}

/// Advice, never a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// The fingers look like the same person's.
    Alike {
        /// The score that the rule went by.
        score: Similarity,
    },
    /// They do not.
    Unlike {
        /// The score that the rule went by.
        score: Similarity,
    },
    /// Nothing can be said.
    NotPerformed(NoAdvice),
}

/// Why there is no advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAdvice {
    /// There was nothing to hold the fingers against.
    NothingToCompare,
    /// The rule needs two fingers.
    TooFewFingers,
    /// A comparison could not be made.
    Comparison(WhyNot),
}

impl MatchPolicy {
    /// Puts the comparisons of one person's fingers together.
    pub fn advise(&self, fingers: &[FingerComparison]) -> Advice {
        let mut scores = Vec::with_capacity(fingers.len());
        let mut failed = None;
        for finger in fingers {
            match finger.comparison {
                Comparison::Compared(score) => scores.push(score),
                Comparison::NotPerformed(why) => failed = Some(why),
            }
        }
        scores.sort();
        let counted = match (self.rule, scores.as_slice(), failed) {
            (MatchRule::BestOfTwo, [.., best], _) => *best,
            (MatchRule::BothOfTwo, [lowest, _, ..], None) => *lowest,
            (MatchRule::BothOfTwo, [_], None) => {
                return Advice::NotPerformed(NoAdvice::TooFewFingers);
            }
            (_, _, Some(why)) => return Advice::NotPerformed(NoAdvice::Comparison(why)),
            (_, [], None) => return Advice::NotPerformed(NoAdvice::NothingToCompare),
        };
        if counted >= self.threshold {
            Advice::Alike { score: counted }
        } else {
            Advice::Unlike { score: counted }
        }
    }
}

//! The three ends of a check. BSI TR-03135 §3.

use super::Reason;

/// How a check ended: never a bool, so that "not done" cannot pass for "refuted" or "proven".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<E> {
    /// Performed, and this is what it proves.
    Proven(E),
    /// Performed, and the claim is false.
    Refuted(Reason),
    /// Not performed, or performed without a conclusion.
    NotPerformed(Reason),
}

impl<E> Outcome<E> {
    /// The reason of an end that proves nothing.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Proven(_) => None,
            Self::Refuted(reason) | Self::NotPerformed(reason) => Some(*reason),
        }
    }
}

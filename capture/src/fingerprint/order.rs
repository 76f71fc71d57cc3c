//! What is taken in which order. Circular 60/2021/TT-BCA Art. 5.

use super::finger::{Finger, Hand};

/// One thing that the officer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaptureStep {
    /// Four fingers of a hand at once.
    Slap(Hand),
    /// Both thumbs at once.
    Thumbs,
    /// One finger, pressed flat.
    Flat(Finger),
    /// One finger, rolled from nail to nail.
    Rolled(Finger),
}

impl CaptureStep {
    /// What of a plate for four fingers this finger is taken with.
    pub fn at_once_with(finger: Finger) -> Self {
        match finger {
            Finger::LeftThumb | Finger::RightThumb => Self::Thumbs,
            other => Self::Slap(other.hand()),
        }
    }

    /// The fingers of the step, as they lie from the thumb outwards.
    pub fn fingers(self) -> Vec<Finger> {
        match self {
            Self::Slap(hand) => hand.four().to_vec(),
            Self::Thumbs => vec![Finger::RightThumb, Finger::LeftThumb],
            Self::Flat(finger) | Self::Rolled(finger) => vec![finger],
        }
    }
}

/// Right four, left four, both thumbs, then ten rolled from the right thumb to the left little
/// finger. Whether the circular that followed keeps this order is open.
pub const CIRCULAR_60: &[CaptureStep] = &[
    CaptureStep::Slap(Hand::Right),
    CaptureStep::Slap(Hand::Left),
    CaptureStep::Thumbs,
    CaptureStep::Rolled(Finger::RightThumb),
    CaptureStep::Rolled(Finger::RightIndex),
    CaptureStep::Rolled(Finger::RightMiddle),
    CaptureStep::Rolled(Finger::RightRing),
    CaptureStep::Rolled(Finger::RightLittle),
    CaptureStep::Rolled(Finger::LeftThumb),
    CaptureStep::Rolled(Finger::LeftIndex),
    CaptureStep::Rolled(Finger::LeftMiddle),
    CaptureStep::Rolled(Finger::LeftRing),
    CaptureStep::Rolled(Finger::LeftLittle),
];

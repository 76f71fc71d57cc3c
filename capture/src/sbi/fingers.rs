//! Names of fingers and parts of a device. SBI 1.0, bioSubType and deviceSubId.

use crate::fingerprint::Finger;

/// The interface's name of a finger.
#[must_use]
pub fn sub_type(finger: Finger) -> &'static str {
    match finger {
        Finger::RightThumb => "Right Thumb",
        Finger::RightIndex => "Right IndexFinger",
        Finger::RightMiddle => "Right MiddleFinger",
        Finger::RightRing => "Right RingFinger",
        Finger::RightLittle => "Right LittleFinger",
        Finger::LeftThumb => "Left Thumb",
        Finger::LeftIndex => "Left IndexFinger",
        Finger::LeftMiddle => "Left MiddleFinger",
        Finger::LeftRing => "Left RingFinger",
        Finger::LeftLittle => "Left LittleFinger",
    }
}

pub(super) fn finger(name: &str) -> Option<Finger> {
    Finger::ALL
        .into_iter()
        .find(|finger| sub_type(*finger) == name)
}

/// Part of a slap scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceSubId {
    /// Not known beforehand: a single finger.
    Unknown,
    /// Four fingers of the left hand.
    LeftSlap,
    /// Four fingers of the right hand.
    RightSlap,
    /// Both thumbs.
    Thumbs,
}

impl DeviceSubId {
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::LeftSlap => 1,
            Self::RightSlap => 2,
            Self::Thumbs => 3,
        }
    }

    /// The part that a finger belongs to.
    pub(super) fn of(finger: Finger) -> Self {
        match finger {
            Finger::LeftThumb | Finger::RightThumb => Self::Thumbs,
            Finger::LeftIndex | Finger::LeftMiddle | Finger::LeftRing | Finger::LeftLittle => {
                Self::LeftSlap
            }
            Finger::RightIndex | Finger::RightMiddle | Finger::RightRing | Finger::RightLittle => {
                Self::RightSlap
            }
        }
    }

    /// The part that takes these fingers at once; nothing when no part does.
    #[must_use]
    pub fn taking(fingers: &[Finger]) -> Option<Self> {
        use Finger::{
            LeftIndex, LeftLittle, LeftMiddle, LeftRing, LeftThumb, RightIndex, RightLittle,
            RightMiddle, RightRing, RightThumb,
        };
        let all = |of: &[Finger]| !fingers.is_empty() && fingers.iter().all(|one| of.contains(one));
        if fingers.len() == 1 {
            Some(Self::Unknown)
        } else if all(&[LeftIndex, LeftMiddle, LeftRing, LeftLittle]) {
            Some(Self::LeftSlap)
        } else if all(&[RightIndex, RightMiddle, RightRing, RightLittle]) {
            Some(Self::RightSlap)
        } else if all(&[LeftThumb, RightThumb]) {
            Some(Self::Thumbs)
        } else {
            None
        }
    }
}

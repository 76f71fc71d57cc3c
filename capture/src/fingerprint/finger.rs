//! Finger positions. ISO/IEC 19794-2 Table 2, the same codes as ISO/IEC 19794-4 Table 5.

/// Finger position, ISO/IEC 19794-2 Table 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finger {
    /// 1.
    RightThumb,
    /// 2.
    RightIndex,
    /// 3.
    RightMiddle,
    /// 4.
    RightRing,
    /// 5.
    RightLittle,
    /// 6.
    LeftThumb,
    /// 7.
    LeftIndex,
    /// 8.
    LeftMiddle,
    /// 9.
    LeftRing,
    /// 10.
    LeftLittle,
}

/// A hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// The right hand, positions 1 to 5.
    Right,
    /// The left hand, positions 6 to 10.
    Left,
}

impl Hand {
    /// Index, middle, ring and little finger.
    pub fn four(self) -> [Finger; 4] {
        match self {
            Self::Right => [
                Finger::RightIndex,
                Finger::RightMiddle,
                Finger::RightRing,
                Finger::RightLittle,
            ],
            Self::Left => [
                Finger::LeftIndex,
                Finger::LeftMiddle,
                Finger::LeftRing,
                Finger::LeftLittle,
            ],
        }
    }
}

impl Finger {
    /// All positions in the standard's order.
    pub const ALL: [Self; 10] = [
        Self::RightThumb,
        Self::RightIndex,
        Self::RightMiddle,
        Self::RightRing,
        Self::RightLittle,
        Self::LeftThumb,
        Self::LeftIndex,
        Self::LeftMiddle,
        Self::LeftRing,
        Self::LeftLittle,
    ];

    /// The standard's code, 1 to 10.
    pub fn position(self) -> u8 {
        Self::ALL
            .iter()
            .zip(1..)
            .find_map(|(finger, position)| (*finger == self).then_some(position))
            .unwrap_or(0)
    }

    /// The finger of a code.
    pub fn from_position(position: u8) -> Option<Self> {
        let index = usize::from(position.checked_sub(1)?);
        Self::ALL.get(index).copied()
    }

    /// The hand it belongs to.
    pub fn hand(self) -> Hand {
        match self.position() {
            1..=5 => Hand::Right,
            _ => Hand::Left,
        }
    }
}

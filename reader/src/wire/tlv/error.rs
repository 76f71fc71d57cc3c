//! Why bytes are not data objects. ISO/IEC 8825-1 §8.1.

use crate::fault::Fault;

/// Why bytes are not data objects. ISO/IEC 8825-1 §8.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The bytes end inside a tag, a length or a value.
    #[error("data object at byte {offset} is cut off")]
    Truncated {
        /// Where the object starts.
        offset: usize,
    },
    /// A tag of more than three octets, or a zero tag.
    #[error("tag at byte {offset} is not accepted")]
    Tag {
        /// Where the object starts.
        offset: usize,
    },
    /// Length octet `80` where only definite lengths are allowed.
    #[error("indefinite length at byte {offset}")]
    IndefiniteLength {
        /// Where the object starts.
        offset: usize,
    },
    /// A length of more than four octets.
    #[error("length field at byte {offset} is too long")]
    LengthTooLong {
        /// Where the object starts.
        offset: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    #[error("data objects nested too deep at byte {offset}")]
    TooDeep {
        /// Where the object starts.
        offset: usize,
    },
    /// More than [`MAX_OBJECTS`](super::MAX_OBJECTS) data objects.
    #[error("too many data objects")]
    TooMany,
    /// Bytes after the data object.
    #[error("bytes follow the data object")]
    TrailingBytes,
    /// The parser refused what the scan let through.
    #[error("malformed data object")]
    Malformed,
}

impl TlvError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Truncated { .. } | Self::IndefiniteLength { .. } | Self::LengthTooLong { .. } => {
                "ISO/IEC 8825-1 §8.1.3"
            }
            Self::Tag { .. } => "ISO/IEC 8825-1 §8.1.2",
            Self::TooDeep { .. } | Self::TooMany | Self::TrailingBytes | Self::Malformed => {
                "ISO/IEC 7816-4 §6.3"
            }
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Chip
    }
}

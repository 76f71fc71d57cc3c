//! What can be wrong with a stream or with a request to encode, and which part of the specification says so.

use thiserror::Error;

/// Why a stream was not decoded or an image not encoded. Holds sizes and codes only, never image content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WsqError {
    /// The first two bytes are not the start-of-image marker.
    #[error("does not begin with the start-of-image marker")]
    NotWsq,
    /// The bytes end inside a structure.
    #[error("ends inside {inside}")]
    Truncated {
        /// The structure that is cut off.
        inside: &'static str,
    },
    /// A marker, or bytes that are none, where another was due.
    #[error("found {found:#06X} where {expected} was due")]
    UnexpectedMarker {
        /// The two bytes found.
        found: u16,
        /// What may stand there.
        expected: &'static str,
    },
    /// A segment whose length field does not fit its content.
    #[error("{segment} has an impossible length")]
    SegmentLength {
        /// The segment.
        segment: &'static str,
    },
    /// A segment that decoding needs did not come before the first block.
    #[error("{segment} is missing before the first block")]
    Missing {
        /// The segment.
        segment: &'static str,
    },
    /// The frame has no pixels.
    #[error("the frame is {width} x {height} pixels")]
    EmptyImage {
        /// Pixels in a line.
        width: u32,
        /// Lines.
        height: u32,
    },
    /// The frame has more pixels than the caller allows.
    #[error("the frame has {pixels} pixels, more than the limit of {limit}")]
    TooManyPixels {
        /// Width times height as declared.
        pixels: u64,
        /// The caller's limit.
        limit: u64,
    },
    /// A wavelet filter longer than the specification allows, empty, or a pair of unlike symmetry.
    #[error("wavelet filters of {low} and {high} taps")]
    FilterLengths {
        /// Taps of the analysis lowpass filter.
        low: u8,
        /// Taps of the analysis highpass filter.
        high: u8,
    },
    /// A Huffman table number above 7.
    #[error("Huffman table {id} does not exist")]
    HuffmanTableNumber {
        /// The number given.
        id: u8,
    },
    /// Code lengths that no prefix code can have.
    #[error("the code lengths of Huffman table {id} make no prefix code")]
    HuffmanCodeLengths {
        /// The table.
        id: u8,
    },
    /// A block uses a table that no segment defined.
    #[error("a block uses Huffman table {id}, which is not defined")]
    HuffmanTableUndefined {
        /// The table.
        id: u8,
    },
    /// Bits that are no code of the block's table.
    #[error("bits of a block match no Huffman code")]
    UnknownCode,
    /// A symbol without meaning (0 and 255).
    #[error("symbol {symbol} has no meaning")]
    UnknownSymbol {
        /// The symbol.
        symbol: u8,
    },
    /// The blocks hold more coefficients than the transmitted subbands.
    #[error("more than the {expected} coefficients of the transmitted subbands")]
    TooManyCoefficients {
        /// Coefficients of all transmitted subbands.
        expected: usize,
    },
    /// The blocks hold fewer coefficients than the transmitted subbands.
    #[error("{found} of {expected} coefficients")]
    TooFewCoefficients {
        /// Coefficients decoded.
        found: usize,
        /// Coefficients of all transmitted subbands.
        expected: usize,
    },
    /// Restart markers out of their order modulo 8.
    #[error("restart marker {found} where {expected} was due")]
    RestartOrder {
        /// The number that was due.
        expected: u8,
        /// The number found.
        found: u8,
    },
    /// An image whose pixel count is not width times height.
    #[error("{pixels} pixels for {width} x {height}")]
    PixelCount {
        /// Pixels given.
        pixels: usize,
        /// Pixels in a line.
        width: u16,
        /// Lines.
        height: u16,
    },
    /// A bit rate outside what the quantizer is described for.
    #[error("bit rate outside 0.1 to 8 bits per pixel")]
    BitrateRange,
}

impl WsqError {
    /// The part of IAFIS-IC-0110 v3.1 that is not met, or the caller's limit.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        match self {
            Self::NotWsq | Self::UnexpectedMarker { .. } | Self::Missing { .. } => {
                "IAFIS-IC-0110 Annex B, marker codes and order of segments"
            }
            Self::Truncated { .. } | Self::SegmentLength { .. } => {
                "IAFIS-IC-0110 Annex B, segment lengths"
            }
            Self::EmptyImage { .. } => "IAFIS-IC-0110 Annex B, frame header",
            Self::TooManyPixels { .. } => "caller's limit on pixels",
            Self::FilterLengths { .. } => "IAFIS-IC-0110 Annex B, transform table",
            Self::HuffmanTableNumber { .. } | Self::HuffmanCodeLengths { .. } => {
                "IAFIS-IC-0110 Annex B, Huffman tables"
            }
            Self::HuffmanTableUndefined { .. } => "IAFIS-IC-0110 Annex B, block header",
            Self::UnknownCode | Self::UnknownSymbol { .. } => "IAFIS-IC-0110 Annex A, Table A.2",
            Self::TooManyCoefficients { .. } | Self::TooFewCoefficients { .. } => {
                "IAFIS-IC-0110 Annex A, order of subbands in blocks"
            }
            Self::RestartOrder { .. } => "IAFIS-IC-0110 Annex B, restart intervals",
            Self::PixelCount { .. } => "IAFIS-IC-0110 Part 1, source image",
            Self::BitrateRange => "IAFIS-IC-0110 Part 3, bit allocation",
        }
    }
}

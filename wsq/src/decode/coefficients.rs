//! Annex B: the blocks, and the quantized coefficients in them.

use super::EndOfImage;
use crate::bytes::{Bytes, Marker};
use crate::error::WsqError;
use crate::huffman::{BitReader, HuffmanTable, Symbol};
use crate::tables::{Segments, Stop};

/// Reads all blocks, the marker of the first being read already; `sizes` are those of the transmitted subbands.
pub(crate) fn read(
    stream: &mut Bytes<'_>,
    segments: &mut Segments,
    sizes: &[usize],
) -> Result<(Vec<i32>, EndOfImage), WsqError> {
    let mut coefficients = Coefficients::new(sizes);
    loop {
        block(stream, segments, &mut coefficients)?;
        match segments.up_to_next_block(stream) {
            Ok(Stop::Block) => {}
            Ok(_) => {
                let trailing = stream.rest().len();
                return coefficients
                    .complete()
                    .map(|values| (values, EndOfImage::Marked { trailing }));
            }
            // Nothing of the image is missing, so whatever stands here instead of a marker does no harm.
            Err(_) if coefficients.is_complete() => {
                return Ok((coefficients.values, EndOfImage::Missing));
            }
            Err(WsqError::Truncated { .. }) => return Err(coefficients.too_few()),
            Err(error) => return Err(error),
        }
    }
}

/// One block: its header, then bits that restart markers may divide.
fn block(
    stream: &mut Bytes<'_>,
    segments: &Segments,
    coefficients: &mut Coefficients,
) -> Result<(), WsqError> {
    let mut header = stream.segment("SOB")?;
    let table = segments.huffman.table(header.byte()?)?;
    header.finish()?;
    let mut restarts = 0u8;
    loop {
        let mut bits = BitReader::new(stream.rest());
        coefficients.decode(&mut bits, table)?;
        *stream = Bytes::new(bits.rest(), "the stream");
        let mut after = stream.clone();
        let Ok(Marker::Restart(found)) = after.marker("RST") else {
            return Ok(());
        };
        let expected = restarts % 8;
        if found != expected {
            return Err(WsqError::RestartOrder { expected, found });
        }
        restarts = restarts.wrapping_add(1);
        *stream = after;
    }
}

/// Coefficients decoded so far. Memory grows with them, up to what the frame announced.
struct Coefficients {
    values: Vec<i32>,
    /// Counts at which a subband ends, rising.
    ends: Vec<usize>,
    expected: usize,
}

impl Coefficients {
    fn new(sizes: &[usize]) -> Self {
        let ends: Vec<usize> = sizes
            .iter()
            .scan(0, |end, size| {
                *end += size;
                Some(*end)
            })
            .collect();
        let expected = ends.last().copied().unwrap_or(0);
        Self {
            values: Vec::with_capacity(expected),
            ends,
            expected,
        }
    }

    /// Decodes until the bits end. The bits that fill the last byte are ones; they end the block where a subband ends
    /// or where they are no code.
    fn decode(&mut self, bits: &mut BitReader<'_>, table: &HuffmanTable) -> Result<(), WsqError> {
        loop {
            let padding = bits.only_padding_left();
            if padding
                && (self.ends.binary_search(&self.values.len()).is_ok() || self.is_complete())
            {
                return Ok(());
            }
            let found = table.look(bits);
            match found.map(|(length, symbol)| (bits.skip(length), symbol)) {
                Some((Some(()), symbol)) => self.symbol(Symbol::of(symbol)?, bits)?,
                _ if padding => return Ok(()),
                Some((None, _)) => return Err(WsqError::Truncated { inside: "a block" }),
                None => return Err(WsqError::UnknownCode),
            }
        }
    }

    fn symbol(&mut self, symbol: Symbol, bits: &mut BitReader<'_>) -> Result<(), WsqError> {
        let mut number = |count| {
            bits.number(count)
                .ok_or(WsqError::Truncated { inside: "a block" })
        };
        match symbol {
            Symbol::Coefficient(value) => self.push(value),
            Symbol::Zeros(count) => self.push_zeros(count.into()),
            Symbol::ZerosFollow(count) => {
                let zeros = number(count)?;
                self.push_zeros(zeros.into())
            }
            Symbol::SizeFollows { bits, negative } => {
                let size = i32::from(number(bits)?);
                self.push(if negative { -size } else { size })
            }
        }
    }

    fn push(&mut self, value: i32) -> Result<(), WsqError> {
        if self.is_complete() {
            return Err(self.too_many());
        }
        self.values.push(value);
        Ok(())
    }

    fn push_zeros(&mut self, count: usize) -> Result<(), WsqError> {
        let length = self.values.len() + count;
        if length > self.expected {
            return Err(self.too_many());
        }
        self.values.resize(length, 0);
        Ok(())
    }

    const fn too_many(&self) -> WsqError {
        WsqError::TooManyCoefficients {
            expected: self.expected,
        }
    }

    fn is_complete(&self) -> bool {
        self.values.len() == self.expected
    }

    fn complete(self) -> Result<Vec<i32>, WsqError> {
        if self.is_complete() {
            Ok(self.values)
        } else {
            Err(self.too_few())
        }
    }

    const fn too_few(&self) -> WsqError {
        WsqError::TooFewCoefficients {
            found: self.values.len(),
            expected: self.expected,
        }
    }
}

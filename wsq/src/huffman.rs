//! Annex B and Table A.2: Huffman tables (DHT), the bits of a block, and the symbols they spell.

mod bits;
mod lengths;
mod symbols;
mod table;

pub(crate) use bits::{BitReader, BitWriter};
pub(crate) use lengths::code_lengths;
pub(crate) use symbols::{Symbol, Token, tokens};
pub(crate) use table::{HuffmanTable, HuffmanTables};

/// Tables that a stream may define.
pub(crate) const TABLES: usize = 8;
/// Bits of the longest code.
pub(crate) const LONGEST_CODE: usize = 16;

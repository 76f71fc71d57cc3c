//! Annex B: Huffman tables, at most eight, and the codes that follow from their lengths.

use super::bits::BitReader;
use super::{LONGEST_CODE, TABLES};
use crate::bytes::Bytes;
use crate::error::WsqError;

/// Codes up to this many bits are found by one look into an array.
const QUICK: u32 = 10;

/// A table as transmitted, ready to decode.
#[derive(Debug, Clone)]
pub(crate) struct HuffmanTable {
    counts: [u8; LONGEST_CODE],
    symbols: Vec<u8>,
    /// For each pattern of [`QUICK`] bits the length and symbol of the code it begins with; length 0 for a longer one.
    quick: Vec<(u8, u8)>,
}

impl HuffmanTable {
    /// A table from the number of codes of each length and the symbols in order of their codes.
    pub(crate) fn new(
        id: u8,
        counts: [u8; LONGEST_CODE],
        symbols: Vec<u8>,
    ) -> Result<Self, WsqError> {
        let codes: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let used: u64 = (1..)
            .zip(&counts)
            .map(|(length, count)| u64::from(*count) << (16 - length))
            .sum();
        if codes == 0 || codes > 256 || codes != symbols.len() || used > 1 << LONGEST_CODE {
            return Err(WsqError::HuffmanCodeLengths { id });
        }
        let mut quick = Vec::with_capacity(1 << QUICK);
        for (length, _, symbol) in codes_of(&counts, &symbols) {
            if u32::from(length) <= QUICK {
                let patterns = 1usize << (QUICK - u32::from(length));
                quick.resize(quick.len() + patterns, (length, symbol));
            }
        }
        quick.resize(1 << QUICK, (0, 0));
        Ok(Self {
            counts,
            symbols,
            quick,
        })
    }

    /// The next symbol and the length of its code; `None` when the bits are no code.
    pub(crate) fn look(&self, bits: &BitReader<'_>) -> Option<(u8, u8)> {
        let ahead = bits.ahead16();
        match self.quick.get(usize::from(ahead >> (16 - QUICK))) {
            Some((0, _)) | None => self.look_long(ahead),
            Some(found) => Some(*found),
        }
    }

    fn look_long(&self, ahead: u16) -> Option<(u8, u8)> {
        let (mut code, mut position) = (0u32, 0usize);
        for (length, count) in (1u8..).zip(&self.counts) {
            let candidate = u32::from(ahead) >> (16 - u32::from(length));
            if candidate < code + u32::from(*count) {
                let within = usize::try_from(candidate.checked_sub(code)?).ok()?;
                return self
                    .symbols
                    .get(position + within)
                    .map(|symbol| (length, *symbol));
            }
            code = (code + u32::from(*count)) << 1;
            position += usize::from(*count);
        }
        None
    }

    /// Code and length of every symbol.
    pub(crate) fn encoder(&self) -> Vec<(u16, u8)> {
        let mut codes = vec![(0, 0); 256];
        for (length, code, symbol) in codes_of(&self.counts, &self.symbols) {
            if let Some(entry) = codes.get_mut(usize::from(symbol)) {
                *entry = (code, length);
            }
        }
        codes
    }

    /// The table's part of a segment.
    pub(crate) fn content(&self, id: u8) -> Vec<u8> {
        let mut out = vec![id];
        out.extend(self.counts);
        out.extend(&self.symbols);
        out
    }
}

/// Length, code and symbol, in order of the codes.
fn codes_of(counts: &[u8; LONGEST_CODE], symbols: &[u8]) -> impl Iterator<Item = (u8, u16, u8)> {
    let lengths = (1u8..)
        .zip(counts)
        .flat_map(|(length, count)| core::iter::repeat_n(length, usize::from(*count)));
    let mut next = 0u32;
    let mut last = 1u8;
    lengths.zip(symbols).map(move |(length, symbol)| {
        next <<= length - last;
        last = length;
        let code = u16::try_from(next).unwrap_or(u16::MAX);
        next += 1;
        (length, code, *symbol)
    })
}

/// The tables defined so far; a later one of the same number replaces an earlier one.
#[derive(Debug, Clone, Default)]
pub(crate) struct HuffmanTables {
    tables: [Option<HuffmanTable>; TABLES],
}

impl HuffmanTables {
    pub(crate) fn define(&mut self, mut segment: Bytes<'_>) -> Result<(), WsqError> {
        while !segment.is_empty() {
            let id = segment.byte()?;
            let slot = self
                .tables
                .get_mut(usize::from(id))
                .ok_or(WsqError::HuffmanTableNumber { id })?;
            let counts: [u8; LONGEST_CODE] = segment.array()?;
            let symbols = segment.take(counts.iter().map(|count| usize::from(*count)).sum())?;
            *slot = Some(HuffmanTable::new(id, counts, symbols.to_vec())?);
        }
        Ok(())
    }

    pub(crate) fn table(&self, id: u8) -> Result<&HuffmanTable, WsqError> {
        self.tables
            .get(usize::from(id))
            .ok_or(WsqError::HuffmanTableNumber { id })?
            .as_ref()
            .ok_or(WsqError::HuffmanTableUndefined { id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(counts: &[u8], symbols: &[u8]) -> Result<HuffmanTable, WsqError> {
        let mut all = [0; LONGEST_CODE];
        all[..counts.len()].copy_from_slice(counts);
        HuffmanTable::new(3, all, symbols.to_vec())
    }

    #[test]
    fn canonical_codes_are_found_short_and_long() {
        let counts = [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2];
        let table = table(&counts, &[7, 8, 9, 10, 11]).unwrap();
        let look = |bits: [u8; 2]| table.look(&BitReader::new(&bits));
        assert_eq!(look([0b0111_1111, 0xFE]), Some((1, 7)));
        assert_eq!(look([0b1000_0000, 0]), Some((3, 8)));
        assert_eq!(look([0b1010_0000, 0b0000_1111]), Some((12, 9)));
        assert_eq!(look([0b1010_0000, 0b0001_0000]), Some((16, 10)));
        assert_eq!(look([0b1010_0000, 0b0001_0001]), Some((16, 11)));
        assert_eq!(look([0b1010_0000, 0b0001_0010]), None);
        assert_eq!(table.encoder()[11], (0b1010_0000_0001_0001, 16));
    }

    #[test]
    fn impossible_lengths_are_refused() {
        let refused = Err(WsqError::HuffmanCodeLengths { id: 3 });
        assert_eq!(table(&[3], &[1, 2, 3]).map(|_| ()), refused);
        assert_eq!(table(&[], &[]).map(|_| ()), refused);
        assert_eq!(table(&[1, 3], &[1, 2, 3, 4]).map(|_| ()), refused);
    }

    #[test]
    fn only_eight_tables_exist() {
        let mut segment = vec![8, 1];
        segment.resize(18, 0);
        let mut tables = HuffmanTables::default();
        assert_eq!(
            tables.define(Bytes::new(&segment, "table")),
            Err(WsqError::HuffmanTableNumber { id: 8 })
        );
        segment[0] = 7;
        tables.define(Bytes::new(&segment, "table")).unwrap();
        assert!(tables.table(7).is_ok());
        assert_eq!(
            tables.table(6).map(|_| ()),
            Err(WsqError::HuffmanTableUndefined { id: 6 })
        );
        assert_eq!(
            tables.table(9).map(|_| ()),
            Err(WsqError::HuffmanTableNumber { id: 9 })
        );
    }
}

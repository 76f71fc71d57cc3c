//! Quantized subbands in three blocks, coded with two Huffman tables: one for the first block, one for the others.

use core::ops::Range;

use super::CODED;
use crate::error::WsqError;
use crate::huffman::{BitWriter, HuffmanTable, LONGEST_CODE, Token, code_lengths, tokens};
use crate::quantization::{Bins, QuantizationTable, to_f32};
use crate::subbands::Partition;
use crate::wavelet::Plane;

/// A block, and the table to define before it.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) table: u8,
    pub(crate) new_table: Option<Vec<u8>>,
    pub(crate) bits: Vec<u8>,
}

/// Blocks end after the subbands 18, 51 and 59.
const BLOCKS: [Range<usize>; 3] = [0..19, 19..52, 52..CODED];

/// Quantizes and codes all subbands.
pub(crate) fn code(
    plane: &Plane,
    partition: &Partition,
    bins: &QuantizationTable,
) -> Result<[Block; 3], WsqError> {
    let [first, second, third] =
        BLOCKS.map(|bands| tokens(&quantized(plane, partition, bins, bands)));
    let one = table(0, &[&first])?;
    let other = table(1, &[&second, &third])?;
    let block = |table: &HuffmanTable, id, new, tokens: &[Token]| Block {
        table: id,
        new_table: new,
        bits: spell(table, tokens),
    };
    Ok([
        block(&one, 0, Some(one.content(0)), &first),
        block(&other, 1, Some(other.content(1)), &second),
        block(&other, 1, None, &third),
    ])
}

fn quantized(
    plane: &Plane,
    partition: &Partition,
    table: &QuantizationTable,
    bands: Range<usize>,
) -> Vec<i32> {
    let mut out = Vec::new();
    let pairs = partition.bands.iter().zip(&table.bands);
    for (area, bins) in pairs.skip(bands.start).take(bands.len()) {
        if bins.transmitted() {
            let quantize = quantizer(*bins);
            for row in plane.area(*area) {
                out.extend(row.iter().map(|sample| quantize(*sample)));
            }
        }
    }
    out
}

fn quantizer(bins: Bins) -> impl Fn(f32) -> i32 {
    let half = to_f32(bins.zero / 2.0);
    let inverse = to_f32(bins.width.recip());
    move |sample| {
        let beyond = sample.abs() - half;
        if beyond <= 0.0 {
            return 0;
        }
        let index = floor(beyond * inverse) + 1;
        if sample < 0.0 { -index } else { index }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "positive, and bin widths keep it below 16 bits"
)]
fn floor(number: f32) -> i32 {
    number as i32
}

/// A table for all these symbols. Without any symbol there is still one code, since a block must name a table.
fn table(id: u8, blocks: &[&[Token]]) -> Result<HuffmanTable, WsqError> {
    let mut frequencies = [0u32; 256];
    for token in blocks.iter().copied().flatten() {
        if let Some(frequency) = frequencies.get_mut(usize::from(token.symbol)) {
            *frequency += 1;
        }
    }
    let (counts, symbols) = code_lengths(&frequencies).unwrap_or_else(|| {
        let mut one = [0; LONGEST_CODE];
        if let Some(count) = one.first_mut() {
            *count = 1;
        }
        (one, vec![1])
    });
    HuffmanTable::new(id, counts, symbols)
}

fn spell(table: &HuffmanTable, tokens: &[Token]) -> Vec<u8> {
    let codes = table.encoder();
    let mut bits = BitWriter::default();
    for token in tokens {
        if let Some((code, length)) = codes.get(usize::from(token.symbol)) {
            bits.put(*code, *length);
            bits.put(token.extra, token.extra_bits);
        }
    }
    bits.finish()
}

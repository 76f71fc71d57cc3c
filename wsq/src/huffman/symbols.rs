//! Table A.2: what the symbols of the Huffman codes mean.

use crate::error::WsqError;

/// A symbol, before the bits that may follow its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// So many zeros.
    Zeros(u16),
    /// So many bits follow that count zeros.
    ZerosFollow(u8),
    /// A coefficient from -73 to 74.
    Coefficient(i32),
    /// So many bits follow that are the size of a positive or negative coefficient.
    SizeFollows { bits: u8, negative: bool },
}

impl Symbol {
    pub(crate) fn of(symbol: u8) -> Result<Self, WsqError> {
        Ok(match symbol {
            1..=100 => Self::Zeros(symbol.into()),
            101..=104 => Self::SizeFollows {
                bits: if symbol < 103 { 8 } else { 16 },
                negative: symbol.is_multiple_of(2),
            },
            105 => Self::ZerosFollow(8),
            106 => Self::ZerosFollow(16),
            107..=254 => Self::Coefficient(i32::from(symbol) - 180),
            0 | 255 => return Err(WsqError::UnknownSymbol { symbol }),
        })
    }
}

/// A symbol with the bits that follow its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) symbol: u8,
    pub(crate) extra: u16,
    pub(crate) extra_bits: u8,
}

/// Spells the coefficients of a block.
pub(crate) fn tokens(coefficients: &[i32]) -> Vec<Token> {
    let mut out = Vec::with_capacity(coefficients.len() / 4);
    let mut zeros = 0usize;
    for coefficient in coefficients {
        if *coefficient == 0 {
            zeros += 1;
        } else {
            push_zeros(&mut out, zeros);
            zeros = 0;
            out.push(coefficient_token(*coefficient));
        }
    }
    push_zeros(&mut out, zeros);
    out
}

fn push_zeros(out: &mut Vec<Token>, mut zeros: usize) {
    while zeros > 0 {
        let run = u16::try_from(zeros).unwrap_or(u16::MAX);
        zeros -= usize::from(run);
        out.push(match (u8::try_from(run), run) {
            (Ok(short @ ..=100), _) => token(short, 0, 0),
            (Ok(_), run) => token(105, run, 8),
            (Err(_), run) => token(106, run, 16),
        });
    }
}

fn coefficient_token(coefficient: i32) -> Token {
    let negative = u8::from(coefficient < 0);
    let size = u16::try_from(coefficient.unsigned_abs()).unwrap_or(u16::MAX);
    match u8::try_from(coefficient + 180) {
        Ok(symbol @ 107..=254) => token(symbol, 0, 0),
        _ if size <= 255 => token(101 + negative, size, 8),
        _ => token(103 + negative, size, 16),
    }
}

const fn token(symbol: u8, extra: u16, extra_bits: u8) -> Token {
    Token {
        symbol,
        extra,
        extra_bits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(coefficients: &[i32]) -> Vec<(u8, u16, u8)> {
        let tokens = tokens(coefficients);
        tokens
            .iter()
            .map(|t| (t.symbol, t.extra, t.extra_bits))
            .collect()
    }

    #[test]
    fn coefficients_at_the_edges() {
        assert_eq!(spelled(&[74, -73]), [(254, 0, 0), (107, 0, 0)]);
        assert_eq!(spelled(&[75, -74]), [(101, 75, 8), (102, 74, 8)]);
        assert_eq!(spelled(&[255, -255]), [(101, 255, 8), (102, 255, 8)]);
        assert_eq!(
            spelled(&[256, -40_000]),
            [(103, 256, 16), (104, 40_000, 16)]
        );
    }

    #[test]
    fn runs_of_zeros_at_the_edges() {
        assert_eq!(spelled(&[0; 100]), [(100, 0, 0)]);
        assert_eq!(spelled(&[0; 101]), [(105, 101, 8)]);
        assert_eq!(spelled(&[0; 256]), [(106, 256, 16)]);
        assert_eq!(spelled(&[0; 65_536]), [(106, 65_535, 16), (1, 0, 0)]);
        assert_eq!(spelled(&[0, 1, 0]), [(1, 0, 0), (181, 0, 0), (1, 0, 0)]);
    }

    #[test]
    fn symbols_mean_what_tokens_spell() {
        assert_eq!(Symbol::of(107), Ok(Symbol::Coefficient(-73)));
        assert_eq!(Symbol::of(100), Ok(Symbol::Zeros(100)));
        let size = |bits, negative| Ok(Symbol::SizeFollows { bits, negative });
        assert_eq!(
            [101, 102, 103, 104].map(Symbol::of),
            [
                size(8, false),
                size(8, true),
                size(16, false),
                size(16, true)
            ]
        );
        assert_eq!(Symbol::of(0), Err(WsqError::UnknownSymbol { symbol: 0 }));
        assert_eq!(
            Symbol::of(255),
            Err(WsqError::UnknownSymbol { symbol: 255 })
        );
    }
}

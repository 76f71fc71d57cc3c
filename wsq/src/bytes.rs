//! Annex B: markers, and a cursor over the segments they begin.

use crate::error::WsqError;

/// The marker codes of Annex B.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    StartOfImage,
    EndOfImage,
    StartOfFrame,
    StartOfBlock,
    TransformTable,
    QuantizationTable,
    HuffmanTable,
    RestartInterval,
    Comment,
    Restart(u8),
}

impl Marker {
    const fn of(code: u8) -> Option<Self> {
        Some(match code {
            0xA0 => Self::StartOfImage,
            0xA1 => Self::EndOfImage,
            0xA2 => Self::StartOfFrame,
            0xA3 => Self::StartOfBlock,
            0xA4 => Self::TransformTable,
            0xA5 => Self::QuantizationTable,
            0xA6 => Self::HuffmanTable,
            0xA7 => Self::RestartInterval,
            0xA8 => Self::Comment,
            0xB0..=0xB7 => Self::Restart(code & 7),
            _ => return None,
        })
    }

    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::StartOfImage => 0xA0,
            Self::EndOfImage => 0xA1,
            Self::StartOfFrame => 0xA2,
            Self::StartOfBlock => 0xA3,
            Self::TransformTable => 0xA4,
            Self::QuantizationTable => 0xA5,
            Self::HuffmanTable => 0xA6,
            Self::RestartInterval => 0xA7,
            Self::Comment => 0xA8,
            Self::Restart(number) => 0xB0 | (number & 7),
        }
    }
}

/// What is left of the stream or of one segment; `inside` names it for errors.
#[derive(Debug, Clone)]
pub(crate) struct Bytes<'a> {
    rest: &'a [u8],
    inside: &'static str,
}

impl<'a> Bytes<'a> {
    pub(crate) const fn new(rest: &'a [u8], inside: &'static str) -> Self {
        Self { rest, inside }
    }

    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], WsqError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(WsqError::Truncated {
                inside: self.inside,
            })?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], WsqError> {
        let (taken, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(WsqError::Truncated {
                inside: self.inside,
            })?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, WsqError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn word(&mut self) -> Result<u16, WsqError> {
        self.array().map(u16::from_be_bytes)
    }

    /// The content of a segment whose marker was just read.
    pub(crate) fn segment(&mut self, name: &'static str) -> Result<Bytes<'a>, WsqError> {
        let length = Self::new(self.rest, name).word()?;
        let content = length
            .checked_sub(2)
            .ok_or(WsqError::SegmentLength { segment: name })?;
        self.take(2)?;
        let rest = Self::new(self.rest, name).take(content.into())?;
        self.take(content.into())?;
        Ok(Bytes::new(rest, name))
    }

    /// The next marker; fill bytes (FF) before it are allowed.
    pub(crate) fn marker(&mut self, expected: &'static str) -> Result<Marker, WsqError> {
        let prefix = self.byte()?;
        let mut code = self.byte()?;
        while prefix == 0xFF && code == 0xFF {
            code = self.byte()?;
        }
        Marker::of(code)
            .filter(|_| prefix == 0xFF)
            .ok_or(WsqError::UnexpectedMarker {
                found: u16::from_be_bytes([prefix, code]),
                expected,
            })
    }

    /// A segment must be used up exactly.
    pub(crate) const fn finish(self) -> Result<(), WsqError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(WsqError::SegmentLength {
                segment: self.inside,
            })
        }
    }
}

//! Annex B: the frame header (SOF), size of the image and how grey levels were shifted and scaled.

use crate::bytes::Bytes;
use crate::error::WsqError;
use crate::scaled;

/// Who made the stream: algorithm and software numbers that the FBI assigns on certification, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EncoderIdentity {
    /// Ev: the encoder algorithm.
    pub algorithm: u8,
    /// Sf: the software implementation.
    pub software: u16,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FrameHeader {
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// M: grey level of a zero sample.
    pub(crate) shift: f64,
    /// R: grey levels of one unit.
    pub(crate) scale: f64,
    pub(crate) encoder: EncoderIdentity,
}

impl FrameHeader {
    pub(crate) fn parse(mut segment: Bytes<'_>) -> Result<Self, WsqError> {
        let _black_and_white: [u8; 2] = segment.array()?;
        let height = segment.word()?;
        let width = segment.word()?;
        let header = Self {
            width,
            height,
            shift: scaled::read(&mut segment)?,
            scale: scaled::read(&mut segment)?,
            encoder: EncoderIdentity {
                algorithm: segment.byte()?,
                software: segment.word()?,
            },
        };
        segment.finish()?;
        if width == 0 || height == 0 {
            return Err(WsqError::EmptyImage {
                width: width.into(),
                height: height.into(),
            });
        }
        Ok(header)
    }

    pub(crate) fn content(&self) -> Vec<u8> {
        let mut out = vec![0, 255];
        out.extend(self.height.to_be_bytes());
        out.extend(self.width.to_be_bytes());
        scaled::write(&mut out, self.shift);
        scaled::write(&mut out, self.scale);
        out.push(self.encoder.algorithm);
        out.extend(self.encoder.software.to_be_bytes());
        out
    }
}

//! Annex B: the segments that may stand before the frame and before each block.

use crate::bytes::{Bytes, Marker};
use crate::comment::NistCom;
use crate::error::WsqError;
use crate::frame::FrameHeader;
use crate::huffman::HuffmanTables;
use crate::quantization::QuantizationTable;
use crate::wavelet::FilterPair;

/// What the segments said so far.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    pub(crate) frame: Option<FrameHeader>,
    pub(crate) filters: Option<FilterPair>,
    pub(crate) quantization: Option<QuantizationTable>,
    pub(crate) huffman: HuffmanTables,
    pub(crate) nistcom: Option<NistCom>,
}

/// Where reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Frame,
    Block,
    End,
}

impl Segments {
    /// Reads up to and with the frame header.
    pub(crate) fn up_to_frame(&mut self, stream: &mut Bytes<'_>) -> Result<FrameHeader, WsqError> {
        if stream.marker("SOI").ok() != Some(Marker::StartOfImage) {
            return Err(WsqError::NotWsq);
        }
        match self.up_to_stop(stream, "a table or SOF")? {
            Stop::Frame => self.frame.ok_or(WsqError::Missing { segment: "SOF" }),
            Stop::Block | Stop::End => Err(WsqError::Missing { segment: "SOF" }),
        }
    }

    /// Reads up to and with the marker of a block.
    pub(crate) fn up_to_first_block(&mut self, stream: &mut Bytes<'_>) -> Result<(), WsqError> {
        match self.up_to_stop(stream, "a table or SOB")? {
            Stop::Block => Ok(()),
            Stop::Frame => Err(unexpected(Marker::StartOfFrame, "a table or SOB")),
            Stop::End => Err(WsqError::Missing { segment: "SOB" }),
        }
    }

    /// Reads what stands between blocks. The transform and the bins hold for the whole image, so only the code tables
    /// may still change.
    pub(crate) fn up_to_next_block(&mut self, stream: &mut Bytes<'_>) -> Result<Stop, WsqError> {
        const EXPECTED: &str = "DHT, DRT, COM, SOB or EOI";
        loop {
            match stream.marker(EXPECTED)? {
                Marker::StartOfBlock => return Ok(Stop::Block),
                Marker::EndOfImage => return Ok(Stop::End),
                marker @ (Marker::HuffmanTable | Marker::RestartInterval | Marker::Comment) => {
                    self.read(marker, stream, EXPECTED)?;
                }
                marker => return Err(unexpected(marker, EXPECTED)),
            }
        }
    }

    fn up_to_stop(
        &mut self,
        stream: &mut Bytes<'_>,
        expected: &'static str,
    ) -> Result<Stop, WsqError> {
        loop {
            match stream.marker(expected)? {
                Marker::StartOfFrame => {
                    self.frame = Some(FrameHeader::parse(stream.segment("SOF")?)?);
                    return Ok(Stop::Frame);
                }
                Marker::StartOfBlock => return Ok(Stop::Block),
                Marker::EndOfImage => return Ok(Stop::End),
                marker => self.read(marker, stream, expected)?,
            }
        }
    }

    fn read(
        &mut self,
        marker: Marker,
        stream: &mut Bytes<'_>,
        expected: &'static str,
    ) -> Result<(), WsqError> {
        match marker {
            Marker::TransformTable => {
                self.filters = Some(FilterPair::parse(stream.segment("DTT")?)?)
            }
            Marker::QuantizationTable => {
                self.quantization = Some(QuantizationTable::parse(stream.segment("DQT")?)?);
            }
            Marker::HuffmanTable => self.huffman.define(stream.segment("DHT")?)?,
            // The interval itself is not needed: restart markers end their bits like any other marker.
            Marker::RestartInterval => {
                let mut segment = stream.segment("DRT")?;
                segment.word()?;
                segment.finish()?;
            }
            Marker::Comment => {
                let comment = NistCom::parse(stream.segment("COM")?.rest());
                self.nistcom = self.nistcom.take().or(comment);
            }
            marker => return Err(unexpected(marker, expected)),
        }
        Ok(())
    }
}

const fn unexpected(found: Marker, expected: &'static str) -> WsqError {
    WsqError::UnexpectedMarker {
        found: u16::from_be_bytes([0xFF, found.code()]),
        expected,
    }
}

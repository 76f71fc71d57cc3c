//! From a stream to 8-bit grey pixels.

mod coefficients;

use crate::bytes::Bytes;
use crate::comment::NistCom;
use crate::error::WsqError;
use crate::frame::{EncoderIdentity, FrameHeader};
use crate::image::GreyImage;
use crate::quantization::{QuantizationTable, to_f32};
use crate::subbands::{Area, Partition};
use crate::tables::Segments;
use crate::wavelet::{self, Plane};

/// What a caller lets a stream ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most pixels, width times height. Decoding takes about 10 bytes for each.
    pub max_pixels: u32,
}

impl Default for Limits {
    /// 16 million pixels: four fingers at 1000 pixels per inch.
    fn default() -> Self {
        Self {
            max_pixels: 16_000_000,
        }
    }
}

/// How the stream ended after its last coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfImage {
    /// With the end-of-image marker, and so many bytes after it.
    Marked {
        /// Bytes after the marker.
        trailing: usize,
    },
    /// Without the marker: all coefficients are there, but what follows is cut off or something else.
    Missing,
}

/// An image and what its stream says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The pixels.
    pub image: GreyImage,
    /// The first comment of NISTCOM form.
    pub nistcom: Option<NistCom>,
    /// Who encoded it.
    pub encoder: EncoderIdentity,
    /// How the stream ended.
    pub end: EndOfImage,
}

impl Decoded {
    /// Pixels per inch, when the NISTCOM comment states it.
    #[must_use]
    pub fn ppi(&self) -> Option<u16> {
        self.nistcom.as_ref().and_then(NistCom::ppi)
    }
}

/// Decodes a WSQ stream.
///
/// # Errors
/// The first thing in the stream that breaks the specification or the limits. A stream that lacks only its
/// end-of-image marker is decoded, see [`EndOfImage`].
pub fn decode(stream: &[u8], limits: &Limits) -> Result<Decoded, WsqError> {
    let mut stream = Bytes::new(stream, "the stream");
    let mut segments = Segments::default();
    let frame = segments.up_to_frame(&mut stream)?;
    let pixels = u64::from(frame.width) * u64::from(frame.height);
    let limit = u64::from(limits.max_pixels);
    if pixels > limit {
        return Err(WsqError::TooManyPixels { pixels, limit });
    }
    segments.up_to_first_block(&mut stream)?;
    let filters = segments
        .filters
        .take()
        .ok_or(WsqError::Missing { segment: "DTT" })?;
    let bins = segments
        .quantization
        .take()
        .ok_or(WsqError::Missing { segment: "DQT" })?;

    let (width, height) = (usize::from(frame.width), usize::from(frame.height));
    let partition = Partition::new(width, height);
    let transmitted = transmitted(&partition, &bins);
    let sizes: Vec<usize> = transmitted.iter().map(|(area, _)| area.samples()).collect();
    let (coefficients, end) = coefficients::read(&mut stream, &mut segments, &sizes)?;

    let mut plane = Plane::new(width, vec![0.0; width * height]);
    dequantize(&mut plane, &coefficients, &transmitted, &bins);
    drop(coefficients);
    let sent = |band: usize| bins.bands.get(band).is_some_and(|bins| bins.transmitted());
    wavelet::synthesize(&mut plane, &partition, &filters, sent);
    Ok(Decoded {
        image: GreyImage::new(frame.width, frame.height, grey_levels(&plane, &frame))?,
        nistcom: segments.nistcom,
        encoder: frame.encoder,
        end,
    })
}

/// Width and height that a stream declares, read without decoding it.
///
/// # Errors
/// What is wrong with the stream up to its frame header.
pub fn dimensions(stream: &[u8]) -> Result<(u16, u16), WsqError> {
    let frame = Segments::default().up_to_frame(&mut Bytes::new(stream, "the stream"))?;
    Ok((frame.width, frame.height))
}

/// The subbands that have coefficients in the blocks, with their numbers.
fn transmitted(partition: &Partition, table: &QuantizationTable) -> Vec<(Area, usize)> {
    let bands = partition.bands.iter().zip(&table.bands).enumerate();
    bands
        .filter(|(_, (_, bins))| bins.transmitted())
        .map(|(number, (area, _))| (*area, number))
        .collect()
}

fn dequantize(
    plane: &mut Plane,
    coefficients: &[i32],
    transmitted: &[(Area, usize)],
    table: &QuantizationTable,
) {
    let mut rest = coefficients;
    for (area, band) in transmitted {
        let rebuild = table.dequantizer(table.bands.get(*band).copied().unwrap_or_default());
        for row in plane.area_mut(*area) {
            let (line, after) = rest.split_at_checked(row.len()).unwrap_or((rest, &[]));
            rest = after;
            for (sample, coefficient) in row.iter_mut().zip(line) {
                *sample = rebuild(*coefficient);
            }
        }
    }
}

fn grey_levels(plane: &Plane, frame: &FrameHeader) -> Vec<u8> {
    let (shift, scale) = (to_f32(frame.shift), to_f32(frame.scale));
    plane
        .samples()
        .iter()
        .map(|sample| grey(sample * scale + shift))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounds to the nearest level; `as` saturates at 0 and 255"
)]
fn grey(level: f32) -> u8 {
    (level + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_rounded_and_held_within_a_byte() {
        let levels = [-40.0, 0.49, 0.5, 127.6, 254.5, 400.0, f32::NAN];
        assert_eq!(levels.map(grey), [0, 0, 1, 128, 255, 255, 0]);
    }
}

//! From 8-bit grey pixels to a stream, with the filters, subbands and bit allocation of the FBI's encoders.

mod allocation;
mod blocks;
mod settings;
mod variance;

pub use settings::{Bitrate, EncodeSettings};

use crate::bytes::Marker;
use crate::comment::nistcom_text;
use crate::error::WsqError;
use crate::frame::FrameHeader;
use crate::image::GreyImage;
use crate::quantization::to_f32;
use crate::scaled;
use crate::subbands::Partition;
use crate::wavelet::{self, FilterPair, Plane};

/// Subbands that are coded; 60 to 63 hold nothing that a fingerprint needs.
const CODED: usize = 60;

/// Encodes an image.
///
/// # Errors
/// [`WsqError::SegmentLength`] if a segment would not fit its length field, which no image is known to cause.
pub fn encode(image: &GreyImage, settings: &EncodeSettings) -> Result<Vec<u8>, WsqError> {
    let frame = frame_of(image, settings);
    let (width, height) = (usize::from(image.width()), usize::from(image.height()));
    let partition = Partition::new(width, height);
    let filters = FilterPair::standard();
    let mut plane = Plane::new(width, normalized(image, &frame));
    wavelet::analyze(&mut plane, &partition, &filters, CODED);

    let variances = variance::of_subbands(&plane, &partition);
    let bins = allocation::bins(&variances, settings.bitrate.bits_per_pixel());
    let blocks = blocks::code(&plane, &partition, &bins)?;

    let comment = nistcom_text(
        image.width(),
        image.height(),
        settings.ppi,
        settings.bitrate.bits_per_pixel(),
    );
    let mut out = Vec::with_capacity(image.pixels().len() / 8 + 2048);
    marker(&mut out, Marker::StartOfImage);
    segment(&mut out, Marker::Comment, "COM", comment.as_bytes())?;
    segment(&mut out, Marker::TransformTable, "DTT", &filters.content())?;
    segment(&mut out, Marker::QuantizationTable, "DQT", &bins.content())?;
    segment(&mut out, Marker::StartOfFrame, "SOF", &frame.content())?;
    for block in blocks {
        if let Some(table) = block.new_table {
            segment(&mut out, Marker::HuffmanTable, "DHT", &table)?;
        }
        segment(&mut out, Marker::StartOfBlock, "SOB", &[block.table])?;
        out.extend(block.bits);
    }
    marker(&mut out, Marker::EndOfImage);
    Ok(out)
}

/// M is the mean, R brings the level furthest from it to 128.
fn frame_of(image: &GreyImage, settings: &EncodeSettings) -> FrameHeader {
    let pixels = image.pixels();
    let sum: u64 = pixels.iter().map(|pixel| u64::from(*pixel)).sum();
    let low = pixels.iter().min().copied().unwrap_or(0);
    let high = pixels.iter().max().copied().unwrap_or(0);
    let mean = ratio(sum, pixels.len());
    let furthest = (mean - f64::from(low)).max(f64::from(high) - mean);
    let scale = if furthest > 0.0 {
        furthest / 128.0
    } else {
        1.0
    };
    FrameHeader {
        width: image.width(),
        height: image.height(),
        shift: scaled::as_written(mean),
        scale: scaled::as_written(scale),
        encoder: settings.encoder,
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of at most 2^40 are exact")]
fn ratio(sum: u64, count: usize) -> f64 {
    sum as f64 / count as f64
}

fn normalized(image: &GreyImage, frame: &FrameHeader) -> Vec<f32> {
    let (shift, inverse) = (to_f32(frame.shift), to_f32(frame.scale.recip()));
    let pixels = image.pixels().iter();
    pixels
        .map(|pixel| (f32::from(*pixel) - shift) * inverse)
        .collect()
}

fn marker(out: &mut Vec<u8>, marker: Marker) {
    out.extend([0xFF, marker.code()]);
}

fn segment(
    out: &mut Vec<u8>,
    kind: Marker,
    name: &'static str,
    content: &[u8],
) -> Result<(), WsqError> {
    let length =
        u16::try_from(content.len() + 2).map_err(|_| WsqError::SegmentLength { segment: name })?;
    marker(out, kind);
    out.extend(length.to_be_bytes());
    out.extend(content);
    Ok(())
}

//! Finger images of a chip: raw pixels, WSQ and the formats of portraits. ISO/IEC 19794-4:2005 §7.1.16, Table 4.

use zeroize::Zeroizing;

use super::decode::{Limits, decode};
use super::{GreyImage, ImageError, RgbaImage};

/// Start of image, then the transform, quantization, comment or frame segment.
const WSQ_START: &[u8] = &[0xFF, 0xA0];
const WSQ_NAME: &str = "image/x-wsq";

/// How the bytes of a finger image are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FingerEncoding {
    /// WSQ, JPEG, JPEG 2000 or PNG: the file knows its size.
    Compressed,
    /// Pixels in whole bytes, the most significant first.
    Raw(RawPixels),
    /// Pixels bit after bit, without gaps.
    PackedRaw(RawPixels),
}

/// What raw pixels do not say of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawPixels {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// Bits of one pixel, 1 to 16.
    pub depth: u8,
}

/// Decodes a finger image to 256 grey levels.
///
/// # Errors
/// [`ImageError`], before any pixel buffer is made when the size alone is already too much.
pub fn decode_finger(
    bytes: &[u8],
    encoding: FingerEncoding,
    limits: Limits,
) -> Result<GreyImage, ImageError> {
    match encoding {
        FingerEncoding::Compressed if is_wsq(bytes) => wsq_to_grey(bytes, limits),
        FingerEncoding::Compressed => decode(bytes, limits)?.luminance(),
        FingerEncoding::Raw(pixels) => {
            let whole_bytes = pixels.depth.div_ceil(8) * 8;
            raw(bytes, pixels, whole_bytes, limits)
        }
        FingerEncoding::PackedRaw(pixels) => raw(bytes, pixels, pixels.depth, limits),
    }
}

/// Whether a file begins like a WSQ stream.
pub(super) fn is_wsq(bytes: &[u8]) -> bool {
    bytes.starts_with(WSQ_START)
}

/// A WSQ stream as colour pixels, for a screen.
pub(super) fn wsq_to_rgba(bytes: &[u8], limits: Limits) -> Result<RgbaImage, ImageError> {
    let grey = wsq_to_grey(bytes, limits)?;
    let mut rgba = Zeroizing::new(Vec::with_capacity(grey.pixels().len() * 4));
    for level in grey.pixels() {
        rgba.extend_from_slice(&[*level, *level, *level, u8::MAX]);
    }
    RgbaImage::new(grey.width(), grey.height(), rgba)
}

fn wsq_to_grey(bytes: &[u8], limits: Limits) -> Result<GreyImage, ImageError> {
    limits.allow_file(bytes)?;
    let (width, height) = ::wsq::dimensions(bytes).map_err(refused)?;
    limits.allow(width.into(), height.into())?;
    let max_pixels = u32::try_from(limits.pixels).unwrap_or(u32::MAX);
    let decoded = ::wsq::decode(bytes, &::wsq::Limits { max_pixels }).map_err(refused)?;
    let pixels = Zeroizing::new(decoded.image.into_pixels());
    GreyImage::new(width.into(), height.into(), pixels)
}

fn refused(error: ::wsq::WsqError) -> ImageError {
    match error {
        ::wsq::WsqError::EmptyImage { .. } => ImageError::Empty,
        _ => ImageError::Damaged {
            media_type: WSQ_NAME,
        },
    }
}

/// Pixels of `depth` bits, each in a cell of `cell` bits whose low bits it fills.
fn raw(bytes: &[u8], pixels: RawPixels, cell: u8, limits: Limits) -> Result<GreyImage, ImageError> {
    let RawPixels {
        width,
        height,
        depth,
    } = pixels;
    if !(1..=16).contains(&depth) {
        return Err(ImageError::Structure {
            what: "sample depth",
        });
    }
    limits.allow(width.into(), height.into())?;
    let count = usize::from(width) * usize::from(height);
    if bytes.len() != (count * usize::from(cell)).div_ceil(8) {
        return Err(ImageError::PixelCount {
            width: width.into(),
            height: height.into(),
            pixels: bytes.len(),
        });
    }
    let mut grey = Zeroizing::new(Vec::with_capacity(count));
    let mut bits = Bits { bytes, at: 0 };
    let white = (1_u32 << depth) - 1;
    for _ in 0..count {
        let sample = bits.take(cell) & white;
        grey.push(u8::try_from(sample * 255 / white).unwrap_or(u8::MAX));
    }
    GreyImage::new(width.into(), height.into(), grey)
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    /// The next bits, the most significant first; zeros after the end.
    fn take(&mut self, count: u8) -> u32 {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        value
    }
}

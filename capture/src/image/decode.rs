//! Image files by their magic; the size is checked before a pixel is decoded. ISO/IEC 19794-5 §5.7.

use std::io::Cursor;

use ::image::codecs::jpeg::JpegDecoder;
use ::image::codecs::png::PngDecoder;
use ::image::{ColorType, ImageDecoder};
use zeroize::Zeroizing;

use super::{ImageError, RgbaImage, finger, jpeg2000};

/// What a decoder may be asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: usize,
    /// Pixels of the image.
    pub pixels: u64,
}

impl Limits {
    /// Portraits, from a chip or from a camera: 4 megapixels in at most 8 MB.
    pub const PORTRAIT: Self = Self {
        file_bytes: 8 << 20,
        pixels: 4 << 20,
    };

    /// Finger images of a chip: 16 megapixels, four fingers at 1000 pixels per inch.
    pub const FINGERPRINT: Self = Self {
        file_bytes: 8 << 20,
        pixels: 16 << 20,
    };

    pub(super) fn allow_file(&self, bytes: &[u8]) -> Result<(), ImageError> {
        if bytes.len() > self.file_bytes {
            return Err(ImageError::FileTooLong {
                bytes: bytes.len(),
                limit: self.file_bytes,
            });
        }
        Ok(())
    }

    pub(crate) fn allow(&self, width: u32, height: u32) -> Result<(), ImageError> {
        let limit = self.pixels;
        match u64::from(width) * u64::from(height) {
            0 => Err(ImageError::Empty),
            pixels if pixels <= limit => Ok(()),
            _ => Err(ImageError::TooManyPixels {
                width,
                height,
                limit,
            }),
        }
    }
}

/// The formats that a portrait may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// JPEG, ISO/IEC 10918-1.
    Jpeg,
    /// JPEG 2000, ISO/IEC 15444-1: the JP2 file format, or the bare codestream that chips may hold.
    Jp2,
    /// PNG.
    Png,
}

impl MediaType {
    /// The format by the file's first bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const MAGIC: [(&[u8], MediaType); 4] = [
            (&[0xFF, 0xD8, 0xFF], MediaType::Jpeg),
            (jpeg2000::JP2_SIGNATURE, MediaType::Jp2),
            (jpeg2000::SOC_SIZ, MediaType::Jp2),
            (b"\x89PNG\r\n\x1A\n", MediaType::Png),
        ];
        MAGIC
            .iter()
            .find(|(magic, _)| bytes.starts_with(magic))
            .map(|(_, media_type)| *media_type)
    }

    /// The name registered with IANA.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Jp2 => "image/jp2",
            Self::Png => "image/png",
        }
    }
}

/// Decodes a JPEG, JPEG 2000, PNG or WSQ file that keeps the limits. A WSQ file is a finger, never a portrait:
/// [`MediaType::of`] does not know it.
///
/// # Errors
/// [`ImageError`], before any pixel buffer is made when the header alone is already too much.
pub fn decode(bytes: &[u8], limits: Limits) -> Result<RgbaImage, ImageError> {
    limits.allow_file(bytes)?;
    if finger::is_wsq(bytes) {
        return finger::wsq_to_rgba(bytes, limits);
    }
    let media_type = MediaType::of(bytes).ok_or(ImageError::UnknownFormat)?;
    let damaged = ImageError::Damaged {
        media_type: media_type.name(),
    };
    match media_type {
        MediaType::Jp2 => jpeg2000::decode(bytes, limits),
        MediaType::Jpeg => {
            let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| damaged.clone())?;
            read(decoder, limits, damaged)
        }
        MediaType::Png => {
            let bounded = png_limits(limits);
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), bounded)
                .map_err(|_| damaged.clone())?;
            read(decoder, limits, damaged)
        }
    }
}

fn read(
    mut decoder: impl ImageDecoder,
    limits: Limits,
    damaged: ImageError,
) -> Result<RgbaImage, ImageError> {
    let (width, height) = decoder.dimensions();
    limits.allow(width, height)?;
    decoder
        .set_limits(png_limits(limits))
        .map_err(|_| damaged.clone())?;
    let samples = Samples::of(decoder.color_type()).ok_or(ImageError::Structure {
        what: "sample type",
    })?;
    let length = usize::try_from(decoder.total_bytes()).map_err(|_| damaged.clone())?;
    let mut buffer = Zeroizing::new(vec![0; length]);
    decoder.read_image(&mut buffer).map_err(|_| damaged)?;
    RgbaImage::new(width, height, samples.to_rgba(&buffer))
}

/// Room for the decoder's own work beside the pixels.
fn png_limits(limits: Limits) -> ::image::Limits {
    let mut bounded = ::image::Limits::no_limits();
    bounded.max_alloc = Some(limits.pixels.saturating_mul(16));
    bounded
}

/// How the samples of one pixel lie in a decoder's buffer.
pub(super) struct Samples {
    pub(super) channels: usize,
    /// 1, or 2 in the machine's byte order.
    pub(super) bytes_per_sample: usize,
}

impl Samples {
    fn of(color: ColorType) -> Option<Self> {
        let (channels, bytes_per_sample) = match color {
            ColorType::L8 => (1, 1),
            ColorType::La8 => (2, 1),
            ColorType::Rgb8 => (3, 1),
            ColorType::Rgba8 => (4, 1),
            ColorType::L16 => (1, 2),
            ColorType::La16 => (2, 2),
            ColorType::Rgb16 => (3, 2),
            ColorType::Rgba16 => (4, 2),
            _ => return None,
        };
        Some(Self {
            channels,
            bytes_per_sample,
        })
    }

    pub(super) fn to_rgba(&self, buffer: &[u8]) -> Zeroizing<Vec<u8>> {
        let pixel_bytes = self.channels * self.bytes_per_sample;
        let mut rgba = Zeroizing::new(Vec::with_capacity(buffer.len() / pixel_bytes * 4));
        for pixel in buffer.chunks_exact(pixel_bytes) {
            let at = |channel: usize| {
                let sample = pixel
                    .get(channel * self.bytes_per_sample..)
                    .unwrap_or_default();
                match (self.bytes_per_sample, sample) {
                    (2, [first, second, ..]) => u16::from_ne_bytes([*first, *second])
                        .to_be_bytes()
                        .first()
                        .copied()
                        .unwrap_or(0),
                    (_, [value, ..]) => *value,
                    _ => 0,
                }
            };
            rgba.extend_from_slice(&match self.channels {
                1 => [at(0), at(0), at(0), u8::MAX],
                2 => [at(0), at(0), at(0), at(1)],
                3 => [at(0), at(1), at(2), u8::MAX],
                _ => [at(0), at(1), at(2), at(3)],
            });
        }
        rgba
    }
}

//! Decoded images. JPEG (ISO/IEC 10918), JPEG 2000 (ISO/IEC 15444-1), PNG and WSQ (IAFIS-IC-0110), bounded
//! before decoding.

mod decode;
mod finger;
mod jpeg2000;

use std::io::Cursor;

use ::image::codecs::png::PngEncoder;
use ::image::{ExtendedColorType, ImageEncoder};
use zeroize::Zeroizing;

pub use decode::{Limits, MediaType, decode};
pub use finger::{FingerEncoding, RawPixels, decode_finger};

use crate::fault::Fault;

/// Grey pixels, row by row. Never printed; each copy is wiped when dropped.
#[derive(Clone)]
pub struct GreyImage {
    width: u32,
    height: u32,
    pixels: Zeroizing<Vec<u8>>,
}

impl GreyImage {
    /// An image whose pixel count fits its size.
    ///
    /// # Errors
    /// [`ImageError::PixelCount`] when it does not, [`ImageError::Empty`] without any pixel.
    pub fn new(width: u32, height: u32, pixels: Zeroizing<Vec<u8>>) -> Result<Self, ImageError> {
        check_pixels(width, height, 1, pixels.len())?;
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels, row by row, 0 black.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// A PNG file of the image, without loss.
    ///
    /// # Errors
    /// [`ImageError::Encode`] when the encoder refuses.
    pub fn to_png(&self) -> Result<Zeroizing<Vec<u8>>, ImageError> {
        let mut file = Zeroizing::new(Vec::with_capacity(self.pixels.len() + 1024));
        PngEncoder::new(Cursor::new(&mut *file))
            .write_image(&self.pixels, self.width, self.height, ExtendedColorType::L8)
            .map_err(|_| ImageError::Encode)?;
        Ok(file)
    }
}

/// Red, green, blue and alpha, row by row. Never printed; each copy is wiped when dropped.
#[derive(Clone)]
pub struct RgbaImage {
    width: u32,
    height: u32,
    pixels: Zeroizing<Vec<u8>>,
}

impl RgbaImage {
    /// An image whose pixel count fits its size.
    ///
    /// # Errors
    /// [`ImageError::PixelCount`] when it does not, [`ImageError::Empty`] without any pixel.
    pub fn new(width: u32, height: u32, pixels: Zeroizing<Vec<u8>>) -> Result<Self, ImageError> {
        check_pixels(width, height, 4, pixels.len())?;
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Four bytes for each pixel, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The image with no side longer than this: the mean of whole squares of pixels.
    ///
    /// # Errors
    /// [`ImageError`] of the smaller image; its size fits by construction.
    pub fn reduced(&self, longest: u32) -> Result<Self, ImageError> {
        let factor = self.width.max(self.height).div_ceil(longest.max(1)).max(1);
        let (width, height) = ((self.width / factor).max(1), (self.height / factor).max(1));
        let side = usize::try_from(factor).unwrap_or(1);
        let stride = usize::try_from(self.width).unwrap_or(1).max(1) * 4;
        let columns = usize::try_from(width).unwrap_or(0);
        let rows = usize::try_from(height).unwrap_or(0);
        let mut pixels = Zeroizing::new(Vec::with_capacity(columns * rows * 4));
        for band in self.pixels.chunks(stride * side).take(rows) {
            let mut sums = vec![[0_u32; 5]; columns];
            for row in band.chunks_exact(stride) {
                for (sum, square) in sums.iter_mut().zip(row.chunks(side * 4)) {
                    for pixel in square.as_chunks::<4>().0 {
                        for (sum, channel) in sum.iter_mut().zip(pixel) {
                            *sum += u32::from(*channel);
                        }
                        sum[4] += 1;
                    }
                }
            }
            for [red, green, blue, alpha, count] in sums {
                let mean = [red, green, blue, alpha].map(|sum| sum / count.max(1));
                pixels.extend(mean.map(|mean| u8::try_from(mean).unwrap_or(u8::MAX)));
            }
        }
        Self::new(width, height, pixels)
    }

    /// The luminance of each pixel (ITU-R BT.601 weights).
    ///
    /// # Errors
    /// [`ImageError`] of the grey image; the sizes fit by construction.
    pub fn luminance(&self) -> Result<GreyImage, ImageError> {
        let (pixels, _) = self.pixels.as_chunks::<4>();
        let mut grey = Zeroizing::new(Vec::with_capacity(pixels.len()));
        for [red, green, blue, _] in pixels {
            let weighed = u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29;
            grey.push(u8::try_from(weighed >> 8).unwrap_or(u8::MAX));
        }
        GreyImage::new(self.width, self.height, grey)
    }
}

/// Why bytes are not an image that we show or store. Holds no content of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// Neither JPEG, JPEG 2000, PNG nor WSQ.
    #[error("neither JPEG, JPEG 2000, PNG nor WSQ")]
    UnknownFormat,
    /// The file itself is too long.
    #[error("file of {bytes} bytes, at most {limit}")]
    FileTooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The header claims more pixels than we decode.
    #[error("header claims {width}x{height}, at most {limit} pixels")]
    TooManyPixels {
        /// Claimed width.
        width: u32,
        /// Claimed height.
        height: u32,
        /// The limit.
        limit: u64,
    },
    /// More colour channels or tiles, or deeper samples, than any portrait has.
    #[error("structure outside the portrait profile: {what}")]
    Structure {
        /// What is outside.
        what: &'static str,
    },
    /// No pixel at all.
    #[error("the image has no pixel")]
    Empty,
    /// The decoder found the bytes damaged.
    #[error("damaged {media_type} file")]
    Damaged {
        /// The format by its magic.
        media_type: &'static str,
    },
    /// Pixels and size do not fit together.
    #[error("{pixels} samples for {width}x{height}")]
    PixelCount {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
        /// Samples given.
        pixels: usize,
    },
    /// The encoder refused.
    #[error("the image cannot be encoded")]
    Encode,
}

impl ImageError {
    /// The standard that the file does not meet.
    pub fn clause(&self) -> &'static str {
        match self {
            Self::UnknownFormat => "ISO/IEC 19794-5: image data type",
            Self::FileTooLong { .. } | Self::TooManyPixels { .. } => "capture profile: limits",
            Self::Structure { .. } => "ISO/IEC 15444-1 A.5.1: SIZ",
            Self::Empty | Self::PixelCount { .. } => "image size",
            Self::Damaged { .. } => "ISO/IEC 10918-1, 15444-1, 15948 or IAFIS-IC-0110",
            Self::Encode => "ISO/IEC 15948: PNG",
        }
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        match self {
            Self::PixelCount { .. } | Self::Encode => Fault::Us,
            Self::UnknownFormat | Self::FileTooLong { .. } => Fault::Operator,
            _ => Fault::Image,
        }
    }
}

fn check_pixels(width: u32, height: u32, channels: u64, given: usize) -> Result<(), ImageError> {
    if width == 0 || height == 0 {
        return Err(ImageError::Empty);
    }
    let wanted = u64::from(width) * u64::from(height);
    if wanted.checked_mul(channels) == Some(given as u64) {
        Ok(())
    } else {
        Err(ImageError::PixelCount {
            width,
            height,
            pixels: given,
        })
    }
}

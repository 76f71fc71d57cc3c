//! SFM image data: a header of seven little-endian words, then the image. Assumed layout.

use zeroize::Zeroizing;

use crate::fault::CaptureError;
use crate::image::{FingerEncoding, GreyImage, Limits, RawPixels, decode_finger};

/// Width, height, compressed, encrypted, format, image length, template length.
pub const IMAGE_HEADER_BYTES: usize = 28;
/// The largest image that is taken: 1024 by 1024 pixels of one byte.
pub const MAX_IMAGE_BYTES: usize = IMAGE_HEADER_BYTES + 1024 * 1024;

const GREY: u32 = 0x30;
const WSQ: u32 = 0x33;

/// What the module says of the image that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageHeader {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    format: u32,
    length: usize,
}

impl ImageHeader {
    /// Reads the header in front of an image of `total` bytes.
    ///
    /// # Errors
    /// [`CaptureError::UnknownGeometry`] when it contradicts itself or the length.
    pub fn parse(bytes: &[u8]) -> Result<Self, CaptureError> {
        let refused = CaptureError::UnknownGeometry { bytes: bytes.len() };
        let word = |index: usize| {
            let field = bytes.get(index * 4..index * 4 + 4)?;
            Some(u32::from_le_bytes(field.try_into().ok()?))
        };
        let header = (|| {
            let side = |index| {
                let pixels = u16::try_from(word(index)?).ok()?;
                (64..=1024).contains(&pixels).then_some(pixels)
            };
            // An encrypted image has no pixels for us.
            if word(3)? != 0 {
                return None;
            }
            Some(Self {
                width: side(0)?,
                height: side(1)?,
                format: word(4)?,
                length: usize::try_from(word(5)?).ok()?,
            })
        })();
        header
            .filter(|header| header.length == bytes.len().saturating_sub(IMAGE_HEADER_BYTES))
            .ok_or(refused)
    }

    /// The pixels behind the header.
    ///
    /// # Errors
    /// [`CaptureError::UnknownGeometry`] when they do not make this image.
    pub fn pixels(&self, image: &[u8]) -> Result<GreyImage, CaptureError> {
        let raw = RawPixels {
            width: self.width,
            height: self.height,
            depth: 8,
        };
        let encoding = match self.format {
            GREY => FingerEncoding::Raw(raw),
            WSQ => FingerEncoding::Compressed,
            _ => return Err(CaptureError::UnknownGeometry { bytes: image.len() }),
        };
        let bytes = image.len();
        decode_finger(image, encoding, Limits::PORTRAIT)
            .ok()
            .filter(|grey| {
                grey.width() == u32::from(self.width) && grey.height() == u32::from(self.height)
            })
            .ok_or(CaptureError::UnknownGeometry { bytes })
    }
}

/// Header and image as they come; never more than the packet announced.
pub(super) struct ImageData {
    pub(super) received: Zeroizing<Vec<u8>>,
    pub(super) announced: usize,
}

impl ImageData {
    pub(super) fn announced(size: u32) -> Result<Self, CaptureError> {
        let announced = usize::try_from(size).unwrap_or(usize::MAX);
        if announced > MAX_IMAGE_BYTES {
            return Err(CaptureError::Overlong {
                received: announced,
                expected: MAX_IMAGE_BYTES,
            });
        }
        if announced <= IMAGE_HEADER_BYTES {
            return Err(CaptureError::UnknownGeometry { bytes: announced });
        }
        Ok(Self {
            received: Zeroizing::new(Vec::with_capacity(announced)),
            announced,
        })
    }

    pub(super) fn finish(&self) -> Result<GreyImage, CaptureError> {
        let header = ImageHeader::parse(&self.received)?;
        let image = self.received.get(IMAGE_HEADER_BYTES..).unwrap_or_default();
        header.pixels(image)
    }
}

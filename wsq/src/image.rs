//! An 8-bit grey image, row after row from the top left.

use core::fmt;

use crate::error::WsqError;

/// 8-bit grey pixels of a known size. `Debug` shows the size only: the pixels are somebody's finger.
#[derive(Clone, PartialEq, Eq)]
pub struct GreyImage {
    width: u16,
    height: u16,
    pixels: Vec<u8>,
}

impl GreyImage {
    /// Joins pixels with their size.
    ///
    /// # Errors
    /// [`WsqError::EmptyImage`] for no pixels, [`WsqError::PixelCount`] when the count is not width times height.
    pub fn new(width: u16, height: u16, pixels: Vec<u8>) -> Result<Self, WsqError> {
        if width == 0 || height == 0 {
            return Err(WsqError::EmptyImage {
                width: width.into(),
                height: height.into(),
            });
        }
        if pixels.len() != usize::from(width) * usize::from(height) {
            return Err(WsqError::PixelCount {
                pixels: pixels.len(),
                width,
                height,
            });
        }
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// Pixels in a line.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Lines.
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// All pixels, row after row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Gives the pixels away.
    #[must_use]
    pub fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }
}

impl fmt::Debug for GreyImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GreyImage({} x {})", self.width, self.height)
    }
}

//! One finger's image as it came from a sensor, with what was measured on it. ISO/IEC 29794-4.

use super::finger::Finger;
use super::quality::{FingerprintQuality, Impression};
use crate::fault::CaptureError;
use crate::image::GreyImage;

/// How many grey levels the line carried, whatever the pixel format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GreyDepth {
    /// 4 bits: the UART of the EF01 family. Not enough for enrolment.
    Levels16,
    /// 8 bits.
    Levels256,
}

impl GreyDepth {
    /// The number of levels.
    pub fn levels(self) -> u16 {
        match self {
            Self::Levels16 => 16,
            Self::Levels256 => 256,
        }
    }
}

/// A whole frame with ridges on it. Neither printed nor copied.
pub struct FingerprintImage {
    grey: GreyImage,
    depth: GreyDepth,
    dpi: u16,
    finger: Finger,
    quality: FingerprintQuality,
}

impl FingerprintImage {
    /// Measures the frame and refuses one without ridges.
    ///
    /// # Errors
    /// [`CaptureError::EmptyFrame`].
    pub fn new(
        grey: GreyImage,
        depth: GreyDepth,
        dpi: u16,
        finger: Finger,
    ) -> Result<Self, CaptureError> {
        let quality = FingerprintQuality::measure(&grey, dpi);
        if quality.impression() == Impression::Empty {
            return Err(CaptureError::EmptyFrame {
                coverage_percent: quality.coverage_percent(),
            });
        }
        Ok(Self {
            grey,
            depth,
            dpi,
            finger,
            quality,
        })
    }

    /// The pixels, ridges dark.
    pub fn grey(&self) -> &GreyImage {
        &self.grey
    }

    /// Grey levels of the line.
    pub fn depth(&self) -> GreyDepth {
        self.depth
    }

    /// Resolution that the sensor's maker declares.
    pub fn dpi(&self) -> u16 {
        self.dpi
    }

    /// The finger that was asked for.
    pub fn finger(&self) -> Finger {
        self.finger
    }

    /// What was measured.
    pub fn quality(&self) -> &FingerprintQuality {
        &self.quality
    }
}

//! Minutiae of a finger: where ridges end and fork. ISO/IEC 19794-2 §6; taken by a port of NIST MINDTCT.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fprint_mindtct::{GrayImage, detect_minutiae};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::fault::Fault;
use crate::image::GreyImage;

/// One ridge ending or fork.
#[derive(Clone, Copy, PartialEq, Eq, Zeroize)]
pub struct Minutia {
    /// Pixels from the left.
    pub x: u16,
    /// Pixels from the top or the bottom, the same in all of one extractor's.
    pub y: u16,
    /// Direction in degrees, 0 to 359.
    pub degrees: u16,
    /// How sure it is, 0 to 100.
    pub certainty: u8,
}

/// The minutiae of one image, the surest first. Biometric data: no `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Minutiae(Vec<Minutia>);

/// More is no finger; [`super::comparison`] looks at fewer.
const MOST: usize = 400;
/// Certainty from which a minutia counts for the gate of Circular 110.
const COUNTED: u8 = 10;

impl Minutiae {
    /// Sorts, and keeps the surest.
    pub fn new(mut minutiae: Vec<Minutia>) -> Self {
        minutiae.sort_by_key(|minutia| std::cmp::Reverse(minutia.certainty));
        for surplus in minutiae.iter_mut().skip(MOST) {
            surplus.zeroize();
        }
        minutiae.truncate(MOST);
        Self(minutiae)
    }

    /// All of them, the surest first.
    pub fn all(&self) -> &[Minutia] {
        &self.0
    }

    /// How many are sure enough to count.
    pub fn count(&self) -> usize {
        let sure = |minutia: &&Minutia| minutia.certainty >= COUNTED;
        self.0.iter().filter(sure).count()
    }
}

/// What takes minutiae from an image.
pub trait Extractor {
    /// Name and version, for records.
    fn name(&self) -> &'static str;

    /// The minutiae of one finger.
    ///
    /// # Errors
    /// [`ExtractionRefused`] before any work for an image outside the bounds.
    fn extract(&self, grey: &GreyImage, dpi: u16) -> Result<Minutiae, ExtractionRefused>;
}

/// Why an image has no minutiae.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtractionRefused {
    /// Not one finger's size. A larger image would take longer than the officer waits.
    #[error("{width}x{height} is no single finger, 64 to 1000 pixels a side")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The ridge measures of the method hold for 500 ppi.
    #[error("{dpi} ppi, not 490 to 512")]
    Resolution {
        /// What the sensor declares.
        dpi: u16,
    },
    /// The library gave up.
    #[error("the extractor failed on this image")]
    Failed,
}

impl ExtractionRefused {
    /// What the method was made for.
    pub fn clause(&self) -> &'static str {
        "ISO/IEC 19794-4 Table 1: 500 ppi, one finger"
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        match self {
            Self::Size { .. } | Self::Resolution { .. } => Fault::Sensor,
            Self::Failed => Fault::Us,
        }
    }
}

/// MINDTCT in the crate `fprint-mindtct`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mindtct;

const SMALLEST: u32 = 64;
const LARGEST: u32 = 1000;

impl Extractor for Mindtct {
    fn name(&self) -> &'static str {
        "MINDTCT (fprint-mindtct 0.1.0)"
    }

    fn extract(&self, grey: &GreyImage, dpi: u16) -> Result<Minutiae, ExtractionRefused> {
        let (width, height) = (grey.width(), grey.height());
        let sides = SMALLEST..=LARGEST;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(ExtractionRefused::Size { width, height });
        }
        if !(490..=512).contains(&dpi) {
            return Err(ExtractionRefused::Resolution { dpi });
        }
        let (Ok(across), Ok(down)) = (usize::try_from(width), usize::try_from(height)) else {
            return Err(ExtractionRefused::Size { width, height });
        };
        let image = GrayImage::new(grey.pixels(), across, down, dpi)
            .map_err(|_| ExtractionRefused::Size { width, height })?;
        // A young library: whatever it does, the counter goes on.
        let found = catch_unwind(AssertUnwindSafe(|| detect_minutiae(image)))
            .map_err(|_| ExtractionRefused::Failed)?;
        Ok(Minutiae::new(found.iter().filter_map(ours).collect()))
    }
}

fn ours(found: &fprint_mindtct::Minutia) -> Option<Minutia> {
    Some(Minutia {
        x: u16::try_from(found.x).ok()?,
        y: u16::try_from(found.y).ok()?,
        degrees: u16::try_from(found.theta.rem_euclid(360)).ok()?,
        certainty: u8::try_from(found.quality.clamp(0, 100)).ok()?,
    })
}

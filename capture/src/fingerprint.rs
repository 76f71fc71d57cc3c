//! One finger's image and what plain processing can tell about it. ISO/IEC 29794-4, 19794-2 Table 2.

use crate::fault::CaptureError;
use crate::image::GreyImage;
use crate::quality::{Measured, share};

/// Finger position, ISO/IEC 19794-2 Table 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finger {
    /// 1.
    RightThumb,
    /// 2.
    RightIndex,
    /// 3.
    RightMiddle,
    /// 4.
    RightRing,
    /// 5.
    RightLittle,
    /// 6.
    LeftThumb,
    /// 7.
    LeftIndex,
    /// 8.
    LeftMiddle,
    /// 9.
    LeftRing,
    /// 10.
    LeftLittle,
}

impl Finger {
    /// All positions in the standard's order.
    pub const ALL: [Self; 10] = [
        Self::RightThumb,
        Self::RightIndex,
        Self::RightMiddle,
        Self::RightRing,
        Self::RightLittle,
        Self::LeftThumb,
        Self::LeftIndex,
        Self::LeftMiddle,
        Self::LeftRing,
        Self::LeftLittle,
    ];

    /// The standard's code, 1 to 10.
    pub fn position(self) -> u8 {
        Self::ALL
            .iter()
            .zip(1..)
            .find_map(|(finger, position)| (*finger == self).then_some(position))
            .unwrap_or(0)
    }

    /// The finger of a code.
    pub fn from_position(position: u8) -> Option<Self> {
        let index = usize::from(position.checked_sub(1)?);
        Self::ALL.get(index).copied()
    }
}

/// How many grey levels the line carried, whatever the pixel format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GreyDepth {
    /// 4 bits: the UART of the EF01 family. Not enough for enrolment.
    Levels16,
    /// 8 bits.
    Levels256,
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
        let quality = FingerprintQuality::measure(&grey);
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

/// Quantities that need no model. Ridge flow, minutiae and liveness are not among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FingerprintQuality {
    /// Share of blocks with ridge contrast.
    pub coverage: Measured,
    /// Mean deviation of grey inside those blocks.
    pub contrast: Measured,
    /// Mean grey of those blocks: high when the finger lies too lightly or is dry.
    pub lightness: Measured,
}

/// What the quantities say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impression {
    /// No ridges.
    Empty,
    /// Ridges on a small part: the finger lies beside the window.
    Partial,
    /// Too light or too little contrast: press more, moisten.
    Faint,
    /// Too dark: press less, dry the finger.
    Dark,
    /// Nothing to object to in what was measured.
    Good,
}

/// Blocks of about one ridge period and a half at 500 ppi.
const BLOCK: usize = 16;
/// Deviation from which a block holds ridges.
const RIDGE_DEVIATION: f64 = 14.0;
/// Coverage below which a frame is empty.
const EMPTY_COVERAGE: f64 = 0.05;

impl FingerprintQuality {
    /// Measures one frame.
    pub fn measure(grey: &GreyImage) -> Self {
        let blocks = blocks(grey);
        let ridged = || {
            blocks
                .iter()
                .filter(|block| block.deviation() >= RIDGE_DEVIATION)
        };
        let count = ridged().count();
        let mean = |sum: f64| if count == 0 { 0.0 } else { sum / count as f64 };
        Self {
            coverage: Measured {
                value: share(count as u64, blocks.len() as u64),
                lowest: 0.35,
                highest: 1.0,
            },
            contrast: Measured {
                value: mean(ridged().map(Block::deviation).sum()),
                lowest: 25.0,
                highest: 128.0,
            },
            lightness: Measured {
                value: mean(ridged().map(Block::mean).sum()),
                lowest: 50.0,
                highest: 205.0,
            },
        }
    }

    /// The one thing to tell the citizen.
    pub fn impression(&self) -> Impression {
        if self.coverage.value < EMPTY_COVERAGE {
            Impression::Empty
        } else if self.lightness.value > self.lightness.highest || !self.contrast.ok() {
            Impression::Faint
        } else if !self.lightness.ok() {
            Impression::Dark
        } else if !self.coverage.ok() {
            Impression::Partial
        } else {
            Impression::Good
        }
    }

    /// Coverage in whole percent.
    pub fn coverage_percent(&self) -> u8 {
        (0..=100_u8)
            .rev()
            .find(|percent| f64::from(*percent) <= self.coverage.value * 100.0)
            .unwrap_or(0)
    }
}

#[derive(Clone, Copy, Default)]
struct Block {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Block {
    fn mean(&self) -> f64 {
        self.sum / self.count.max(1.0)
    }

    fn deviation(&self) -> f64 {
        let variance = self.squares / self.count.max(1.0) - self.mean() * self.mean();
        variance.max(0.0).sqrt()
    }
}

fn blocks(grey: &GreyImage) -> Vec<Block> {
    let width = usize::try_from(grey.width()).unwrap_or(usize::MAX).max(1);
    let height = grey.pixels().len() / width;
    let across = width.div_ceil(BLOCK);
    let mut blocks = vec![Block::default(); across * height.div_ceil(BLOCK)];
    for (y, row) in grey.pixels().chunks_exact(width).enumerate() {
        for (x, piece) in row.chunks(BLOCK).enumerate() {
            let Some(block) = blocks.get_mut(y / BLOCK * across + x) else {
                continue;
            };
            for pixel in piece {
                let value = f64::from(*pixel);
                block.count += 1.0;
                block.sum += value;
                block.squares += value * value;
            }
        }
    }
    blocks
}

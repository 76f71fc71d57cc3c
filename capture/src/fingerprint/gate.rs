//! The gate before a finger image counts for a registration. Circular 110/2020/TT-BCA Art. 3.

use super::frame::FingerprintImage;
use super::minutiae::{ExtractionRefused, Extractor, Minutiae};
use super::profile::FingerProfile;
use super::ridges::{self, RidgeField};

/// What the gate asks, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Demand {
    /// Pixels per inch.
    Resolution,
    /// Grey levels on the line.
    GreyLevels,
    /// The quality score.
    Quality,
    /// The number of minutiae.
    Minutiae,
    /// The core's distance from the middle, in pixels.
    CoreOffset,
}

/// How one demand ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateEnd {
    /// Fulfilled.
    Met {
        /// What was found.
        found: u16,
    },
    /// Not fulfilled.
    NotMet {
        /// What was found.
        found: u16,
        /// What is asked for.
        wanted: u16,
    },
    /// Could not be measured.
    NotPerformed(NotMeasured),
}

/// Why a demand could not be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotMeasured {
    /// The pattern has no core (an arch), or the core is not in the image.
    NoCore,
    /// No minutiae were taken from an image of this size or resolution.
    NoMinutiae,
}

/// One finger image with everything that was measured on it, held against a profile.
pub struct Examined {
    /// The minutiae, when they could be taken.
    pub minutiae: Result<Minutiae, ExtractionRefused>,
    /// Every demand and its end.
    pub demands: [(Demand, GateEnd); 5],
    /// The image's quality score.
    pub score: u8,
}

/// Whether an image counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Nothing was refused.
    Passed,
    /// At least one demand was not met, or could not be measured though it must be.
    Held,
}

/// Measures an image and holds it against a profile. The slow part of a capture: see the benches.
pub fn examine(
    image: &FingerprintImage,
    extractor: &dyn Extractor,
    profile: &FingerProfile,
) -> Examined {
    let minutiae = extractor.extract(image.grey(), image.dpi());
    let score = image.quality().score();
    let at_least = |found: u16, wanted: u16| {
        if found >= wanted {
            GateEnd::Met { found }
        } else {
            GateEnd::NotMet { found, wanted }
        }
    };
    let counted = match &minutiae {
        Ok(minutiae) => at_least(
            u16::try_from(minutiae.count()).unwrap_or(u16::MAX),
            profile.minutiae,
        ),
        Err(_) => GateEnd::NotPerformed(NotMeasured::NoMinutiae),
    };
    Examined {
        minutiae,
        demands: [
            (Demand::Resolution, at_least(image.dpi(), profile.dpi)),
            (
                Demand::GreyLevels,
                at_least(image.depth().levels(), profile.grey_levels),
            ),
            (
                Demand::Quality,
                at_least(score.into(), profile.quality.into()),
            ),
            (Demand::Minutiae, counted),
            (Demand::CoreOffset, core_offset(image, profile)),
        ],
        score,
    }
}

impl Examined {
    /// The end of all demands. An arch has no core, so that alone holds nothing up.
    pub fn gate(&self) -> Gate {
        let held = self.demands.iter().any(|(_, end)| match end {
            GateEnd::Met { .. } | GateEnd::NotPerformed(NotMeasured::NoCore) => false,
            GateEnd::NotMet { .. } | GateEnd::NotPerformed(NotMeasured::NoMinutiae) => true,
        });
        if held { Gate::Held } else { Gate::Passed }
    }
}

fn core_offset(image: &FingerprintImage, profile: &FingerProfile) -> GateEnd {
    let grey = image.grey();
    let Some((x, y)) = ridges::core(&RidgeField::of(grey)) else {
        return GateEnd::NotPerformed(NotMeasured::NoCore);
    };
    let half = |size: u32| f32::from(u16::try_from(size).unwrap_or(u16::MAX)) / 2.0;
    let offset = (x - half(grey.width())).hypot(y - half(grey.height()));
    let found = (0..u16::MAX)
        .find(|whole| f32::from(*whole) + 0.5 > offset)
        .unwrap_or(u16::MAX);
    if found <= profile.core_offset {
        GateEnd::Met { found }
    } else {
        GateEnd::NotMet {
            found,
            wanted: profile.core_offset,
        }
    }
}

//! What is accepted of a portrait: an interval for each component. ICAO Doc 9303-3, ISO/IEC 29794-5.

use super::Component;

/// The accepted interval of a native value, and how fast its score changes around the bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The smallest accepted value.
    pub lowest: f64,
    /// The largest accepted value.
    pub highest: f64,
    /// A bound scores 50; this far inside it scores 100, this far outside 0.
    pub step: f64,
}

impl Scale {
    /// The score, 0 to 100, of a native value; of what is no number, 0.
    pub fn score(&self, value: f64) -> u8 {
        let inside = (value - self.lowest).min(self.highest - value);
        let score = (50.0 + 50.0 * inside / self.step).clamp(0.0, 100.0).round();
        (0..=100_u8)
            .rev()
            .find(|whole| f64::from(*whole) <= score)
            .unwrap_or(0)
    }
}

/// The thresholds of one kind of portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PortraitProfile {
    /// A portrait for the card's file.
    Enrolment,
}

impl PortraitProfile {
    /// The name in records; another number when an interval changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enrolment => "portrait-enrolment-1",
        }
    }

    /// Tries after which the best frame is kept although it was held: nobody is turned away for bad light.
    pub fn tries(self) -> u8 {
        match self {
            Self::Enrolment => 3,
        }
    }

    /// The interval of a component.
    pub fn scale(self, component: Component) -> Scale {
        let (lowest, highest, step) = match component {
            Component::SingleFace => (0.5, 1.5, 0.5),
            Component::InterEyeDistance => (90.0, f64::INFINITY, 40.0),
            Component::HeadSize => (0.35, 0.90, 0.10),
            Component::Across => (0.30, 0.70, 0.10),
            Component::Down => (0.25, 0.60, 0.10),
            Component::Margin => (super::crop::LEAST_INSIDE, f64::INFINITY, 0.02),
            Component::Luminance => (0.20, 0.85, 0.10),
            Component::UnderExposure => (f64::NEG_INFINITY, 0.12, 0.12),
            Component::OverExposure => (f64::NEG_INFINITY, 0.10, 0.10),
            Component::DynamicRange => (5.0, f64::INFINITY, 1.5),
            Component::Illumination => (0.45, f64::INFINITY, 0.25),
            Component::NaturalColour => (f64::NEG_INFINITY, 5.0, 5.0),
            Component::Sharpness => (0.06, f64::INFINITY, 0.04),
            Component::Motion => (0.35, f64::INFINITY, 0.25),
            Component::Blocking => (f64::NEG_INFINITY, 1.7, 0.5),
            Component::Background => (f64::NEG_INFINITY, 25.0, 20.0),
        };
        Scale {
            lowest,
            highest,
            step,
        }
    }
}

//! The components of finger image quality: what maps a native value to a score, and its weight.

/// One component. Each has one hint for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Component {
    /// Ridged skin, in square millimetres.
    Area,
    /// Deviation of grey where ridges are.
    Contrast,
    /// Mean grey where ridges are.
    Lightness,
    /// How certain the ridge direction is.
    OrientationCertainty,
    /// How much of the grey variance ridges explain.
    RidgeClarity,
    /// How regular the distance between ridges is.
    RidgeFrequency,
}

impl Component {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Area,
        Self::Contrast,
        Self::Lightness,
        Self::OrientationCertainty,
        Self::RidgeClarity,
        Self::RidgeFrequency,
    ];

    /// The name in records and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Contrast => "contrast",
            Self::Lightness => "lightness",
            Self::OrientationCertainty => "orientation_certainty",
            Self::RidgeClarity => "ridge_clarity",
            Self::RidgeFrequency => "ridge_frequency",
        }
    }

    /// The unit of the native value.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Area => "mm²",
            Self::Contrast | Self::Lightness => "grey levels",
            Self::OrientationCertainty | Self::RidgeClarity | Self::RidgeFrequency => "share",
        }
    }

    /// Share in the whole score; all together 1.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Area | Self::OrientationCertainty => 0.20,
            Self::RidgeClarity => 0.25,
            Self::RidgeFrequency => 0.15,
            Self::Contrast | Self::Lightness => 0.10,
        }
    }

    /// Score of a native value: linear between the value that deserves nothing and the one that
    /// deserves all.
    pub(super) fn score(self, value: f64) -> u8 {
        let rising = |nothing: f64, all: f64| (value - nothing) / (all - nothing);
        percent(match self {
            Self::Area => rising(50.0, 260.0),
            Self::Contrast => rising(10.0, 62.0),
            // Falls off on both sides of an even grey.
            Self::Lightness => ((value - 35.0) / 80.0).min((225.0 - value) / 60.0),
            Self::OrientationCertainty => rising(0.30, 0.92),
            Self::RidgeClarity => rising(0.30, 0.82),
            Self::RidgeFrequency => rising(0.50, 0.98),
        })
    }
}

/// A share as whole percent, 0 to 100; not a number is 0.
pub(super) fn percent(share: f64) -> u8 {
    (0..=100_u8)
        .rev()
        .find(|percent| f64::from(*percent) <= share * 100.0 + 1e-9)
        .unwrap_or(0)
}

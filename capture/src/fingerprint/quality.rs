//! Finger image quality from plain image processing. ISO/IEC 29794-1 §6 (native measure, score), 29794-4.
//!
//! This is **not NFIQ 2**: no trained model stands behind the score, and the two numbers must not
//! be compared. Each component has its native value, a score from 0 to 100, and tells one thing
//! that an officer can do about it.

mod component;
pub(super) mod plain;

use crate::image::GreyImage;
use crate::quality::{Measured, share};

use super::ridges::{CELL, RidgeField, window};
pub use component::Component;

/// What was measured on one finger image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FingerprintQuality {
    /// Share of blocks with ridge contrast.
    pub coverage: Measured,
    /// Mean deviation of grey inside those blocks.
    pub contrast: Measured,
    /// Mean grey of those blocks: high when the finger lies too lightly or is dry.
    pub lightness: Measured,
    /// Ridged skin in square millimetres.
    pub area: Measured,
    /// Certainty of the ridge direction, 0 to 1: four fifths of the skin have more.
    pub certainty: Measured,
    /// Share of the grey variance that ridges explain, 0 to 1: four fifths of the skin have more.
    pub clarity: Measured,
    /// Share of windows whose ridges are as far apart as skin's are, and as their neighbours'.
    pub frequency: Measured,
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
    /// Ridges without a clear course: the finger slid, or the glass is dirty.
    Smudged,
    /// Nothing to object to in what was measured.
    Good,
}

/// Deviation from which a block holds ridges.
const RIDGE_DEVIATION: f64 = 14.0;
/// Coverage below which a frame is empty.
const EMPTY_COVERAGE: f64 = 0.05;
/// Ridge periods of adults and children, in millimetres.
const PERIOD_MM: (f64, f64) = (0.28, 0.80);

impl FingerprintQuality {
    /// Measures one frame of this resolution.
    pub fn measure(grey: &GreyImage, dpi: u16) -> Self {
        let blocks = plain::blocks(grey);
        let ridged = || {
            blocks
                .iter()
                .filter(|block| block.deviation() >= RIDGE_DEVIATION)
        };
        let count = ridged().count();
        let mean = |sum: f64| if count == 0 { 0.0 } else { sum / count as f64 };
        let ridges = Ridges::measure(grey, dpi);
        let between = |value, lowest, highest| Measured {
            value,
            lowest,
            highest,
        };
        Self {
            coverage: between(share(count as u64, blocks.len() as u64), 0.35, 1.0),
            contrast: between(
                mean(ridged().map(plain::Block::deviation).sum()),
                25.0,
                128.0,
            ),
            lightness: between(mean(ridged().map(plain::Block::mean).sum()), 50.0, 205.0),
            area: between(ridges.area, 60.0, f64::INFINITY),
            certainty: between(ridges.certainty, 0.55, 1.0),
            clarity: between(ridges.clarity, 0.45, 1.0),
            frequency: between(ridges.frequency, 0.70, 1.0),
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
        } else if !self.coverage.ok() && !self.area.ok() {
            Impression::Partial
        } else if !self.certainty.ok() || !self.clarity.ok() || !self.frequency.ok() {
            Impression::Smudged
        } else {
            Impression::Good
        }
    }

    /// The measure of one component.
    pub fn of(&self, component: Component) -> Measured {
        match component {
            Component::Area => self.area,
            Component::Contrast => self.contrast,
            Component::Lightness => self.lightness,
            Component::OrientationCertainty => self.certainty,
            Component::RidgeClarity => self.clarity,
            Component::RidgeFrequency => self.frequency,
        }
    }

    /// The score of one component, 0 to 100.
    pub fn component_score(&self, component: Component) -> u8 {
        component.score(self.of(component).value)
    }

    /// The score of the whole image, 0 to 100: halfway between the weighted geometric mean of the
    /// components' scores and the weakest of them, which no other may outweigh.
    pub fn score(&self) -> u8 {
        let logarithm: f64 = Component::ALL
            .iter()
            .map(|component| {
                let score = f64::from(self.component_score(*component)).max(1.0);
                component.weight() * (score / 100.0).ln()
            })
            .sum();
        let weakest = f64::from(self.component_score(self.weakest())) / 100.0;
        component::percent(f64::midpoint(logarithm.exp(), weakest))
    }

    /// The component with the lowest score: what to improve first.
    pub fn weakest(&self) -> Component {
        Component::ALL
            .into_iter()
            .min_by_key(|component| self.component_score(*component))
            .unwrap_or(Component::Area)
    }

    /// Coverage in whole percent.
    pub fn coverage_percent(&self) -> u8 {
        component::percent(self.coverage.value)
    }
}

/// What the ridged windows say together.
#[derive(Default)]
struct Ridges {
    area: f64,
    certainty: f64,
    clarity: f64,
    frequency: f64,
}

impl Ridges {
    fn measure(grey: &GreyImage, dpi: u16) -> Self {
        let field = RidgeField::of(grey);
        let (across, down) = field.size();
        let pixel_mm = 25.4 / f64::from(dpi.max(1));
        let mut certainties: Vec<f64> = Vec::new();
        let mut clarities: Vec<f64> = Vec::new();
        let mut periods: Vec<f64> = Vec::new();
        for line in 0..down {
            for column in 0..across {
                let flow = field.flow(column, line, 1);
                if !flow.is_ridged() {
                    continue;
                }
                certainties.push(flow.certainty.into());
                if line % 2 == 0 && column % 2 == 0 {
                    let seen = window(grey, middle(column, line), flow.normal);
                    clarities.push(seen.clarity.into());
                    periods.extend(seen.period.map(|period| f64::from(period) * pixel_mm));
                }
            }
        }
        let side = CELL as f64 * pixel_mm;
        Self {
            area: certainties.len() as f64 * side * side,
            certainty: lower_fifth(&mut certainties),
            frequency: share(regular(&mut periods), clarities.len() as u64),
            clarity: lower_fifth(&mut clarities),
        }
    }
}

/// The value that four fifths exceed: a smeared patch counts, a smeared rim does not.
fn lower_fifth(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 5).copied().unwrap_or(0.0)
}

/// How many periods are skin's, and near their median.
fn regular(periods: &mut [f64]) -> u64 {
    periods.sort_by(f64::total_cmp);
    let Some(median) = periods.get(periods.len() / 2).copied() else {
        return 0;
    };
    let fits = |period: &&f64| {
        (PERIOD_MM.0..=PERIOD_MM.1).contains(*period) && (**period - median).abs() <= 0.35 * median
    };
    periods.iter().filter(fits).count() as u64
}

fn middle(column: usize, line: usize) -> (f32, f32) {
    let at = |cell: usize| f32::from(u16::try_from(cell * CELL + CELL / 2).unwrap_or(u16::MAX));
    (at(column), at(line))
}

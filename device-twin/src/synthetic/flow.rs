//! Where ridges run and how far apart: singular points after Sherlock and Monro (1993), and gentle disorder.

use std::f64::consts::{FRAC_PI_2, PI};

use super::noise::{Lattice, SplitMix};

/// Pixels across the whole finger, 21 mm at 500 ppi.
pub(super) const WIDTH: usize = 420;
/// Pixels down, 28 mm.
pub(super) const HEIGHT: usize = 560;
/// Ridge and valley together, in pixels: 0.42 to 0.50 mm.
const PERIODS: (f64, f64) = (8.3, 9.8);

/// The pattern classes of Henry, as far as they differ in their singular points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// No core, no delta.
    Arch,
    /// A core straight above its delta.
    TentedArch,
    /// Ridges come from the left and return there.
    LeftLoop,
    /// Ridges come from the right and return there.
    RightLoop,
    /// Two cores between two deltas.
    Whorl,
}

/// The ridge flow of one finger.
pub(super) struct Flow {
    pattern: Pattern,
    core: (f64, f64),
    cores: Vec<(f64, f64)>,
    deltas: Vec<(f64, f64)>,
    arch_height: f64,
    period: f64,
    bend: Lattice,
    spacing: Lattice,
}

impl Flow {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = SplitMix::new(seed, 1);
        let pattern = Self::pattern_of(random.unit());
        let core = (
            WIDTH as f64 * random.between(0.46, 0.54),
            HEIGHT as f64 * random.between(0.40, 0.46),
        );
        let aside = random.between(80.0, 125.0);
        let below = random.between(110.0, 165.0);
        let (x, y) = core;
        let (cores, deltas) = match pattern {
            Pattern::Arch => (Vec::new(), Vec::new()),
            Pattern::TentedArch => (vec![core], vec![(x + aside * 0.04, y + below * 0.8)]),
            Pattern::LeftLoop => (vec![core], vec![(x + aside, y + below)]),
            Pattern::RightLoop => (vec![core], vec![(x - aside, y + below)]),
            Pattern::Whorl => {
                let apart = random.between(24.0, 62.0);
                let lean = random.between(-16.0, 16.0);
                let other = random.between(110.0, 165.0);
                (
                    vec![(x, y - apart / 2.0), (x + lean, y + apart / 2.0)],
                    vec![(x - aside - 15.0, y + below), (x + aside + 15.0, y + other)],
                )
            }
        };
        Self {
            pattern,
            core,
            cores,
            deltas,
            arch_height: random.between(0.5, 0.95),
            period: random.between(PERIODS.0, PERIODS.1),
            bend: Lattice::new(&mut random, HEIGHT as f64, 95.0),
            spacing: Lattice::new(&mut random, HEIGHT as f64, 120.0),
        }
    }

    /// Frequencies of the classes among people, as published for large ten-print files.
    fn pattern_of(share: f64) -> Pattern {
        match share {
            s if s < 0.037 => Pattern::Arch,
            s if s < 0.066 => Pattern::TentedArch,
            s if s < 0.404 => Pattern::LeftLoop,
            s if s < 0.721 => Pattern::RightLoop,
            _ => Pattern::Whorl,
        }
    }

    pub(super) fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// The point that an officer sees as the middle of the pattern.
    pub(super) fn core(&self) -> (f64, f64) {
        self.core
    }

    /// Ridge direction in radians, counter-clockwise from the right, 0 to pi.
    pub(super) fn direction(&self, x: f64, y: f64) -> f64 {
        let turn = |points: &[(f64, f64)]| -> f64 {
            points.iter().map(|(px, py)| (py - y).atan2(x - px)).sum()
        };
        let singular = match self.pattern {
            Pattern::Arch => self.arch(x, y),
            _ => 0.5 * (turn(&self.cores) - turn(&self.deltas)),
        };
        (singular + 0.16 * self.bend.at(x, y)).rem_euclid(PI)
    }

    /// Distance from ridge to ridge in pixels; wider towards the joint.
    pub(super) fn period(&self, x: f64, y: f64) -> f64 {
        let low = ((y - self.core.1) / HEIGHT as f64).max(0.0);
        self.period * (1.0 + 0.09 * self.spacing.at(x, y) + 0.22 * low)
    }

    /// Waves that rise in the middle, most at the core's height.
    fn arch(&self, x: f64, y: f64) -> f64 {
        let across = (x - self.core.0) / (WIDTH as f64 * 0.5);
        let height = 1.0 - (y - self.core.1).abs() / (HEIGHT as f64 * 0.75);
        let slope = self.arch_height * height.max(0.0) * (across * FRAC_PI_2 * 1.6).sin();
        -slope
    }
}

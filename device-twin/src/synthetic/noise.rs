//! Repeatable noise: SplitMix64 (Steele, Lea, Flood 2014) and smooth noise on a lattice of it.

use std::f64::consts::TAU;

/// A stream of numbers that a seed fixes.
pub(super) struct SplitMix(u64);

impl SplitMix {
    /// The stream of one purpose: the same seed gives other numbers for another purpose.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        let mut stream = Self(seed ^ purpose.wrapping_mul(0xD1B5_4A32_D192_ED03));
        stream.next();
        stream
    }

    /// 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    pub(super) fn unit(&mut self) -> f64 {
        let high = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        f64::from(high) / f64::from(u32::MAX)
    }

    /// Between two bounds.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Normal distribution of mean 0 and deviation 1 (Box and Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().max(1e-12).ln()).sqrt();
        radius * (TAU * self.unit()).cos()
    }
}

/// Smooth noise between about -1 and 1, with bumps of one cell's size.
pub(super) struct Lattice {
    nodes: Vec<f64>,
    side: usize,
    cell: f64,
}

impl Lattice {
    /// Noise for coordinates from 0 to `extent`; beyond, it repeats.
    pub(super) fn new(random: &mut SplitMix, extent: f64, cell: f64) -> Self {
        let side = whole(extent / cell).max(1) + 2;
        let nodes = (0..side * side)
            .map(|_| random.between(-1.0, 1.0))
            .collect();
        Self { nodes, side, cell }
    }

    pub(super) fn at(&self, x: f64, y: f64) -> f64 {
        let (left, across) = split(x / self.cell);
        let (top, down) = split(y / self.cell);
        let node = |dx: i64, dy: i64| {
            let wrap = |at: i64| usize::try_from(at.rem_euclid(side(self.side))).unwrap_or(0);
            self.nodes[wrap(top + dy) * self.side + wrap(left + dx)]
        };
        let (across, down) = (eased(across), eased(down));
        let above = node(0, 0) + (node(1, 0) - node(0, 0)) * across;
        let below = node(0, 1) + (node(1, 1) - node(0, 1)) * across;
        above + (below - above) * down
    }
}

fn side(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn eased(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}

/// A coordinate as its cell and its place inside it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "coordinates of an image, far inside i64"
)]
pub(super) fn split(value: f64) -> (i64, f64) {
    let floor = value.floor();
    (floor as i64, value - floor)
}

/// The whole part of a size.
pub(super) fn whole(value: f64) -> usize {
    usize::try_from(split(value.max(0.0)).0).unwrap_or(0)
}

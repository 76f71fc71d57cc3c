//! Ridges out of noise: an oriented band filter applied again and again, coarse first, then at 500 ppi.

use std::f64::consts::{PI, TAU};

use super::flow::{Flow, HEIGHT, Pattern, WIDTH};
use super::noise::{SplitMix, whole};

/// Directions and ridge periods of the filter bank.
const DIRECTIONS: usize = 36;
const PERIODS: usize = 12;
const SHORTEST: f64 = 7.0;
const LONGEST: f64 = 13.0;
/// Passes over the half-size field, from noise to ridges; more would leave fewer minutiae.
const COARSE_PASSES: usize = 9;
const FINE_PASSES: usize = 2;

/// One finger: its ridges as heights from -1 (valley) to 1 (ridge).
pub struct Finger {
    pattern: Pattern,
    core: (f64, f64),
    field: Field,
}

impl Finger {
    /// The finger of a seed.
    #[must_use]
    pub fn grow(seed: u64) -> Self {
        let flow = Flow::new(seed);
        let mut random = SplitMix::new(seed, 2);
        let mut coarse = Field::new(WIDTH / 2, HEIGHT / 2);
        for height in &mut coarse.heights {
            *height = single(random.normal());
        }
        for _ in 0..COARSE_PASSES {
            coarse = coarse.filtered(&flow, 2.0);
        }
        let mut field = coarse.doubled();
        for _ in 0..FINE_PASSES {
            field = field.filtered(&flow, 1.0);
        }
        Self {
            pattern: flow.pattern(),
            core: flow.core(),
            field,
        }
    }

    /// Its class.
    #[must_use]
    pub fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// The middle of the pattern in the finger's own pixels.
    pub(super) fn core(&self) -> (f64, f64) {
        self.core
    }

    /// Ridge height at a place between pixels; nothing where the finger ends.
    pub(super) fn height(&self, x: f64, y: f64) -> Option<f64> {
        self.field.at(x, y)
    }
}

struct Field {
    width: usize,
    height: usize,
    heights: Vec<f32>,
}

impl Field {
    fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            heights: vec![0.0; width * height],
        }
    }

    /// One pass; `scale` is how many pixels of 500 ppi one step of this field is.
    fn filtered(&self, flow: &Flow, scale: f64) -> Self {
        let bank = Bank::new(scale);
        let (framed, stride) = self.framed(bank.radius);
        let side = 2 * bank.radius + 1;
        let mut next = Self::new(self.width, self.height);
        for y in 0..self.height {
            for x in 0..self.width {
                let (fx, fy) = (x as f64 * scale, y as f64 * scale);
                let kernel = bank.kernel(flow.direction(fx, fy), flow.period(fx, fy));
                let rows = framed[y * stride..].chunks(stride).map(|row| &row[x..]);
                let sum: f32 = rows
                    .zip(kernel.chunks_exact(side))
                    .map(|(row, weights)| dot(&row[..side], weights))
                    .sum();
                next.heights[y * self.width + x] = (2.2 * sum).tanh();
            }
        }
        next
    }

    /// The field inside a frame of nothing as wide as the filter reaches.
    fn framed(&self, radius: usize) -> (Vec<f32>, usize) {
        let stride = self.width + 2 * radius;
        let mut framed = vec![0.0; stride * (self.height + 2 * radius)];
        for (y, row) in self.heights.chunks_exact(self.width).enumerate() {
            let start = (y + radius) * stride + radius;
            framed[start..start + self.width].copy_from_slice(row);
        }
        (framed, stride)
    }

    fn doubled(&self) -> Self {
        let mut double = Self::new(self.width * 2, self.height * 2);
        for y in 0..double.height {
            for x in 0..double.width {
                let height = self.at(x as f64 / 2.0, y as f64 / 2.0);
                double.heights[y * self.width * 2 + x] = single(height.unwrap_or(0.0));
            }
        }
        double
    }

    /// Between four pixels; nothing beyond the edge.
    fn at(&self, x: f64, y: f64) -> Option<f64> {
        let (left, top) = (whole(x), whole(y));
        if x < 0.0 || y < 0.0 || left + 1 >= self.width || top + 1 >= self.height {
            return None;
        }
        let (across, down) = (x - x.floor(), y - y.floor());
        let node = |dx, dy| f64::from(self.heights[(top + dy) * self.width + left + dx]);
        let above = node(0, 0) * (1.0 - across) + node(1, 0) * across;
        let below = node(0, 1) * (1.0 - across) + node(1, 1) * across;
        Some(above * (1.0 - down) + below * down)
    }
}

/// Even Gabor kernels without a constant part, each answering 1 to its own wave.
struct Bank {
    radius: usize,
    kernels: Vec<Vec<f32>>,
}

impl Bank {
    fn new(scale: f64) -> Self {
        let radius = whole(LONGEST / scale * 0.85) + 1;
        let kernels = (0..DIRECTIONS * PERIODS)
            .map(|index| {
                let direction = (index / PERIODS) as f64 * PI / DIRECTIONS as f64;
                let step = (index % PERIODS) as f64 / (PERIODS - 1) as f64;
                let period = (SHORTEST + (LONGEST - SHORTEST) * step) / scale;
                kernel(radius, direction, period)
            })
            .collect();
        Self { radius, kernels }
    }

    fn kernel(&self, direction: f64, period: f64) -> &[f32] {
        let turn = whole(direction / PI * DIRECTIONS as f64 + 0.5) % DIRECTIONS;
        let share = (period - SHORTEST) / (LONGEST - SHORTEST);
        let step = whole(share * (PERIODS - 1) as f64 + 0.5).min(PERIODS - 1);
        &self.kernels[turn * PERIODS + step]
    }
}

fn kernel(radius: usize, direction: f64, period: f64) -> Vec<f32> {
    let (sine, cosine) = direction.sin_cos();
    let spread = 0.42 * period;
    let side = 2 * radius + 1;
    let places = (0..side * side).map(|index| {
        let x = (index % side) as f64 - radius as f64;
        let y = (index / side) as f64 - radius as f64;
        let envelope = (-(x * x + y * y) / (2.0 * spread * spread)).exp();
        // Rows grow downwards: the normal of a ridge at this direction.
        let wave = (TAU * (x * sine + y * cosine) / period).cos();
        (envelope, wave)
    });
    let places: Vec<(f64, f64)> = places.collect();
    let constant =
        places.iter().map(|(e, w)| e * w).sum::<f64>() / places.iter().map(|(e, _)| e).sum::<f64>();
    let taps = places.iter().map(|(e, w)| e * (w - constant));
    let answer: f64 = taps.clone().zip(&places).map(|(tap, (_, w))| tap * w).sum();
    taps.map(|tap| single(tap / answer)).collect()
}

/// Eight sums side by side, so that the compiler uses the vector unit.
fn dot(values: &[f32], weights: &[f32]) -> f32 {
    let (value_lanes, value_rest) = values.as_chunks::<8>();
    let (weight_lanes, weight_rest) = weights.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for (value, weight) in value_lanes.iter().zip(weight_lanes) {
        for lane in 0..8 {
            sums[lane] += value[lane] * weight[lane];
        }
    }
    let rest: f32 = value_rest.iter().zip(weight_rest).map(|(v, w)| v * w).sum();
    sums.iter().sum::<f32>() + rest
}

#[expect(clippy::cast_possible_truncation, reason = "heights need no more")]
fn single(value: f64) -> f32 {
    value as f32
}

//! The plane of samples, and the passes over rows and columns of one of its areas.

use super::filters::Tap;
use super::line::{LinePlan, Outputs};
use crate::quantization::settled;
use crate::subbands::Area;

/// Samples of the whole image in rows.
#[derive(Debug)]
pub(crate) struct Plane {
    width: usize,
    samples: Vec<f32>,
}

/// Columns that go through the vertical pass together: enough to fill vector registers, few enough to stay in cache.
const STRIP: usize = 128;

impl Plane {
    /// A plane of rows of `width` samples.
    pub(crate) const fn new(width: usize, samples: Vec<f32>) -> Self {
        Self { width, samples }
    }

    pub(crate) fn samples(&self) -> &[f32] {
        &self.samples
    }

    /// The rows of an area.
    pub(crate) fn area(&self, area: Area) -> impl Iterator<Item = &[f32]> {
        let rows = self
            .samples
            .chunks_exact(self.width)
            .skip(area.y)
            .take(area.height);
        rows.filter_map(move |row| row.get(area.x..area.x + area.width))
    }

    /// The rows of an area, to be changed.
    pub(crate) fn area_mut(&mut self, area: Area) -> impl Iterator<Item = &mut [f32]> {
        let rows = self
            .samples
            .chunks_exact_mut(self.width)
            .skip(area.y)
            .take(area.height);
        rows.filter_map(move |row| row.get_mut(area.x..area.x + area.width))
    }

    /// Transforms every row of the area.
    pub(crate) fn rows(&mut self, area: Area, plan: &LinePlan) {
        let mut first = vec![0.0; plan.inputs(true).len()];
        let mut second = vec![0.0; plan.inputs(false).len()];
        let mut sums = vec![0.0; plan.length().div_ceil(2)];
        for row in self.area_mut(area) {
            gather(&mut first, row, plan, true);
            gather(&mut second, row, plan, false);
            for (outputs, taps) in [&plan.first, &plan.second] {
                let sums = sums.get_mut(..outputs.count).unwrap_or_default();
                sums.fill(0.0);
                for tap in taps {
                    let inputs = if tap.first { &first } else { &second };
                    let start = plan.input_start(tap);
                    add_scaled(sums, tap.weight, inputs.get(start..).unwrap_or_default());
                }
                scatter(row, *outputs, sums);
            }
        }
    }

    /// Transforms every column of the area, a strip of columns at a time.
    pub(crate) fn columns(&mut self, area: Area, plan: &LinePlan) {
        let mut copy = Vec::with_capacity(area.height * STRIP.min(area.width));
        let mut x = area.x;
        while x < area.x + area.width {
            let width = STRIP.min(area.x + area.width - x);
            let strip = Area { x, width, ..area };
            copy.clear();
            for row in self.area(strip) {
                copy.extend_from_slice(row);
            }
            for (outputs, taps) in [&plan.first, &plan.second] {
                let rows = self
                    .area_mut(strip)
                    .skip(outputs.start)
                    .step_by(outputs.step);
                for (pair, row) in rows.take(outputs.count).enumerate() {
                    row.fill(0.0);
                    for tap in taps {
                        add_row(row, &copy, plan, tap, pair);
                    }
                    for sample in row {
                        *sample = settled(*sample);
                    }
                }
            }
            x += width;
        }
    }
}

fn add_row(row: &mut [f32], copy: &[f32], plan: &LinePlan, tap: &Tap, pair: usize) {
    let Some(source) = plan.inputs(tap.first).get(plan.input_start(tap) + pair) else {
        return;
    };
    let start = source.index * row.len();
    if let Some(inputs) = copy.get(start..start + row.len()) {
        add_scaled(row, tap.weight * source.sign, inputs);
    }
}

fn gather(inputs: &mut [f32], row: &[f32], plan: &LinePlan, first: bool) {
    for (input, source) in inputs.iter_mut().zip(plan.inputs(first)) {
        *input = row
            .get(source.index)
            .map_or(0.0, |sample| sample * source.sign);
    }
}

fn scatter(row: &mut [f32], outputs: Outputs, sums: &[f32]) {
    let places = row.get_mut(outputs.start..).unwrap_or_default();
    for (place, sum) in places.iter_mut().step_by(outputs.step).zip(sums) {
        *place = settled(*sum);
    }
}

fn add_scaled(sums: &mut [f32], weight: f32, inputs: &[f32]) {
    for (sum, input) in sums.iter_mut().zip(inputs) {
        *sum += weight * input;
    }
}

//! The flow of ridges in an image: direction, certainty, profile and period of small windows, and singular points.
//!
//! Directions come from the covariance of grey gradients (Kass and Witkin 1987), cores from the
//! turn of the direction around a point (Poincaré index, Kawagoe and Tojo 1984).

mod core;
mod window;

use crate::image::GreyImage;

pub(super) use self::core::core;
pub(super) use window::window;

/// Side of a cell in pixels; a window is three cells wide.
pub(super) const CELL: usize = 8;
/// Deviation of grey from which a window may hold ridges.
const FAINTEST: f32 = 8.0;

/// Cells of gradients over an image.
pub(super) struct RidgeField {
    across: usize,
    down: usize,
    cells: Vec<Cell>,
}

/// Sums over the pixels of one cell, or of several.
#[derive(Clone, Copy, Default)]
struct Cell {
    count: f32,
    sum: f32,
    squares: f32,
    xx: f32,
    yy: f32,
    xy: f32,
}

/// What nine cells say together.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    /// Direction across the ridges, radians from the right towards the bottom.
    pub(super) normal: f32,
    /// From 0 (no direction) to 1 (one direction): orientation certainty.
    pub(super) certainty: f32,
    /// Deviation of grey.
    pub(super) deviation: f32,
}

impl Flow {
    /// Whether skin with ridges lies here.
    pub(super) fn is_ridged(&self) -> bool {
        self.deviation >= FAINTEST && self.certainty >= 0.12
    }
}

impl RidgeField {
    pub(super) fn of(grey: &GreyImage) -> Self {
        let width = usize::try_from(grey.width()).unwrap_or(usize::MAX).max(1);
        let (across, down) = (width / CELL, grey.pixels().len() / width / CELL);
        let mut cells = vec![Cell::default(); across * down];
        let rows: Vec<&[u8]> = grey.pixels().chunks_exact(width).collect();
        for (y, triple) in rows.windows(3).enumerate() {
            let [above, row, below] = triple else {
                continue;
            };
            let lines = above.windows(3).zip(row.windows(3)).zip(below.windows(3));
            for (x, ((above, row), below)) in lines.enumerate() {
                let (column, line) = ((x + 1) / CELL, (y + 1) / CELL);
                if column >= across {
                    continue;
                }
                if let Some(cell) = cells.get_mut(line * across + column) {
                    cell.add(above, row, below);
                }
            }
        }
        Self {
            across,
            down,
            cells,
        }
    }

    /// Cells across and down.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.across, self.down)
    }

    /// The flow around a cell, over windows of `reach` cells to each side.
    pub(super) fn flow(&self, column: usize, line: usize, reach: usize) -> Flow {
        let mut all = Cell::default();
        for y in line.saturating_sub(reach)..=(line + reach).min(self.down.saturating_sub(1)) {
            let first = y * self.across + column.saturating_sub(reach);
            let last = y * self.across + (column + reach).min(self.across.saturating_sub(1));
            for cell in self.cells.get(first..=last).unwrap_or_default() {
                all.merge(cell);
            }
        }
        all.flow()
    }
}

impl Cell {
    /// One pixel by its neighbourhood of three rows (Sobel).
    fn add(&mut self, above: &[u8], row: &[u8], below: &[u8]) {
        let (&[a, b, c], &[d, grey, f], &[g, h, i]) = (above, row, below) else {
            return;
        };
        let [a, b, c, d, grey, f, g, h, i] = [a, b, c, d, grey, f, g, h, i].map(f32::from);
        let dx = c + 2.0 * f + i - a - 2.0 * d - g;
        let dy = g + 2.0 * h + i - a - 2.0 * b - c;
        self.count += 1.0;
        self.sum += grey;
        self.squares += grey * grey;
        self.xx += dx * dx;
        self.yy += dy * dy;
        self.xy += dx * dy;
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
    }

    fn flow(&self) -> Flow {
        let mean = self.sum / self.count.max(1.0);
        let variance = self.squares / self.count.max(1.0) - mean * mean;
        let (difference, cross) = (self.xx - self.yy, 2.0 * self.xy);
        let energy = self.xx + self.yy;
        Flow {
            normal: 0.5 * cross.atan2(difference),
            certainty: if energy > 0.0 {
                difference.hypot(cross) / energy
            } else {
                0.0
            },
            deviation: variance.max(0.0).sqrt(),
        }
    }
}

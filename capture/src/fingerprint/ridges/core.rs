//! The core: where the ridge direction turns once around, half a turn of the doubled angle. ISO/IEC 19794-2 §6.6.

use std::f32::consts::{FRAC_PI_2, PI};

use super::{CELL, RidgeField};

/// Cells between the two cores of one whorl, at most.
const ONE_PATTERN: u16 = 10;
/// Certainty below which a direction may be noise's.
const CERTAIN: f32 = 0.3;
/// Cells of the ring around a candidate.
const RING: [(i16, i16); 12] = [
    (-1, -2),
    (0, -2),
    (1, -2),
    (2, -1),
    (2, 0),
    (2, 1),
    (1, 2),
    (0, 2),
    (-1, 2),
    (-2, 1),
    (-2, 0),
    (-2, -1),
];

/// The core in pixels, between both of a whorl; nothing in a pattern without one (arches), or
/// where it is not seen.
pub(in crate::fingerprint) fn core(field: &RidgeField) -> Option<(f32, f32)> {
    let (across, down) = field.size();
    let mut found: Vec<(u16, u16)> = Vec::new();
    for line in 3..down.saturating_sub(3) {
        for column in 3..across.saturating_sub(3) {
            if turns_like_a_core(field, column, line) {
                found.push((coordinate(column), coordinate(line)));
            }
        }
    }
    // Neighbouring cells see the same core; a whorl's second lies below the first, which is seen first.
    let (first, top) = *found.first()?;
    let near = |(column, line): &&(u16, u16)| {
        column.abs_diff(first) <= ONE_PATTERN && line - top <= ONE_PATTERN
    };
    let group: Vec<&(u16, u16)> = found.iter().filter(near).collect();
    let ends = |values: Vec<u16>| -> Option<f32> {
        let (low, high) = (values.iter().min()?, values.iter().max()?);
        let middle = f32::from(low + high) / 2.0 + 0.5;
        Some(middle * f32::from(coordinate(CELL)))
    };
    let columns = group.iter().map(|(column, _)| *column).collect();
    let lines = group.iter().map(|(_, line)| *line).collect();
    Some((ends(columns)?, ends(lines)?))
}

/// Whether the direction turns by half a circle, with the sense of a core, inside ridged skin.
fn turns_like_a_core(field: &RidgeField, column: usize, line: usize) -> bool {
    let mut normals = Vec::with_capacity(RING.len());
    for (dx, dy) in RING {
        let (Some(x), Some(y)) = (moved(column, dx), moved(line, dy)) else {
            return false;
        };
        let flow = field.flow(x, y, 1);
        if !flow.is_ridged() || flow.certainty < CERTAIN {
            return false;
        }
        normals.push(flow.normal);
    }
    let next = normals.iter().cycle().skip(1);
    let turn: f32 = normals.iter().zip(next).map(|(a, b)| folded(b - a)).sum();
    turn > 0.75 * PI
}

/// A change of direction without a sense, from minus to plus a quarter turn.
fn folded(change: f32) -> f32 {
    if change > FRAC_PI_2 {
        change - PI
    } else if change < -FRAC_PI_2 {
        change + PI
    } else {
        change
    }
}

fn moved(place: usize, by: i16) -> Option<usize> {
    place.checked_add_signed(isize::from(by))
}

fn coordinate(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

//! The profile across the ridges of one window: how clear they are, and how far apart.

use crate::image::GreyImage;

/// Half the length of the profile, in pixels: at least three ridges at 500 ppi.
const REACH: i16 = 16;
/// Half the width over which the profile is averaged, along the ridges.
const BREADTH: i16 = 5;

/// What the profile of one window says.
#[derive(Clone, Copy)]
pub(in crate::fingerprint) struct Window {
    /// Share of the grey variance that the position across the ridges explains, 0 to 1.
    pub(in crate::fingerprint) clarity: f32,
    /// Pixels from ridge to ridge; nothing without three changes from dark to light.
    pub(in crate::fingerprint) period: Option<f32>,
}

/// Measures around a pixel, across the direction `normal`.
pub(in crate::fingerprint) fn window(grey: &GreyImage, (x, y): (f32, f32), normal: f32) -> Window {
    let (sine, cosine) = normal.sin_cos();
    let mut profile = Vec::with_capacity(usize::from(REACH.unsigned_abs()) * 2 + 1);
    let (mut sum, mut squares, mut count) = (0.0_f32, 0.0_f32, 0.0_f32);
    for across in -REACH..=REACH {
        let mut line = 0.0_f32;
        for along in -BREADTH..=BREADTH {
            let (a, b) = (f32::from(across), f32::from(along));
            let value = at(grey, x + a * cosine - b * sine, y + a * sine + b * cosine);
            line += value;
            sum += value;
            squares += value * value;
            count += 1.0;
        }
        profile.push(line / f32::from(2 * BREADTH + 1));
    }
    let mean = sum / count;
    let total = squares / count - mean * mean;
    let lines = profile.len().max(1);
    let between: f32 = profile.iter().map(|line| (line - mean).powi(2)).sum();
    let explained = between / f32::from(u8::try_from(lines).unwrap_or(u8::MAX));
    Window {
        clarity: if total > 0.0 {
            (explained / total).clamp(0.0, 1.0)
        } else {
            0.0
        },
        period: period(&profile, mean),
    }
}

/// Twice the mean distance between crossings of the mean.
fn period(profile: &[f32], mean: f32) -> Option<f32> {
    let mut crossings: Vec<f32> = Vec::new();
    let mut place = 0.5_f32;
    for pair in profile.windows(2) {
        if let [one, other] = pair
            && (*one < mean) != (*other < mean)
        {
            crossings.push(place);
        }
        place += 1.0;
    }
    let (first, last) = (crossings.first()?, crossings.last()?);
    let gaps = u8::try_from(crossings.len() - 1).unwrap_or(u8::MAX);
    (gaps >= 2).then(|| 2.0 * (last - first) / f32::from(gaps))
}

/// The nearest pixel; white outside.
fn at(grey: &GreyImage, x: f32, y: f32) -> f32 {
    let (Some(column), Some(line)) = (nearest(x, grey.width()), nearest(y, grey.height())) else {
        return 255.0;
    };
    let width = usize::try_from(grey.width()).unwrap_or(usize::MAX);
    let place = line
        .checked_mul(width)
        .and_then(|row| row.checked_add(column));
    place
        .and_then(|place| grey.pixels().get(place))
        .copied()
        .map_or(255.0, f32::from)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a coordinate of an image, checked against its size"
)]
fn nearest(place: f32, size: u32) -> Option<usize> {
    let rounded = place.round();
    (rounded >= 0.0 && f64::from(rounded) < f64::from(size)).then_some(rounded as usize)
}

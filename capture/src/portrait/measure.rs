//! The native value of each component. ISO/IEC 29794-5 §7, approximated where the standard uses a face's segments.

use super::crop::{Print, frame_of};
use super::face_region::{FaceRegion, beside_head};
use super::{Component, Face, WhyNot};
use crate::image::{GreyImage, RgbaImage};

/// What the components look at.
pub(super) struct Measuring<'a> {
    pub(super) frame: &'a RgbaImage,
    pub(super) grey: &'a GreyImage,
    pub(super) faces: &'a [Face],
}

pub(super) fn native(component: Component, on: &Measuring<'_>) -> Result<f64, WhyNot> {
    if component == Component::SingleFace {
        // Counts of faces stay far below 2^53.
        return Ok(on.faces.len() as f64);
    }
    let face = on.faces.first().ok_or(WhyNot::NoFace)?;
    let (width, height) = (f64::from(on.grey.width()), f64::from(on.grey.height()));
    let (across, down) = face.eyes();
    let region = || FaceRegion::of(on.grey, face).ok_or(WhyNot::TooFewPixels);
    Ok(match component {
        Component::SingleFace => 0.0,
        Component::InterEyeDistance => face.inter_eye_distance(),
        Component::HeadSize => face.head_length() / height,
        Component::Across => across / width,
        Component::Down => down / height,
        Component::Margin => frame_of(face, Print::Passport35x45).share_inside(width, height),
        Component::Luminance => region()?.mean() / 255.0,
        Component::UnderExposure => region()?.share(0..=25),
        Component::OverExposure => region()?.share(247..=255),
        Component::DynamicRange => region()?.entropy(),
        Component::Illumination => region()?.halves_share(),
        Component::NaturalColour => unnatural(skin(on.frame, face).ok_or(WhyNot::TooFewPixels)?),
        Component::Sharpness => region()?.sharpness(),
        Component::Motion => region()?.blunter_to_sharper(),
        Component::Blocking => region()?.steps_on_grid(),
        Component::Background => beside_head(on.grey, face).ok_or(WhyNot::TooFewPixels)?,
    })
}

/// The mean colour of nose and cheeks, each channel 0 to 1.
fn skin(frame: &RgbaImage, face: &Face) -> Option<[f64; 3]> {
    let (pixels, _) = frame.pixels().as_chunks::<4>();
    let width = usize::try_from(frame.width()).ok()?.max(1);
    let within = |at: usize, start: f64, from: f64, to: f64| {
        let place = (at as f64 - start) / face.side;
        (from..=to).contains(&place)
    };
    let (mut sum, mut count) = ([0.0_f64; 3], 0.0_f64);
    for (y, row) in pixels.chunks_exact(width).enumerate() {
        if !within(y, face.top, 0.50, 0.78) {
            continue;
        }
        for (x, [red, green, blue, _]) in row.iter().enumerate() {
            if within(x, face.left, 0.25, 0.75) {
                for (sum, channel) in sum.iter_mut().zip([red, green, blue]) {
                    *sum += f64::from(*channel) / 255.0;
                }
                count += 1.0;
            }
        }
    }
    (count >= 16.0).then(|| sum.map(|sum| sum / count))
}

/// Distance in the a*b* plane from a* 5 to 25 and b* 5 to 35.
fn unnatural(colour: [f64; 3]) -> f64 {
    let (a, b) = chroma(colour);
    let a_off = (5.0 - a).max(a - 25.0).max(0.0);
    let b_off = (5.0 - b).max(b - 35.0).max(0.0);
    a_off.hypot(b_off)
}

/// CIELAB a* and b* of an sRGB colour under D65 (IEC 61966-2-1, CIE 15).
fn chroma(colour: [f64; 3]) -> (f64, f64) {
    let [red, green, blue] = colour.map(|channel| {
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089;
    let [x, y, z] = [x, y, z].map(|part: f64| {
        if part > 0.008_856 {
            part.cbrt()
        } else {
            7.787 * part + 16.0 / 116.0
        }
    });
    (500.0 * (x - y), 200.0 * (y - z))
}

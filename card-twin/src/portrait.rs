//! A drawn portrait: a person who does not exist, so that no photograph of anybody is needed.

mod bust;
mod canvas;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

use crate::{Error, Result};
use canvas::Canvas;

/// Which of the two pictures to draw.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pose {
    /// As in the chip: plain background, facing the camera.
    Card,
    /// As a counter camera sees the same person: other light, clothes and background, head a little turned.
    Live,
}

/// The size that everything is placed in.
const WIDTH: u32 = 480;
const HEIGHT: u32 = 640;

/// Portraits in chips are 15 to 20 KB.
const SMALLEST: usize = 15_000;
const LARGEST: usize = 20_000;

/// A counter's camera gives the eyes 120 pixels between them; 90 is the least for a record.
const LIVE_SCALE: u8 = 3;
const LIVE_QUALITY: u8 = 92;

/// Draws the picture as a JPEG: of the chip 480 × 640 in 15 to 20 KB, of the camera one and a half times as large.
///
/// # Errors
/// When no quality gives that size or encoding fails.
pub fn draw(pose: Pose) -> Result<Vec<u8>> {
    match pose {
        Pose::Card => {
            let canvas = painted(pose, 2);
            (40..=95)
                .rev()
                .map(|quality| encoded(&canvas, 2, quality))
                .find(|jpeg| {
                    jpeg.as_ref()
                        .map_or(true, |jpeg| (SMALLEST..=LARGEST).contains(&jpeg.len()))
                })
                .unwrap_or(Err(Error::Value {
                    field: "portrait",
                    reason: "no JPEG quality gives 15 to 20 KB",
                }))
        }
        Pose::Live => encoded(&painted(pose, LIVE_SCALE), LIVE_SCALE, LIVE_QUALITY),
    }
}

/// The pixels, this many halves of a pixel for each unit of length.
fn painted(pose: Pose, halves: u8) -> Vec<u8> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, halves);
    bust::paint(&mut canvas, pose);
    canvas.into_rgb()
}

fn encoded(pixels: &[u8], halves: u8, quality: u8) -> Result<Vec<u8>> {
    let side = |side: u32| side * u32::from(halves) / 2;
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).write_image(
        pixels,
        side(WIDTH),
        side(HEIGHT),
        ExtendedColorType::Rgb8,
    )?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pictures_are_what_the_generator_draws() {
        let card: &[u8] = include_bytes!("../persons/nguyen-thi-vi-du.jpg");
        let live: &[u8] = include_bytes!("../persons/nguyen-thi-vi-du-live.jpg");
        assert!((SMALLEST..=LARGEST).contains(&card.len()));
        for (committed, pose) in [(card, Pose::Card), (live, Pose::Live)] {
            let drawn = draw(pose).expect("draws");
            let (old, new) = (pixels(committed), pixels(&drawn));
            assert_eq!(old.len(), new.len());
            let difference: usize = old
                .iter()
                .zip(&new)
                .map(|(a, b)| usize::from(a.abs_diff(*b)))
                .sum();
            // Another mathematics library may round differently; another picture differs by far more.
            assert!(
                difference < old.len() / 2,
                "mean difference {}",
                difference / old.len()
            );
        }
    }

    fn pixels(jpeg: &[u8]) -> Vec<u8> {
        image::load_from_memory(jpeg)
            .expect("is a picture")
            .into_rgb8()
            .into_raw()
    }
}

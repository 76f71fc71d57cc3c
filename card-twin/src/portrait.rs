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

const WIDTH: u32 = 480;
const HEIGHT: u32 = 640;

/// Portraits in chips are 15 to 20 KB.
const SMALLEST: usize = 15_000;
const LARGEST: usize = 20_000;

/// Draws the picture as a JPEG of 15 to 20 KB.
///
/// # Errors
/// When no quality gives that size or encoding fails.
pub fn draw(pose: Pose) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    bust::paint(&mut canvas, pose);
    let pixels = canvas.into_rgb();
    for quality in (40..=95).rev() {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, quality).write_image(
            &pixels,
            WIDTH,
            HEIGHT,
            ExtendedColorType::Rgb8,
        )?;
        if (SMALLEST..=LARGEST).contains(&jpeg.len()) {
            return Ok(jpeg);
        }
    }
    Err(Error::Value {
        field: "portrait",
        reason: "no JPEG quality gives 15 to 20 KB",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pictures_are_what_the_generator_draws() {
        let card: &[u8] = include_bytes!("../persons/nguyen-thi-vi-du.jpg");
        let live: &[u8] = include_bytes!("../persons/nguyen-thi-vi-du-live.jpg");
        for (committed, pose) in [(card, Pose::Card), (live, Pose::Live)] {
            assert!((SMALLEST..=LARGEST).contains(&committed.len()));
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

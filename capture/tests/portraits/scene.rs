//! A drawn person who does not exist, enlarged to a camera's size, and defects laid over the picture.

use capture::image::{Limits, RgbaImage, decode};
use capture::portrait::{FaceFinder, PortraitProfile, PortraitQuality};
use zeroize::Zeroizing;

const DRAWN: &[u8] = include_bytes!("../../../card-twin/persons/nguyen-thi-vi-du.jpg");

/// Colours of a frame, as the tests change them.
#[derive(Clone)]
pub(crate) struct Scene(pub(crate) image::RgbaImage);

impl Scene {
    /// The face in the middle of 720 × 960 pixels.
    pub(crate) fn good() -> Self {
        let drawn = decode(DRAWN, Limits::PORTRAIT).unwrap();
        let picture =
            image::RgbaImage::from_raw(drawn.width(), drawn.height(), drawn.pixels().to_vec())
                .unwrap();
        let kind = image::imageops::FilterType::CatmullRom;
        Self(image::imageops::resize(&picture, 720, 960, kind))
    }

    /// Every pixel anew, from its place and colour.
    pub(crate) fn repaint(mut self, paint: impl Fn(u32, u32, [u8; 3]) -> [f64; 3]) -> Self {
        for (x, y, pixel) in self.0.enumerate_pixels_mut() {
            let [red, green, blue, _] = pixel.0;
            let [red, green, blue] = paint(x, y, [red, green, blue]).map(byte);
            pixel.0 = [red, green, blue, 255];
        }
        self
    }

    /// The picture on a wall of another size.
    pub(crate) fn placed(&self, (width, height): (u32, u32), side: u32, at: (i64, i64)) -> Self {
        let mut wall =
            image::RgbaImage::from_pixel(width, height, image::Rgba([226, 234, 242, 255]));
        let kind = image::imageops::FilterType::Triangle;
        let small = image::imageops::resize(&self.0, side, side * 4 / 3, kind);
        image::imageops::overlay(&mut wall, &small, at.0, at.1);
        Self(wall)
    }

    pub(crate) fn frame(&self) -> RgbaImage {
        let pixels = Zeroizing::new(self.0.as_raw().clone());
        RgbaImage::new(self.0.width(), self.0.height(), pixels).unwrap()
    }

    pub(crate) fn quality(&self) -> PortraitQuality {
        let mut finder = FaceFinder::new().unwrap();
        PortraitQuality::measure(&self.frame(), &mut finder, PortraitProfile::Enrolment).unwrap()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte"
)]
fn byte(value: f64) -> u8 {
    value.clamp(0.0, 255.0).round() as u8
}

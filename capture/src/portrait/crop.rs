//! Cutting the print out of the frame: 35 × 45 mm for the file, 4 × 6 cm for paper. ICAO Doc 9303-3 §3.9.

use std::io::Cursor;

use ::image::codecs::jpeg::JpegEncoder;
use ::image::{ExtendedColorType, ImageEncoder};
use zeroize::Zeroizing;

use super::Face;
use super::face_region::whole;
use crate::image::{ImageError, RgbaImage};

/// The print that is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Print {
    /// 35 × 45 mm, the head 72 % of the height (the rule is 70 to 80).
    Passport35x45,
    /// 4 × 6 cm, the head 60 % of the height.
    Paper4x6,
}

impl Print {
    /// Width against height.
    pub fn aspect(self) -> f64 {
        match self {
            Self::Passport35x45 => 35.0 / 45.0,
            Self::Paper4x6 => 4.0 / 6.0,
        }
    }

    /// Length of the head and space above it against the height.
    fn head_and_above(self) -> (f64, f64) {
        match self {
            Self::Passport35x45 => (0.72, 0.09),
            Self::Paper4x6 => (0.60, 0.12),
        }
    }
}

/// Why nothing was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CropError {
    /// The print reaches over the frame's edge.
    #[error("the print reaches over the edge of the frame")]
    OverTheEdge,
}

/// A rectangle of the frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cut {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Cut {
    /// How much of the rectangle lies in a frame of this size, 0 to 1.
    pub(super) fn share_inside(&self, width: f64, height: f64) -> f64 {
        let across = (self.left + self.width).min(width) - self.left.max(0.0);
        let down = (self.top + self.height).min(height) - self.top.max(0.0);
        across.max(0.0) * down.max(0.0) / (self.width * self.height)
    }
}

/// More of the print than this must lie in the frame: a pixel or two at its edge may be missing.
pub(super) const LEAST_INSIDE: f64 = 0.98;

/// Where the print of a face lies.
pub(super) fn frame_of(face: &Face, print: Print) -> Cut {
    let (head, above) = print.head_and_above();
    let height = face.head_length() / head;
    let width = height * print.aspect();
    Cut {
        left: face.eyes().0 - width / 2.0,
        top: face.crown() - height * above,
        width,
        height,
    }
}

/// Cuts the print with the face placed by its rule, in the frame's own resolution.
///
/// # Errors
/// [`CropError::OverTheEdge`] when more than a pixel or two would have to be invented.
pub fn crop(frame: &RgbaImage, face: &Face, print: Print) -> Result<RgbaImage, CropError> {
    let cut = frame_of(face, print);
    let (width, height) = (f64::from(frame.width()), f64::from(frame.height()));
    if cut.share_inside(width, height) < LEAST_INSIDE {
        return Err(CropError::OverTheEdge);
    }
    let (left, top) = (whole(cut.left), whole(cut.top));
    let columns = whole(cut.width).min(whole(width).saturating_sub(left));
    let rows = whole(cut.height).min(whole(height).saturating_sub(top));
    let stride = whole(width).max(1) * 4;
    let mut pixels = Zeroizing::new(Vec::with_capacity(columns * rows * 4));
    for row in frame.pixels().chunks_exact(stride).skip(top).take(rows) {
        pixels.extend(row.iter().skip(left * 4).take(columns * 4));
    }
    let size = |side: usize| u32::try_from(side).unwrap_or(0);
    RgbaImage::new(size(columns), size(rows), pixels).map_err(|_| CropError::OverTheEdge)
}

/// A JPEG file of the image (ISO/IEC 10918-1, quality 92).
///
/// # Errors
/// [`ImageError::Encode`] when the encoder refuses.
pub fn to_jpeg(image: &RgbaImage) -> Result<Zeroizing<Vec<u8>>, ImageError> {
    let (pixels, _) = image.pixels().as_chunks::<4>();
    let colours = pixels
        .iter()
        .flat_map(|[red, green, blue, _]| [*red, *green, *blue]);
    let colours = Zeroizing::new(colours.collect::<Vec<u8>>());
    let mut file = Zeroizing::new(Vec::with_capacity(colours.len()));
    JpegEncoder::new_with_quality(Cursor::new(&mut *file), 92)
        .write_image(
            &colours,
            image.width(),
            image.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(|_| ImageError::Encode)?;
    Ok(file)
}

//! One portrait frame and the quality components that need no face model. ISO/IEC 29794-5, 19794-5.

use zeroize::Zeroizing;

use crate::image::{GreyImage, ImageError, Limits, MediaType, RgbaImage, decode};
use crate::quality::{Measured, share};

/// An image file that decodes, as its bytes came from the source. Neither printed nor copied.
pub struct PortraitFrame {
    media_type: MediaType,
    bytes: Zeroizing<Vec<u8>>,
    width: u32,
    height: u32,
    quality: PortraitQuality,
}

impl PortraitFrame {
    /// Decodes the file once, to know that it can be shown and to measure it.
    ///
    /// # Errors
    /// [`ImageError`] of the decoder; nothing is kept of a file that does not decode.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ImageError> {
        let media_type = MediaType::of(bytes).ok_or(ImageError::UnknownFormat)?;
        let image = decode(bytes, Limits::PORTRAIT)?;
        Ok(Self {
            media_type,
            width: image.width(),
            height: image.height(),
            quality: PortraitQuality::measure(&image)?,
            bytes: Zeroizing::new(bytes.to_vec()),
        })
    }

    /// The file's format.
    pub fn media_type(&self) -> MediaType {
        self.media_type
    }

    /// The file as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// What was measured.
    pub fn quality(&self) -> &PortraitQuality {
        &self.quality
    }

    /// The pixels, for the screen.
    ///
    /// # Errors
    /// [`ImageError`] of the decoder.
    pub fn decode(&self) -> Result<RgbaImage, ImageError> {
        decode(&self.bytes, Limits::PORTRAIT)
    }
}

/// Components that plain processing of the whole frame can measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortraitQuality {
    /// Pixels across: 35 mm at 300 dpi is 413.
    pub width: Measured,
    /// Pixels down: 45 mm at 300 dpi is 531.
    pub height: Measured,
    /// Variance of the Laplacian: low when out of focus or moved. For comparing frames.
    pub sharpness: Measured,
    /// Mean luminance, 0 to 1.
    pub luminance: Measured,
    /// Share of pixels at 25 or below.
    pub under_exposed: Measured,
    /// Share of pixels at 247 or above; a white background counts, so the bound is wide.
    pub over_exposed: Measured,
}

/// Components of ISO/IEC 29794-5 that need a face model, which this crate does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChecked {
    /// One face and no other.
    SingleFace,
    /// Distance between the eyes.
    InterEyeDistance,
    /// Head's size and place in the frame.
    HeadGeometry,
    /// Yaw, pitch and roll.
    Pose,
    /// Eyes open, mouth closed, neutral expression.
    Expression,
    /// Glasses, hair, mask or headwear over the face.
    Occlusion,
    /// Plain background.
    Background,
    /// A living person in front of the camera.
    PresentationAttack,
}

impl PortraitQuality {
    /// What the officer still has to look at.
    pub const NOT_CHECKED: [NotChecked; 8] = [
        NotChecked::SingleFace,
        NotChecked::InterEyeDistance,
        NotChecked::HeadGeometry,
        NotChecked::Pose,
        NotChecked::Expression,
        NotChecked::Occlusion,
        NotChecked::Background,
        NotChecked::PresentationAttack,
    ];

    /// Measures one frame.
    ///
    /// # Errors
    /// [`ImageError`] when the frame has no pixel.
    pub fn measure(image: &RgbaImage) -> Result<Self, ImageError> {
        let grey = image.luminance()?;
        let pixels = grey.pixels();
        let all = pixels.len() as u64;
        let total: u64 = pixels.iter().map(|pixel| u64::from(*pixel)).sum();
        let dark = pixels.iter().filter(|pixel| **pixel <= 25).count() as u64;
        let bright = pixels.iter().filter(|pixel| **pixel >= 247).count() as u64;
        let between = |value, lowest, highest| Measured {
            value,
            lowest,
            highest,
        };
        Ok(Self {
            width: between(f64::from(image.width()), 413.0, f64::INFINITY),
            height: between(f64::from(image.height()), 531.0, f64::INFINITY),
            sharpness: between(laplacian_variance(&grey), 40.0, f64::INFINITY),
            luminance: between(share(total, all * 255), 0.2, 0.8),
            under_exposed: between(share(dark, all), 0.0, 0.4),
            over_exposed: between(share(bright, all), 0.0, 0.6),
        })
    }

    /// Whether everything that was measured lies in its interval.
    pub fn ok(&self) -> bool {
        self.measured().iter().all(|(_, measured)| measured.ok())
    }

    /// The components by name, for lists and records.
    pub fn measured(&self) -> [(&'static str, Measured); 6] {
        [
            ("width", self.width),
            ("height", self.height),
            ("sharpness", self.sharpness),
            ("luminance", self.luminance),
            ("under_exposed", self.under_exposed),
            ("over_exposed", self.over_exposed),
        ]
    }
}

/// Variance of the 4-neighbour Laplacian over the inner pixels.
fn laplacian_variance(grey: &GreyImage) -> f64 {
    let width = usize::try_from(grey.width()).unwrap_or(usize::MAX).max(1);
    let rows: Vec<&[u8]> = grey.pixels().chunks_exact(width).collect();
    let (mut count, mut sum, mut squares) = (0_u64, 0.0, 0.0);
    for triple in rows.windows(3) {
        let [above, row, below] = triple else {
            continue;
        };
        let vertical = above.iter().zip(below.iter()).skip(1);
        for (neighbours, (up, down)) in row.windows(3).zip(vertical) {
            let [left, centre, right] = neighbours else {
                continue;
            };
            let around = [left, right, up, down].map(|pixel| f64::from(*pixel));
            let value = around.iter().sum::<f64>() - 4.0 * f64::from(*centre);
            count += 1;
            sum += value;
            squares += value * value;
        }
    }
    if count == 0 {
        return 0.0;
    }
    let mean = sum / count as f64;
    (squares / count as f64 - mean * mean).max(0.0)
}

//! Finding faces: the SeetaFace frontal detector on a reduced frame.

use rustface::{Detector, ImageData, create_detector_with_model, read_model};
use zeroize::Zeroizing;

use crate::image::{GreyImage, ImageError, RgbaImage};

/// The detector's trained model, as its authors published it (`models/README.md`).
const MODEL: &[u8] = include_bytes!("../../models/seeta_fd_frontal_v1.0.bin");

/// The longest side of the reduced frame: a head fit for a record has 50 pixels and more in it.
const REDUCED: u32 = 320;
/// The smallest face that is looked for in the reduced frame.
const SMALLEST: u32 = 30;
/// Detections below are no faces; a face of a counter's camera scores above 10.
const THRESHOLD: f64 = 2.0;

/// The model inside this program cannot be read: a damaged build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the face detector's model cannot be read")]
pub struct ModelUnreadable;

/// A detector. It keeps scratch memory, so each thread has its own.
pub struct FaceFinder {
    detector: Box<dyn Detector>,
}

/// A face's box in pixels of the whole frame, as the detector draws it: from the brows' upper edge to the chin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Side of the square.
    pub side: f64,
    /// The detector's confidence.
    pub confidence: f64,
}

/// Proportions of the detector's box on an adult's head: eyes, distance between them, crown and chin.
const EYES_DOWN: f64 = 0.39;
const EYES_APART: f64 = 0.40;
const CROWN_ABOVE: f64 = 0.49;
const CHIN_DOWN: f64 = 1.06;

impl Face {
    /// Middle between the eyes: across and down.
    pub fn eyes(&self) -> (f64, f64) {
        (
            self.left + self.side / 2.0,
            self.top + self.side * EYES_DOWN,
        )
    }

    /// Estimated pixels between the eyes.
    pub fn inter_eye_distance(&self) -> f64 {
        self.side * EYES_APART
    }

    /// Estimated row of the crown; above the frame when the head is cut.
    pub fn crown(&self) -> f64 {
        self.top - self.side * CROWN_ABOVE
    }

    /// Estimated pixels from crown to chin.
    pub fn head_length(&self) -> f64 {
        self.side * (CROWN_ABOVE + CHIN_DOWN)
    }
}

impl FaceFinder {
    /// Reads the model.
    ///
    /// # Errors
    /// [`ModelUnreadable`] when this program is damaged.
    pub fn new() -> Result<Self, ModelUnreadable> {
        let model = read_model(MODEL).map_err(|_| ModelUnreadable)?;
        let mut detector = create_detector_with_model(model);
        detector.set_min_face_size(SMALLEST);
        detector.set_score_thresh(THRESHOLD);
        detector.set_pyramid_scale_factor(0.8);
        detector.set_slide_window_step(4, 4);
        Ok(Self { detector })
    }

    /// The faces of a frame, the largest first.
    ///
    /// # Errors
    /// [`ImageError`] when the frame has no pixel.
    pub fn find(&mut self, frame: &RgbaImage) -> Result<Vec<Face>, ImageError> {
        Ok(self.find_grey(&frame.luminance()?))
    }

    pub(super) fn find_grey(&mut self, frame: &GreyImage) -> Vec<Face> {
        let factor = frame.width().max(frame.height()).div_ceil(REDUCED).max(1);
        let (pixels, width, height) = reduce(frame, factor);
        // The detector slides a window of this size and panics on less.
        if width < SMALLEST || height < SMALLEST {
            return Vec::new();
        }
        let scale = f64::from(factor);
        let found = self
            .detector
            .detect(&ImageData::new(&pixels, width, height));
        let mut faces: Vec<Face> = found
            .iter()
            .map(|face| Face {
                left: f64::from(face.bbox().x()) * scale,
                top: f64::from(face.bbox().y()) * scale,
                side: f64::from(face.bbox().width()) * scale,
                confidence: face.score(),
            })
            .collect();
        faces.sort_by(|one, other| other.side.total_cmp(&one.side));
        faces
    }
}

/// The mean of each square of `factor` pixels.
fn reduce(frame: &GreyImage, factor: u32) -> (Zeroizing<Vec<u8>>, u32, u32) {
    let (width, height) = (frame.width() / factor, frame.height() / factor);
    let side = usize::try_from(factor).unwrap_or(1);
    let columns = usize::try_from(width).unwrap_or(0);
    let stride = usize::try_from(frame.width()).unwrap_or(1).max(1);
    let area = u32::try_from(side * side).unwrap_or(1).max(1);
    let mut reduced = Zeroizing::new(Vec::with_capacity(columns * (stride / side + 1)));
    for band in frame.pixels().chunks_exact(stride * side) {
        let mut sums = vec![0_u32; columns];
        for row in band.chunks_exact(stride) {
            for (sum, square) in sums.iter_mut().zip(row.chunks_exact(side)) {
                *sum += square.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
        }
        reduced.extend(
            sums.iter()
                .map(|sum| u8::try_from(sum / area).unwrap_or(u8::MAX)),
        );
    }
    (reduced, width, height)
}

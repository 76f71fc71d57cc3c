//! The backend's own look at a portrait: decoded, measured and cut again from the submitted bytes.

use capture::image::{ImageError, Limits, RgbaImage, decode};
use capture::portrait::{
    CropError, FaceFinder, Frame, ModelUnreadable, PortraitQuality, Print, crop, read_facial_record,
};

use time::OffsetDateTime;

use super::{FaceBox, NoPortrait, PROFILE, PortraitAssessment};
use crate::draft::PortraitCapture;
use crate::fingers::Gate;

/// What is wrong with a portrait; none of it makes the card less genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PortraitDoubt {
    /// The frame cannot be decoded.
    FrameUnreadable,
    /// Measured again, a component is below its bound, or there is not one face.
    QualityLow,
    /// Measured again, the values are not those that the terminal states.
    AssessmentDiffers,
    /// The facial record cannot be read, or states what its image is not.
    RecordUnreadable,
    /// The record's print is not cut from the frame.
    RecordDiffers,
}

/// Measures again. It keeps the detector, which takes its time to load.
pub struct Rechecker {
    finder: FaceFinder,
}

/// A score may differ by rounding between two computers, and by no more.
const SCORE_TOLERANCE: u8 = 1;
/// Two prints of one frame differ by what JPEG at quality 92 takes away, far below this mean difference.
const PRINT_TOLERANCE: u64 = 12;

impl Rechecker {
    /// Loads the detector.
    ///
    /// # Errors
    /// [`ModelUnreadable`] when this program is damaged.
    pub fn new() -> Result<Self, ModelUnreadable> {
        Ok(Self {
            finder: FaceFinder::new()?,
        })
    }

    /// Every doubt about a portrait; none when all is as the terminal states.
    #[must_use]
    pub fn doubts(&mut self, portrait: &PortraitCapture) -> Vec<PortraitDoubt> {
        let Ok((frame, quality)) = self.measured(&portrait.bytes) else {
            return vec![PortraitDoubt::FrameUnreadable];
        };
        let own = PortraitAssessment::of(&quality);
        let mut doubts = Vec::new();
        if own.gate == Gate::Held {
            doubts.push(PortraitDoubt::QualityLow);
        }
        if !agree(&own, &portrait.assessment) {
            doubts.push(PortraitDoubt::AssessmentDiffers);
        }
        let print = quality
            .face()
            .ok_or(CropError::OverTheEdge)
            .and_then(|face| crop(&frame, face, Print::Passport35x45));
        doubts.extend(doubt_of_record(&portrait.record, print.ok().as_ref()));
        doubts
    }

    /// The portrait of an image file, as a counter would take it.
    ///
    /// # Errors
    /// [`NoPortrait`] when it shows none.
    pub fn take(
        &mut self,
        file: &[u8],
        origin: (String, OffsetDateTime),
    ) -> Result<PortraitCapture, NoPortrait> {
        let (image, quality) = self.measured(file)?;
        PortraitCapture::of(&Frame::encoded(file), &image, &quality, origin)
    }

    fn measured(&mut self, file: &[u8]) -> Result<(RgbaImage, PortraitQuality), ImageError> {
        let frame = decode(file, Limits::PORTRAIT)?;
        let quality = PortraitQuality::measure(&frame, &mut self.finder, PROFILE)?;
        Ok((frame, quality))
    }
}

fn agree(own: &PortraitAssessment, stated: &PortraitAssessment) -> bool {
    let same_place = match (own.face, stated.face) {
        (Some(own), Some(stated)) => near(own, stated),
        (None, None) => true,
        _ => false,
    };
    let scores = own.components.iter().zip(&stated.components);
    own.profile == stated.profile
        && own.gate == stated.gate
        && same_place
        && own.components.len() == stated.components.len()
        && own.score.abs_diff(stated.score) <= SCORE_TOLERANCE
        && scores.into_iter().all(|(own, stated)| {
            let close = match (own.score, stated.score) {
                (Some(own), Some(stated)) => own.abs_diff(stated) <= SCORE_TOLERANCE,
                (own, stated) => own == stated,
            };
            close && own.component == stated.component && own.algorithm == stated.algorithm
        })
}

fn near(own: FaceBox, stated: FaceBox) -> bool {
    let pairs = [
        (own.left, stated.left),
        (own.top, stated.top),
        (own.side, stated.side),
    ];
    pairs
        .iter()
        .all(|(own, stated)| (own - stated).abs() < 0.01)
}

fn doubt_of_record(record: &[u8], own: Option<&RgbaImage>) -> Option<PortraitDoubt> {
    let unreadable = Some(PortraitDoubt::RecordUnreadable);
    let Ok(record) = read_facial_record(record) else {
        return unreadable;
    };
    let Ok(print) = decode(record.image, Limits::PORTRAIT) else {
        return unreadable;
    };
    if (print.width(), print.height()) != record.size {
        return unreadable;
    }
    let same = own.is_some_and(|own| are_one_picture(own, &print));
    (!same).then_some(PortraitDoubt::RecordDiffers)
}

fn are_one_picture(one: &RgbaImage, other: &RgbaImage) -> bool {
    if (one.width(), one.height()) != (other.width(), other.height()) {
        return false;
    }
    let pairs = one.pixels().iter().zip(other.pixels());
    let difference: u64 = pairs
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    let count = u64::try_from(one.pixels().len()).unwrap_or(u64::MAX);
    difference <= count.saturating_mul(PRINT_TOLERANCE)
}

//! What a registration says of its portrait beside the image: quality, tries, presentation attack, comparison.
//!
//! ISO/IEC 29794-5. Words of their own, so that the canonical form does not change with the code that measures.

mod comparison;
mod recheck;

use capture::image::{ImageError, RgbaImage};
use capture::portrait::{
    Component, CropError, Face, Finding, Frame, Gate as Measured, NotChecked, PortraitProfile,
    PortraitQuality, Print, RecordError, WhyNot, crop, facial_record, to_jpeg,
};
use capture::quality::Standing;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::draft::{MediaType, PortraitCapture};
use crate::fingers::{Gate, Watched};

pub use comparison::{FaceComparison, FaceEnd, ModelComparison, NotCompared, Thousandths};
pub use recheck::{PortraitDoubt, Rechecker};

/// The demands on the portrait of a level-2 registration.
pub const PROFILE: PortraitProfile = PortraitProfile::Enrolment;

/// More components than this are in no version of the standard.
const MOST_COMPONENTS: usize = 64;
/// Nobody sits through a thousand tries.
const MOST_TRIES: usize = 1_000;

/// What was measured on one frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortraitAssessment {
    /// The profile it was held against.
    pub profile: String,
    /// 0 to 100, that of the weakest component; not the unified score of ISO/IEC 29794-5.
    pub score: u8,
    /// Whether it passed.
    pub gate: Gate,
    /// Where the detector found the face.
    pub face: Option<FaceBox>,
    /// Every component, in the order in which an officer acts on them.
    pub components: Vec<PortraitComponent>,
    /// Components of the standard that nothing here measures: the officer looks.
    pub not_checked: Vec<String>,
}

/// The detector's square in pixels of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceBox {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Side.
    pub side: f64,
}

/// One component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortraitComponent {
    /// Its name, see [`Component::name`].
    pub component: String,
    /// What measured it, see [`Component::algorithm`].
    pub algorithm: String,
    /// The native value; nothing when it was not measured.
    pub value: Option<f64>,
    /// 0 to 100, 50 and more accepted; nothing when it was not measured.
    pub score: Option<u8>,
    /// Why it was not measured.
    pub not_measured: Option<NotMeasured>,
}

/// Why a component has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotMeasured {
    /// No face was found.
    NoFace,
    /// Too few pixels beside the head.
    TooFewPixels,
}

impl PortraitAssessment {
    /// What was measured on a frame.
    #[must_use]
    pub fn of(quality: &PortraitQuality) -> Self {
        let components = quality.findings().iter();
        Self {
            profile: PROFILE.name().to_owned(),
            score: quality.score(),
            gate: match quality.gate() {
                Measured::Passed => Gate::Passed,
                Measured::Held => Gate::Held,
            },
            face: quality.face().map(FaceBox::from),
            components: components
                .map(|(component, finding)| PortraitComponent::of(*component, finding))
                .collect(),
            not_checked: NotChecked::ALL.map(|one| one.name().to_owned()).into(),
        }
    }

    /// Components outside their interval, the first to act on first.
    pub fn objections(&self) -> impl Iterator<Item = (Component, Standing)> {
        let standings = self
            .components
            .iter()
            .filter_map(PortraitComponent::standing);
        standings.filter(|(_, standing)| *standing != Standing::Accepted)
    }
}

/// A component's score at a bound of its interval.
const ACCEPTED: u8 = 50;

impl PortraitComponent {
    fn of(component: Component, finding: &Finding) -> Self {
        let (value, score, not_measured) = match finding {
            Finding::Measured { measured, score } => (Some(measured.value), Some(*score), None),
            Finding::NotMeasured(why) => {
                let why = match why {
                    WhyNot::NoFace => NotMeasured::NoFace,
                    WhyNot::TooFewPixels => NotMeasured::TooFewPixels,
                };
                (None, None, Some(why))
            }
        };
        Self {
            component: component.name().to_owned(),
            algorithm: component.algorithm().name().to_owned(),
            value,
            score,
            not_measured,
        }
    }
}

impl PortraitComponent {
    /// Which component it is, and on which side of its interval the value lies; nothing when it was not measured.
    #[must_use]
    pub fn standing(&self) -> Option<(Component, Standing)> {
        let component = Component::named(&self.component)?;
        let scale = PROFILE.scale(component);
        let measured = capture::quality::Measured {
            value: self.value?,
            lowest: scale.lowest,
            highest: scale.highest,
        };
        Some((component, measured.standing()))
    }
}

impl From<&Face> for FaceBox {
    fn from(face: &Face) -> Self {
        Self {
            left: rounded(face.left),
            top: rounded(face.top),
            side: rounded(face.side),
        }
    }
}

/// Three places: the canonical form must not depend on the last bit of a coordinate.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Why a frame gives no portrait, however bad a portrait may be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPortrait {
    /// There is no face in it, or more than one.
    #[error("the frame does not show exactly one face")]
    NotOneFace,
    /// The print of 35 × 45 mm reaches over the frame's edge.
    #[error("{0}")]
    Crop(#[from] CropError),
    /// The frame, or the print cut from it, cannot be written.
    #[error("{0}")]
    Image(#[from] ImageError),
    /// The print does not fit a record.
    #[error("{0}")]
    Record(#[from] RecordError),
}

impl PortraitCapture {
    /// A frame as it came, the facial record of the print cut from it, and what was measured.
    ///
    /// # Errors
    /// [`NoPortrait`] when there is not one face, or it cannot be cut.
    pub fn of(
        frame: &Frame,
        image: &RgbaImage,
        quality: &PortraitQuality,
        (source, captured_at): (String, OffsetDateTime),
    ) -> Result<Self, NoPortrait> {
        let alone = quality
            .findings()
            .iter()
            .any(|(component, finding)| match finding {
                Finding::Measured { score, .. } => {
                    *component == Component::SingleFace && *score >= ACCEPTED
                }
                Finding::NotMeasured(_) => false,
            });
        let face = quality.face().filter(|_| alone);
        let face = face.ok_or(NoPortrait::NotOneFace)?;
        let print = crop(image, face, Print::Passport35x45)?;
        let size = (print.width(), print.height());
        let record = facial_record(capture::image::MediaType::Jpeg, size, &to_jpeg(&print)?)?;
        let (media_type, bytes) = frame.to_file()?;
        Ok(Self {
            media_type: media_type.into(),
            bytes,
            record,
            assessment: PortraitAssessment::of(quality),
            source,
            captured_at,
            device: None,
        })
    }
}

impl From<capture::image::MediaType> for MediaType {
    fn from(media_type: capture::image::MediaType) -> Self {
        match media_type {
            capture::image::MediaType::Jpeg => Self::Jpeg,
            capture::image::MediaType::Png => Self::Png,
            capture::image::MediaType::Jp2 => Self::Jp2,
        }
    }
}

/// All that was done to get the portrait. No try is ever taken out of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortraitWork {
    /// Every try, in order, those that gave no portrait too.
    pub tries: Vec<PortraitTry>,
    /// The officer's tick that a living person sat there. No camera here looks for presentation attacks
    /// (ISO/IEC 30107-1), so that nothing else stands against one.
    pub watched: Option<Watched>,
    /// What compared the face with the chip's beside the officer.
    pub comparison: FaceComparison,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortraitTry {
    /// Its score.
    pub score: u8,
    /// Whether it passed.
    pub gate: Gate,
    /// The component to act on first, when one is below its bound.
    pub objection: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// How the portrait stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortraitStanding {
    /// There is none.
    Open,
    /// It passed.
    Passed,
    /// It did not pass and is to be taken again.
    Held {
        /// Tries until it is kept anyway.
        left: u8,
    },
    /// None of the tries passed; the best is kept, and the approving officer is told.
    Exhausted,
}

impl PortraitWork {
    /// How this portrait stands after these tries.
    #[must_use]
    pub fn standing(&self, portrait: Option<&PortraitCapture>) -> PortraitStanding {
        let used = u8::try_from(self.tries.len()).unwrap_or(u8::MAX);
        let left = PROFILE.tries().saturating_sub(used);
        match portrait.map(|portrait| portrait.assessment.gate) {
            None => PortraitStanding::Open,
            Some(Gate::Passed) => PortraitStanding::Passed,
            Some(Gate::Held) if left > 0 => PortraitStanding::Held { left },
            Some(Gate::Held) => PortraitStanding::Exhausted,
        }
    }

    /// Notes a try.
    pub fn note(&mut self, assessment: &PortraitAssessment, at: OffsetDateTime) {
        let first = assessment.objections().next();
        self.tries.push(PortraitTry {
            score: assessment.score,
            gate: assessment.gate,
            objection: first.map(|(component, _)| component.name().to_owned()),
            at,
        });
    }

    /// Whether a sealed registration may hold this.
    pub(crate) fn is_complete(&self, portrait: &PortraitCapture) -> bool {
        let standing = self.standing(Some(portrait));
        let kept = matches!(
            standing,
            PortraitStanding::Passed | PortraitStanding::Exhausted
        );
        let assessment = &portrait.assessment;
        kept && self.watched.is_some()
            && self.comparison.is_bounded()
            && (1..=MOST_TRIES).contains(&self.tries.len())
            && assessment.components.len() <= MOST_COMPONENTS
            && assessment.not_checked.len() <= MOST_COMPONENTS
    }
}

//! The quality of one frame: every component measured, or not measured and why. ISO/IEC 29794-5 §7.

use super::measure::{Measuring, native};
use super::{Component, Face, FaceFinder, PortraitProfile};
use crate::image::{ImageError, RgbaImage};
use crate::quality::{Measured, Standing};

/// Why a component has no value on this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyNot {
    /// No face was found, and the component is one of the face.
    NoFace,
    /// Too few pixels beside the head.
    TooFewPixels,
}

/// One component on one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Finding {
    /// It was measured.
    Measured {
        /// The native value beside what is accepted.
        measured: Measured,
        /// 0 to 100; 50 and more is accepted.
        score: u8,
    },
    /// It was not.
    NotMeasured(WhyNot),
}

/// The end of all components together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Every component that was measured lies inside its interval, and there is a face.
    Passed,
    /// At least one does not.
    Held,
}

impl Finding {
    /// On which side of the accepted interval the value lies; nothing when there is none.
    pub fn standing(&self) -> Option<Standing> {
        match self {
            Self::Measured { measured, .. } => Some(measured.standing()),
            Self::NotMeasured(_) => None,
        }
    }
}

/// Every component of one frame.
#[derive(Debug, Clone, PartialEq)]
pub struct PortraitQuality {
    face: Option<Face>,
    findings: Vec<(Component, Finding)>,
}

impl PortraitQuality {
    /// Finds the face and measures the frame.
    ///
    /// # Errors
    /// [`ImageError`] when the frame has no pixel.
    pub fn measure(
        frame: &RgbaImage,
        finder: &mut FaceFinder,
        profile: PortraitProfile,
    ) -> Result<Self, ImageError> {
        let grey = frame.luminance()?;
        let faces = finder.find_grey(&grey);
        let measuring = Measuring {
            frame,
            grey: &grey,
            faces: &faces,
        };
        let findings = Component::ALL
            .into_iter()
            .map(|component| (component, finding(component, &measuring, profile)))
            .collect();
        Ok(Self {
            face: faces.first().copied(),
            findings,
        })
    }

    /// The largest face.
    pub fn face(&self) -> Option<&Face> {
        self.face.as_ref()
    }

    /// Every component, in the order in which an officer acts on them.
    pub fn findings(&self) -> &[(Component, Finding)] {
        &self.findings
    }

    /// Components outside their interval, the first to act on first.
    pub fn objections(&self) -> impl Iterator<Item = (Component, Standing)> {
        self.findings
            .iter()
            .filter_map(|(component, finding)| Some((*component, finding.standing()?)))
            .filter(|(_, standing)| *standing != Standing::Accepted)
    }

    /// Whether the frame may be kept.
    pub fn gate(&self) -> Gate {
        match (self.face(), self.objections().next()) {
            (Some(_), None) => Gate::Passed,
            _ => Gate::Held,
        }
    }

    /// The lowest score of all components: a chain is as strong as its weakest link.
    pub fn score(&self) -> u8 {
        let scores = self
            .findings
            .iter()
            .filter_map(|(_, finding)| match finding {
                Finding::Measured { score, .. } => Some(*score),
                Finding::NotMeasured(_) => None,
            });
        scores.min().unwrap_or(0)
    }

    /// The sum of all scores, which tells frames with the same weakest component apart.
    pub fn sum(&self) -> u32 {
        let scores = self.findings.iter().map(|(_, finding)| match finding {
            Finding::Measured { score, .. } => u32::from(*score),
            Finding::NotMeasured(_) => 0,
        });
        scores.sum()
    }
}

fn finding(component: Component, on: &Measuring<'_>, profile: PortraitProfile) -> Finding {
    match native(component, on) {
        Ok(value) => {
            let value = rounded(value);
            let scale = profile.scale(component);
            Finding::Measured {
                measured: Measured {
                    value,
                    lowest: scale.lowest,
                    highest: scale.highest,
                },
                score: scale.score(value),
            }
        }
        Err(why) => Finding::NotMeasured(why),
    }
}

/// Four places, before anything is decided: what is recorded is what was judged, to the last bit of a mean.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

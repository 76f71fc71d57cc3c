//! What compared the counter's portrait with the chip's.
//!
//! A model's answer is advice to the officers. It is no answer of an identity source, and no rule of a profile asks
//! for it: [`crate::source`], `rules::level2`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::sha256_digest::Sha256Digest;

/// A model's name is no longer, in characters.
const LONGEST_NAME: usize = 64;

/// What compared the face with the portrait on the chip.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceComparison {
    /// The officer, by eye: no program compared.
    #[default]
    Officer,
    /// The officer, by eye, and a model that the operator supplied.
    Model(Box<ModelComparison>),
}

/// What a model made of two portraits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelComparison {
    /// The model's name, as the operator gave it.
    pub model: String,
    /// Its file.
    pub sha256: Sha256Digest,
    /// From this similarity on the faces count as alike; the operator's, with the model.
    pub threshold: Thousandths,
    /// What came of it.
    pub end: FaceEnd,
}

/// How a comparison ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceEnd {
    /// The cosine of both embeddings.
    Similarity(Thousandths),
    /// There is none.
    NotPerformed(NotCompared),
}

/// Why a model compared nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCompared {
    /// The chip's portrait shows not one face to the detector, or cannot be decoded.
    ChipFace,
    /// The same of the counter's portrait.
    LiveFace,
    /// The model's file cannot be read: the operator's.
    ModelMissing,
    /// The file is not the one that the settings name: the operator's.
    ModelChanged,
    /// The file is no ONNX model that this program can run: the model's.
    ModelUnreadable,
    /// The model does not take one square picture and give one vector: the model's.
    ModelShape,
    /// The model gave up, took too much memory, or gave no number: the model's.
    ModelFailed,
    /// The model did not end in time: the model's.
    ModelSlow,
}

impl NotCompared {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::ChipFace,
        Self::LiveFace,
        Self::ModelMissing,
        Self::ModelChanged,
        Self::ModelUnreadable,
        Self::ModelShape,
        Self::ModelFailed,
        Self::ModelSlow,
    ];
}

/// A cosine in thousandths, -1000 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct Thousandths(i16);

impl Thousandths {
    /// The nearest thousandth of a cosine; nothing for what is none.
    #[must_use]
    pub fn of(cosine: f64) -> Option<Self> {
        // Rounding may leave the interval by less than this.
        if !(-1.000_5..=1.000_5).contains(&cosine) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 1001")]
        let thousandths = (cosine * 1000.0).round() as i16;
        Some(Self(thousandths.clamp(-1000, 1000)))
    }
}

impl fmt::Display for Thousandths {
    /// With two digits behind a point.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.2}", f64::from(self.0) / 1000.0)
    }
}

impl TryFrom<i16> for Thousandths {
    type Error = &'static str;

    fn try_from(thousandths: i16) -> Result<Self, Self::Error> {
        match thousandths {
            -1000..=1000 => Ok(Self(thousandths)),
            _ => Err("a cosine lies between -1000 and 1000 thousandths"),
        }
    }
}

impl From<Thousandths> for i16 {
    fn from(thousandths: Thousandths) -> Self {
        thousandths.0
    }
}

impl ModelComparison {
    /// Whether the model holds both for one person; nothing when it did not compare.
    #[must_use]
    pub fn alike(&self) -> Option<bool> {
        match self.end {
            FaceEnd::Similarity(similarity) => Some(similarity >= self.threshold),
            FaceEnd::NotPerformed(_) => None,
        }
    }
}

impl FaceComparison {
    /// Whether a file may hold this.
    pub(super) fn is_bounded(&self) -> bool {
        match self {
            Self::Officer => true,
            Self::Model(by) => (1..=LONGEST_NAME).contains(&by.model.chars().count()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_is_rounded_and_nothing_else_becomes_one() {
        let of = |cosine| Thousandths::of(cosine).map(i16::from);
        assert_eq!(of(0.713_4), Some(713));
        assert_eq!(of(-0.000_6), Some(-1));
        assert_eq!(of(1.000_000_1), Some(1000));
        assert_eq!(
            (of(f64::NAN), of(1.1), of(f64::INFINITY)),
            (None, None, None)
        );
        assert!(serde_json::from_str::<Thousandths>("1001").is_err());
    }

    #[test]
    fn the_threshold_itself_is_alike_and_no_comparison_is_neither() {
        let by = |end| ModelComparison {
            model: "m".into(),
            sha256: Sha256Digest::new([7; 32]),
            threshold: Thousandths(360),
            end,
        };
        let at = |similarity| by(FaceEnd::Similarity(Thousandths(similarity))).alike();
        assert_eq!((at(360), at(359)), (Some(true), Some(false)));
        let none = by(FaceEnd::NotPerformed(NotCompared::LiveFace));
        assert_eq!(none.alike(), None);
    }

    #[test]
    fn a_file_without_a_model_reads_as_before_and_a_name_has_an_end() {
        let officer: FaceComparison = serde_json::from_str("\"officer\"").unwrap();
        assert_eq!(officer, FaceComparison::Officer);
        let text = |name: &str| {
            let digest = "0".repeat(64);
            format!(
                r#"{{"model":{{"model":"{name}","sha256":"{digest}","threshold":360,"end":{{"similarity":713}}}}}}"#
            )
        };
        let bounded = |name: &str| {
            let read: FaceComparison = serde_json::from_str(&text(name)).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text(name));
            read.is_bounded()
        };
        assert!(bounded("arcface") && !bounded("") && !bounded(&"a".repeat(65)));
    }
}

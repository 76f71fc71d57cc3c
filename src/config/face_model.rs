//! `[face_model]`: a model of faces that the operator supplies.

use std::path::PathBuf;
use std::str::FromStr;

use dossier::portrait::Thousandths;
use dossier::sha256_digest::Sha256Digest;
use serde::{Deserialize, Serialize};

/// A model that makes an embedding of a face. It comes with its licence and its threshold from the operator; none is
/// part of this program.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FaceModelConfig {
    /// What files and screens call it, at most 64 characters.
    pub name: String,
    /// The ONNX file, complete in itself.
    pub file: PathBuf,
    /// SHA-256 of the file; another file is not used.
    pub sha256: Sha256Digest,
    /// From which cosine on two faces count as alike, in thousandths.
    pub threshold: Thousandths,
    /// The grey value that becomes 0 before the model.
    #[serde(default = "middle")]
    pub mean: f32,
    /// How many grey values become 1.
    #[serde(default = "middle")]
    pub scale: f32,
    /// In which order the model takes the colours.
    #[serde(default)]
    pub order: ColourOrder,
}

/// In which order a model takes the colours of a pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColourOrder {
    /// Red first.
    #[default]
    Rgb,
    /// Blue first.
    Bgr,
}

impl ColourOrder {
    /// Its word in settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rgb => "rgb",
            Self::Bgr => "bgr",
        }
    }
}

impl FromStr for ColourOrder {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = [Self::Rgb, Self::Bgr].into_iter();
        all.find(|order| order.word() == word).ok_or("rgb or bgr")
    }
}

fn middle() -> f32 {
    127.5
}

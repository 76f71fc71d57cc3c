//! An officer recognises the holder by the features on the card. S1 Art. 13.3a.

use time::OffsetDateTime;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Biometric, Modality};

/// Why the biometric that did not match did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyOtherFailed {
    /// Worn, scratched, wet or ill skin.
    SkinCondition,
    /// A finger or hand is missing or bandaged.
    Missing,
    /// The face has changed since the card's portrait.
    FaceChanged,
    /// The reference is of too low quality.
    PoorReference,
    /// The device did not deliver enough.
    Device,
}

/// What the officer compared; text of the card, so no `Debug`, and wiped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
struct Feature(String);

/// An officer's recognition. It exists only beside exactly one matching biometric.
#[derive(Clone, PartialEq, Eq)]
pub struct Recognition {
    beside: Modality,
    feature: Feature,
    officer: String,
    at: OffsetDateTime,
    why_other_failed: WhyOtherFailed,
}

/// Why a recognition is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecognitionRefused {
    /// No biometric matches: recognition alone is never enough.
    #[error("no biometric matches")]
    NothingMatches,
    /// Both match: there is nothing to stand in for.
    #[error("both biometrics match")]
    NothingToReplace,
    /// The feature is not named.
    #[error("the feature on the card is not named")]
    FeatureMissing,
    /// The feature is named at a length that no card has.
    #[error("the feature is longer than {} characters", Recognition::MAX_FEATURE)]
    FeatureTooLong,
    /// The officer is not named.
    #[error("the officer is not named")]
    OfficerMissing,
}

impl Recognition {
    /// The longest feature, in characters.
    pub const MAX_FEATURE: usize = 200;

    /// Records a recognition.
    ///
    /// # Errors
    /// [`RecognitionRefused`] unless exactly one biometric matches and feature and officer are named.
    pub fn new(
        (portrait, fingerprint): (Biometric, Biometric),
        feature: &str,
        officer: &str,
        at: OffsetDateTime,
        why_other_failed: WhyOtherFailed,
    ) -> Result<Self, RecognitionRefused> {
        let beside = match (portrait, fingerprint) {
            (Biometric::Matches, Biometric::Matches) => {
                return Err(RecognitionRefused::NothingToReplace);
            }
            (Biometric::Matches, _) => Modality::Portrait,
            (_, Biometric::Matches) => Modality::Fingerprint,
            (_, _) => return Err(RecognitionRefused::NothingMatches),
        };
        let feature = feature.trim();
        if feature.is_empty() {
            return Err(RecognitionRefused::FeatureMissing);
        }
        if feature.chars().count() > Self::MAX_FEATURE {
            return Err(RecognitionRefused::FeatureTooLong);
        }
        if officer.trim().is_empty() {
            return Err(RecognitionRefused::OfficerMissing);
        }
        Ok(Self {
            beside,
            feature: Feature(feature.to_owned()),
            officer: officer.trim().to_owned(),
            at,
            why_other_failed,
        })
    }

    /// The biometric that matches.
    #[must_use]
    pub fn beside(&self) -> Modality {
        self.beside
    }

    /// The feature on the card.
    #[must_use]
    pub fn feature(&self) -> &str {
        &self.feature.0
    }

    /// The officer.
    #[must_use]
    pub fn officer(&self) -> &str {
        &self.officer
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Why the other biometric did not match.
    #[must_use]
    pub fn why_other_failed(&self) -> WhyOtherFailed {
        self.why_other_failed
    }
}

impl std::fmt::Debug for Recognition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Recognition")
            .field("beside", &self.beside)
            .field("why_other_failed", &self.why_other_failed)
            .finish_non_exhaustive()
    }
}

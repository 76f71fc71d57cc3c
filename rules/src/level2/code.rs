//! Stable codes of what a ruling rests on, as they are stored and sent.

use super::{Basis, Ground, Higher, Modality};
use crate::eligibility::Obstacle;
use crate::not_issued::NotIssued;

impl Ground {
    /// Every ground.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let both = [Modality::Portrait, Modality::Fingerprint];
        let of_modality = [
            Self::RecognitionNeeded,
            Self::BiometricDiffers,
            Self::BiometricNotCompared,
        ];
        Obstacle::ALL
            .into_iter()
            .map(Self::NotEligible)
            .chain(NotIssued::ALL.into_iter().map(Self::NotIssued))
            .chain([
                Self::CorrectAtSource,
                Self::SourceNotAnswered,
                Self::Duplicate,
                Self::DuplicatesNotSearched,
            ])
            .chain(of_modality.into_iter().flat_map(|of| both.map(of)))
            .collect()
    }

    /// The stable code, for example `CORRECT_AT_SOURCE`.
    #[must_use]
    pub fn code(self) -> &'static str {
        use Modality::{Fingerprint, Portrait};
        match self {
            Self::NotEligible(obstacle) => obstacle.code(),
            Self::NotIssued(ground) => ground.code(),
            Self::CorrectAtSource => "CORRECT_AT_SOURCE",
            Self::SourceNotAnswered => "SOURCE_NOT_ANSWERED",
            Self::Duplicate => "DUPLICATE",
            Self::DuplicatesNotSearched => "DUPLICATES_NOT_SEARCHED",
            Self::RecognitionNeeded(Portrait) => "RECOGNITION_NEEDED_BESIDE_PORTRAIT",
            Self::RecognitionNeeded(Fingerprint) => "RECOGNITION_NEEDED_BESIDE_FINGERPRINT",
            Self::BiometricDiffers(Portrait) => "PORTRAIT_DIFFERS",
            Self::BiometricDiffers(Fingerprint) => "FINGERPRINT_DIFFERS",
            Self::BiometricNotCompared(Portrait) => "PORTRAIT_NOT_COMPARED",
            Self::BiometricNotCompared(Fingerprint) => "FINGERPRINT_NOT_COMPARED",
        }
    }

    /// The ground of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|ground| ground.code() == code)
    }
}

impl Basis {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BothBiometrics => "BOTH_BIOMETRICS",
            Self::OneBiometricAndRecognition(Modality::Portrait) => "PORTRAIT_AND_RECOGNITION",
            Self::OneBiometricAndRecognition(Modality::Fingerprint) => {
                "FINGERPRINT_AND_RECOGNITION"
            }
        }
    }
}

impl Higher {
    /// Every reason.
    pub const ALL: [Self; 3] = [
        Self::Special,
        Self::ForeignerNotOnRecord,
        Self::FingersExcepted,
    ];

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Special => "SPECIAL",
            Self::ForeignerNotOnRecord => "FOREIGNER_NOT_ON_RECORD",
            Self::FingersExcepted => "FINGERS_EXCEPTED",
        }
    }
}

//! What matches: the officer's statements, against what the dossier and the backend's own checks say.

use dossier::{
    api::Finding,
    decision::{Answer, Examined},
    dossier::Sealed,
    subject::{CounterRecognition, Modality, WhyOtherFailed},
};
use reader::verdict::Degree;
use rules::level2::{self, Biometric, DataMatch, Recognition};

/// Sources at the counter that mean different things outweigh what anybody states.
pub(super) fn data(findings: &[Finding], stated: Answer) -> DataMatch {
    let differs = |finding: &Finding| {
        let mismatch = finding.mismatch.as_ref();
        mismatch.is_some_and(|mismatch| mismatch.degree == Degree::Value.word())
    };
    match stated {
        _ if findings.iter().any(differs) => DataMatch::Differs,
        Answer::Matches => DataMatch::Matches,
        Answer::Differs => DataMatch::Differs,
        Answer::NotAnswered => DataMatch::NotAnswered,
    }
}

pub(super) fn biometric(stated: Answer) -> Biometric {
    match stated {
        Answer::Matches => Biometric::Matches,
        Answer::Differs => Biometric::Differs,
        Answer::NotAnswered => Biometric::NotCompared,
    }
}

/// Of a person whose every finger is excepted nothing can match.
pub(super) fn fingerprint(sealed: &Sealed, stated: Answer) -> Biometric {
    if sealed.fingerprints.is_empty() && sealed.finger_work.all_are_excepted() {
        Biometric::Excepted
    } else {
        biometric(stated)
    }
}

/// The counter's recognition, by the officer and at the moment of the sealing, where it can exist at all.
pub(super) fn recognition(sealed: &Sealed, examined: Examined) -> Option<Recognition> {
    let CounterRecognition {
        beside,
        feature,
        why_other_failed,
    } = sealed.recognition.as_ref()?;
    let results = (
        biometric(examined.portrait),
        fingerprint(sealed, examined.fingerprint),
    );
    let why = match why_other_failed {
        WhyOtherFailed::SkinCondition => level2::WhyOtherFailed::SkinCondition,
        WhyOtherFailed::Missing => level2::WhyOtherFailed::Missing,
        WhyOtherFailed::FaceChanged => level2::WhyOtherFailed::FaceChanged,
        WhyOtherFailed::PoorReference => level2::WhyOtherFailed::PoorReference,
        WhyOtherFailed::Device => level2::WhyOtherFailed::Device,
    };
    let stated = match beside {
        Modality::Portrait => level2::Modality::Portrait,
        Modality::Fingerprint => level2::Modality::Fingerprint,
    };
    Recognition::new(results, feature, &sealed.officer, sealed.sealed_at, why)
        .ok()
        .filter(|recognition| recognition.beside() == stated)
}

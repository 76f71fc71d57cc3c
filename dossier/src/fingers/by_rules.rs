//! What the policy's profile makes of fingers: which is asked for, when all are there, what a sensor and an image need.

use capture::fingerprint::Finger;
use capture::fingerprint::advice::{self, MatchPolicy};
use capture::fingerprint::comparison::Similarity;
use capture::fingerprint::device::Fap;
use capture::fingerprint::order::CaptureStep;
use capture::fingerprint::profile::FingerProfile;
use rules::profile::{ExceptionWord, FingerRules, FingerWord, GateRule, MatchOf, MatchRule};

use super::{ExceptionReason, FingerStanding, FingerWork};
use crate::draft::FingerprintCapture;

/// What an image and a device must have, in the measuring code's terms.
#[must_use]
pub fn profile_of(rules: &FingerRules) -> FingerProfile {
    let class = |number| Fap::from_number(number).unwrap_or(Fap::F60);
    let vn_110 = FingerProfile::VN_110;
    let profile = FingerProfile {
        quality: rules.image.quality,
        minutiae: rules.image.minutiae,
        core_offset: rules.image.core_offset,
        dpi: rules.device.resolution,
        grey_levels: rules.device.grey_levels,
        fap_enrol: class(rules.device.class_enrol),
        fap_verify: class(rules.device.class_verify),
        tries: rules.capture.tries,
        matching: matching_of(&rules.matching),
        ..vn_110
    };
    match profile == vn_110 {
        true => vn_110,
        false => FingerProfile {
            name: "policy",
            clause: "policy profile, fingers",
            ..profile
        },
    }
}

/// When fingers count as alike.
#[must_use]
pub fn matching_of(rule: &MatchRule) -> MatchPolicy {
    MatchPolicy {
        threshold: Similarity(rule.threshold),
        rule: match rule.rule {
            MatchOf::BestOfTwo => advice::MatchRule::BestOfTwo,
            MatchOf::BothOfTwo => advice::MatchRule::BothOfTwo,
        },
    }
}

impl FingerWork {
    /// Every finger that the profile names, in its order.
    #[must_use]
    pub fn order(&self) -> Vec<Finger> {
        let finger = |word: &FingerWord| Finger::from_position(word.position());
        self.rules.capture.order.iter().filter_map(finger).collect()
    }

    /// The fingers that are asked for: as many as are wanted, and one more for each excepted one while there
    /// is one.
    #[must_use]
    pub fn asked(&self) -> Vec<Finger> {
        let mut wanted = self.rules.capture.wanted;
        let mut asked = Vec::new();
        for finger in self.order() {
            if wanted == 0 {
                break;
            }
            asked.push(finger);
            if !self.is_excepted(finger) {
                wanted -= 1;
            }
        }
        asked
    }

    /// Fingers that a plate for four can take in one touch with this one: asked for, of the same hand or both
    /// thumbs, and not taken yet. A finger that is taken again is taken alone.
    #[must_use]
    pub fn beside(&self, finger: Finger) -> Vec<Finger> {
        let is_open = |finger: Finger| self.standing(finger) == FingerStanding::Open;
        if !is_open(finger) {
            return Vec::new();
        }
        let step = CaptureStep::at_once_with(finger);
        let others = self.asked().into_iter().filter(|one| *one != finger);
        others
            .filter(|one| CaptureStep::at_once_with(*one) == step && is_open(*one))
            .collect()
    }

    /// The fingers of the same touch that are excepted, which a device may want to know.
    #[must_use]
    pub fn excepted_beside(&self, finger: Finger) -> Vec<Finger> {
        let step = CaptureStep::at_once_with(finger).fingers();
        step.into_iter()
            .filter(|one| self.is_excepted(*one))
            .collect()
    }

    /// The next finger that is not done; nothing when all are.
    #[must_use]
    pub fn next(&self) -> Option<Finger> {
        self.asked()
            .into_iter()
            .find(|finger| !self.is_done(*finger))
    }

    /// Whether nothing more is asked of a finger.
    #[must_use]
    pub fn is_done(&self, finger: Finger) -> bool {
        match self.standing(finger) {
            FingerStanding::Passed | FingerStanding::Excepted(_) => true,
            FingerStanding::Held { .. } | FingerStanding::Exhausted => {
                self.rules.image.gate == GateRule::Advises
            }
            FingerStanding::Open => false,
        }
    }

    /// Whether a person has no finger that could be taken.
    #[must_use]
    pub fn all_are_excepted(&self) -> bool {
        self.asked().into_iter().all(|one| self.is_excepted(one))
    }

    /// Tries that are left for a finger, however its last one ended.
    #[must_use]
    pub fn tries_left(&self, finger: Finger) -> u8 {
        let used = u8::try_from(self.tries_of(finger).len()).unwrap_or(u8::MAX);
        self.rules.capture.tries.saturating_sub(used)
    }

    /// The scores of a finger's tries, in order.
    #[must_use]
    pub fn scores(&self, finger: Finger) -> Vec<u8> {
        let tries = self.tries.iter().filter(|one| one.finger == finger);
        tries.map(|one| one.score).collect()
    }

    /// The reasons for which the profile lets a finger out, in its order.
    #[must_use]
    pub fn reasons(&self) -> Vec<ExceptionReason> {
        let reason = |word: &ExceptionWord| ExceptionReason::from_code(word.word());
        self.rules.exceptions.iter().filter_map(reason).collect()
    }

    /// Whether tries, images and exceptions are as the rules want them: every finger done, none tried too often,
    /// every image one of the noted tries, every reason one of the profile's.
    pub(crate) fn is_complete(&self, images: &[FingerprintCapture]) -> bool {
        let order = self.order();
        let most = usize::from(self.rules.capture.tries);
        let tried = order
            .iter()
            .all(|finger| self.tries_of(*finger).len() <= most);
        let in_order = self.tries.iter().all(|one| order.contains(&one.finger));
        let noted = images.iter().enumerate().all(|(at, image)| {
            let mut before = images.iter().take(at);
            let tries = self.tries_of(image.finger);
            before.all(|other| other.finger != image.finger)
                && tries.contains(&image.assessment.as_try())
        });
        let imaged = self.asked().into_iter().all(|finger| {
            self.is_excepted(finger) || images.iter().any(|image| image.finger == finger)
        });
        let reasons = self.reasons();
        let mut exceptions = self.exceptions.iter();
        let reasoned = exceptions.all(|one| reasons.contains(&one.reason));
        self.next().is_none() && tried && in_order && noted && imaged && reasoned
    }

    fn is_excepted(&self, finger: Finger) -> bool {
        matches!(self.standing(finger), FingerStanding::Excepted(_))
    }
}

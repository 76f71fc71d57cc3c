//! What a use of fingerprints asks of image and device: values, not code. The policy's profile sets them.

use super::advice::{MatchPolicy, MatchRule};
use super::comparison::Similarity;
use super::device::Fap;

/// What the images are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// They become somebody's reference.
    Enrol,
    /// They are held against a reference.
    Verify,
}

/// One set of demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerProfile {
    /// Its name in records.
    pub name: &'static str,
    /// Where it is written.
    pub clause: &'static str,
    /// Lowest quality score.
    pub quality: u8,
    /// Fewest minutiae.
    pub minutiae: u16,
    /// Farthest core from the image's middle, in pixels at 500 ppi.
    pub core_offset: u16,
    /// Lowest resolution in pixels per inch.
    pub dpi: u16,
    /// Fewest grey levels on the line.
    pub grey_levels: u16,
    /// Smallest device class for enrolment.
    pub fap_enrol: Fap,
    /// Smallest device class for verification.
    pub fap_verify: Fap,
    /// Tries for one finger.
    pub tries: u8,
    /// When fingers count as alike.
    pub matching: MatchPolicy,
}

impl FingerProfile {
    /// Circular 110/2020/TT-BCA Art. 3 for the image, Appendix F classes for the device. The threshold is measured on synthetic fingers only (`docs/biometrics.md`).
    pub const VN_110: Self = Self {
        name: "VN-110",
        clause: "TT 110/2020/TT-BCA Art. 3",
        quality: 50,
        minutiae: 60,
        core_offset: 32,
        dpi: 500,
        grey_levels: 256,
        fap_enrol: Fap::F45,
        fap_verify: Fap::F20,
        tries: 3,
        matching: MatchPolicy {
            threshold: Similarity(50),
            rule: MatchRule::BestOfTwo,
        },
    };
}

const _: () = assert!(
    FingerProfile::VN_110.matching.threshold.0 <= super::comparison::SURE.0,
    "the first look of the comparator would pass what the threshold refuses"
);

//! What the profile asks of fingers: device, image, procedure, comparison, exceptions.
//! Circular 110/2020/TT-BCA Art. 3, Circular 60/2021/TT-BCA Art. 5, FBI Appendix F.

use serde::{Deserialize, Serialize};

use super::Row;

/// Rows about fingers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingers {
    /// Which sensors may be used.
    pub device: Row<DeviceRule>,
    /// What an image must have.
    pub image: Row<ImageRule>,
    /// Which fingers are taken, and how often each is tried.
    pub capture: Row<CaptureRule>,
    /// When two images are one finger.
    pub matching: Row<MatchRule>,
    /// Why a finger may be left out.
    pub exceptions: Row<Vec<ExceptionWord>>,
}

/// The same values without their clauses: what a file states it was taken by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FingerRules {
    /// Which sensors may be used.
    pub device: DeviceRule,
    /// What an image must have.
    pub image: ImageRule,
    /// Which fingers are taken, and how often each is tried.
    pub capture: CaptureRule,
    /// When two images are one finger.
    pub matching: MatchRule,
    /// Why a finger may be left out.
    pub exceptions: Vec<ExceptionWord>,
}

/// Which sensors may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceRule {
    /// Smallest capture class (FAP) for enrolment; 0 takes every sensor.
    pub class_enrol: u8,
    /// Smallest capture class (FAP) for verification.
    pub class_verify: u8,
    /// Fewest pixels per inch.
    pub resolution: u16,
    /// Fewest grey levels on the sensor's line.
    pub grey_levels: u16,
}

/// What an image must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageRule {
    /// Lowest quality score, 0 to 100.
    pub quality: u8,
    /// Fewest minutiae.
    pub minutiae: u16,
    /// Farthest core from the image's middle, in pixels.
    pub core_offset: u16,
    /// What an image below it does.
    pub gate: GateRule,
}

/// What an image that falls short does to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateRule {
    /// The finger counts only with an image that passes, or with an exception.
    Stops,
    /// The finger counts, and everybody is told what its image lacks.
    Advises,
}

/// Which fingers are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureRule {
    /// How many.
    pub wanted: u8,
    /// Which, in this order; those beyond `wanted` stand in for excepted ones.
    pub order: Vec<FingerWord>,
    /// Tries for one finger, at most 3.
    pub tries: u8,
}

/// When fingers count as one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRule {
    /// How the fingers' scores become one.
    pub rule: MatchOf,
    /// The comparator's own score.
    pub threshold: u32,
}

/// How the fingers' scores become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchOf {
    /// The best of two counts.
    BestOfTwo,
    /// Both must be alike.
    BothOfTwo,
}

/// A finger, in the order of Circular 60/2021/TT-BCA Art. 5: right four, left four, thumbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the fingers")]
pub enum FingerWord {
    RightIndex,
    RightMiddle,
    RightRing,
    RightLittle,
    LeftIndex,
    LeftMiddle,
    LeftRing,
    LeftLittle,
    RightThumb,
    LeftThumb,
}

/// Why a finger may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionWord {
    /// The finger is missing.
    Amputated,
    /// Bandaged or hurt.
    Injured,
    /// Ridges worn off.
    Worn,
    /// A disease of the skin.
    SkinDisease,
    /// The person cannot place the finger.
    Disability,
    /// Every try stayed below the profile.
    QualityNotReached,
}

/// What a profile is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intended {
    /// Citizens' registrations: sensors are of the classes that the law names.
    #[default]
    Registration,
    /// A trial or a demonstration: sensors of lower classes are taken.
    Trial,
}

/// What does not fit in the rows about fingers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FingersRefused {
    /// A class that FBI Appendix F does not have.
    #[error("a capture class that Appendix F does not have")]
    Class,
    /// A sensor below the law's bar in a profile that is not for trials.
    #[error("only a profile for trials takes sensors below class 45, 500 ppi and 256 grey levels")]
    BelowTheLaw,
    /// A quality above 100.
    #[error("a quality above 100")]
    Quality,
    /// No finger, one twice, or not in the order of Circular 60.
    #[error("the fingers are none, one of them twice, or not in the circular's order")]
    Order,
    /// None wanted, or more than the order has.
    #[error("none is wanted, or more than the order has")]
    Wanted,
    /// No try, or more than three.
    #[error("no try, or more than three")]
    Tries,
    /// The threshold lies above what the comparator's first look is sure of.
    #[error("a matching threshold of 0 or above {}", MatchRule::HIGHEST)]
    Threshold,
}

impl FingersRefused {
    /// The rule that the row breaks.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::Class => "FBI EBTS Appendix F",
            Self::BelowTheLaw | Self::Quality => "TT 110/2020/TT-BCA Art. 3",
            Self::Order | Self::Wanted => "TT 60/2021/TT-BCA Art. 5",
            Self::Tries | Self::Threshold => "ISO/IEC 29794-4",
        }
    }
}

/// Capture classes of Appendix F; 0 is smaller than all.
const CLASSES: [u8; 8] = [0, 10, 20, 30, 40, 45, 50, 60];
/// More tries than this tire people and gain nothing.
const MOST_TRIES: u8 = 3;

impl MatchRule {
    /// The comparator takes a score above this for sure at its first look.
    pub const HIGHEST: u32 = 50;
}

impl FingerWord {
    /// Position number of ISO/IEC 19794-2 Table 2.
    #[must_use]
    pub fn position(self) -> u8 {
        match self {
            Self::RightThumb => 1,
            Self::RightIndex => 2,
            Self::RightMiddle => 3,
            Self::RightRing => 4,
            Self::RightLittle => 5,
            Self::LeftThumb => 6,
            Self::LeftIndex => 7,
            Self::LeftMiddle => 8,
            Self::LeftRing => 9,
            Self::LeftLittle => 10,
        }
    }
}

impl ExceptionWord {
    /// The word in records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Amputated => "amputated",
            Self::Injured => "injured",
            Self::Worn => "worn",
            Self::SkinDisease => "skin_disease",
            Self::Disability => "disability",
            Self::QualityNotReached => "quality_not_reached",
        }
    }
}

impl Fingers {
    /// The values alone.
    #[must_use]
    pub fn rules(&self) -> FingerRules {
        FingerRules {
            device: self.device.value,
            image: self.image.value,
            capture: self.capture.value.clone(),
            matching: self.matching.value,
            exceptions: self.exceptions.value.clone(),
        }
    }
}

impl FingerRules {
    /// Whether the values are possible, and lawful for what the profile is for.
    ///
    /// # Errors
    /// [`FingersRefused`].
    pub fn fit(&self, intended: Intended) -> Result<(), FingersRefused> {
        let Self {
            device,
            image,
            capture,
            matching,
            ..
        } = self;
        let classes = [device.class_enrol, device.class_verify];
        let lawful = device.class_enrol >= 45
            && device.class_verify >= 20
            && device.resolution >= 500
            && device.grey_levels >= 256;
        let order = &capture.order;
        let rising = order.windows(2).all(|pair| pair.first() < pair.last());
        let refused = if !classes.iter().all(|class| CLASSES.contains(class)) {
            FingersRefused::Class
        } else if intended == Intended::Registration && !lawful {
            FingersRefused::BelowTheLaw
        } else if image.quality > 100 {
            FingersRefused::Quality
        } else if order.is_empty() || !rising {
            FingersRefused::Order
        } else if !(1..=order.len()).contains(&usize::from(capture.wanted)) {
            FingersRefused::Wanted
        } else if !(1..=MOST_TRIES).contains(&capture.tries) {
            FingersRefused::Tries
        } else if !(1..=MatchRule::HIGHEST).contains(&matching.threshold) {
            FingersRefused::Threshold
        } else {
            return Ok(());
        };
        Err(refused)
    }
}

/// What the decree in force asks for, where no profile is at hand: an empty file, a test.
impl Default for FingerRules {
    fn default() -> Self {
        Self {
            device: DeviceRule {
                class_enrol: 45,
                class_verify: 20,
                resolution: 500,
                grey_levels: 256,
            },
            image: ImageRule {
                quality: 50,
                minutiae: 60,
                core_offset: 32,
                gate: GateRule::Stops,
            },
            capture: CaptureRule {
                wanted: 2,
                order: vec![FingerWord::RightIndex, FingerWord::LeftIndex],
                tries: MOST_TRIES,
            },
            matching: MatchRule {
                rule: MatchOf::BestOfTwo,
                threshold: MatchRule::HIGHEST,
            },
            exceptions: vec![
                ExceptionWord::Amputated,
                ExceptionWord::Injured,
                ExceptionWord::Worn,
                ExceptionWord::SkinDisease,
                ExceptionWord::Disability,
                ExceptionWord::QualityNotReached,
            ],
        }
    }
}

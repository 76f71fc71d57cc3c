//! The components of ISO/IEC 29794-5 that plain processing and a face detector allow, and those that they do not.

/// What is measured on a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// How many faces there are; a face far smaller than the largest stands in the background and counts too.
    SingleFace,
    /// Pixels between the eyes, estimated from the face's box.
    InterEyeDistance,
    /// Length of the head against the height of the frame.
    HeadSize,
    /// The eyes' middle across the frame, 0 left and 1 right.
    Across,
    /// The eyes' middle down the frame, 0 top and 1 bottom.
    Down,
    /// Share of the 35 × 45 print that lies inside the frame.
    Margin,
    /// Mean luminance of the face, 0 to 1.
    Luminance,
    /// Share of the face's pixels at 25 or below.
    UnderExposure,
    /// Share of the face's pixels at 247 or above.
    OverExposure,
    /// Entropy of the face's grey levels in bits.
    DynamicRange,
    /// What the histograms of the face's halves share, 0 to 1.
    Illumination,
    /// Distance of the skin's CIELAB colour from a* 5–25 and b* 5–35; a picture without colour is 7 away.
    NaturalColour,
    /// Second differences in the sharper direction against the face's contrast.
    Sharpness,
    /// Second differences of the blunter direction against the sharper: low when something moved.
    Motion,
    /// Steps on the 8-pixel grid of JPEG against the steps elsewhere.
    Blocking,
    /// Standard deviation of the luminance left or right of the head, the larger: light from one side is no pattern.
    Background,
}

impl Component {
    /// All of them, in the order in which an officer acts on them.
    pub const ALL: [Self; 16] = [
        Self::SingleFace,
        Self::Margin,
        Self::HeadSize,
        Self::InterEyeDistance,
        Self::Across,
        Self::Down,
        Self::Luminance,
        Self::UnderExposure,
        Self::OverExposure,
        Self::Illumination,
        Self::DynamicRange,
        Self::NaturalColour,
        Self::Motion,
        Self::Sharpness,
        Self::Blocking,
        Self::Background,
    ];

    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleFace => "single_face",
            Self::InterEyeDistance => "inter_eye_distance",
            Self::HeadSize => "head_size",
            Self::Across => "across",
            Self::Down => "down",
            Self::Margin => "margin",
            Self::Luminance => "luminance",
            Self::UnderExposure => "under_exposure",
            Self::OverExposure => "over_exposure",
            Self::DynamicRange => "dynamic_range",
            Self::Illumination => "illumination_uniformity",
            Self::NaturalColour => "natural_colour",
            Self::Sharpness => "sharpness",
            Self::Motion => "motion_blur",
            Self::Blocking => "compression_artefacts",
            Self::Background => "background_uniformity",
        }
    }
}

/// The algorithm that gives a native value, as records name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// The boxes of the face detector, and proportions of an adult's head.
    FaceBox,
    /// Statistics of pixels inside or beside the box.
    Plain,
}

impl Algorithm {
    /// The name in records; another number when its values change.
    pub fn name(self) -> &'static str {
        match self {
            Self::FaceBox => "seetaface-frontal-1.0/box-1",
            Self::Plain => "plain-1",
        }
    }
}

impl Component {
    /// What gives its native value.
    pub fn algorithm(self) -> Algorithm {
        match self {
            Self::SingleFace
            | Self::InterEyeDistance
            | Self::HeadSize
            | Self::Across
            | Self::Down
            | Self::Margin => Algorithm::FaceBox,
            Self::Luminance
            | Self::UnderExposure
            | Self::OverExposure
            | Self::DynamicRange
            | Self::Illumination
            | Self::NaturalColour
            | Self::Sharpness
            | Self::Motion
            | Self::Blocking
            | Self::Background => Algorithm::Plain,
        }
    }

    /// The component of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Components that need landmarks or a trained model, which this crate does not have: the officer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotChecked {
    /// Both eyes open.
    EyesOpen,
    /// Both eyes visible, without glare or tinted glass.
    EyesVisible,
    /// Looking into the camera.
    Gaze,
    /// Yaw, pitch and roll of the head.
    Pose,
    /// Mouth closed.
    MouthClosed,
    /// Neutral expression.
    Expression,
    /// Glasses.
    Glasses,
    /// Hat, scarf or other cover of the head.
    HeadCovering,
    /// Mask, hand or hair over the face.
    FaceOcclusion,
    /// The one score of a trained network over all of the above.
    UnifiedScore,
}

impl NotChecked {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::EyesOpen,
        Self::EyesVisible,
        Self::Gaze,
        Self::Pose,
        Self::MouthClosed,
        Self::Expression,
        Self::Glasses,
        Self::HeadCovering,
        Self::FaceOcclusion,
        Self::UnifiedScore,
    ];

    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::EyesOpen => "eyes_open",
            Self::EyesVisible => "eyes_visible",
            Self::Gaze => "gaze",
            Self::Pose => "pose",
            Self::MouthClosed => "mouth_closed",
            Self::Expression => "expression_neutrality",
            Self::Glasses => "glasses",
            Self::HeadCovering => "head_coverings",
            Self::FaceOcclusion => "face_occlusion",
            Self::UnifiedScore => "unified_quality_score",
        }
    }
}

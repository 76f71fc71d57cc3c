//! What a capture device can do, and what it may be used for. FBI Appendix F capture levels (FAP).

use super::frame::GreyDepth;
use super::profile::{FingerProfile, Purpose};

/// Fingerprint acquisition profile: the class of a device by its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fap {
    /// Smaller than every class.
    None,
    /// 0.5 by 0.65 inch.
    F10,
    /// 0.6 by 0.8 inch.
    F20,
    /// 0.8 by 1.0 inch.
    F30,
    /// 1.6 by 1.5 inch, one or two fingers.
    F40,
    /// 1.6 by 1.5 inch with the image quality of Appendix F.
    F45,
    /// 3.2 by 2.0 inch, four fingers.
    F50,
    /// 3.2 by 3.0 inch, four fingers.
    F60,
}

impl Fap {
    /// The class of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        let classes = [
            Self::None,
            Self::F10,
            Self::F20,
            Self::F30,
            Self::F40,
            Self::F45,
            Self::F50,
            Self::F60,
        ];
        classes.into_iter().find(|class| class.number() == number)
    }

    /// The class's number; 0 below all classes.
    pub fn number(self) -> u8 {
        match self {
            Self::None => 0,
            Self::F10 => 10,
            Self::F20 => 20,
            Self::F30 => 30,
            Self::F40 => 40,
            Self::F45 => 45,
            Self::F50 => 50,
            Self::F60 => 60,
        }
    }

    /// The largest class whose window fits into this many pixels. 45 and above also ask for the
    /// image quality of Appendix F, which no size proves: a certificate must state it.
    pub fn of_window(width: u16, height: u16, dpi: u16, quality: ImageQualityClass) -> Self {
        // Hundredths of an inch.
        let inch = |pixels: u16| u32::from(pixels) * 100 / u32::from(dpi.max(1));
        let (across, down) = (inch(width), inch(height));
        let fits = |wide, high| across >= wide && down >= high;
        match quality {
            ImageQualityClass::AppendixF if fits(320, 300) => Self::F60,
            ImageQualityClass::AppendixF if fits(320, 200) => Self::F50,
            ImageQualityClass::AppendixF if fits(160, 150) => Self::F45,
            _ if fits(160, 150) => Self::F40,
            _ if fits(80, 100) => Self::F30,
            _ if fits(60, 80) => Self::F20,
            _ if fits(50, 65) => Self::F10,
            _ => Self::None,
        }
    }
}

/// What the maker's certificate says of image quality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageQualityClass {
    /// Nothing that was shown to us.
    Unstated,
    /// FBI Electronic Biometric Transmission Specification, Appendix F.
    AppendixF,
}

/// What a device states of itself, or what its driver knows of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceCapability {
    /// Pixels across and down the window; nothing when the device does not say so before an image.
    pub window: Option<(u16, u16)>,
    /// Pixels per inch.
    pub dpi: u16,
    /// Grey levels that reach us.
    pub depth: GreyDepth,
    /// What is certified of its images.
    pub quality: ImageQualityClass,
}

/// One thing in which a device falls short of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shortcoming {
    /// Too few pixels per inch.
    Resolution {
        /// What it has.
        dpi: u16,
        /// What is asked for.
        wanted: u16,
    },
    /// Too few grey levels on its line.
    GreyLevels {
        /// What it has.
        levels: u16,
        /// What is asked for.
        wanted: u16,
    },
    /// Too small, or not certified.
    Class {
        /// What it is.
        fap: Fap,
        /// What is asked for.
        wanted: Fap,
    },
}

/// A device that meets a profile for one purpose. [`DeviceCapability::fit`] makes it, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitDevice {
    fap: Fap,
    purpose: Purpose,
}

impl FitDevice {
    /// The device's class.
    pub fn fap(&self) -> Fap {
        self.fap
    }

    /// What it may be used for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }
}

/// A device that falls short of a profile, with every reason. It may still serve testers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(Vec<Shortcoming>);

impl Unfit {
    /// Every reason, the class first.
    pub fn shortcomings(&self) -> &[Shortcoming] {
        &self.0
    }
}

impl std::fmt::Display for Shortcoming {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Class { fap, wanted } => {
                write!(out, "class {} of {}", fap.number(), wanted.number())
            }
            Self::GreyLevels { levels, wanted } => write!(out, "{levels} of {wanted} grey levels"),
            Self::Resolution { dpi, wanted } => write!(out, "{dpi} of {wanted} ppi"),
        }
    }
}

impl DeviceCapability {
    /// The device's class; a window that is not stated has none.
    pub fn fap(&self) -> Fap {
        self.window.map_or(Fap::None, |(width, height)| {
            Fap::of_window(width, height, self.dpi, self.quality)
        })
    }

    /// Holds the device against a profile.
    ///
    /// # Errors
    /// [`Unfit`] with everything in which it falls short.
    pub fn fit(&self, profile: &FingerProfile, purpose: Purpose) -> Result<FitDevice, Unfit> {
        let wanted = match purpose {
            Purpose::Enrol => profile.fap_enrol,
            Purpose::Verify => profile.fap_verify,
        };
        let fap = self.fap();
        let levels = self.depth.levels();
        let class = (fap < wanted).then_some(Shortcoming::Class { fap, wanted });
        let grey = (levels < profile.grey_levels).then_some(Shortcoming::GreyLevels {
            levels,
            wanted: profile.grey_levels,
        });
        let resolution = (self.dpi < profile.dpi).then_some(Shortcoming::Resolution {
            dpi: self.dpi,
            wanted: profile.dpi,
        });
        let short: Vec<Shortcoming> = class.into_iter().chain(grey).chain(resolution).collect();
        if short.is_empty() {
            Ok(FitDevice { fap, purpose })
        } else {
            Err(Unfit(short))
        }
    }
}

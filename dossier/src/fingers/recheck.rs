//! The backend's own look at fingers: decoded and measured again from the submitted bytes, held against each other.

use capture::fingerprint::comparison::{Bozorth3, Comparator, Comparison};
use capture::fingerprint::gate::{Examined, examine};
use capture::fingerprint::minutiae::{Mindtct, Minutiae};
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::image::{FingerEncoding, GreyImage, Limits, decode, decode_finger};
use reader::lds::dg3::parse_record;
use rules::profile::FingerRules;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{FingerAssessment, Gate, matching_of, profile_of};
use crate::draft::{FingerprintCapture, NoRecord};

/// What is wrong with fingers; none of it makes the card less genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FingerDoubt {
    /// Image or record cannot be decoded, or they state another size or finger than they have.
    Unreadable,
    /// The record shows another image than the one beside it.
    RecordDiffers,
    /// Measured again, the record's image is below the profile.
    QualityLow,
    /// Measured again, the values are not those that the terminal states.
    AssessmentDiffers,
    /// Two fingers of the file are one.
    SameFinger,
}

/// A score may differ by rounding between two computers, and by no more.
const SCORE_TOLERANCE: u8 = 1;
/// WSQ at 15 to 1 takes away far less than this mean difference of grey; another finger differs by far more.
const RECORD_TOLERANCE: u64 = 16;
/// What carries no more levels than this came over a line of 4 bits.
const FEW_LEVELS: usize = 16;

/// Every doubt about the fingers of a file, each once; none when all is as the terminal states.
#[must_use]
pub fn doubts(images: &[FingerprintCapture], rules: &FingerRules) -> Vec<FingerDoubt> {
    let mut doubts = Vec::new();
    let mut seen: Vec<Minutiae> = Vec::new();
    let threshold = matching_of(&rules.matching).threshold;
    for image in images {
        let Some(measured) = Measured::of(image, rules) else {
            doubts.push(FingerDoubt::Unreadable);
            continue;
        };
        doubts.extend(measured.doubts(image));
        if let Ok(minutiae) = measured.frame.minutiae {
            let alike = |one: &Minutiae| {
                let compared = Bozorth3.compare(&minutiae, one);
                matches!(compared, Comparison::Compared(score) if score >= threshold)
            };
            if seen.iter().any(alike) {
                doubts.push(FingerDoubt::SameFinger);
            }
            seen.push(minutiae);
        }
    }
    doubts.sort_unstable();
    doubts.dedup();
    doubts
}

/// A finger of a grey image, as a counter would take it.
///
/// # Errors
/// [`NoRecord`] when the pixels make no image with ridges.
pub fn take(
    (width, height, pixels): (u32, u32, Vec<u8>),
    (finger, dpi): (Finger, u16),
    rules: &FingerRules,
    (sensor, at): (String, OffsetDateTime),
) -> Result<FingerprintCapture, NoRecord> {
    let grey = GreyImage::new(width, height, Zeroizing::new(pixels)).map_err(|_| NoRecord)?;
    let depth = depth_of(&grey);
    let image = FingerprintImage::new(grey, depth, dpi, finger).map_err(|_| NoRecord)?;
    FingerprintCapture::of(&image, rules, sensor, at)
}

/// Both images of one finger, measured.
struct Measured {
    frame: Examined,
    assessment: FingerAssessment,
    record: Examined,
    /// Mean difference of grey between frame and record.
    apart: u64,
}

impl Measured {
    fn of(stated: &FingerprintCapture, rules: &FingerRules) -> Option<Self> {
        let frame = decode(&stated.png, Limits::PORTRAIT).ok()?;
        let frame = frame.luminance().ok()?;
        let record = record_of(stated)?;
        let size = |grey: &GreyImage| (grey.width(), grey.height());
        if size(&frame) != (stated.width, stated.height) || size(&record) != size(&frame) {
            return None;
        }
        let (depth, apart) = (depth_of(&frame), difference(&frame, &record));
        let profile = profile_of(rules);
        let image = |grey| FingerprintImage::new(grey, depth, stated.dpi, stated.finger).ok();
        let (frame, record) = (image(frame)?, image(record)?);
        let examined = examine(&frame, &Mindtct, &profile);
        Some(Self {
            assessment: FingerAssessment::of(&frame, &examined, &profile),
            record: examine(&record, &Mindtct, &profile),
            frame: examined,
            apart,
        })
    }

    fn doubts(&self, stated: &FingerprintCapture) -> impl Iterator<Item = FingerDoubt> {
        let own = &self.assessment;
        let theirs = &stated.assessment;
        let differs = own.score.abs_diff(theirs.score) > SCORE_TOLERANCE
            || own.gate != theirs.gate
            || own.profile != theirs.profile;
        let held =
            self.record.gate() == capture::fingerprint::gate::Gate::Held || own.gate == Gate::Held;
        [
            (self.apart > RECORD_TOLERANCE).then_some(FingerDoubt::RecordDiffers),
            held.then_some(FingerDoubt::QualityLow),
            differs.then_some(FingerDoubt::AssessmentDiffers),
        ]
        .into_iter()
        .flatten()
    }
}

/// The image of the record, which must be of this finger, of this size and resolution, and alone.
fn record_of(stated: &FingerprintCapture) -> Option<GreyImage> {
    let fingers = parse_record(&stated.record).ok()?;
    let [finger] = fingers.as_slice() else {
        return None;
    };
    let (width, height) = (finger.claimed_width.into(), finger.claimed_height.into());
    let fits = finger.position == stated.finger.position()
        && finger.pixels_per_inch == stated.dpi
        && finger.depth == 8
        && (width, height) == (stated.width, stated.height);
    let limits = Limits::PORTRAIT;
    let grey = decode_finger(&finger.image, FingerEncoding::Compressed, limits).ok()?;
    (fits && (grey.width(), grey.height()) == (width, height)).then_some(grey)
}

fn depth_of(grey: &GreyImage) -> GreyDepth {
    let mut levels = [false; 256];
    for level in grey.pixels() {
        if let Some(seen) = levels.get_mut(usize::from(*level)) {
            *seen = true;
        }
    }
    match levels.iter().filter(|seen| **seen).count() {
        ..=FEW_LEVELS => GreyDepth::Levels16,
        _ => GreyDepth::Levels256,
    }
}

fn difference(one: &GreyImage, other: &GreyImage) -> u64 {
    let pairs = one.pixels().iter().zip(other.pixels());
    let sum: u64 = pairs
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    let count = u64::try_from(one.pixels().len()).unwrap_or(u64::MAX);
    sum.checked_div(count).unwrap_or(u64::MAX)
}

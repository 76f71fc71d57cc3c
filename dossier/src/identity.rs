//! Whether the counter's fingers are those of the chip, and whether one was taken before.
//!
//! A comparison at the counter is advice to officers: it is no answer of an identity source, and nothing turns the
//! one into the other ([`crate::source`]). Luật 26/2023/QH15, NĐ 69/2024 Art. 13.

use capture::fingerprint::Finger;
use capture::fingerprint::advice::{Advice, FingerComparison, NoAdvice};
use capture::fingerprint::comparison::{Bozorth3, Comparator, Comparison};
use capture::fingerprint::minutiae::{Extractor, Mindtct, Minutiae};
use capture::image::{FingerEncoding, GreyImage, Limits, RawPixels, decode, decode_finger};
use reader::files::DataGroupNumber;
use reader::lds::dg3::{self, EncodedFinger, FingerFormat};
use reader::read_out::ReadOut;
use rules::profile::MatchRule;
use serde::{Deserialize, Serialize};

use crate::draft::FingerprintCapture;
use crate::fingers::matching_of;

/// Advice from holding the counter's fingers against those of the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalAdvice {
    /// What the comparison says.
    pub advice: Advice,
    /// The comparator's name and version.
    pub comparator: &'static str,
}

/// Advice in the words of the case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "advice")]
pub enum FingerAdvice {
    /// The fingers look like those of the chip.
    Alike {
        /// The comparator's score.
        score: u32,
    },
    /// They do not.
    Unlike {
        /// The comparator's score.
        score: u32,
    },
    /// The chip's fingers could not be read, or not compared.
    NotPerformed,
}

impl From<LocalAdvice> for FingerAdvice {
    fn from(local: LocalAdvice) -> Self {
        match local.advice {
            Advice::Alike { score } => Self::Alike { score: score.0 },
            Advice::Unlike { score } => Self::Unlike { score: score.0 },
            Advice::NotPerformed(_) => Self::NotPerformed,
        }
    }
}

/// Holds the counter's fingers against those that the chip opened, finger by finger.
#[must_use]
pub fn against_the_chip(
    read_out: &ReadOut,
    taken: &[FingerprintCapture],
    rule: &MatchRule,
) -> LocalAdvice {
    let advice = match chip_fingers(read_out) {
        Some(chip) => matching_of(rule).advise(&compared(&chip, taken)),
        None => Advice::NotPerformed(NoAdvice::NothingToCompare),
    };
    LocalAdvice {
        advice,
        comparator: Bozorth3.name(),
    }
}

fn compared(chip: &[EncodedFinger], taken: &[FingerprintCapture]) -> Vec<FingerComparison> {
    let pairs = taken.iter().filter_map(|capture| {
        let position = capture.finger.position();
        let reference = chip.iter().find(|one| one.position == position)?;
        Some(FingerComparison {
            finger: capture.finger,
            comparison: Bozorth3.compare(&of_capture(capture)?, &of_chip(reference)?),
        })
    });
    pairs.collect()
}

fn chip_fingers(read_out: &ReadOut) -> Option<Vec<EncodedFinger>> {
    dg3::parse(read_out.files.data_group(DataGroupNumber::FINGERS)?).ok()
}

fn of_capture(capture: &FingerprintCapture) -> Option<Minutiae> {
    let image = decode(&capture.png, Limits::PORTRAIT).ok()?;
    minutiae(&image.luminance().ok()?, capture.dpi)
}

fn of_chip(finger: &EncodedFinger) -> Option<Minutiae> {
    let pixels = RawPixels {
        width: finger.claimed_width,
        height: finger.claimed_height,
        depth: finger.depth,
    };
    let encoding = match finger.format {
        FingerFormat::Raw => FingerEncoding::Raw(pixels),
        FingerFormat::PackedRaw => FingerEncoding::PackedRaw(pixels),
        _ => FingerEncoding::Compressed,
    };
    let grey = decode_finger(&finger.image, encoding, Limits::PORTRAIT).ok()?;
    minutiae(&grey, finger.pixels_per_inch)
}

fn minutiae(grey: &GreyImage, dpi: u16) -> Option<Minutiae> {
    Mindtct.extract(grey, dpi).ok()
}

/// A finger of the draft that was taken under another name before: nothing when all differ.
#[must_use]
pub fn taken_before(
    new: &FingerprintCapture,
    earlier: &[FingerprintCapture],
    rule: &MatchRule,
) -> Option<Finger> {
    let threshold = matching_of(rule).threshold;
    let probe = of_capture(new)?;
    let others = earlier.iter().filter(|one| one.finger != new.finger);
    let mut alike = others.filter(|one| {
        of_capture(one).is_some_and(|reference| {
            let seen = Bozorth3.compare(&probe, &reference);
            matches!(seen, Comparison::Compared(score) if score >= threshold)
        })
    });
    alike.next().map(|one| one.finger)
}

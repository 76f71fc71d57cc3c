//! Several fingers in one image: found, counted, told by hand, and none of them twice.
//!
//! The cut is by contrast and connection only: fingers that touch each other count as one, and
//! the officer is told that one is missing.

use zeroize::Zeroizing;

use super::comparison::{Comparator, Comparison, Similarity, WhyNot};
use super::finger::{Finger, Hand};
use super::minutiae::Minutiae;
use super::quality::plain::{BLOCK, blocks};
use crate::fault::Fault;
use crate::image::GreyImage;

mod region;

use region::Region;

/// Plates are at most 3.2 by 3.0 inches at 500 ppi, some sensors a little more.
const LARGEST: u32 = 2000;
/// Blocks of the smallest fingertip, about 25 mm².
const SMALLEST_TIP: usize = 40;
/// Blocks of a fingertip's length that are kept below its top, about 29 mm.
const TIP_LENGTH: usize = 36;
/// Difference in height, in blocks, from which the ends of a slap tell the hand.
const CLEAR_SLOPE: i64 = 3;

/// One finger cut out of a slap.
pub struct SlapFinger {
    /// Which finger it is, by its place.
    pub finger: Finger,
    /// Its part of the image.
    pub grey: GreyImage,
}

/// Whether the hand could be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandCheck {
    /// The little finger's end lies lower, on the side where this hand has it.
    AsAsked,
    /// Both ends lie equally high, or there is one finger only.
    NotPerformed,
}

/// A slap cut into fingers.
pub struct Segmented {
    /// From the thumb's side outwards.
    pub fingers: Vec<SlapFinger>,
    /// What the heights say of the hand.
    pub hand: HandCheck,
}

/// Why a slap does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlapRefused {
    /// Larger than any plate.
    #[error("{width}x{height} is larger than any plate")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Not as many fingers as were asked for.
    #[error("{found} fingers, {expected} asked for")]
    Count {
        /// Seen.
        found: usize,
        /// Asked for.
        expected: usize,
    },
    /// The other hand.
    #[error("the other hand lies on the plate")]
    OtherHand,
    /// Two images are one finger.
    #[error("positions {} and {} are one finger", .one.position(), .other.position())]
    SameFinger {
        /// One of them.
        one: Finger,
        /// The other.
        other: Finger,
    },
}

impl SlapRefused {
    /// The rule.
    pub fn clause(&self) -> &'static str {
        "TT 60/2021/TT-BCA Art. 5"
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        match self {
            Self::Size { .. } => Fault::Sensor,
            _ => Fault::Operator,
        }
    }
}

/// Cuts a slap of one hand into the fingers that were asked for, in the order of [`Hand::four`]
/// and without those that are excepted.
///
/// # Errors
/// [`SlapRefused`].
pub fn segment(
    grey: &GreyImage,
    hand: Hand,
    expected: &[Finger],
) -> Result<Segmented, SlapRefused> {
    let (width, height) = (grey.width(), grey.height());
    if width > LARGEST || height > LARGEST {
        return Err(SlapRefused::Size { width, height });
    }
    let across = usize::try_from(width).unwrap_or(0).div_ceil(BLOCK);
    let mut tips: Vec<Region> = region::regions(&blocks(grey), across)
        .into_iter()
        .filter(|region| region.blocks >= SMALLEST_TIP)
        .collect();
    if tips.len() != expected.len() {
        return Err(SlapRefused::Count {
            found: tips.len(),
            expected: expected.len(),
        });
    }
    // A right hand has its index finger at the left of the image.
    tips.sort_by_key(|tip| tip.left);
    if hand == Hand::Left {
        tips.reverse();
    }
    let check = hand_of(&tips)?;
    let fingers = tips.iter().zip(expected).filter_map(|(tip, finger)| {
        Some(SlapFinger {
            finger: *finger,
            grey: cut(grey, tip)?,
        })
    });
    Ok(Segmented {
        fingers: fingers.collect(),
        hand: check,
    })
}

/// From the thumb's side outwards, the last finger lies lower than the first.
fn hand_of(tips: &[Region]) -> Result<HandCheck, SlapRefused> {
    let (Some(first), Some(last)) = (tips.first(), tips.last()) else {
        return Ok(HandCheck::NotPerformed);
    };
    let height = |tip: &Region| i64::try_from(tip.top).unwrap_or(i64::MAX);
    match height(last) - height(first) {
        CLEAR_SLOPE.. => Ok(HandCheck::AsAsked),
        slope if slope <= -CLEAR_SLOPE => Err(SlapRefused::OtherHand),
        _ => Ok(HandCheck::NotPerformed),
    }
}

/// A region's pixels with one block around.
fn cut(grey: &GreyImage, tip: &Region) -> Option<GreyImage> {
    let width = usize::try_from(grey.width()).ok()?;
    let height = usize::try_from(grey.height()).ok()?;
    let bottom = tip.bottom.min(tip.top + TIP_LENGTH);
    let (left, top) = (
        tip.left.saturating_sub(1) * BLOCK,
        tip.top.saturating_sub(1) * BLOCK,
    );
    let right = ((tip.right + 2) * BLOCK).min(width);
    let below = ((bottom + 2) * BLOCK).min(height);
    let mut pixels = Zeroizing::new(Vec::with_capacity((right - left) * (below - top)));
    for row in grey.pixels().chunks_exact(width).take(below).skip(top) {
        pixels.extend_from_slice(row.get(left..right)?);
    }
    let across = u32::try_from(right - left).ok()?;
    let down = u32::try_from(below - top).ok()?;
    GreyImage::new(across, down, pixels).ok()
}

/// That no finger was taken twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distinct {
    /// Every pair was compared and none is alike.
    Proven {
        /// How many pairs.
        pairs: usize,
    },
    /// At least one pair could not be compared.
    NotPerformed(WhyNot),
}

/// Holds every finger against every other.
///
/// # Errors
/// [`SlapRefused::SameFinger`].
pub fn no_finger_twice(
    fingers: &[(Finger, &Minutiae)],
    comparator: &dyn Comparator,
    threshold: Similarity,
) -> Result<Distinct, SlapRefused> {
    let (mut pairs, mut failed) = (0, None);
    for (at, (one, minutiae)) in fingers.iter().enumerate() {
        for (other, others) in fingers.iter().skip(at + 1) {
            match comparator.compare(minutiae, others) {
                Comparison::Compared(score) if score >= threshold => {
                    return Err(SlapRefused::SameFinger {
                        one: *one,
                        other: *other,
                    });
                }
                Comparison::Compared(_) => pairs += 1,
                Comparison::NotPerformed(why) => failed = Some(why),
            }
        }
    }
    Ok(failed.map_or(Distinct::Proven { pairs }, Distinct::NotPerformed))
}

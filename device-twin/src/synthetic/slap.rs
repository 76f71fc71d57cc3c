//! Four fingers at once on a plate of 3.2 by 3.0 inches (FAP 60 of the FBI's Appendix F), with a menu of faults.

use super::growth::Finger;
use super::impression::{Canvas, Condition, Image, Impression, Placement};

/// Plate at 500 ppi.
const PLATE: (u16, u16) = (1600, 1500);

/// Which hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// The right hand: the index finger at the left of the image.
    Right,
    /// The left hand: the index finger at the right.
    Left,
}

/// What is wrong with a slap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlapFault {
    /// Nothing.
    None,
    /// One finger does not touch: 0 index, 1 middle, 2 ring, 3 little.
    Missing(u8),
    /// The little finger is the index finger once more.
    Twice,
}

/// A slap and where its fingers are.
pub struct Slap {
    /// The plate.
    pub image: Image,
    /// The pattern's middle of each finger, index first; nothing for one that does not touch.
    pub middles: [Option<(u16, u16)>; 4],
}

/// Middle of index, middle, ring and little finger of a right hand, and how each is turned.
const PLACES: [(u16, u16, f64); 4] = [
    (235, 640, 8.0),
    (610, 470, 2.0),
    (985, 545, -4.0),
    (1350, 790, -11.0),
];

/// The slap of a person's hand. Each seed gives eight fingers; `touch` fixes the noise.
#[must_use]
pub fn slap(seed: u64, hand: Hand, fault: SlapFault, touch: u64) -> Slap {
    let mut canvas = Canvas::new(PLATE.0, PLATE.1);
    let mut middles = [None; 4];
    for (index, (x, y, turned)) in (0_u8..).zip(PLACES) {
        if fault == SlapFault::Missing(index) {
            continue;
        }
        let (x, turned) = match hand {
            Hand::Right => (x, turned),
            Hand::Left => (PLATE.0 - x, -turned),
        };
        let which = match fault {
            SlapFault::Twice if index == 3 => 0,
            _ => index,
        };
        let impression = Impression {
            width: PLATE.0,
            height: PLATE.1,
            placement: Placement {
                turned,
                stretched: 2.0,
                ..Placement::default()
            },
            condition: Condition::Good,
            touch: touch * 4 + u64::from(index),
        };
        let finger = Finger::grow(finger_seed(seed, hand, which));
        canvas.touch(&finger, &impression, (f64::from(x), f64::from(y)));
        middles[usize::from(index)] = Some((x, y));
    }
    Slap {
        image: canvas.seen(touch),
        middles,
    }
}

/// The finger's own seed: `index` 0 to 3 from index to little finger.
fn finger_seed(seed: u64, hand: Hand, index: u8) -> u64 {
    let side = match hand {
        Hand::Right => 0,
        Hand::Left => 4,
    };
    seed.wrapping_mul(10) + side + u64::from(index)
}

//! Slaps: counted, told by hand, cut, and no finger twice. Circular 60/2021/TT-BCA Art. 5.

use capture::fingerprint::comparison::{Bozorth3, Similarity};
use capture::fingerprint::minutiae::Minutiae;
use capture::fingerprint::slap::{
    Distinct, HandCheck, Segmented, SlapRefused, no_finger_twice, segment,
};
use capture::fingerprint::{Finger, Hand};
use capture::image::GreyImage;
use device_twin::synthetic::{self, SlapFault};

use super::{grey, minutiae};

fn plate(hand: synthetic::Hand, fault: SlapFault) -> GreyImage {
    grey(synthetic::slap(5, hand, fault, 1).image)
}

fn distinct(cut: &Segmented) -> Result<Distinct, SlapRefused> {
    let all: Vec<(Finger, Minutiae)> = cut
        .fingers
        .iter()
        .map(|one| (one.finger, minutiae(&one.grey)))
        .collect();
    let pairs: Vec<(Finger, &Minutiae)> = all.iter().map(|(f, m)| (*f, m)).collect();
    no_finger_twice(&pairs, &Bozorth3, Similarity(50))
}

#[test]
fn four_fingers_are_found_and_are_four() {
    let right = plate(synthetic::Hand::Right, SlapFault::None);
    let cut = segment(&right, Hand::Right, &Hand::Right.four())
        .ok()
        .unwrap();
    assert_eq!(cut.hand, HandCheck::AsAsked);
    let names: Vec<Finger> = cut.fingers.iter().map(|one| one.finger).collect();
    assert_eq!(names, Hand::Right.four());
    assert_eq!(distinct(&cut), Ok(Distinct::Proven { pairs: 6 }));
    // The same image, asked for as the other hand.
    let other = segment(&right, Hand::Left, &Hand::Left.four()).err();
    assert_eq!(other, Some(SlapRefused::OtherHand));
}

#[test]
fn three_of_four_are_counted_unless_one_is_excepted() {
    let three = plate(synthetic::Hand::Left, SlapFault::Missing(2));
    let count = SlapRefused::Count {
        found: 3,
        expected: 4,
    };
    let four = Hand::Left.four();
    assert_eq!(segment(&three, Hand::Left, &four).err(), Some(count));
    let without: Vec<Finger> = four
        .into_iter()
        .filter(|f| *f != Finger::LeftRing)
        .collect();
    let cut = segment(&three, Hand::Left, &without).ok().unwrap();
    let names: Vec<Finger> = cut.fingers.iter().map(|one| one.finger).collect();
    assert_eq!(names, without);
}

#[test]
fn a_finger_placed_twice_is_found() {
    let twice = plate(synthetic::Hand::Right, SlapFault::Twice);
    let cut = segment(&twice, Hand::Right, &Hand::Right.four())
        .ok()
        .unwrap();
    let same = SlapRefused::SameFinger {
        one: Finger::RightIndex,
        other: Finger::RightLittle,
    };
    assert_eq!(distinct(&cut), Err(same));
}

//! Same seed, same pixels; another seed or condition, other pixels; and the plates are what they claim.

use super::*;

fn mean(image: &Image) -> f64 {
    let sum: u64 = image.pixels.iter().map(|pixel| u64::from(*pixel)).sum();
    sum as f64 / image.pixels.len() as f64
}

#[test]
fn a_seed_and_a_touch_fix_every_pixel() {
    let touch = Impression::good(300, 400).casual(7);
    let one = Finger::grow(3).print(&touch);
    assert!(one == Finger::grow(3).print(&touch));
    assert!(one != Finger::grow(4).print(&touch));
    assert!(one != Finger::grow(3).print(&Impression::good(300, 400).casual(8)));
    assert_eq!(one.pixels.len(), 300 * 400);
}

#[test]
fn skin_shows_in_the_grey_levels() {
    let finger = Finger::grow(11);
    let touch = Impression::good(300, 400);
    let of = |condition| mean(&finger.print(&touch.under(condition)));
    let good = of(Condition::Good);
    assert!(of(Condition::Dry) > good + 20.0);
    assert!(of(Condition::Wet) < good - 20.0);
    let partial = of(Condition::Partial);
    assert!(partial > good + 5.0, "{partial} {good}");
}

#[test]
fn every_pattern_is_grown_by_some_seed() {
    let patterns: Vec<Pattern> = (0..400).map(flow::Flow::new).map(|f| f.pattern()).collect();
    for pattern in [
        Pattern::Arch,
        Pattern::TentedArch,
        Pattern::LeftLoop,
        Pattern::RightLoop,
        Pattern::Whorl,
    ] {
        assert!(patterns.contains(&pattern), "{pattern:?}");
    }
}

#[test]
fn a_missing_finger_leaves_clean_glass() {
    let whole = slap(1, Hand::Right, SlapFault::None, 1);
    let three = slap(1, Hand::Right, SlapFault::Missing(2), 1);
    assert!(whole.middles.iter().all(Option::is_some));
    assert_eq!(three.middles[2], None);
    let at = |slap: &Slap, (x, y): (u16, u16)| -> u8 {
        let width = usize::from(slap.image.width);
        let rows = usize::from(y)..usize::from(y) + 12;
        rows.map(|row| slap.image.pixels[row * width + usize::from(x)])
            .min()
            .unwrap_or(0)
    };
    let ring = whole.middles[2].unwrap_or_default();
    assert!(at(&whole, ring) < 120 && at(&three, ring) > 200);
}

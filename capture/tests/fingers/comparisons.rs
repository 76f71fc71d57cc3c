//! Two touches of one finger are alike, two fingers are not; and advice follows the rule.

use capture::fingerprint::Finger;
use capture::fingerprint::advice::{Advice, FingerComparison, MatchPolicy, MatchRule, NoAdvice};
use capture::fingerprint::comparison::{Bozorth3, Comparator, Comparison, Similarity, WhyNot};
use capture::fingerprint::minutiae::{Minutia, Minutiae};
use capture::fingerprint::profile::FingerProfile;
use device_twin::synthetic::Condition;

use super::{minutiae, touch};

#[test]
fn moved_turned_and_stretched_touches_of_one_finger_are_alike() {
    let threshold = FingerProfile::VN_110.matching.threshold;
    let first: Vec<Minutiae> = (40..44)
        .map(|seed| minutiae(&touch(seed, seed, Condition::Good)))
        .collect();
    let second: Vec<Minutiae> = (40..44)
        .map(|seed| minutiae(&touch(seed, seed + 100, Condition::Wet)))
        .collect();
    for (at, probe) in second.iter().enumerate() {
        for (other, reference) in first.iter().enumerate() {
            let Comparison::Compared(score) = Bozorth3.compare(probe, reference) else {
                panic!("enough minutiae");
            };
            assert_eq!(score >= threshold, at == other, "{at} {other} {score:?}");
        }
    }
}

#[test]
fn too_few_minutiae_say_nothing() {
    let few = |count: u16| {
        let minutiae = (0..count).map(|at| Minutia {
            x: at * 20,
            y: at * 13,
            degrees: at * 30,
            certainty: 60,
        });
        Minutiae::new(minutiae.collect())
    };
    let why = WhyNot::TooFewMinutiae {
        probe: 9,
        reference: 40,
    };
    assert_eq!(
        Bozorth3.compare(&few(9), &few(40)),
        Comparison::NotPerformed(why)
    );
}

#[test]
fn minutiae_as_no_finger_has_them_never_count_as_alike() {
    // All at one place, on a line, on a grid: whatever the comparator makes of it, it ends.
    type Shape = fn(u16) -> (u16, u16, u16);
    let shapes: [Shape; 4] = [
        |_| (50, 50, 90),
        |at| (at, at, 45),
        |at| (at % 12 * 20, at / 12 * 20, 0),
        |at| (at * 97 % 400, at * 61 % 500, at * 37 % 360),
    ];
    let made = |shape: Shape| {
        let minutiae = (0..400).map(|at| {
            let (x, y, degrees) = shape(at);
            Minutia {
                x,
                y,
                degrees,
                certainty: 99,
            }
        });
        Minutiae::new(minutiae.collect())
    };
    let finger = minutiae(&touch(1, 1, Condition::Good));
    for shape in shapes {
        match Bozorth3.compare(&made(shape), &finger) {
            Comparison::Compared(score) => assert!(score < Similarity(50), "{score:?}"),
            Comparison::NotPerformed(_) => {}
        }
        let _ended = Bozorth3.compare(&made(shape), &made(shape));
    }
}

#[test]
fn advice_follows_the_rule_and_never_hides_that_nothing_was_compared() {
    let one = |comparison| FingerComparison {
        finger: Finger::RightIndex,
        comparison,
    };
    let score = |score| one(Comparison::Compared(Similarity(score)));
    let failed = one(Comparison::NotPerformed(WhyNot::Failed));
    let alike = |score| Advice::Alike {
        score: Similarity(score),
    };
    let unlike = |score| Advice::Unlike {
        score: Similarity(score),
    };
    let nothing = Advice::NotPerformed(NoAdvice::NothingToCompare);
    let broken = Advice::NotPerformed(NoAdvice::Comparison(WhyNot::Failed));
    let policy = |rule| MatchPolicy {
        threshold: Similarity(50),
        rule,
    };
    let best = policy(MatchRule::BestOfTwo);
    assert_eq!(best.advise(&[score(12), score(50)]), alike(50));
    assert_eq!(best.advise(&[score(12), score(49)]), unlike(49));
    assert_eq!(best.advise(&[failed, score(70)]), alike(70));
    assert_eq!(best.advise(&[failed]), broken);
    assert_eq!(best.advise(&[]), nothing);
    let both = policy(MatchRule::BothOfTwo);
    assert_eq!(both.advise(&[score(90), score(49)]), unlike(49));
    assert_eq!(both.advise(&[score(90), score(60)]), alike(60));
    assert_eq!(both.advise(&[score(90), failed]), broken);
    assert_eq!(
        both.advise(&[score(90)]),
        Advice::NotPerformed(NoAdvice::TooFewFingers)
    );
    assert_eq!(both.advise(&[]), nothing);
}

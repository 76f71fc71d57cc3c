//! Tries, exceptions and order.

use capture::fingerprint::attempts::{Keep, Next, Try, keep, next};
use capture::fingerprint::exception::{ExceptionReason, NotConfirmed, ProposedException};
use capture::fingerprint::order::{CIRCULAR_60, CaptureStep};
use capture::fingerprint::{Finger, Hand};

#[test]
fn three_tries_then_the_best_stays() {
    let tries = [Try::Held(31), Try::Failed, Try::Held(44)];
    assert_eq!(next(&tries[..1], 3), Next::Again { left: 2 });
    assert_eq!(next(&tries[..2], 3), Next::Again { left: 2 });
    assert_eq!(next(&tries, 3), Next::Again { left: 1 });
    assert_eq!(
        next(&[Try::Held(1), Try::Held(2), Try::Held(3)], 3),
        Next::Exhausted
    );
    assert_eq!(next(&[Try::Held(31), Try::Passed(50)], 3), Next::Done);
}

#[test]
fn a_better_image_replaces_and_a_worse_one_does_not() {
    assert_eq!(keep(&[], Try::Held(10)), Keep::New);
    assert_eq!(keep(&[], Try::Failed), Keep::Older);
    assert_eq!(keep(&[Try::Held(44)], Try::Held(45)), Keep::New);
    assert_eq!(
        keep(&[Try::Held(44), Try::Held(20)], Try::Held(44)),
        Keep::Older
    );
    // The gate counts more than the score.
    assert_eq!(keep(&[Try::Held(90)], Try::Passed(50)), Keep::New);
    assert_eq!(keep(&[Try::Passed(50)], Try::Held(90)), Keep::Older);
}

#[test]
fn nobody_confirms_an_exception_alone() {
    let proposed = || ProposedException {
        finger: Finger::LeftIndex,
        reason: ExceptionReason::Injured,
        proposed_by: "can.bo.a".into(),
    };
    assert_eq!(proposed().confirm("  ").err(), Some(NotConfirmed::Nobody));
    assert_eq!(
        proposed().confirm(" CAN.BO.A ").err(),
        Some(NotConfirmed::SamePerson)
    );
    let confirmed = proposed().confirm("can.bo.b").unwrap();
    assert_eq!(confirmed.finger(), Finger::LeftIndex);
    assert_eq!(confirmed.confirmed_by(), "can.bo.b");
}

#[test]
fn reasons_have_words_of_their_own() {
    for reason in ExceptionReason::ALL {
        assert_eq!(ExceptionReason::from_code(reason.code()), Some(reason));
    }
    assert_eq!(ExceptionReason::from_code("because"), None);
}

#[test]
fn the_circulars_order_takes_every_finger_twice() {
    let all: Vec<Finger> = CIRCULAR_60.iter().flat_map(|step| step.fingers()).collect();
    for finger in Finger::ALL {
        assert_eq!(all.iter().filter(|one| **one == finger).count(), 2);
    }
    assert_eq!(CIRCULAR_60[0], CaptureStep::Slap(Hand::Right));
    assert_eq!(CIRCULAR_60[3], CaptureStep::Rolled(Finger::RightThumb));
}

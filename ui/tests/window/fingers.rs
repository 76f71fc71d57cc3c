//! Finger by finger: the next one is asked for, and tries are counted.

use capture::fingerprint::exception::ExceptionReason;
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth, Hand};
use capture::image::GreyImage;
use device_twin::synthetic::{self, Condition, Impression};
use dossier::draft::FingerprintCapture;
use dossier::fingers::FingerStanding;
use egui_kittest::kittest::Queryable;
use rules::profile::{FingerRules, FingerWord};
use ui::text::{fingers as words, screen};
use ui::{Effect, Event, Msg, Problem};
use zeroize::Zeroizing;

use crate::screens::window;
use crate::size::in_both_languages;
use crate::support::{Desk, START};

/// A counter under what a registration asks of fingers.
pub(crate) fn desk() -> Desk {
    Desk::counter_under(FingerRules::default())
}

fn print(seed: u64, condition: Condition, finger: Finger) -> (FingerprintCapture, GreyImage) {
    let touch = Impression::good(400, 500).casual(3).under(condition);
    let print = synthetic::Finger::grow(seed).print(&touch);
    let grey = GreyImage::new(400, 500, Zeroizing::new(print.pixels)).unwrap();
    let image = FingerprintImage::new(grey.clone(), GreyDepth::Levels256, 500, finger).unwrap();
    let rules = FingerRules::default();
    let capture = FingerprintCapture::of(&image, &rules, "twin".into(), START).unwrap();
    (capture, grey)
}

fn take(desk: &mut Desk, (capture, preview): (FingerprintCapture, GreyImage)) {
    desk.say(Msg::CaptureFingerprint);
    let session = desk.session();
    desk.event(Event::FingerprintCaptured {
        session,
        capture: Box::new(capture),
        beside: Vec::new(),
        preview,
    });
}

pub(crate) fn standing(desk: &Desk, finger: Finger) -> FingerStanding {
    desk.at().draft.finger_work.standing(finger)
}

#[test]
fn after_a_good_finger_the_other_hand_is_asked_for() {
    let mut desk = desk();
    take(&mut desk, print(1, Condition::Good, Finger::RightIndex));
    assert_eq!(standing(&desk, Finger::RightIndex), FingerStanding::Passed);
    assert_eq!(desk.at().finger, Finger::LeftIndex);
    desk.say(Msg::CaptureFingerprint);
    let Some(Effect::CaptureFingerprint {
        finger, earlier, ..
    }) = desk.effects.last()
    else {
        panic!("a finger is asked for")
    };
    assert_eq!((*finger, earlier.len()), (Finger::LeftIndex, 1));
}

#[test]
fn the_live_picture_is_shown_while_its_own_capture_waits_and_never_after() {
    let mut desk = desk();
    let (capture, grey) = print(1, Condition::Good, Finger::RightIndex);
    let frame = || GreyImage::new(8, 8, Zeroizing::new(vec![9; 64])).unwrap();
    desk.say(Msg::CaptureFingerprint);
    let session = desk.session();
    desk.event(Event::FingerprintLive {
        session,
        frame: frame(),
    });
    assert!(desk.at().fingerprint.live.is_some());
    desk.event(Event::FingerprintCaptured {
        session,
        capture: Box::new(capture),
        beside: Vec::new(),
        preview: grey,
    });
    assert!(desk.at().fingerprint.live.is_none());
    desk.event(Event::FingerprintLive {
        session,
        frame: frame(),
    });
    assert!(desk.at().fingerprint.live.is_none(), "a late frame");
    assert!(desk.at().draft.fingerprints.len() == 1);
}

#[test]
fn three_faint_tries_keep_the_first_image_and_then_ask_for_a_reason() {
    let mut desk = desk();
    let faint = print(1, Condition::LowContrast, Finger::RightIndex);
    for left in [2, 1] {
        take(&mut desk, faint.clone());
        let held = FingerStanding::Held { left };
        assert_eq!(standing(&desk, Finger::RightIndex), held);
        assert_eq!(
            desk.at().finger,
            Finger::RightIndex,
            "the same finger again"
        );
    }
    take(&mut desk, faint);
    assert_eq!(
        standing(&desk, Finger::RightIndex),
        FingerStanding::Exhausted
    );
    assert_eq!(desk.at().draft.finger_work.tries.len(), 3);
    assert_eq!(desk.at().draft.fingerprints.len(), 1);
    desk.say(Msg::FingerChosen(Finger::RightIndex));
    let orders = desk.effects.len();
    desk.say(Msg::CaptureFingerprint);
    assert_eq!(desk.effects.len(), orders, "no fourth try");
    assert_eq!(
        desk.at().fingerprint.problem,
        Some(Problem::FingerTriesUsed)
    );
    desk.say(Msg::FingerException);
    let form = desk.at().exception.as_ref().unwrap();
    assert_eq!(form.reason, Some(ExceptionReason::QualityNotReached));
}

#[test]
fn the_list_says_score_and_hint() {
    let mut desk = desk();
    take(
        &mut desk,
        print(1, Condition::LowContrast, Finger::RightIndex),
    );
    let score = desk.at().draft.fingerprints[0].assessment.score;
    let mut harness = window(desk);
    harness.run();
    harness.get_by_label_contains(&format!("Ngón trỏ phải · {score}/100"));
    harness.get_by_label("Ấn mạnh hơn một chút");
}

#[test]
fn the_list_is_whole_on_the_screen() {
    let list = || {
        let mut desk = desk();
        take(
            &mut desk,
            print(1, Condition::LowContrast, Finger::RightIndex),
        );
        desk
    };
    in_both_languages(list, "fingers", &[screen::EXCEPTION]);
}

fn ten() -> Desk {
    let mut rules = FingerRules::default();
    rules.capture.order = vec![
        FingerWord::RightIndex,
        FingerWord::RightMiddle,
        FingerWord::RightRing,
        FingerWord::RightLittle,
        FingerWord::LeftIndex,
        FingerWord::LeftMiddle,
        FingerWord::LeftRing,
        FingerWord::LeftLittle,
        FingerWord::RightThumb,
        FingerWord::LeftThumb,
    ];
    rules.capture.wanted = 10;
    Desk::counter_under(rules)
}

/// What the newest capture asks for: one finger, and those beside it.
fn touch(desk: &Desk) -> Vec<Finger> {
    match desk.effects.last() {
        Some(Effect::CaptureFingerprint { finger, beside, .. }) => {
            std::iter::once(finger).chain(beside).copied().collect()
        }
        _ => panic!("fingers are asked for"),
    }
}

#[test]
fn a_profile_of_ten_fingers_is_asked_for_hand_by_hand_and_a_held_finger_alone() {
    let mut desk = ten();
    desk.say(Msg::CaptureFingerprint);
    let right = Hand::Right.four();
    assert_eq!(touch(&desk), right);
    let session = desk.session();
    let of = |finger: Finger, condition| print(u64::from(finger.position()), condition, finger);
    let (capture, preview) = of(Finger::RightIndex, Condition::Good);
    let beside = [
        (Finger::RightMiddle, Condition::Good),
        (Finger::RightRing, Condition::LowContrast),
        (Finger::RightLittle, Condition::Good),
    ];
    desk.event(Event::FingerprintCaptured {
        session,
        capture: Box::new(capture),
        beside: beside.map(|(finger, how)| of(finger, how).0).into(),
        preview,
    });
    let held = FingerStanding::Held { left: 2 };
    let stands = right.map(|finger| standing(&desk, finger));
    let passed = FingerStanding::Passed;
    assert_eq!(stands, [passed, passed, held, passed]);
    assert_eq!(desk.at().draft.fingerprints.len(), 4);
    desk.say(Msg::CaptureFingerprint);
    assert_eq!(touch(&desk), [Finger::RightRing]);
}

#[test]
fn the_officer_reads_which_fingers_the_device_waits_for() {
    let mut desk = ten();
    desk.say(Msg::CaptureFingerprint);
    let session = desk.session();
    let mut harness = window(desk);
    harness.step();
    harness.get_by_label_contains(screen::FINGER_WAIT.vi);
    for fingers in [Hand::Right.four().to_vec(), Hand::Left.four()[..3].to_vec()] {
        let text = words::awaited(&fingers).vi;
        harness
            .state_mut()
            .event(Event::FingersAwaited { session, fingers });
        harness.step();
        harness.get_by_label_contains(text);
    }
}

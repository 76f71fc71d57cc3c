//! Tries, exceptions and the best image; and what comparison with the chip may say.

use capture::fingerprint::attempts::Keep;
use capture::fingerprint::exception::{ExceptionReason, ProposedException};
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::image::GreyImage;
use device_twin::synthetic::{self, Condition, Impression};
use dossier::draft::{FingerprintCapture, Missing};
use dossier::fingers::{FingerDoubt, FingerStanding, FingerWork, Gate, doubts};
use dossier::identity::taken_before;
use reader::lds::dg3::{FingerFormat, parse_record};
use rules::profile::{FingerRules, FingerWord, GateRule};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::fixture::{AT, context, draft};

fn taken(seed: u64, touch: u64, condition: Condition, finger: Finger) -> FingerprintCapture {
    let impression = Impression::good(400, 500).casual(touch).under(condition);
    let print = synthetic::Finger::grow(seed).print(&impression);
    let (width, height) = (print.width.into(), print.height.into());
    let grey = GreyImage::new(width, height, Zeroizing::new(print.pixels)).unwrap();
    let image = FingerprintImage::new(grey, GreyDepth::Levels256, 500, finger).unwrap();
    let rules = FingerRules::default();
    FingerprintCapture::of(&image, &rules, "twin".into(), AT).unwrap()
}

/// The backend's confirmation, which counts for an hour.
fn given() -> (Uuid, OffsetDateTime) {
    (Uuid::from_u128(9), AT + Duration::HOUR)
}

#[test]
fn an_exception_ends_with_its_confirmation() {
    let mut work = FingerWork::default();
    let proposed = ProposedException {
        finger: Finger::RightIndex,
        reason: ExceptionReason::Injured,
        proposed_by: "nhan".into(),
    };
    work.except(&proposed.confirm("truong.ca").unwrap(), given(), AT);
    let (_, until) = given();
    assert_eq!(work.withdraw_outdated(until), []);
    assert_eq!(work.next(), Some(Finger::LeftIndex));
    let over = until + Duration::SECOND;
    assert_eq!(work.withdraw_outdated(over), [Finger::RightIndex]);
    assert_eq!(work.standing(Finger::RightIndex), FingerStanding::Open);
}

#[test]
fn every_try_is_kept_and_the_best_image_wins() {
    let faint = taken(1, 3, Condition::LowContrast, Finger::RightIndex);
    let good = taken(1, 3, Condition::Good, Finger::RightIndex);
    assert_eq!(
        (faint.assessment.gate, good.assessment.gate),
        (Gate::Held, Gate::Passed)
    );
    let mut work = FingerWork::default();
    let standing = |work: &FingerWork| work.standing(Finger::RightIndex);
    assert_eq!(standing(&work), FingerStanding::Open);
    assert_eq!(
        work.note(Finger::RightIndex, &faint.assessment, AT),
        Keep::New
    );
    assert_eq!(standing(&work), FingerStanding::Held { left: 2 });
    assert_eq!(
        work.note(Finger::RightIndex, &good.assessment, AT),
        Keep::New
    );
    assert_eq!(standing(&work), FingerStanding::Passed);
    assert_eq!(
        work.note(Finger::RightIndex, &faint.assessment, AT),
        Keep::Older
    );
    assert_eq!(work.tries.len(), 3);
}

#[test]
fn a_person_without_fingers_is_no_dead_end() {
    let mut draft = draft();
    draft.fingerprints.clear();
    draft.finger_work.tries.clear();
    assert_eq!(draft.missing(), [Missing::Fingerprint]);
    for finger in draft.finger_work.order() {
        let proposed = ProposedException {
            finger,
            reason: ExceptionReason::Amputated,
            proposed_by: "nhan".into(),
        };
        draft
            .finger_work
            .except(&proposed.confirm("truong.ca").unwrap(), given(), AT);
    }
    assert_eq!(draft.missing(), []);
    let sealed = draft.seal(&context()).unwrap();
    assert_eq!(sealed.sealed().finger_work.exceptions.len(), 2);
    draft.finger_work.withdraw(Finger::LeftIndex);
    assert_eq!(draft.missing(), [Missing::Fingerprint]);
}

#[test]
fn the_profile_says_which_finger_is_next_and_what_a_held_one_is_worth() {
    let good = taken(1, 3, Condition::Good, Finger::RightIndex);
    let faint = taken(1, 3, Condition::LowContrast, Finger::RightIndex);
    let mut work = FingerWork::default();
    work.rules.capture.order.push(FingerWord::RightThumb);
    assert_eq!(work.asked(), [Finger::RightIndex, Finger::LeftIndex]);
    work.note(Finger::RightIndex, &faint.assessment, AT);
    assert_eq!(work.next(), Some(Finger::RightIndex), "the gate stops");
    assert_eq!(work.tries_left(Finger::RightIndex), 2);
    work.rules.image.gate = GateRule::Advises;
    assert_eq!(work.next(), Some(Finger::LeftIndex), "the gate advises");
    let proposed = ProposedException {
        finger: Finger::LeftIndex,
        reason: ExceptionReason::Injured,
        proposed_by: "nhan".into(),
    };
    work.except(&proposed.confirm("truong.ca").unwrap(), given(), AT);
    assert_eq!(work.next(), Some(Finger::RightThumb), "one stands in");
    work.note(Finger::RightThumb, &good.assessment, AT);
    assert_eq!(work.next(), None);
    assert_eq!(work.scores(Finger::RightIndex), [faint.assessment.score]);
}

#[test]
fn a_file_with_too_many_tries_an_unnoted_image_or_another_reason_is_not_complete() {
    let refused = |change: fn(&mut dossier::draft::Draft)| {
        let mut draft = draft();
        assert_eq!(draft.missing(), []);
        change(&mut draft);
        assert_eq!(draft.missing(), [Missing::Fingerprint]);
    };
    refused(|draft| {
        let first = draft.finger_work.tries[0].clone();
        draft.finger_work.tries.extend(vec![first; 3]);
    });
    refused(|draft| draft.fingerprints[0].assessment.score += 1);
    refused(|draft| draft.fingerprints[1].finger = Finger::RightIndex);
    refused(|draft| {
        let proposed = ProposedException {
            finger: Finger::LeftIndex,
            reason: ExceptionReason::Worn,
            proposed_by: "nhan".into(),
        };
        let confirmed = proposed.confirm("truong.ca").unwrap();
        draft.finger_work.except(&confirmed, given(), AT);
        draft.finger_work.rules.exceptions.clear();
    });
}

#[test]
fn the_record_is_read_back_as_it_was_written() {
    let capture = taken(2, 1, Condition::Good, Finger::LeftThumb);
    let fingers = parse_record(&capture.record).ok().unwrap();
    let [finger] = fingers.as_slice() else {
        panic!("one finger")
    };
    assert_eq!(finger.position, Finger::LeftThumb.position());
    assert_eq!(finger.format, FingerFormat::Wsq);
    assert_eq!((finger.claimed_width, finger.claimed_height), (400, 500));
    assert_eq!((finger.pixels_per_inch, finger.depth), (500, 8));
    for length in 0..capture.record.len().min(60) {
        assert!(parse_record(&capture.record[..length]).is_err());
    }
}

#[test]
fn one_finger_under_two_names_is_found() {
    let index = taken(3, 1, Condition::Good, Finger::RightIndex);
    let again = taken(3, 2, Condition::Good, Finger::LeftIndex);
    let other = taken(4, 2, Condition::Good, Finger::LeftIndex);
    let earlier = [index];
    let rule = FingerRules::default().matching;
    assert_eq!(
        taken_before(&again, &earlier, &rule),
        Some(Finger::RightIndex)
    );
    assert_eq!(taken_before(&other, &earlier, &rule), None);
}

#[test]
fn measured_again_a_true_file_has_no_doubt_and_a_forged_one_has_its_own() {
    let rules = FingerRules::default();
    let one = taken(1, 3, Condition::Good, Finger::RightIndex);
    let other = taken(2, 3, Condition::Good, Finger::LeftIndex);
    let again = |change: &dyn Fn(&mut FingerprintCapture)| {
        let mut changed = one.clone();
        change(&mut changed);
        doubts(&[changed, other.clone()], &rules)
    };
    assert_eq!(again(&|_| ()), []);
    assert_eq!(again(&|one| one.record.clear()), [FingerDoubt::Unreadable]);
    assert_eq!(again(&|one| one.height += 1), [FingerDoubt::Unreadable]);
    assert_eq!(again(&|one| one.dpi = 1_000), [FingerDoubt::Unreadable]);
    assert_eq!(
        again(&|one| one.finger = Finger::RightThumb),
        [FingerDoubt::Unreadable],
        "the record names another finger"
    );
    let raised = |one: &mut FingerprintCapture| one.assessment.score += 9;
    assert_eq!(again(&raised), [FingerDoubt::AssessmentDiffers]);
    let swapped = again(&|one| one.png = other.png.clone());
    assert!(swapped.contains(&FingerDoubt::RecordDiffers), "{swapped:?}");
    assert!(swapped.contains(&FingerDoubt::SameFinger), "{swapped:?}");
    let faint = taken(1, 3, Condition::LowContrast, Finger::RightIndex);
    assert_eq!(doubts(&[faint], &rules), [FingerDoubt::QualityLow]);
    let twice = taken(1, 4, Condition::Good, Finger::LeftIndex);
    assert_eq!(doubts(&[one, twice], &rules), [FingerDoubt::SameFinger]);
}

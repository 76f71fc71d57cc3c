//! Circular 110/2020/TT-BCA Art. 3 on prints of known condition.

use capture::fingerprint::gate::{Demand, Examined, Gate, GateEnd, NotMeasured, examine};
use capture::fingerprint::minutiae::Mindtct;
use capture::fingerprint::profile::FingerProfile;
use capture::fingerprint::quality::Component;
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth, Impression};
use device_twin::synthetic::{self, Condition, Impression as Touch, Placement};

use super::{frame, grey, touch};

const PROFILE: FingerProfile = FingerProfile::VN_110;

fn examined(image: &FingerprintImage) -> Examined {
    examine(image, &Mindtct, &PROFILE)
}

fn end(examined: &Examined, demand: Demand) -> GateEnd {
    let found = examined.demands.iter().find(|(one, _)| *one == demand);
    found.unwrap().1
}

#[test]
fn a_good_print_passes_and_its_score_falls_with_the_skin() {
    let good = frame(touch(1, 3, Condition::Good));
    assert_eq!(examined(&good).gate(), Gate::Passed);
    let score = |condition| frame(touch(1, 3, condition)).quality().score();
    for worse in [
        Condition::Dry,
        Condition::Wet,
        Condition::Smudged,
        Condition::LowContrast,
    ] {
        assert!(score(worse) + 5 < score(Condition::Good), "{worse:?}");
    }
}

#[test]
fn a_faint_print_is_held_for_its_quality() {
    let faint = frame(touch(1, 3, Condition::LowContrast));
    let seen = examined(&faint);
    assert_eq!(seen.gate(), Gate::Held);
    assert!(matches!(
        end(&seen, Demand::Quality),
        GateEnd::NotMet { wanted: 50, .. }
    ));
    assert_eq!(faint.quality().weakest(), Component::Contrast);
    assert_eq!(faint.quality().impression(), Impression::Faint);
}

#[test]
fn the_cores_distance_is_measured_where_it_was_put() {
    let finger = synthetic::Finger::grow(5);
    for (right, down) in [(0.0, 0.0), (12.0, -9.0), (60.0, 10.0)] {
        let placement = Placement {
            right,
            down,
            ..Placement::default()
        };
        let print = finger.print(&Touch {
            placement,
            ..Touch::good(400, 500)
        });
        let seen = examined(&frame(grey(print)));
        let (GateEnd::Met { found } | GateEnd::NotMet { found, .. }) =
            end(&seen, Demand::CoreOffset)
        else {
            panic!("a loop has a core");
        };
        let truth = f64::hypot(right, down);
        assert!((f64::from(found) - truth).abs() < 16.0, "{found} {truth}");
    }
}

#[test]
fn an_arch_has_no_core_and_is_not_held_for_it() {
    let arch = (0..200)
        .map(synthetic::Finger::grow)
        .find(|finger| finger.pattern() == synthetic::Pattern::Arch)
        .unwrap();
    let print = grey(arch.print(&Touch::good(500, 620)));
    let few = FingerProfile {
        minutiae: 40,
        ..PROFILE
    };
    let seen = examine(&frame(print), &Mindtct, &few);
    let core = end(&seen, Demand::CoreOffset);
    assert_eq!(core, GateEnd::NotPerformed(NotMeasured::NoCore));
    assert_eq!(seen.gate(), Gate::Passed, "{:?}", seen.demands);
}

#[test]
fn sixteen_levels_and_other_resolutions_are_held() {
    let image = |depth, dpi| {
        let grey = touch(1, 3, Condition::Good);
        examined(&FingerprintImage::new(grey, depth, dpi, Finger::LeftIndex).unwrap())
    };
    let coarse = image(GreyDepth::Levels16, 500);
    let levels = end(&coarse, Demand::GreyLevels);
    assert!(matches!(levels, GateEnd::NotMet { found: 16, .. }));
    assert_eq!(coarse.gate(), Gate::Held);
    let low = image(GreyDepth::Levels256, 250);
    assert!(matches!(
        end(&low, Demand::Resolution),
        GateEnd::NotMet { found: 250, .. }
    ));
    let none = end(&low, Demand::Minutiae);
    assert_eq!(none, GateEnd::NotPerformed(NotMeasured::NoMinutiae));
    assert_eq!(low.gate(), Gate::Held);
}

//! What a device may be used for.

use capture::fingerprint::GreyDepth;
use capture::fingerprint::device::{
    DeviceCapability, Fap, Fitness, ImageQualityClass, Shortcoming,
};
use capture::fingerprint::profile::{FingerProfile, Purpose};

const PROFILE: FingerProfile = FingerProfile::VN_110;

#[test]
fn an_ef01_module_is_for_testers_and_says_why() {
    let module = DeviceCapability {
        width: 256,
        height: 288,
        dpi: 500,
        depth: GreyDepth::Levels16,
        quality: ImageQualityClass::Unstated,
    };
    let levels = Shortcoming::GreyLevels {
        levels: 16,
        wanted: 256,
    };
    let class = |wanted| Shortcoming::Class {
        fap: Fap::None,
        wanted,
    };
    assert_eq!(
        module.fitness(&PROFILE, Purpose::Enrol),
        Fitness::TesterOnly(vec![levels, class(Fap::F45)])
    );
    assert_eq!(
        module.fitness(&PROFILE, Purpose::Verify),
        Fitness::TesterOnly(vec![levels, class(Fap::F20)])
    );
}

#[test]
fn size_alone_makes_no_class_for_enrolment() {
    let plate = |quality| DeviceCapability {
        width: 1600,
        height: 1500,
        dpi: 500,
        depth: GreyDepth::Levels256,
        quality,
    };
    assert_eq!(plate(ImageQualityClass::AppendixF).fap(), Fap::F60);
    assert_eq!(plate(ImageQualityClass::Unstated).fap(), Fap::F40);
    let fit = |quality, purpose| plate(quality).fitness(&PROFILE, purpose);
    assert_eq!(
        fit(ImageQualityClass::AppendixF, Purpose::Enrol),
        Fitness::Fit
    );
    assert_eq!(
        fit(ImageQualityClass::Unstated, Purpose::Verify),
        Fitness::Fit
    );
    assert!(matches!(
        fit(ImageQualityClass::Unstated, Purpose::Enrol),
        Fitness::TesterOnly(_)
    ));
}

#[test]
fn classes_are_the_windows_of_appendix_f() {
    let of = |width, height| Fap::of_window(width, height, 500, ImageQualityClass::AppendixF);
    for (width, height, class) in [
        (192, 192, Fap::None),
        (250, 325, Fap::F10),
        (300, 400, Fap::F20),
        (400, 500, Fap::F30),
        (800, 750, Fap::F45),
        (1600, 1000, Fap::F50),
        (1600, 1500, Fap::F60),
    ] {
        assert_eq!(of(width, height), class, "{width}x{height}");
    }
}

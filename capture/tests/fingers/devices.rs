//! What a device may be used for.

use capture::fingerprint::GreyDepth;
use capture::fingerprint::device::{
    DeviceCapability, Fap, FitDevice, ImageQualityClass, Shortcoming,
};
use capture::fingerprint::profile::{FingerProfile, Purpose};

const PROFILE: FingerProfile = FingerProfile::VN_110;

#[test]
fn an_ef01_module_is_for_testers_and_says_why() {
    let module = DeviceCapability {
        window: Some((256, 288)),
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
    let short = |purpose| {
        let unfit = module.fit(&PROFILE, purpose).unwrap_err();
        unfit.shortcomings().to_vec()
    };
    assert_eq!(short(Purpose::Enrol), [class(Fap::F45), levels]);
    assert_eq!(short(Purpose::Verify), [class(Fap::F20), levels]);
    let trial = FingerProfile {
        fap_enrol: Fap::None,
        grey_levels: 16,
        ..PROFILE
    };
    let fit = module.fit(&trial, Purpose::Enrol);
    assert_eq!(fit.as_ref().map(FitDevice::fap), Ok(Fap::None));
    let silent = DeviceCapability {
        window: None,
        ..module
    };
    assert!(silent.fit(&trial, Purpose::Enrol).is_ok());
    assert!(silent.fit(&PROFILE, Purpose::Verify).is_err());
}

#[test]
fn size_alone_makes_no_class_for_enrolment() {
    let plate = |quality| DeviceCapability {
        window: Some((1600, 1500)),
        dpi: 500,
        depth: GreyDepth::Levels256,
        quality,
    };
    assert_eq!(plate(ImageQualityClass::AppendixF).fap(), Fap::F60);
    assert_eq!(plate(ImageQualityClass::Unstated).fap(), Fap::F40);
    let fit = |quality, purpose| plate(quality).fit(&PROFILE, purpose);
    let enrols = fit(ImageQualityClass::AppendixF, Purpose::Enrol).unwrap();
    assert_eq!((enrols.fap(), enrols.purpose()), (Fap::F60, Purpose::Enrol));
    assert!(fit(ImageQualityClass::Unstated, Purpose::Verify).is_ok());
    assert!(fit(ImageQualityClass::Unstated, Purpose::Enrol).is_err());
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

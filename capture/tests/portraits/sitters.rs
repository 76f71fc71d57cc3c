//! Who sits in front of the simulated camera: each fault of the picture gives the hint that mends it.

use capture::portrait::{
    Component, FaceFinder, Frame, Gate, PortraitProfile, PortraitQuality, Print, crop,
};
use capture::quality::Standing;
use device_twin::camera::{CameraFault, Film};

const LIVE: &[u8] = include_bytes!("../../../card-twin/persons/nguyen-thi-vi-du-live.jpg");

fn measured(frame: &Frame) -> PortraitQuality {
    let mut finder = FaceFinder::new().unwrap();
    let image = frame.decode().unwrap();
    PortraitQuality::measure(&image, &mut finder, PortraitProfile::Enrolment).unwrap()
}

#[test]
fn the_drawn_person_of_the_counter_passes_as_a_file_and_in_front_of_the_camera() {
    let film = Film::of(LIVE, CameraFault::None).unwrap();
    for frame in [Frame::encoded(LIVE), Frame::encoded(film.frame(0))] {
        let quality = measured(&frame);
        assert_eq!(quality.gate(), Gate::Passed, "{quality:?}");
        let face = quality.face().unwrap();
        assert!(crop(&frame.decode().unwrap(), face, Print::Passport35x45).is_ok());
    }
    let (one, other) = (film.frame(0), film.frame(1));
    assert!(!Frame::encoded(one).is_same_as(&Frame::encoded(other)));
}

#[test]
fn the_first_hint_is_about_the_fault() {
    use CameraFault as F;
    let expected = [
        (F::NoFace, Component::SingleFace, Standing::TooLow),
        (F::Turned, Component::SingleFace, Standing::TooLow),
        (F::TwoFaces, Component::SingleFace, Standing::TooHigh),
        (F::Far, Component::HeadSize, Standing::TooLow),
        (F::Dark, Component::Luminance, Standing::TooLow),
        (F::Blurred, Component::Sharpness, Standing::TooLow),
    ];
    for (fault, component, standing) in expected {
        let film = Film::of(LIVE, fault).unwrap();
        let quality = measured(&Frame::encoded(film.frame(0)));
        let first = quality.objections().next();
        assert_eq!(first, Some((component, standing)), "{fault:?}: {quality:?}");
        assert_eq!(quality.gate(), Gate::Held);
    }
}

//! Every operation that the module keeps something by, through the driver and a pseudo-terminal.

use std::sync::atomic::AtomicBool;

use capture::CaptureError;
use capture::ef01::{
    Answer, AutoEnrolment, Buffer, Light, LightColour, LightPattern, NotePage, Operation, Pages,
    Parameter, Switch,
};
use device_twin::pty::Pace;
use device_twin::{Fault, SensorConfig};
use terminal::devices::ef01::{Module, Port};

use super::{Bench, DEADLINES};

const ALL: Pages = Pages {
    first: 0,
    count: 200,
};

/// Runs work with an open module on which two fingers take turns after every upload of an image.
fn with_module(fingers: u8, work: impl FnOnce(&mut Module<'_>)) {
    let config = SensorConfig {
        fingers,
        ..SensorConfig::default()
    };
    let bench = Bench::start(config, Pace::Unlimited);
    let cancel = AtomicBool::new(false);
    let module = Module::open(Port::factory(&bench.port), DEADLINES, &cancel);
    work(&mut module.expect("a module"));
}

fn refused(result: Result<Answer, CaptureError>) -> u8 {
    match result {
        Err(CaptureError::Refused { code, .. }) => code,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("not refused"),
    }
}

fn features(module: &mut Module<'_>, buffer: Buffer) {
    module.finger().expect("a finger");
    let done = module.perform(Operation::ImageToFeatures(buffer));
    assert!(matches!(done, Ok(Answer::Done)));
}

#[test]
fn a_finger_is_enrolled_found_loaded_and_deleted() {
    with_module(1, |module| {
        let without = module.perform(Operation::ImageToFeatures(Buffer::ONE));
        assert_eq!(refused(without), 0x15);
        features(module, Buffer::ONE);
        features(module, Buffer::TWO);
        let alike = module.perform(Operation::Match);
        assert!(matches!(alike, Ok(Answer::Score(100))));
        module.perform(Operation::CombineModel).expect("one finger");
        let beyond = module.perform(Operation::Store(Buffer::ONE, 200));
        assert_eq!(refused(beyond), 0x0B);
        let store = Operation::Store(Buffer::ONE, 17);
        module.perform(store).expect("a page");
        let count = module.perform(Operation::CountTemplates);
        assert!(matches!(count, Ok(Answer::Templates(1))));
        let Ok(Answer::Index(table)) = module.perform(Operation::ReadIndex(0)) else {
            panic!("an index");
        };
        assert!(table.is_taken(17) && !table.is_taken(16));
        for search in [Operation::Search, Operation::FastSearch] {
            let found = module.perform(search(Buffer::TWO, ALL));
            assert!(matches!(
                found,
                Ok(Answer::Found {
                    page: 17,
                    score: 100
                })
            ));
        }
        let beside = Pages {
            first: 18,
            count: 100,
        };
        let elsewhere = module.perform(Operation::Search(Buffer::ONE, beside));
        assert!(matches!(elsewhere, Ok(Answer::NotFound)));
        let empty = module.perform(Operation::Load(Buffer::ONE, 16));
        assert_eq!(refused(empty), 0x0C);
        let load = Operation::Load(Buffer::new(6).expect("a buffer"), 17);
        module.perform(load).expect("a template");
        let only = Pages {
            first: 17,
            count: 1,
        };
        module.perform(Operation::Delete(only)).expect("deleted");
        let gone = module.perform(Operation::Search(Buffer::ONE, ALL));
        assert!(matches!(gone, Ok(Answer::NotFound)));
        let enrolment = AutoEnrolment {
            page: 3,
            replace: false,
            again: false,
            lift: false,
        };
        let enrolled = module.perform(Operation::AutoEnrol(enrolment));
        assert!(matches!(enrolled, Ok(Answer::Enrolled(3))));
        module.perform(Operation::EmptyLibrary).expect("emptied");
        let count = module.perform(Operation::CountTemplates);
        assert!(matches!(count, Ok(Answer::Templates(0))));
    });
}

#[test]
fn another_finger_is_told_apart_and_a_template_travels() {
    with_module(2, |module| {
        features(module, Buffer::ONE);
        let Ok(Answer::Sample(image)) = module.perform(Operation::UploadImage) else {
            panic!("an image");
        };
        assert_eq!(image.bytes().len(), 256 * 288 / 2);
        features(module, Buffer::TWO);
        let other = module.perform(Operation::Match);
        assert!(matches!(other, Ok(Answer::NoMatch)));
        assert_eq!(refused(module.perform(Operation::CombineModel)), 0x0A);

        let upload = Operation::UploadFeatures(Buffer::ONE);
        let Ok(Answer::Sample(template)) = module.perform(upload) else {
            panic!("a template");
        };
        let download = Operation::DownloadFeatures(Buffer::TWO, template);
        module.perform(download).expect("taken");
        let back = module.perform(Operation::Match);
        assert!(matches!(back, Ok(Answer::Score(100))));

        // The image of the first finger goes back: 288 packets, more than the line takes at once.
        module
            .perform(Operation::DownloadImage(image))
            .expect("taken");
        let again = Operation::ImageToFeatures(Buffer::TWO);
        module.perform(again).expect("features");
        let same = module.perform(Operation::Match);
        assert!(matches!(same, Ok(Answer::Score(100))));
    });
}

#[test]
fn notes_settings_light_and_password() {
    with_module(1, |module| {
        let page = NotePage::new(3).expect("a page");
        let write = Operation::WriteNotes(page, [0xA5; 32]);
        module.perform(write).expect("written");
        let notes = module.perform(Operation::ReadNotes(page));
        assert!(matches!(notes, Ok(Answer::Notes(notes)) if notes == [0xA5; 32]));
        let light = Light {
            pattern: LightPattern::Flashing,
            speed: 0x20,
            colour: LightColour::Cyan,
            cycles: 3,
        };
        for simple in [
            Operation::SetLight(light),
            Operation::WindowLight(Switch::On),
            Operation::ControlPort(Switch::Off),
            Operation::SetParameter(Parameter::security_level(4).expect("a level")),
            Operation::Handshake,
            Operation::SoftReset,
            Operation::SetPassword(7),
        ] {
            let name = simple.name();
            assert!(matches!(module.perform(simple), Ok(Answer::Done)), "{name}");
        }
        let old = module.perform(Operation::VerifyPassword(0));
        assert!(matches!(old, Err(CaptureError::WrongPassword)));
        module
            .perform(Operation::VerifyPassword(7))
            .expect("the new one");
        let (Ok(Answer::Random(one)), Ok(Answer::Random(two))) = (
            module.perform(Operation::Random),
            module.perform(Operation::Random),
        ) else {
            panic!("numbers");
        };
        assert_ne!(one, two);
        // The simulated module does not know it, and says so.
        assert_eq!(refused(module.perform(Operation::ReadIndex(1))), 0x01);
    });
}

#[test]
fn a_cable_pulled_between_two_operations_is_seen() {
    let config = SensorConfig {
        fault: Fault::UnplugAt(2),
        ..SensorConfig::default()
    };
    let bench = Bench::start(config, Pace::Unlimited);
    let cancel = AtomicBool::new(false);
    let module = Module::open(Port::factory(&bench.port), DEADLINES, &cancel);
    let lost = module.expect("a module").perform(Operation::Random);
    assert!(matches!(lost, Err(CaptureError::Unplugged)));
}

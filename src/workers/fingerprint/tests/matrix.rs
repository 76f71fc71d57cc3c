//! Every fault of every family's simulator through the driver and the worker, and the table of them in the documents.

use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use capture::fingerprint::{Finger, Hand};
use clap::ValueEnum;
use device_twin::sbi::{Keys, Prints, SbiConfig, SbiFault};
use device_twin::sfm::{self, Module};
use device_twin::{Fault, Sensor, SensorConfig};
use dossier::consent::Language;
use ui::problem::Problem;
use ui::text;

use super::bench::{Counter, Ended, ef01, sfm as sfm_family, trial};
use super::module;
use crate::devices::finger_sensor::Touch;

/// Longer than a terminal waits for an answer.
const LATE: Duration = Duration::from_secs(6);
/// Commands from the first question to the image.
const COMMANDS: u8 = 11;
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/devices.md");

/// The rows of the document's table that a family's simulator gives.
struct Rows {
    family: &'static str,
    found: Vec<String>,
}

impl Rows {
    fn of(family: &'static str) -> Self {
        Self {
            family,
            found: Vec::new(),
        }
    }

    /// Notes an end, which has a sentence in Vietnamese that says what to do.
    fn note(&mut self, name: &str, ended: Ended) {
        let end = match ended {
            Ended::Captured => "taken".to_owned(),
            Ended::Together(count) => format!("{count} taken"),
            Ended::Refused(problem) => {
                let sentence = text::problem::advice(problem).sentence(Language::Vi);
                assert!(sentence.contains("hãy "), "{name}: {sentence}");
                problem.code().to_owned()
            }
        };
        self.found
            .push(format!("| {} | `{name}` | {end} |", self.family));
    }

    /// The document has these rows of the family, and no other.
    fn are_documented(&self) {
        let document = fs::read_to_string(DOCUMENT).expect("docs/devices.md");
        let ours = format!("| {} | `", self.family);
        let rows = document.lines().filter(|line| line.starts_with(&ours));
        let rows: Vec<&str> = rows.collect();
        assert_eq!(self.found, rows, "{}", self.found.join("\n"));
    }
}

#[test]
fn every_fault_of_an_ef01_module() {
    let named = |name: &str| -> Fault { name.parse().expect("a fault of the menu") };
    let plain = Fault::NAMES.split(", ").map(str::trim);
    let plain = plain.filter(|name| !name.contains('='));
    let mut faults: Vec<(String, Fault)> =
        plain.map(|name| (name.to_owned(), named(name))).collect();
    faults.push(("late-ack".into(), Fault::LateAck(LATE)));
    // The list's question, the same question at the capture, and the capture itself.
    faults.extend((0..COMMANDS).map(|at| (format!("unplug-at={at}"), Fault::UnplugAt(at))));
    let mut rows = Rows::of("EF01");
    for (name, fault) in faults {
        let mut counter = Counter::facing(ef01(), trial());
        // Faults in the middle of an image hit its hundredth packet.
        counter.plug(Sensor::new(SensorConfig {
            width: 192,
            height: 192,
            looks_before_finger: 0,
            fault,
            ..SensorConfig::default()
        }));
        rows.note(&name, counter.take());
        counter.plug(module(Fault::None));
        serves_again(&mut counter, &name);
    }
    rows.are_documented();
}

#[test]
fn every_fault_of_an_sfm_module() {
    let mut rows = Rows::of("SFM");
    for fault in sfm::Fault::value_variants() {
        let value = fault.to_possible_value().expect("a name");
        let name = value.get_name();
        let mut counter = Counter::facing(sfm_family(), trial());
        counter.plug(Module::new(18, *fault));
        rows.note(name, counter.take());
        counter.plug(Module::new(18, sfm::Fault::None));
        serves_again(&mut counter, name);
    }
    rows.are_documented();
}

/// One test: the interface has one range of ports.
#[test]
fn every_fault_of_an_sbi_device_and_another_one_in_its_place() {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock");
    let now = i64::try_from(now.as_secs()).expect("seconds");
    let keys = Keys::make(now).expect("keys");
    let prints = Prints::of(18);
    let device = |fault| SbiConfig {
        fault,
        looks: 0,
        prints: prints.clone(),
        environment: "Staging".into(),
    };
    let mut rows = Rows::of("SBI");
    let mut faults = vec![("none", SbiFault::None), ("late", SbiFault::Late(LATE))];
    faults.extend(
        SbiFault::MENU
            .iter()
            .map(|(name, fault, _)| (*name, *fault)),
    );
    for (name, fault) in faults {
        let mut counter = Counter::facing_sbi(&keys);
        counter.serve(device(fault), keys.clone());
        rows.note(name, counter.take());
        counter.serve(device(SbiFault::None), keys.clone());
        serves_again(&mut counter, name);
    }
    rows.are_documented();
    four_at_once(&keys, &device);
    let others = Keys::make(now).expect("keys");
    let mut counter = Counter::facing_sbi(&keys);
    counter.serve(device(SbiFault::None), keys.clone());
    assert_eq!(counter.take(), Ended::Captured);
    counter.serve(device(SbiFault::None), others);
    assert_eq!(counter.take(), Ended::Refused(Problem::SbiUntrusted));
    counter.serve(device(SbiFault::None), keys);
    assert_eq!(counter.take(), Ended::Captured, "introduced anew");
}

/// Four fingers of a hand in one touch: all of them, or none and a sentence that says what to do.
fn four_at_once(keys: &Keys, device: &dyn Fn(SbiFault) -> SbiConfig) {
    let hand = |hand: Hand| {
        let [finger, beside @ ..] = hand.four();
        Touch {
            beside: beside.into(),
            ..Touch::of(finger)
        }
    };
    let mut rows = Rows::of("SBI, four");
    for (name, fault) in [
        ("none", SbiFault::None),
        ("three-of-four", SbiFault::ThreeOfFour),
        ("count-error", SbiFault::CountError),
        ("twice-the-same", SbiFault::TwiceTheSame),
        ("one-as-all", SbiFault::OneAsAll),
        ("other-hand", SbiFault::OtherHand),
        ("broken-chain", SbiFault::BrokenChain),
        ("empty-frame", SbiFault::EmptyFrame),
    ] {
        let mut counter = Counter::facing_sbi(keys);
        counter.serve(device(fault), keys.clone());
        rows.note(name, counter.lay(hand(Hand::Right), Vec::new()));
        assert_eq!(counter.taken.is_empty(), fault != SbiFault::None, "{name}");
    }
    rows.are_documented();
    let mut counter = Counter::facing_sbi(keys);
    counter.serve(device(SbiFault::None), keys.clone());
    assert_eq!(
        counter.lay(hand(Hand::Right), Vec::new()),
        Ended::Together(4)
    );
    let named: Vec<Finger> = counter.taken.iter().map(|one| one.finger).collect();
    assert_eq!(named, Hand::Right.four());
    assert!(counter.taken.iter().all(|one| one.device.is_some()));
    // The right hand once more, as a device sees it that takes it for the left one.
    let mut relabelled = std::mem::take(&mut counter.taken);
    for (capture, finger) in relabelled.iter_mut().zip(Hand::Left.four()) {
        capture.finger = finger;
    }
    let again = counter.lay(hand(Hand::Right), relabelled);
    assert_eq!(again, Ended::Refused(Problem::FingerTwice));
    assert_eq!(
        counter.lay(hand(Hand::Left), Vec::new()),
        Ended::Together(4)
    );
    let thumbs = Touch {
        beside: vec![Finger::LeftThumb],
        ..Touch::of(Finger::RightThumb)
    };
    assert_eq!(counter.lay(thumbs, Vec::new()), Ended::Together(2));
    let three = Touch {
        beside: vec![Finger::LeftRing, Finger::LeftLittle],
        excepted: vec![Finger::LeftMiddle],
        ..Touch::of(Finger::LeftIndex)
    };
    assert_eq!(counter.lay(three, Vec::new()), Ended::Together(3));
}

/// After a fault the next capture succeeds; a device that was replaced may first be noticed as another one.
fn serves_again(counter: &mut Counter, name: &str) {
    match counter.take() {
        Ended::Refused(Problem::SensorSwapped) => {
            assert_eq!(counter.take(), Ended::Captured, "after {name}");
        }
        ended => assert_eq!(ended, Ended::Captured, "after {name}"),
    }
}

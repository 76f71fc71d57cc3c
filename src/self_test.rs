//! Exercising every device of a counter, for the people who set it up: what passed, what failed and why,
//! how long it took. The list of devices does not stop a test. Nothing of a person is kept or told: a
//! finger's size and score, a code's kind and length, and no more.

mod camera;
mod fingerprint;
mod module;
mod reader;
mod scanner;

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use dossier::devices::DeviceKind;
use ui::problem::Problem;

use crate::card_reading::milliseconds;
use crate::config::Config;

/// What a test may ask of the people beside the devices.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// How many frames a camera gives.
    pub frames: u16,
    /// Whether somebody lays a finger on the sensor.
    pub finger: Hand,
    /// Whether somebody holds a code before the scanner.
    pub code: Hand,
}

/// Whether a person helps with a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Yes.
    Helps,
    /// No: what needs it is not performed.
    Absent,
}

/// What was exercised of one device.
pub struct Tested {
    /// What it is.
    pub kind: DeviceKind,
    /// Port, PC/SC name, address or file.
    pub place: String,
    /// The steps, in their order.
    pub steps: Vec<Step>,
}

/// One step.
pub struct Step {
    /// What was tried.
    pub name: StepName,
    /// How it ended.
    pub end: End,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// What was seen: name and value, nothing personal.
    pub facts: Vec<(&'static str, String)>,
}

/// What can be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepName {
    /// The device is found.
    Presence,
    /// The card is powered up, ISO/IEC 7816-3.
    AnswerToReset,
    /// A command of extended length passes the reader, ISO/IEC 7816-4 §5.2.
    ExtendedLength,
    /// Twenty short exchanges.
    Exchange,
    /// The sensor says who it is, and its parameters.
    Handshake,
    /// One image of a finger.
    Image,
    /// What an EF01 module does itself: random numbers, library, features, comparison, a template there and back.
    Operations,
    /// One scan after the trigger.
    Scan,
    /// Frames of a camera.
    Frames,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Passed,
    /// Otherwise.
    Failed(Problem),
    /// It was not tried.
    NotPerformed(WhyNot),
}

/// Why a step was not tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyNot {
    /// A step before it failed.
    StepBefore,
    /// No card is on the reader.
    NoCard,
    /// The chip does not take such commands.
    ChipRefuses,
    /// Nobody was to help.
    NobodyHelps,
    /// It types, and only the window sees keys.
    Keyboard,
}

impl StepName {
    /// All steps.
    pub const ALL: [Self; 9] = [
        Self::Presence,
        Self::AnswerToReset,
        Self::ExtendedLength,
        Self::Exchange,
        Self::Handshake,
        Self::Image,
        Self::Operations,
        Self::Scan,
        Self::Frames,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::AnswerToReset => "answer_to_reset",
            Self::ExtendedLength => "extended_length",
            Self::Exchange => "exchange",
            Self::Handshake => "handshake",
            Self::Image => "image",
            Self::Operations => "operations",
            Self::Scan => "scan",
            Self::Frames => "frames",
        }
    }
}

impl WhyNot {
    /// All reasons.
    pub const ALL: [Self; 5] = [
        Self::StepBefore,
        Self::NoCard,
        Self::ChipRefuses,
        Self::NobodyHelps,
        Self::Keyboard,
    ];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::StepBefore => "step_before",
            Self::NoCard => "no_card",
            Self::ChipRefuses => "chip_refuses",
            Self::NobodyHelps => "nobody_helps",
            Self::Keyboard => "keyboard",
        }
    }
}

/// Exercises every device that the settings name.
#[must_use]
pub fn run(config: &Config, extent: Extent, cancel: &AtomicBool) -> Vec<Tested> {
    let mut tested = reader::test(&config.card, cancel);
    tested.extend(camera::test(config, extent.frames));
    tested.extend(fingerprint::test(config, extent.finger, cancel));
    tested.extend(scanner::test(config, extent.code, cancel));
    tested
}

type Seen = Vec<(&'static str, String)>;

/// Tries one step and takes its time.
fn tried(name: StepName, work: impl FnOnce() -> Result<Seen, End>) -> Step {
    let started = Instant::now();
    let (end, facts) = match work() {
        Ok(facts) => (End::Passed, facts),
        Err(end) => (end, Vec::new()),
    };
    Step {
        name,
        end,
        elapsed_ms: milliseconds(started),
        facts,
    }
}

/// A step that is not tried.
fn skipped(name: StepName, why: WhyNot) -> Step {
    Step {
        name,
        end: End::NotPerformed(why),
        elapsed_ms: 0.0,
        facts: Vec::new(),
    }
}

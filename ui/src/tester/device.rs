//! Devices and their self-test.

use dossier::devices::{DeviceIdentity, DeviceKind};

use crate::problem::Problem;

/// One device.
#[derive(Clone)]
pub struct DeviceRow {
    /// What it is.
    pub kind: DeviceKind,
    /// Port, PC/SC name, address or file.
    pub place: String,
    /// Who it is, as far as it says so.
    pub identity: Option<DeviceIdentity>,
    /// The stable word of its state.
    pub state: &'static str,
    /// What is wrong with it, or why the list refuses it.
    pub problems: Vec<Problem>,
    /// The steps of its last self-test.
    pub steps: Vec<StepRow>,
}

/// One step of a self-test.
#[derive(Clone)]
pub struct StepRow {
    /// The step's stable word.
    pub name: &'static str,
    /// How it ended.
    pub end: StepEnd,
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// What was seen: names and values, nothing personal.
    pub facts: String,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepEnd {
    /// As it should.
    Passed,
    /// Otherwise.
    Failed(Problem),
    /// It was not tried: the reason's stable word.
    NotPerformed(&'static str),
}

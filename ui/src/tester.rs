//! The integration tester's bench: what the window asks of it and what it reports. Nothing here names a person: a
//! card that is read gives its kind, its commands and its checks, and no more.

mod conformance;
mod device;
mod simulator;
mod trust;

use dossier::card_trace::CardTrace;
use reader::presented::Presented;
use reader::verdict::{Check, Verdict};

use crate::problem::Problem;

pub use conformance::{CaseEnd, CaseRow};
pub use device::{DeviceRow, StepEnd, StepRow};
pub use simulator::{Family, Running, SimulatedFault, Simulator};
pub use trust::{ProfileRow, TrustOverview, TrustRow, TrustWhat};

/// One order to the bench. It does one after another.
pub enum Job {
    /// Look at every device.
    ListDevices,
    /// Exercise every device.
    TestDevices,
    /// Read the card on the reader and trace it.
    ReadCard(Box<Presented>),
    /// Write the last trace, and the settings of its twin, into the terminal's folder.
    ExportTrace,
    /// Read one twin for each case of the conformance table.
    CheckConformance,
    /// Write the result sheet of the last run.
    ExportSheet,
    /// Show what is trusted.
    LoadTrust,
    /// Show what was learnt of readers and chips.
    LoadProfiles,
    /// Forget what was learnt of one.
    ForgetProfile(ProfileRow),
    /// Show the simulators and their menus.
    LoadSimulators,
    /// Start a simulator with a fault of its menu; one that runs is stopped before.
    StartSimulator(Family, String),
    /// Stop it.
    StopSimulator(Family),
}

/// What the bench reports.
pub enum Report {
    /// Every device.
    Devices(Vec<DeviceRow>),
    /// A card was read, to its end or not.
    Card(Box<CardResult>),
    /// No card was reached.
    CardFailed(Problem),
    /// One case of the conformance table.
    Case(CaseRow),
    /// What is trusted.
    Trust(TrustOverview),
    /// What was learnt.
    Profiles(Vec<ProfileRow>),
    /// Simulators and their menus.
    Simulators(Vec<Simulator>),
    /// A file was written: its path.
    Written(String),
    /// The job was not done.
    Failed(Problem),
    /// The job is over, whatever came of it.
    Done,
}

/// One reading, without the person.
pub struct CardResult {
    /// What passed.
    pub trace: CardTrace,
    /// What follows.
    pub verdict: Verdict,
    /// Every check.
    pub checks: Vec<Check>,
    /// Why it ended early.
    pub problem: Option<Problem>,
}

//! The integration tester's work place: six tables about devices, cards and trust, and never about a person.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::event::SignedIn;
use crate::problem::Problem;
use crate::tester::{CardResult, CaseRow, DeviceRow, Family, ProfileRow, Simulator, TrustOverview};

/// One tester at a bench.
pub struct Tester {
    /// Who works here; without a session where nobody had to sign in.
    pub who: SignedIn,
    /// The table that is shown.
    pub tab: Tab,
    /// The table for which the bench works.
    pub busy: Option<Tab>,
    /// The line that is pointed at.
    pub line: usize,
    /// The text that gives the key of the card.
    pub card_text: Zeroizing<String>,
    /// Every device.
    pub devices: Vec<DeviceRow>,
    /// The last reading.
    pub card: Option<Box<CardResult>>,
    /// Cases of the last run.
    pub cases: Vec<CaseRow>,
    /// What is trusted.
    pub trust: Option<TrustOverview>,
    /// What was learnt of readers and chips.
    pub profiles: Vec<ProfileRow>,
    /// Simulators.
    pub simulators: Vec<Simulator>,
    /// The fault that is pointed at in each menu.
    pub faults: BTreeMap<Family, usize>,
    /// What went wrong last.
    pub problem: Option<Problem>,
    /// The file that was written last.
    pub written: Option<String>,
}

/// The tables, in the order of their digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// Devices and their self-test.
    Devices,
    /// One card and what passed.
    Card,
    /// The conformance table.
    Conformance,
    /// The trust store.
    Trust,
    /// What was learnt of readers and chips.
    Profiles,
    /// Simulated devices.
    Simulators,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Devices,
        Self::Card,
        Self::Conformance,
        Self::Trust,
        Self::Profiles,
        Self::Simulators,
    ];
}

impl Tester {
    /// A bench where nothing was looked at yet.
    #[must_use]
    pub fn new(who: SignedIn) -> Self {
        Self {
            who,
            tab: Tab::Devices,
            busy: None,
            line: 0,
            card_text: Zeroizing::default(),
            devices: Vec::new(),
            card: None,
            cases: Vec::new(),
            trust: None,
            profiles: Vec::new(),
            simulators: Vec::new(),
            faults: BTreeMap::new(),
            problem: None,
            written: None,
        }
    }

    /// Whether somebody signed in, so that the screen is locked when it is left.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        !self.who.session.is_nil()
    }

    /// How many lines the table has that can be pointed at.
    #[must_use]
    pub fn lines(&self) -> usize {
        match self.tab {
            Tab::Devices => self.devices.len(),
            Tab::Card => self
                .card
                .as_ref()
                .map_or(0, |card| card.trace.commands.len()),
            Tab::Conformance => self.cases.len(),
            Tab::Trust => self.trust.as_ref().map_or(0, |trust| trust.rows.len()),
            Tab::Profiles => self.profiles.len(),
            Tab::Simulators => self.simulators.len(),
        }
    }

    /// Whether devices were exercised or cases run, so that there is a sheet to write.
    #[must_use]
    pub fn has_results(&self) -> bool {
        match self.tab {
            Tab::Devices => self.devices.iter().any(|device| !device.steps.is_empty()),
            Tab::Conformance => !self.cases.is_empty(),
            _ => false,
        }
    }

    /// The simulator that is pointed at, and the fault that it would be started with.
    #[must_use]
    pub fn pointed_simulator(&self) -> Option<(&Simulator, &str)> {
        let simulator = self.simulators.get(self.line)?;
        let at = self.faults.get(&simulator.family).copied().unwrap_or(0);
        let fault = simulator.faults.get(at)?;
        Some((simulator, fault.name.as_str()))
    }
}

//! Simulated devices and what may be wrong with them.

/// What is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A chip card on the virtual reader.
    Card,
    /// An EF01 module on a serial line.
    Ef01,
    /// A Suprema module on a serial line.
    Sfm,
    /// An SBI device service.
    Sbi,
    /// A code scanner on a serial line.
    Scanner,
    /// A network camera.
    Camera,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Card,
        Self::Ef01,
        Self::Sfm,
        Self::Sbi,
        Self::Scanner,
        Self::Camera,
    ];

    /// As the simulators' program calls it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Ef01 => "ef01",
            Self::Sfm => "sfm",
            Self::Sbi => "sbi",
            Self::Scanner => "scanner",
            Self::Camera => "camera",
        }
    }
}

/// One simulator.
pub struct Simulator {
    /// What it plays.
    pub family: Family,
    /// Its menu, as its program prints it.
    pub faults: Vec<SimulatedFault>,
    /// Whether it runs.
    pub running: Option<Running>,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedFault {
    /// Its name on the command line.
    pub name: String,
    /// What it does.
    pub what: String,
}

/// A simulator at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// With which fault.
    pub fault: String,
    /// Where the terminal finds it: for its settings.
    pub place: String,
}

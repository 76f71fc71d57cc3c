//! What one reading costs: on a modelled radio link beside its floor and beside another reader, and
//! through the real pcscd.

mod model;
mod standard_card;
mod through_pcscd;

use anyhow::Result;

use super::{Measure, percentile};
use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::processes::Processes;
use crate::workspace::Workspace;

/// Readings of each kind.
const ROUNDS: usize = 50;

/// How long the card's answers may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strategy {
    Short,
    Extended1920,
    Extended64k,
}

impl Strategy {
    const ALL: [Self; 3] = [Self::Short, Self::Extended1920, Self::Extended64k];

    fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Extended1920 => "extended1920",
            Self::Extended64k => "extended64k",
        }
    }

    /// The card's buffer, in bytes; none without extended length.
    fn buffer(self) -> Option<u16> {
        match self {
            Self::Short => None,
            Self::Extended1920 => Some(1920),
            Self::Extended64k => Some(u16::MAX),
        }
    }

    /// The most commands of a whole reading.
    fn most_apdus(self) -> f64 {
        match self {
            Self::Short => 112.0,
            Self::Extended1920 => 30.0,
            Self::Extended64k => 20.0,
        }
    }

    /// The most milliseconds from power-up to the verdict where the link costs nothing.
    fn most_to_verdict(self) -> f64 {
        match self {
            Self::Short => 160.0,
            Self::Extended1920 | Self::Extended64k => 80.0,
        }
    }
}

/// First the model, which needs no reader; then the readings through pcscd.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Measure>> {
    let interrupt = Interrupt::install()?;
    install::run(&[Scope::Build, Scope::Run])?;
    let mut processes = Processes::new(interrupt);
    let mut measures = model::measure(workspace, &mut processes)?;
    measures.extend(through_pcscd::measure(workspace, &mut processes)?);
    Ok(measures)
}

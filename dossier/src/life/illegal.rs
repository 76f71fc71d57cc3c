//! Why something cannot happen to a case.

use crate::{decision::CaseState, fault::Fault};

/// Why something cannot happen to a case: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Illegal {
    /// Whoever submitted a case does not decide it.
    #[error("the submitter cannot decide")]
    Submitter,
    /// Whoever confirmed an exception of a case does not decide it.
    #[error("the confirmer of an exception cannot decide")]
    Confirmer,
    /// The two approvals of a case of high risk come from two officers.
    #[error("the officer has approved this case already")]
    ApprovedAlready,
    /// Not for this role, or not for an officer at all.
    #[error("this actor may not do it")]
    NotForThisActor,
    /// It is decided.
    #[error("the case is decided")]
    Decided,
    /// Another officer holds it.
    #[error("another officer holds the case")]
    HeldByAnother,
    /// The claim has expired, or another one replaced it.
    #[error("the claim does not hold any more")]
    LeaseLost,
    /// Only a senior approver may approve it.
    #[error("the case needs a senior approver")]
    SeniorNeeded,
    /// The higher level has it already.
    #[error("the case is with the higher level already")]
    AlreadyHigher,
    /// It does not follow from this state.
    #[error("it does not follow from {}", .0.word())]
    NotFrom(CaseState),
}

impl Illegal {
    /// The clause.
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::SeniorNeeded | Self::AlreadyHigher => "S1 Art. 11.4, 11.5",
            Self::Submitter
            | Self::Confirmer
            | Self::ApprovedAlready
            | Self::NotForThisActor
            | Self::HeldByAnother
            | Self::LeaseLost => "S1 Art. 15.3",
            Self::Decided | Self::NotFrom(_) => "S1 Art. 16",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(self) -> Fault {
        match self {
            Self::NotFrom(_) => Fault::Us,
            _ => Fault::Operator,
        }
    }
}

//! Who may do what: one table.

use dossier::api::{ProblemType, Role};

use crate::refusal::Refusal;

/// What an officer may want of the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Ask for a challenge for active authentication.
    RequestChallenge,
    /// Be the submitter of a case.
    Submit,
    /// See what became of a submission of the own office.
    ViewSubmission,
    /// See the record of a case, without the person's data.
    ViewCase,
    /// See which cases wait.
    ViewQueue,
    /// Open a case with the person's data.
    Claim,
    /// Approve, refuse or hand to the higher level.
    Decide,
    /// Take out what a case's verdict rested on: the card's files, and who was trusted.
    ExportEvidence,
    /// Get the list of devices.
    ReadDevices,
    /// Lay a claimed case back; a senior approver takes away another officer's.
    Release,
    /// Write down that a person consents to be asked about, or takes it back.
    RecordConsent,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 11] = [
        Self::RequestChallenge,
        Self::Submit,
        Self::ViewSubmission,
        Self::ViewCase,
        Self::ViewQueue,
        Self::Claim,
        Self::Decide,
        Self::ExportEvidence,
        Self::ReadDevices,
        Self::Release,
        Self::RecordConsent,
    ];
}

/// Whether the role covers the action.
///
/// # Errors
/// [`ProblemType::Forbidden`] when it does not.
pub fn authorize(role: Role, action: Action) -> Result<(), Refusal> {
    let allowed = match action {
        Action::RequestChallenge | Action::Submit | Action::RecordConsent => {
            role == Role::Receiving
        }
        Action::ViewSubmission | Action::ViewCase | Action::ReadDevices => true,
        Action::ViewQueue
        | Action::Claim
        | Action::Decide
        | Action::ExportEvidence
        | Action::Release => match role {
            Role::Approving | Role::Senior => true,
            Role::Receiving => false,
        },
    };
    if allowed {
        Ok(())
    } else {
        Err(ProblemType::Forbidden.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_by_action() {
        let row = |role| Action::ALL.map(|action| u8::from(authorize(role, action).is_ok()));
        assert_eq!(row(Role::Receiving), [1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1]);
        assert_eq!(row(Role::Approving), [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
        assert_eq!(row(Role::Senior), [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    }
}

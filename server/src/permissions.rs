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
    /// Confirm as the second person that a finger is not taken.
    ConfirmException,
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
    /// Print a form of a case of the own office.
    PrintForm,
    /// Print the slip of a verification at the own desk.
    PrintSlip,
    /// Find an account, with whose it is; see which wait for an officer.
    ViewAccount,
    /// Write down a request for a lock or its end.
    RequestLock,
    /// Grant or refuse a request for a lock or its end that another officer wrote down.
    DecideLock,
    /// Activate an account whose days to be activated in the application have passed.
    ActivateLate,
    /// Read the audit log.
    ReadAudit,
    /// Read a frozen report of the provider.
    ReadReport,
    /// See the terminals of the own office and those below.
    ListTerminals,
    /// Give a terminal of these offices a one-time code.
    InviteTerminal,
    /// Shut out a terminal of these offices, or let it in again.
    BlockTerminal,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 23] = [
        Self::RequestChallenge,
        Self::Submit,
        Self::ConfirmException,
        Self::ViewSubmission,
        Self::ViewCase,
        Self::ViewQueue,
        Self::Claim,
        Self::Decide,
        Self::ExportEvidence,
        Self::ReadDevices,
        Self::Release,
        Self::RecordConsent,
        Self::PrintForm,
        Self::PrintSlip,
        Self::ViewAccount,
        Self::RequestLock,
        Self::DecideLock,
        Self::ActivateLate,
        Self::ReadAudit,
        Self::ReadReport,
        Self::ListTerminals,
        Self::InviteTerminal,
        Self::BlockTerminal,
    ];

    /// Whose it is.
    fn roles(self) -> &'static [Role] {
        use Role::{Approving, Auditor, DeviceAdmin, Receiving, Senior, Teller};
        match self {
            Self::RequestChallenge => &[Receiving, Teller],
            Self::Submit | Self::PrintForm => &[Receiving],
            Self::RecordConsent | Self::PrintSlip => &[Receiving, Teller],
            Self::ConfirmException
            | Self::ViewSubmission
            | Self::ViewAccount
            | Self::RequestLock
            | Self::ActivateLate => &[Receiving, Approving, Senior],
            Self::ViewCase => &[Receiving, Approving, Senior, Auditor],
            Self::ViewQueue
            | Self::Claim
            | Self::Decide
            | Self::ExportEvidence
            | Self::Release
            | Self::DecideLock => &[Approving, Senior],
            Self::ReadDevices => &[Receiving, Approving, Senior, Teller, DeviceAdmin],
            Self::ReadAudit | Self::ReadReport => &[Auditor],
            Self::ListTerminals => &[Auditor, DeviceAdmin],
            Self::InviteTerminal | Self::BlockTerminal => &[DeviceAdmin],
        }
    }
}

/// Whether the role covers the action.
///
/// # Errors
/// [`ProblemType::Forbidden`] when it does not.
pub fn authorize(role: Role, action: Action) -> Result<(), Refusal> {
    if action.roles().contains(&role) {
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
        assert_eq!(
            row(Role::Receiving),
            [
                1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0
            ]
        );
        assert_eq!(
            row(Role::Approving),
            [
                0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0
            ]
        );
        assert_eq!(
            row(Role::Senior),
            [
                0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0
            ]
        );
        assert_eq!(
            row(Role::Teller),
            [
                1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
            ]
        );
        assert_eq!(
            row(Role::Auditor),
            [
                0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0
            ]
        );
        assert_eq!(
            row(Role::DeviceAdmin),
            [
                0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1
            ]
        );
    }
}

//! A submitted file in the strip below the panes.

use dossier::api::{FormName, SubmissionStatus};
use dossier::decision::CaseState;
use dossier::receipt::Receipt;
use dossier::submission::SubmissionId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::problem::Problem;

/// One submission.
pub struct SubmissionRow {
    /// Its name.
    pub submission: SubmissionId,
    /// The citizen, while this window remembers.
    pub name: Option<String>,
    /// When the outbox took it.
    pub at: OffsetDateTime,
    /// How it stands.
    pub standing: Standing,
}

impl SubmissionRow {
    /// The form that it has come to: the appointment while it is decided on, the notice after a refusal.
    #[must_use]
    pub fn printable(&self) -> Option<(Uuid, FormName)> {
        match &self.standing {
            Standing::Waiting(_) | Standing::Refused(_) => None,
            Standing::Received(receipt) => Some((receipt.case, FormName::Appointment)),
            Standing::Known(status) => match status.state {
                CaseState::Purged => None,
                CaseState::Rejected => Some((status.case, FormName::Refusal)),
                _ => Some((status.case, FormName::Appointment)),
            },
        }
    }
}

/// How a submission stands.
pub enum Standing {
    /// In the outbox; why it could not be sent yet, when it was tried.
    Waiting(Option<Problem>),
    /// The backend refused it for good.
    Refused(Problem),
    /// The backend has it.
    Received(Receipt),
    /// The backend told more later.
    Known(Box<SubmissionStatus>),
}

//! A submitted file in the strip below the panes.

use dossier::api::SubmissionStatus;
use dossier::receipt::Receipt;
use dossier::submission::SubmissionId;
use time::OffsetDateTime;

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

//! What a case was made of, opened again.

use dossier::submission::{self, VerifiedSubmission};
use dossier::{api::ProblemType, dossier::Sealed, life::DecidingLevel, source::SourceReply};

use crate::{
    Backend,
    blobs::Part,
    intake::Presentation,
    refusal::{Refusal, Unreadable},
    ruling::About,
    store::{
        Connection,
        cases::{self, Case},
        terminals,
    },
};

/// The sealed parts of a case, in the open. No `Debug`.
pub(crate) struct Opened {
    pub(crate) submission: VerifiedSubmission,
    pub(crate) presentation: Presentation,
    pub(crate) subject: Option<Vec<u8>>,
}

impl Opened {
    pub(crate) fn sealed(&self) -> &Sealed {
        self.submission.dossier().sealed()
    }

    pub(crate) fn about<'a>(&'a self, case: &'a Case, sources: &'a [SourceReply]) -> About<'a> {
        About {
            case: case.id,
            sealed: self.sealed(),
            facts: &self.presentation.facts,
            findings: &case.findings,
            subject: self.subject.as_deref(),
            office: &case.submitter.office,
            escalated: case.level == DecidingLevel::Senior,
            sources,
        }
    }
}

/// Opens the sealed parts; the terminal's signature is checked once more on the way.
///
/// # Errors
/// When a part is missing or does not open.
pub(crate) async fn open(
    backend: &Backend,
    connection: &mut Connection,
    case: &Case,
) -> Result<Opened, Refusal> {
    let case_key = backend.parts().vault.case_key(case.id, &case.wrapped_key)?;
    let blobs = &backend.parts().blobs;
    let submission = blobs.get(case.id, Part::Submission).await?;
    let presentation = blobs.get(case.id, Part::Presentation).await?;
    let presentation = case_key.open(case.id, Part::Presentation.word(), &presentation)?;
    let presentation: Presentation = serde_json::from_slice(&presentation)
        .map_err(|_| Refusal::internal("presentation", &Unreadable))?;
    let submission = case_key.open(case.id, Part::Submission.word(), &submission)?;
    let jws = str::from_utf8(&submission)
        .map_err(|_| Refusal::internal("submission at rest", &Unreadable))?;
    let key = terminals::key(connection, &case.terminal)
        .await?
        .ok_or(ProblemType::TerminalUnknown)?;
    // The terminal may have been revoked since; what it signed before stays signed.
    let submission = submission::open(jws, |_| Some(key))
        .map_err(|cause| Refusal::internal("submission at rest", &cause))?;
    Ok(Opened {
        submission,
        presentation,
        subject: cases::subject_of(connection, case.id).await?,
    })
}

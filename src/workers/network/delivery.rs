//! From a draft to a receipt, and from a receipt to a decision.

use std::time::Instant;

use dossier::api::FormName;
use dossier::draft::{Draft, SealContext};
use dossier::submission::{SignedSubmission, SubmissionId, sign};
use rules::calendar::VIETNAM;
use ui::event::Event;
use ui::problem::Problem;
use uuid::Uuid;

use super::{MAX_PAUSE, NetworkWorker, TICK};
use crate::backend::BackendError;
use crate::store::OutboxState;
use crate::workers::printer::PrintJob;
use crate::{clock, problem};

impl NetworkWorker {
    pub(super) fn submit(&mut self, draft: &Draft) {
        let signed = match self.seal(draft) {
            Ok(signed) => signed,
            Err(problem) => return self.not_submitted(draft, problem),
        };
        let officer = self
            .session
            .as_ref()
            .map(|session| session.officer.id.clone());
        if let Err(error) = self
            .store
            .enqueue(&officer.unwrap_or_default(), draft.id, &signed)
        {
            tracing::error!(%error, "submission not stored");
            return self.not_submitted(draft, problem::of_store(&error));
        }
        self.outlet.send(Event::SubmissionStored {
            draft: draft.id,
            submission: signed.id,
        });
        self.next_attempt = Instant::now();
        self.deliver();
    }

    /// The file goes back to the desk as it was.
    fn not_submitted(&self, draft: &Draft, problem: Problem) {
        self.outlet.send(Event::SubmitFailed {
            draft: draft.id,
            problem,
        });
    }

    pub(super) fn seal(&self, draft: &Draft) -> Result<SignedSubmission, Problem> {
        let session = self.session.as_ref().ok_or(Problem::SessionExpired)?;
        let at = clock::now();
        let today = at.to_offset(VIETNAM).date();
        let rules = self.policy.on(today).map_err(|why| {
            tracing::error!(%why, clause = why.clause(), "policy not in force");
            Problem::PolicyNotInForce
        })?;
        let context = SealContext {
            terminal: self.terminal.clone(),
            session: session.session,
            officer: session.officer.id.clone(),
            at,
            profile: rules.profile.name.word(),
        };
        let dossier = draft.seal(&context).map_err(|_| Problem::FileIncomplete)?;
        sign(&dossier, &self.key, &self.terminal).map_err(|error| {
            tracing::error!(%error, "submission not signed");
            Problem::TerminalKeyMissing
        })
    }

    /// Sends what waits, oldest first, and stops at the first that the backend cannot take now.
    pub(super) fn deliver(&mut self) {
        if Instant::now() < self.next_attempt {
            return;
        }
        let pending = match self.store.pending() {
            Ok(pending) => pending,
            Err(error) => {
                return self
                    .outlet
                    .send(Event::StoreFailed(problem::of_store(&error)));
            }
        };
        for entry in pending {
            let OutboxState::Pending { jws } = &entry.state else {
                continue;
            };
            let Some(submission) = SubmissionId::parse(&entry.submission) else {
                continue;
            };
            if let Err(waiting) = self.deliver_one(&submission, jws) {
                self.pause = (self.pause * 2).min(MAX_PAUSE);
                self.next_attempt = Instant::now() + self.pause;
                let problem = problem::of_backend(&waiting);
                return self.outlet.send(Event::SubmissionWaiting {
                    submission,
                    problem,
                });
            }
            self.pause = TICK;
        }
    }

    /// Ends with the receipt kept or the refusal kept; an error means: later again.
    pub(super) fn deliver_one(
        &mut self,
        submission: &SubmissionId,
        jws: &str,
    ) -> Result<(), BackendError> {
        let answer = self.backend.submit(submission, jws);
        let (kept, event) = match self.heard(answer) {
            Ok((receipt, signed)) => {
                self.awaited.insert(submission.clone());
                let kept = self.store.acknowledge(submission.as_str(), &signed);
                (kept, Event::SubmissionSent(receipt))
            }
            Err(BackendError::Refused(kind)) if !BackendError::Refused(kind).is_temporary() => {
                tracing::warn!(
                    submission = submission.as_str(),
                    problem = kind.urn(),
                    "refused"
                );
                let kept = self.store.refuse(submission.as_str(), kind.urn());
                let problem = Problem::from(kind);
                (
                    kept,
                    Event::SubmissionRefused {
                        submission: submission.clone(),
                        problem,
                    },
                )
            }
            Err(error) => return Err(error),
        };
        if let Err(error) = kept {
            // The backend takes the same submission again and answers with the same receipt.
            tracing::error!(%error, "answer not kept");
            self.outlet
                .send(Event::StoreFailed(problem::of_store(&error)));
        }
        self.outlet.send(event);
        Ok(())
    }

    /// Fetches a form; the printer's own worker does the rest.
    pub(super) fn print(&mut self, case: Uuid, form: FormName) {
        let fetched = self.with_token(|backend, token| backend.form(token, case, form));
        let failed = match fetched {
            Ok(pdf) => {
                let taken = self.printer.try_send(PrintJob { form, pdf });
                taken.err().map(|_| Problem::PrinterFailed)
            }
            Err(error) => Some(problem::of_backend(&error)),
        };
        if let Some(problem) = failed {
            self.outlet.send(Event::PrintFailed(problem));
        }
    }

    pub(super) fn ask_for_decisions(&mut self) {
        for submission in self.awaited.clone() {
            let answer =
                self.with_token(|backend, token| backend.submission_status(token, &submission));
            match answer {
                Ok(status) => {
                    if status.state.is_decided() {
                        self.awaited.remove(&submission);
                    }
                    self.outlet.send(Event::SubmissionStatus(status));
                }
                Err(BackendError::Unreachable) => return,
                Err(error) => {
                    tracing::warn!(%error, "no status");
                    self.awaited.remove(&submission);
                }
            }
        }
    }
}

//! Signing in and out, and showing an officer what is still open.

use dossier::api::{ProblemType, Role};
use dossier::submission::SubmissionId;
use ui::event::{Event, SignedIn};
use ui::problem::Problem;
use zeroize::Zeroizing;

use super::NetworkWorker;
use crate::problem;
use crate::store::OutboxState;
use crate::workers::records::RecordsJob;

impl NetworkWorker {
    pub(super) fn sign_in(
        &mut self,
        officer: &str,
        proof: (&Zeroizing<String>, Option<&Zeroizing<String>>),
    ) {
        let answer = self.backend.sign_in(officer, proof, &self.terminal);
        match self.heard(answer) {
            Ok(session) => {
                let role = session.officer.role;
                let signed_in = SignedIn {
                    name: session.officer.name.clone(),
                    officer: session.officer.id.clone(),
                    role,
                    office: session.officer.office.clone(),
                    session: session.session,
                };
                let officer = session.officer.id.clone();
                self.session = Some(session);
                // Before the first device is asked for anything.
                self.fetch_device_list();
                // Before the window knows of the session, so that no draft is kept for nobody.
                self.tell_records(RecordsJob::Officer(officer.clone()));
                self.outlet.send(Event::SignedIn(signed_in));
                match role {
                    Role::Receiving => self.open_records_of(&officer),
                    Role::Approving | Role::Senior => self.refresh_queue(),
                    // A teller begins with nobody; of the others the window ends the session again.
                    Role::Teller | Role::Auditor | Role::DeviceAdmin => {}
                }
            }
            Err(error) => self
                .outlet
                .send(Event::SignInFailed(problem::of_backend(&error))),
        }
    }

    pub(super) fn end_session(&mut self) {
        self.awaited.clear();
        if let Some(session) = self.session.take() {
            // A session that cannot be ended now ends by itself.
            let _ = self.backend.sign_out(&session.token);
        }
    }

    /// Shows an officer who signs in what is still open.
    pub(super) fn open_records_of(&mut self, officer: &str) {
        match self.store.recent(officer) {
            Ok(entries) => {
                for entry in entries.into_iter().rev() {
                    let Some(submission) = SubmissionId::parse(&entry.submission) else {
                        continue;
                    };
                    self.show(submission, &entry.state);
                }
            }
            Err(error) => self
                .outlet
                .send(Event::StoreFailed(problem::of_store(&error))),
        }
        self.tell_records(RecordsJob::Find);
    }

    fn tell_records(&self, job: RecordsJob) {
        if self.records.send(job).is_err() {
            self.outlet
                .send(Event::StoreFailed(Problem::StoreUnavailable));
        }
    }

    pub(super) fn show(&mut self, submission: SubmissionId, state: &OutboxState) {
        match state {
            OutboxState::Pending { .. } => self.outlet.send(Event::SubmissionWaiting {
                submission,
                problem: Problem::BackendUnreachable,
            }),
            OutboxState::Acknowledged { receipt } => {
                if let Ok(receipt) = self.backend.open_receipt(receipt) {
                    self.awaited.insert(submission);
                    self.outlet.send(Event::SubmissionSent(receipt));
                }
            }
            OutboxState::Refused { problem } => {
                let kind = ProblemType::try_from(problem.clone());
                let problem = kind.map_or(Problem::BackendAnswer, Problem::from);
                self.outlet.send(Event::SubmissionRefused {
                    submission,
                    problem,
                });
            }
        }
    }
}

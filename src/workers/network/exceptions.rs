//! The second person's confirmation: without the backend there is none.

use dossier::api::ConfirmationRequest;
use ui::event::{Event, SessionId};
use ui::problem::Problem;

use super::NetworkWorker;
use crate::backend::BackendError;
use crate::problem;

impl NetworkWorker {
    pub(super) fn confirm_exception(&mut self, session: SessionId, request: &ConfirmationRequest) {
        let answer = self.with_token(|backend, token| backend.confirm_exception(token, request));
        self.outlet.send(match answer {
            Ok(confirmation) => Event::ExceptionConfirmed {
                session,
                confirmation: Box::new(confirmation),
            },
            Err(error) => Event::ExceptionRefused {
                session,
                problem: match error {
                    BackendError::Unreachable => Problem::ExceptionOffline,
                    other => problem::of_backend(&other),
                },
            },
        });
    }
}

//! The one error of the routes: a problem document for the caller, a cause for the log.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use dossier::{
    api::{PROBLEM_MEDIA_TYPE, Problem, ProblemType},
    life::Illegal,
};

/// What cannot be answered now may be asked again after so many seconds.
const ANOTHER_TRY: u64 = 5;

/// Why a request is refused.
#[derive(Debug)]
pub struct Refusal {
    kind: ProblemType,
    retry_after: Option<u64>,
}

impl Refusal {
    /// What kind of refusal it is.
    #[must_use]
    pub fn kind(&self) -> ProblemType {
        self.kind
    }

    /// Refused for so many seconds.
    #[must_use]
    pub fn for_seconds(kind: ProblemType, seconds: u64) -> Self {
        Self {
            kind,
            retry_after: Some(seconds),
        }
    }

    /// Something of ours failed: the cause goes to the log and nowhere else.
    pub fn internal(what: &'static str, cause: &dyn std::error::Error) -> Self {
        tracing::error!(what, cause = %cause, "internal failure");
        ProblemType::Unavailable.into()
    }
}

/// Something at rest cannot be read. The parser's own message may quote it, so it is not kept.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it is not readable")]
pub struct Unreadable;

impl From<ProblemType> for Refusal {
    fn from(kind: ProblemType) -> Self {
        Self {
            kind,
            retry_after: None,
        }
    }
}

impl From<Illegal> for Refusal {
    fn from(why: Illegal) -> Self {
        match why {
            Illegal::Submitter => ProblemType::SelfDecision,
            Illegal::Confirmer => ProblemType::ConfirmerDecision,
            Illegal::ApprovedAlready => ProblemType::SecondApproverNeeded,
            Illegal::NotForThisActor => ProblemType::Forbidden,
            Illegal::Decided => ProblemType::AlreadyDecided,
            Illegal::HeldByAnother => ProblemType::AlreadyClaimed,
            Illegal::LeaseLost | Illegal::NotFrom(_) => ProblemType::LeaseLost,
            Illegal::SeniorNeeded | Illegal::AlreadyHigher => ProblemType::HigherDecision,
        }
        .into()
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(cause: sqlx::Error) -> Self {
        // Constraint messages name tables and columns; bound values never appear in them.
        Self::internal("database", &cause)
    }
}

impl From<crate::blobs::BlobError> for Refusal {
    fn from(cause: crate::blobs::BlobError) -> Self {
        Self::internal("blobs", &cause)
    }
}

impl From<crate::vault::VaultError> for Refusal {
    fn from(cause: crate::vault::VaultError) -> Self {
        Self::internal("vault", &cause)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut problem = Problem::from(self.kind);
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let unavailable = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(ANOTHER_TRY);
        let retry_after = self.retry_after.or(unavailable);
        problem.retry_after = retry_after;
        let mut response = (status, Json(problem)).into_response();
        response.extensions_mut().insert(self.kind);
        let media_type = header::HeaderValue::from_static(PROBLEM_MEDIA_TYPE);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media_type);
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

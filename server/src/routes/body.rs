//! Request bodies and path parameters that end in a problem document when they are wrong.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use dossier::api::ProblemType;
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;

/// A JSON body.
pub(super) struct JsonBody<T>(pub(super) T);

/// A text body.
pub(super) struct TextBody(pub(super) String);

/// A body that says nothing: read all the same, for a connection that is closed over unread bytes loses the end
/// of a long answer (RFC 9112 §9.6).
pub(super) struct NoBody;

/// The one path parameter.
pub(super) struct Id<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Json::from_request(request, state)
            .await
            .map(|Json(body)| Self(body))
            .map_err(|why: JsonRejection| of_status(why.status()))
    }
}

impl<S: Send + Sync> FromRequest<S> for TextBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        String::from_request(request, state)
            .await
            .map(Self)
            .map_err(|why| of_status(why.status()))
    }
}

impl<S: Send + Sync> FromRequest<S> for NoBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Bytes::from_request(request, state)
            .await
            .map(|_| Self)
            .map_err(|why| of_status(why.status()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(id)| Self(id))
            .map_err(|_| ProblemType::NotFound.into())
    }
}

fn of_status(status: StatusCode) -> Refusal {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemType::TooLarge,
        _ => ProblemType::Malformed,
    }
    .into()
}

//! A second person confirms, with an account of their own, that a finger is not taken.

use capture::fingerprint::{Finger, exception::ExceptionReason};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::Officer;
use crate::codec;

/// What is confirmed: one finger of one file, for one reason. Terminal and asking officer are the session's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionStatement {
    /// The draft that the submission will be made of.
    pub draft: Uuid,
    /// Position of ISO/IEC 19794-2, 1 to 10.
    #[serde(with = "codec::finger")]
    #[schema(value_type = u8, minimum = 1, maximum = 10)]
    pub finger: Finger,
    /// Why it is not taken: `amputated`, `injured`, `worn`, `skin_disease`, `disability`, `quality_not_reached`.
    #[serde(with = "codec::exception")]
    #[schema(value_type = String)]
    pub reason: ExceptionReason,
}

/// `POST /v1/exceptions/confirmations`, in the session of the officer who asks. No `Debug`: it holds a password.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationRequest {
    /// What is confirmed.
    #[zeroize(skip)]
    pub statement: ExceptionStatement,
    /// The second person's identifier.
    pub officer: String,
    /// The second person's own password.
    pub password: String,
    /// The code of the second person's second factor, once the backend has asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// That it was confirmed: for one submission of that draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Confirmation {
    /// To be named in the dossier.
    pub id: Uuid,
    /// The second person.
    pub by: Officer,
    /// Up to when the file may be sealed with it.
    #[serde(with = "time::serde::rfc3339")]
    pub counts_until: OffsetDateTime,
}

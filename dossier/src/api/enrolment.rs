//! A terminal becomes known: its keys against a one-time code.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `POST /v1/enrolments`. No `Debug`: it holds the code.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentRequest {
    /// The identifier that the device administrator gave the terminal.
    pub terminal: String,
    /// The one-time code that came with it.
    pub code: String,
    /// Public key (PEM) that will verify submissions.
    pub public_key: String,
    /// PKCS #10 request (PEM) for the certificate of the terminal's connections, RFC 2986.
    pub certificate_request: String,
    /// The submissions' key over the octets of `certificate_request`: a detached JWS ([`crate::detached`]).
    pub proof: String,
}

/// What makes a terminal one of this backend's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolmentAnswer {
    /// The terminal's identifier.
    pub terminal: String,
    /// Its office.
    pub office: String,
    /// Certificate (PEM) of its connections, by the backend's own authority.
    pub certificate: String,
    /// Public key (PEM) of the backend's receipts and lists.
    pub server_key: String,
}

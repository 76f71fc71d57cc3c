//! What device administrators and auditors do over the interface.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `GET /v1/terminals`: those of the own office and the offices below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Terminals {
    /// By office and identifier.
    pub terminals: Vec<TerminalRow>,
}

/// One terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TerminalRow {
    /// Its identifier.
    pub id: String,
    /// Its office.
    pub office: String,
    /// Whether it was revoked, for good.
    pub revoked: bool,
    /// Whether it, its office or an office above is blocked.
    pub blocked: bool,
    /// The end of its certificate.
    #[serde(with = "time::serde::rfc3339::option")]
    pub certificate_until: Option<OffsetDateTime>,
}

/// `POST /v1/terminals/invitations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationRequest {
    /// Identifier that the terminal will have.
    pub terminal: String,
    /// Office that it will belong to: the own one or one below.
    pub office: String,
}

/// The code of an invitation, told once. No `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop, ToSchema)]
pub struct Invitation {
    /// To be typed at the terminal.
    pub code: String,
}

/// `POST /v1/terminals/{id}/block`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockRequest {
    /// `lost`, `compromised`, `unsafe` or `ordered`.
    pub reason: String,
}

/// `GET /v1/audit?after=N`: entries after that number, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditPage {
    /// The entries; none at the end of the log.
    pub entries: Vec<AuditEntry>,
}

/// Who did what to what, when. Identifiers and words only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Counts the entries from 1.
    pub number: i64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Officer, terminal, `administrator` or `retention`.
    pub actor: String,
    /// For example `case.claim`.
    pub action: String,
    /// Identifier of what was acted on.
    pub subject: String,
    /// A state, a reason code, a fence.
    pub detail: String,
}

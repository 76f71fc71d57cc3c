//! Signing in, and challenges for active authentication.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `POST /v1/sessions`. No `Debug`: it holds a password.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// The officer's identifier.
    pub officer: String,
    /// The officer's password.
    pub password: String,
    /// The terminal the officer sits at.
    pub terminal: String,
    /// The code of the second factor, once the backend has asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A session as issued. No `Debug`: it holds a token.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// Bearer token of RFC 6750.
    pub token: String,
    /// The session's identifier, to be named in dossiers.
    pub session: Uuid,
    /// Who signed in.
    pub officer: Officer,
    /// When the session ends by itself.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

/// An officer as others see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Officer {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Office.
    pub office: String,
}

/// What an officer is for; nobody is both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives persons at a counter and submits.
    Receiving,
    /// Approves or refuses what others submitted.
    Approving,
    /// Decides special cases, and takes away cases that another officer holds.
    Senior,
    /// Identifies a bank's customers; files and decides nothing.
    Teller,
    /// Reads what was done, changes nothing.
    Auditor,
    /// Invites and blocks terminals of the own office and those below.
    DeviceAdmin,
}

impl Role {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Approving => "approving",
            Self::Senior => "senior",
            Self::Teller => "teller",
            Self::Auditor => "auditor",
            Self::DeviceAdmin => "device_admin",
        }
    }

    /// All roles.
    pub const ALL: [Self; 6] = [
        Self::Receiving,
        Self::Approving,
        Self::Senior,
        Self::Teller,
        Self::Auditor,
        Self::DeviceAdmin,
    ];

    /// The role of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A challenge for active authentication: for one session, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Challenge {
    /// To be named in the dossier.
    pub id: Uuid,
    /// RND.IFD, 16 hexadecimal digits.
    pub challenge: String,
    /// After this moment it counts no more.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

impl Challenge {
    /// The eight octets; nothing when the text is not 16 hexadecimal digits.
    #[must_use]
    pub fn octets(&self) -> Option<[u8; 8]> {
        let digits = self.challenge.len() == 16
            && self
                .challenge
                .bytes()
                .all(|digit| digit.is_ascii_hexdigit());
        digits
            .then(|| u64::from_str_radix(&self.challenge, 16).ok())
            .flatten()
            .map(u64::to_be_bytes)
    }
}

/// `GET /health/ready`: 200 when everything holds, else 503.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadinessAnswer {
    /// Whether everything holds.
    pub ready: bool,
    /// What was looked at.
    pub checks: Vec<ReadinessCheck>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadinessCheck {
    /// `database` (a row was written), `disk` (there is room), `policy` (it counts today), `trust` (somebody is).
    pub name: String,
    /// Whether it holds.
    pub holds: bool,
}

/// `GET /health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// `ok` when the database answers.
    pub status: String,
    /// Version of the backend.
    pub version: String,
    /// The profile that it works by.
    pub policy: String,
    /// Days until the profile must be renewed; nothing when it does not count any more.
    pub policy_days_left: Option<u32>,
}

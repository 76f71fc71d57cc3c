//! A dossier under the terminal's signature: JWS compact, ES256, `kid` = terminal. RFC 7515 §7.1.

use std::fmt;

use openssl::sha::sha256;
use serde::{Deserialize, Serialize};

use crate::{
    dossier::{Dossier, PayloadRefused},
    fault::Fault,
    jws::{self, JwsRefused, SubmissionToken},
};

pub use crate::keys::{KeyError, TerminalKey, TerminalPublicKey};

/// The longest submission that is accepted, in bytes.
pub const MAX_LEN: usize = 8 * 1024 * 1024;

/// SHA-256 of the canonical payload, in lower-case hexadecimal: the idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubmissionId(String);

/// A submission ready to be stored and sent, any number of times.
#[derive(Clone)]
pub struct SignedSubmission {
    /// Its identifier.
    pub id: SubmissionId,
    /// The signed text. It holds citizens' data.
    pub jws: String,
}

/// A submission whose terminal's signature was verified. Only [`open`] makes one.
#[derive(Clone)]
pub struct VerifiedSubmission {
    id: SubmissionId,
    terminal: String,
    dossier: Dossier,
}

/// Why a text is no submission of a known terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// Longer than [`MAX_LEN`].
    #[error("the submission has {len} bytes")]
    TooLong {
        /// Its length.
        len: usize,
    },
    /// Not a JWS.
    #[error("the submission is not a JWS")]
    NotAJws,
    /// Another algorithm, type or header field.
    #[error("the submission's header is refused")]
    HeaderRefused,
    /// No key for this terminal.
    #[error("the terminal is unknown")]
    TerminalUnknown,
    /// The signature does not fit.
    #[error("the terminal's signature is invalid")]
    SignatureInvalid,
    /// The signed content is no dossier.
    #[error("the signed content is not a dossier")]
    Malformed,
    /// A dossier with parts missing, or of another version.
    #[error("the signed dossier is incomplete or of another version")]
    Incomplete,
    /// Another writing of the same content: it would have another identifier.
    #[error("the signed dossier is not in its canonical form")]
    NotCanonical,
    /// The dossier names another terminal than its signature does.
    #[error("the dossier names another terminal")]
    OtherTerminal,
    /// Signing failed.
    #[error("the submission could not be signed")]
    NotSigned,
}

impl SubmissionError {
    /// The clause that the submission is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NotAJws | Self::TooLong { .. } => "RFC 7515 §7.1",
            Self::HeaderRefused => "RFC 8725 §3.1",
            Self::TerminalUnknown | Self::OtherTerminal => "RFC 7515 §4.1.4",
            Self::SignatureInvalid | Self::NotSigned => "RFC 7515 §5.2",
            Self::Malformed | Self::Incomplete | Self::NotCanonical => "RFC 8259",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::TerminalUnknown => Fault::Trust,
            Self::NotSigned => Fault::Us,
            _ => Fault::Terminal,
        }
    }
}

/// Signs a dossier with the terminal's key.
///
/// # Errors
/// [`SubmissionError::OtherTerminal`] when the dossier was sealed for another terminal,
/// [`SubmissionError::NotSigned`] when signing fails.
pub fn sign(
    dossier: &Dossier,
    key: &TerminalKey,
    terminal: &str,
) -> Result<SignedSubmission, SubmissionError> {
    if dossier.sealed().terminal != terminal {
        return Err(SubmissionError::OtherTerminal);
    }
    let payload = dossier.payload().ok_or(SubmissionError::NotSigned)?;
    let jws =
        jws::sign::<SubmissionToken>(&payload, terminal, key).ok_or(SubmissionError::NotSigned)?;
    if jws.len() > MAX_LEN {
        return Err(SubmissionError::TooLong { len: jws.len() });
    }
    Ok(SignedSubmission {
        id: SubmissionId::of(&payload),
        jws,
    })
}

/// Verifies a submission; `lookup` gives the key enrolled for a terminal.
///
/// # Errors
/// [`SubmissionError`] when it is not a complete dossier under a known terminal's signature.
pub fn open(
    jws: &str,
    lookup: impl FnOnce(&str) -> Option<TerminalPublicKey>,
) -> Result<VerifiedSubmission, SubmissionError> {
    if jws.len() > MAX_LEN {
        return Err(SubmissionError::TooLong { len: jws.len() });
    }
    let (payload, terminal) =
        jws::open::<SubmissionToken>(jws, lookup).map_err(|refused| match refused {
            JwsRefused::Malformed => SubmissionError::NotAJws,
            JwsRefused::HeaderRefused => SubmissionError::HeaderRefused,
            JwsRefused::KeyUnknown => SubmissionError::TerminalUnknown,
            JwsRefused::SignatureInvalid => SubmissionError::SignatureInvalid,
        })?;
    let dossier = Dossier::from_payload(&payload).map_err(|refused| match refused {
        PayloadRefused::Malformed => SubmissionError::Malformed,
        PayloadRefused::Incomplete => SubmissionError::Incomplete,
        PayloadRefused::NotCanonical => SubmissionError::NotCanonical,
    })?;
    if dossier.sealed().terminal != terminal {
        return Err(SubmissionError::OtherTerminal);
    }
    Ok(VerifiedSubmission {
        id: SubmissionId::of(&payload),
        terminal,
        dossier,
    })
}

/// The terminal a text claims to come from, nothing proven: to find its key before [`open`].
#[must_use]
pub fn claimed_terminal(jws: &str) -> Option<String> {
    let mut claimed = None;
    // The lookup sees the header's name and gives no key, so that nothing is verified here.
    let _ = jws::open::<SubmissionToken>(jws, |terminal| {
        claimed = Some(terminal.to_owned());
        None
    });
    claimed
}

impl VerifiedSubmission {
    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &SubmissionId {
        &self.id
    }

    /// The terminal that signed it.
    #[must_use]
    pub fn terminal(&self) -> &str {
        &self.terminal
    }

    /// What it holds.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }
}

impl SubmissionId {
    fn of(payload: &[u8]) -> Self {
        Self(
            sha256(payload)
                .iter()
                .map(|octet| format!("{octet:02x}"))
                .collect(),
        )
    }

    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        (text.len() == 64 && digits).then(|| Self(text.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SubmissionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for SubmissionId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a submission identifier")
    }
}

impl From<SubmissionId> for String {
    fn from(id: SubmissionId) -> Self {
        id.0
    }
}

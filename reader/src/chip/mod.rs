//! Proofs that the chip is no copy. ICAO Doc 9303-11 §6.
//!
//! Running a proof and judging it are apart: the answer is kept as bytes, and whoever has the bytes and
//! a verified document can judge again.

pub mod active_authentication;
pub mod chip_authentication;
pub(crate) mod long_command;
mod message_recovery;
pub mod pace_cam;

use crate::read_out::ActiveAuthenticationChallenge;
use crate::verdict::{Check, CheckId, CheckResult, Reason};

/// What a verifier knows about the challenge of active authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeExpectation {
    /// It issued this one: a signature over another proves nothing.
    Exactly(ActiveAuthenticationChallenge),
    /// It knows this one, but not as a fresh one of the backend: the terminal chose it itself because the
    /// backend was out of reach, or it had expired. A signature over another proves nothing.
    NotFresh(ActiveAuthenticationChallenge),
    /// It issued none: an old signature cannot be told from a new one.
    Any,
    /// It issued the one that the reading names to someone else, or another reading has used it: what answers
    /// it may be a recording, and proves nothing.
    Foreign,
}

/// The chip holds the private key of a signed public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChipProof {
    /// By which protocol.
    pub protocol: ChipProtocol,
    /// Whom it convinces.
    pub convinces: Convinces,
    /// What had to be tolerated.
    pub tolerance: Option<Tolerance>,
}

/// A protocol that proves a chip genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipProtocol {
    /// 9303-11 §6.2.
    ChipAuthentication,
    /// 9303-11 §6.1.
    ActiveAuthentication,
    /// 9303-11 §4.4.3.3.3.
    PaceChipAuthenticationMapping,
}

/// A deviation from the standard that a proof was accepted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// An ECDSA signature in DER instead of the plain form of BSI TR-03111 §5.2.1.
    DerSignature,
}

/// Whom a proof convinces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convinces {
    /// The backend too, which issued the challenge, and the terminal that passed it on.
    Verifier,
    /// The terminal, when it chose the challenge itself; others only that the chip once signed it, not when.
    NotFresh,
    /// Only the terminal that chose the ephemeral key: it could have made the answer itself.
    TerminalOnly,
}

impl Convinces {
    /// Whom a check's proof convinces; nothing for a check that is no chip proof or proved nothing.
    #[must_use]
    pub fn of(check: &Check) -> Option<Self> {
        let is_proof = matches!(
            check.id,
            CheckId::ChipAuthentication | CheckId::ActiveAuthentication | CheckId::PaceCam
        );
        if !is_proof || check.result != CheckResult::Successful {
            return None;
        }
        Some(match (check.id, check.reason) {
            (_, Reason::ChallengeNotFresh) => Self::NotFresh,
            (_, Reason::ConvincesTerminalOnly) => Self::TerminalOnly,
            (CheckId::ActiveAuthentication, _) => Self::Verifier,
            _ => Self::TerminalOnly,
        })
    }

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Verifier => "terminal_and_backend",
            Self::NotFresh => "nonce_not_fresh",
            Self::TerminalOnly => "terminal_only",
        }
    }
}

impl ChipProof {
    /// The reason to report with the proof.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self.convinces {
            Convinces::Verifier => Reason::AsRequired,
            Convinces::NotFresh => Reason::ChallengeNotFresh,
            Convinces::TerminalOnly => Reason::ConvincesTerminalOnly,
        }
    }
}

//! Why access was not gained. ICAO Doc 9303-11 §4.

use super::SecureMessagingError;
use crate::card::ExchangeError;
use crate::channel::ChannelError;
use crate::crypto::CryptoError;
use crate::fault::Fault;
use crate::wire::StatusWord;

/// Why access was not gained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The card refused the password.
    #[error("the card refused the password at {step:?} ({status})")]
    WrongPassword {
        /// Where.
        step: ProtocolStep,
        /// With which status word.
        status: StatusWord,
    },
    /// No protocol that card, password and this program have in common.
    #[error("no access protocol in common: {0}")]
    NotSupported(&'static str),
    /// The card refused a step before the password counted.
    #[error("the card refused {step:?} ({status})")]
    Refused {
        /// Which step.
        step: ProtocolStep,
        /// With which status word.
        status: StatusWord,
    },
    /// The card answered against the protocol.
    #[error("the card's answer to {step:?} breaks the protocol: {violation:?}")]
    Protocol {
        /// Which step.
        step: ProtocolStep,
        /// What was wrong.
        violation: Violation,
    },
    /// The secure channel broke.
    #[error(transparent)]
    SecureMessaging(#[from] SecureMessagingError),
    /// No answer came.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// A computation could not be done.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// More commands than one reading may take.
    #[error("the reading took {0} commands, which is the limit")]
    TooManyCommands(u32),
    /// More bytes than one reading may bring.
    #[error("the reading brought {0} bytes, which is the limit")]
    TooManyBytes(usize),
}

/// A step of an access protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProtocolStep {
    /// SELECT of the eMRTD application.
    SelectApplication,
    /// GET CHALLENGE of basic access control.
    GetChallenge,
    /// EXTERNAL AUTHENTICATE of basic access control.
    ExternalAuthenticate,
    /// MSE:Set AT.
    SetAuthenticationTemplate,
    /// PACE step 1, encrypted nonce.
    Nonce,
    /// PACE step 2, mapping.
    Mapping,
    /// PACE step 3, key agreement.
    KeyAgreement,
    /// PACE step 4, mutual authentication.
    Token,
}

/// How an answer broke the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Violation {
    /// Data objects missing, doubled or of the wrong length.
    Malformed,
    /// A public key that must not be used: off the curve, infinity, or our own.
    PublicKey,
    /// The card's authentication token or code is wrong.
    Authentication,
    /// The card did not repeat our challenge.
    ChallengeNotRepeated,
}

impl From<ExchangeError> for AccessError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Channel(error) => Self::Channel(error),
            ExchangeError::SecureMessaging(error) => Self::SecureMessaging(error),
            ExchangeError::TooManyCommands(limit) => Self::TooManyCommands(limit),
            ExchangeError::TooManyBytes(limit) => Self::TooManyBytes(limit),
        }
    }
}

impl AccessError {
    /// The step of the access protocol at which it ended.
    #[must_use]
    pub fn step(&self) -> Option<ProtocolStep> {
        match self {
            Self::WrongPassword { step, .. }
            | Self::Refused { step, .. }
            | Self::Protocol { step, .. } => Some(*step),
            _ => None,
        }
    }

    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::WrongPassword { step, .. }
            | Self::Refused { step, .. }
            | Self::Protocol { step, .. } => step.clause(),
            Self::NotSupported(_) | Self::TooManyCommands(_) | Self::TooManyBytes(_) => {
                "9303-11 §4.2"
            }
            Self::SecureMessaging(error) => error.clause(),
            Self::Channel(error) => error.clause(),
            Self::Crypto(_) => "9303-11 §9",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::WrongPassword { .. } => Fault::Operator,
            Self::NotSupported(_)
            | Self::Refused { .. }
            | Self::Protocol { .. }
            | Self::TooManyCommands(_)
            | Self::TooManyBytes(_) => Fault::Chip,
            Self::SecureMessaging(error) => error.who(),
            Self::Channel(error) => error.who(),
            Self::Crypto(_) => Fault::Us,
        }
    }
}

impl ProtocolStep {
    fn clause(self) -> &'static str {
        match self {
            Self::SelectApplication => "9303-10 §3.10.1",
            Self::GetChallenge | Self::ExternalAuthenticate => "9303-11 §4.3",
            _ => "9303-11 §4.4",
        }
    }
}

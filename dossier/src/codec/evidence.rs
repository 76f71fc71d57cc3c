//! Chip evidence as JSON, bounded.

use reader::read_out::{
    AccessEvidence, AccessProtocol, ActiveAuthenticationChallenge, ActiveAuthenticationResponse,
    Attempt, ChipAuthenticationTranscript, ChipEvidence, PasswordKind,
};
use serde::{Deserialize, Serialize};

use super::base64::Octets;

/// The longest octet string of evidence: an RSA-4096 signature fits eight times.
const MAX_OCTETS: usize = 4096;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceForm {
    access: Option<AccessForm>,
    chip_authentication: AttemptForm<TranscriptForm>,
    active_authentication: AttemptForm<ResponseForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccessForm {
    protocol: ProtocolForm,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter_id: Option<u8>,
    password: PasswordForm,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ProtocolForm {
    Pace,
    Bac,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PasswordForm {
    Mrz,
    Can,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AttemptForm<T> {
    NotOffered,
    NotReached,
    Failed { status_word: Option<u16> },
    Answered(T),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TranscriptForm {
    protocol: Octets,
    key_id: Option<Octets>,
    ephemeral_private_key: Octets,
    protected_command: Octets,
    protected_response: Octets,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseForm {
    challenge: Octets,
    signature: Octets,
}

/// A value of the form that the evidence cannot take.
pub(crate) struct OutOfBounds;

impl From<&ChipEvidence> for EvidenceForm {
    fn from(evidence: &ChipEvidence) -> Self {
        Self {
            access: evidence.access.map(AccessForm::from),
            chip_authentication: AttemptForm::from(&evidence.chip_authentication, |transcript| {
                TranscriptForm {
                    protocol: Octets::new(&transcript.protocol),
                    key_id: transcript.key_id.as_deref().map(Octets::new),
                    ephemeral_private_key: Octets(transcript.ephemeral_private_key.clone()),
                    protected_command: Octets::new(&transcript.protected_command),
                    protected_response: Octets::new(&transcript.protected_response),
                }
            }),
            active_authentication: AttemptForm::from(&evidence.active_authentication, |response| {
                ResponseForm {
                    challenge: Octets::new(&response.challenge.0),
                    signature: Octets::new(&response.signature),
                }
            }),
        }
    }
}

impl TryFrom<EvidenceForm> for ChipEvidence {
    type Error = OutOfBounds;

    fn try_from(form: EvidenceForm) -> Result<Self, OutOfBounds> {
        Ok(Self {
            access: form.access.map(AccessEvidence::try_from).transpose()?,
            chip_authentication: form
                .chip_authentication
                .into_attempt(TranscriptForm::transcript)?,
            active_authentication: form
                .active_authentication
                .into_attempt(ResponseForm::response)?,
        })
    }
}

impl From<AccessEvidence> for AccessForm {
    fn from(access: AccessEvidence) -> Self {
        let (protocol, parameter_id) = match access.protocol {
            AccessProtocol::Pace { parameter_id } => (ProtocolForm::Pace, Some(parameter_id)),
            AccessProtocol::Bac => (ProtocolForm::Bac, None),
        };
        let password = match access.password {
            PasswordKind::Mrz => PasswordForm::Mrz,
            PasswordKind::Can => PasswordForm::Can,
        };
        Self {
            protocol,
            parameter_id,
            password,
        }
    }
}

impl TryFrom<AccessForm> for AccessEvidence {
    type Error = OutOfBounds;

    fn try_from(form: AccessForm) -> Result<Self, OutOfBounds> {
        let protocol = match (form.protocol, form.parameter_id) {
            (ProtocolForm::Pace, Some(parameter_id)) => AccessProtocol::Pace { parameter_id },
            (ProtocolForm::Bac, None) => AccessProtocol::Bac,
            (ProtocolForm::Pace, None) | (ProtocolForm::Bac, Some(_)) => return Err(OutOfBounds),
        };
        let password = match form.password {
            PasswordForm::Mrz => PasswordKind::Mrz,
            PasswordForm::Can => PasswordKind::Can,
        };
        Ok(Self { protocol, password })
    }
}

impl<F> AttemptForm<F> {
    fn from<T>(attempt: &Attempt<T>, answered: impl FnOnce(&T) -> F) -> Self {
        match attempt {
            Attempt::NotOffered => Self::NotOffered,
            Attempt::NotReached => Self::NotReached,
            Attempt::Failed(status_word) => Self::Failed {
                status_word: *status_word,
            },
            Attempt::Answered(answer) => Self::Answered(answered(answer)),
        }
    }

    fn into_attempt<T>(
        self,
        answered: impl FnOnce(F) -> Result<T, OutOfBounds>,
    ) -> Result<Attempt<T>, OutOfBounds> {
        Ok(match self {
            Self::NotOffered => Attempt::NotOffered,
            Self::NotReached => Attempt::NotReached,
            Self::Failed { status_word } => Attempt::Failed(status_word),
            Self::Answered(form) => Attempt::Answered(answered(form)?),
        })
    }
}

impl TranscriptForm {
    fn transcript(self) -> Result<ChipAuthenticationTranscript, OutOfBounds> {
        let key_id = self.key_id.map(bounded).transpose()?;
        let ephemeral_private_key = bounded(self.ephemeral_private_key)?.into();
        Ok(ChipAuthenticationTranscript {
            protocol: bounded(self.protocol)?,
            key_id,
            ephemeral_private_key,
            protected_command: bounded(self.protected_command)?,
            protected_response: bounded(self.protected_response)?,
        })
    }
}

impl ResponseForm {
    fn response(self) -> Result<ActiveAuthenticationResponse, OutOfBounds> {
        let challenge = self
            .challenge
            .0
            .as_slice()
            .try_into()
            .map_err(|_| OutOfBounds)?;
        let signature = bounded(self.signature)?;
        Ok(ActiveAuthenticationResponse {
            challenge: ActiveAuthenticationChallenge(challenge),
            signature,
        })
    }
}

fn bounded(octets: Octets) -> Result<Vec<u8>, OutOfBounds> {
    if octets.0.len() > MAX_OCTETS {
        Err(OutOfBounds)
    } else {
        Ok(octets.0.to_vec())
    }
}

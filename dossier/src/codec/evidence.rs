//! Chip evidence as JSON, bounded.

use reader::read_out::{
    AccessEvidence, AccessProtocol, ActiveAuthenticationChallenge, ActiveAuthenticationResponse,
    Attempt, ChipAuthenticationTranscript, ChipEvidence, PaceCamTranscript, PasswordKind,
    TerminalAuthorisation,
};
use serde::{Deserialize, Serialize};

use super::base64::Octets;

/// The longest octet string of evidence: an RSA-4096 signature fits eight times.
const MAX_OCTETS: usize = 4096;
/// Bytes of a certificate holder reference, each of which may have become three in UTF-8.
const MAX_HOLDER: usize = 48;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceForm {
    access: Option<AccessForm>,
    chip_authentication: AttemptForm<TranscriptForm>,
    active_authentication: AttemptForm<ResponseForm>,
    #[serde(default, skip_serializing_if = "AttemptForm::is_absent")]
    pace_cam: AttemptForm<MappingForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    terminal_authentication: Option<TerminalForm>,
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
    Pin,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AttemptForm<T> {
    NotOffered,
    #[default]
    NotReached,
    Failed {
        status_word: Option<u16>,
    },
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

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingForm {
    parameter_id: u8,
    mapping_key: Octets,
    chip_authentication_data: Octets,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TerminalForm {
    NotOffered,
    NotAuthorised,
    Refused { status_word: Option<u16> },
    Authorised { holder: String, reads_fingers: bool },
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
            pace_cam: AttemptForm::from(&evidence.pace_cam, |transcript| MappingForm {
                parameter_id: transcript.parameter_id,
                mapping_key: Octets::new(&transcript.mapping_key),
                chip_authentication_data: Octets::new(&transcript.chip_authentication_data),
            }),
            terminal_authentication: TerminalForm::of(&evidence.terminal_authentication),
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
            pace_cam: form.pace_cam.into_attempt(MappingForm::transcript)?,
            terminal_authentication: form
                .terminal_authentication
                .map_or(Ok(TerminalAuthorisation::NotReached), TerminalForm::state)?,
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
            PasswordKind::Pin => PasswordForm::Pin,
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
            PasswordForm::Pin => PasswordKind::Pin,
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

    /// Said by leaving it out, as forms did before there was anything to say.
    fn is_absent(&self) -> bool {
        matches!(self, Self::NotOffered | Self::NotReached)
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

impl MappingForm {
    fn transcript(self) -> Result<PaceCamTranscript, OutOfBounds> {
        Ok(PaceCamTranscript {
            parameter_id: self.parameter_id,
            mapping_key: bounded(self.mapping_key)?,
            chip_authentication_data: bounded(self.chip_authentication_data)?,
        })
    }
}

impl TerminalForm {
    fn of(state: &TerminalAuthorisation) -> Option<Self> {
        match state {
            TerminalAuthorisation::NotReached => None,
            TerminalAuthorisation::NotOffered => Some(Self::NotOffered),
            TerminalAuthorisation::NotAuthorised => Some(Self::NotAuthorised),
            TerminalAuthorisation::Refused(status_word) => Some(Self::Refused {
                status_word: *status_word,
            }),
            TerminalAuthorisation::Authorised {
                holder,
                reads_fingers,
            } => Some(Self::Authorised {
                holder: holder.clone(),
                reads_fingers: *reads_fingers,
            }),
        }
    }

    fn state(self) -> Result<TerminalAuthorisation, OutOfBounds> {
        Ok(match self {
            Self::NotOffered => TerminalAuthorisation::NotOffered,
            Self::NotAuthorised => TerminalAuthorisation::NotAuthorised,
            Self::Refused { status_word } => TerminalAuthorisation::Refused(status_word),
            Self::Authorised { holder, .. } if holder.len() > MAX_HOLDER => {
                return Err(OutOfBounds);
            }
            Self::Authorised {
                holder,
                reads_fingers,
            } => TerminalAuthorisation::Authorised {
                holder,
                reads_fingers,
            },
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

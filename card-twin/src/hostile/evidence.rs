//! What a terminal would have seen of the chip besides its files. ICAO Doc 9303-11 §6.

use super::sign::Key;
use crate::Result;
use crate::chip::transcript;
use crate::issue::AgreementKey;
use crate::profile::Hash;
use crate::random::Random;

/// The challenge that the terminal of the deck sends.
pub const CHALLENGE: [u8; 8] = *b"8 bytes!";

/// Evidence of one reading.
#[derive(Clone)]
pub struct Evidence {
    /// Whether the chip was opened by PACE and not by BAC.
    pub by_pace: bool,
    /// Whether PACE went by the MRZ and not by the card access number.
    pub by_zone: bool,
    /// Chip authentication.
    pub chip_authentication: Attempt<Transcript>,
    /// PACE with chip authentication mapping, when it was used.
    pub mapping: Option<Mapping>,
    /// Active authentication: challenge and answer.
    pub active_authentication: Attempt<([u8; 8], Vec<u8>)>,
}

/// What ties the mapping of PACE to the chip's static key.
#[derive(Clone)]
pub struct Mapping {
    /// The chip's mapping key, 04 | x | y.
    pub key: Vec<u8>,
    /// CA_IC, deciphered.
    pub data: Vec<u8>,
}

/// How a proof went.
#[derive(Clone)]
pub enum Attempt<T> {
    /// The files did not ask for it.
    NotOffered,
    /// It was not asked for.
    NotReached,
    /// The chip refused.
    Failed,
    /// The chip answered.
    Answered(T),
}

/// First exchange under the keys of chip authentication.
#[derive(Clone)]
pub struct Transcript {
    /// Value of the protocol's object identifier.
    pub protocol: Vec<u8>,
    /// The terminal's private key.
    pub ephemeral_private_key: Vec<u8>,
    /// The first command.
    pub command: Vec<u8>,
    /// Its answer.
    pub response: Vec<u8>,
}

/// Both proofs, as the chip of these keys gives them.
pub(super) fn honest(agreement: &AgreementKey, key: &Key, random: &mut Random) -> Result<Evidence> {
    let answer = key.sign_plain(Hash::Sha256, &CHALLENGE, random)?;
    Ok(Evidence {
        by_pace: true,
        by_zone: false,
        mapping: None,
        chip_authentication: Attempt::Answered(transcript::of(agreement, random)?),
        active_authentication: Attempt::Answered((CHALLENGE, answer)),
    })
}

impl Evidence {
    /// With this answer of active authentication.
    pub(super) fn signed(mut self, answer: Vec<u8>) -> Self {
        self.active_authentication = Attempt::Answered((CHALLENGE, answer));
        self
    }

    /// Without any chip proof asked for.
    pub(super) fn silent(mut self) -> Self {
        self.chip_authentication = Attempt::NotReached;
        self.active_authentication = Attempt::NotReached;
        self
    }

    /// As a terminal saves it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let protocol = if self.by_pace && self.by_zone {
            r#""protocol": "pace", "parameter_id": 13, "password": "mrz""#
        } else if self.by_pace {
            r#""protocol": "pace", "parameter_id": 13, "password": "can""#
        } else {
            r#""protocol": "bac", "password": "mrz""#
        };
        let ca = self.chip_authentication.to_json(|transcript| {
            format!(
                "{{\n    \"protocol\": \"{}\",\n    \"key_id\": null,\n    \"ephemeral_private_key\": \"{}\",\n    \"protected_command\": \"{}\",\n    \"protected_response\": \"{}\"\n  }}",
                base64(&transcript.protocol),
                base64(&transcript.ephemeral_private_key),
                base64(&transcript.command),
                base64(&transcript.response),
            )
        });
        let aa = self.active_authentication.to_json(|(challenge, answer)| {
            format!(
                "{{\n    \"challenge\": \"{}\",\n    \"signature\": \"{}\"\n  }}",
                base64(challenge),
                base64(answer)
            )
        });
        let mapping = self.mapping.as_ref().map(|mapping| {
            format!(
                ",\n  \"pace_cam\": {{ \"answered\": {{\n    \"parameter_id\": 13,\n    \"mapping_key\": \"{}\",\n    \"chip_authentication_data\": \"{}\"\n  }} }}",
                base64(&mapping.key),
                base64(&mapping.data)
            )
        });
        let mapping = mapping.unwrap_or_default();
        format!(
            "{{\n  \"access\": {{ {protocol} }},\n  \"chip_authentication\": {ca},\n  \"active_authentication\": {aa}{mapping}\n}}\n"
        )
    }
}

impl<T> Attempt<T> {
    fn to_json(&self, answered: impl Fn(&T) -> String) -> String {
        match self {
            Self::NotOffered => "\"not_offered\"".into(),
            Self::NotReached => "\"not_reached\"".into(),
            Self::Failed => "{ \"failed\": { \"status_word\": 27392 } }".into(),
            Self::Answered(value) => format!("{{ \"answered\": {} }}", answered(value)),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    openssl::base64::encode_block(bytes).replace('\n', "")
}

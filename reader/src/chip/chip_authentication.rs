//! Chip authentication, version 1 over elliptic curves. ICAO Doc 9303-11 §6.2.

use zeroize::Zeroizing;

use super::{ChipProof, ChipProtocol, Convinces};
use crate::access::SecureMessaging;
use crate::crypto::CryptoError;
use crate::crypto::agreement::Domain;
use crate::crypto::cipher::BlockCipher;
use crate::crypto::public_key::{EcPublicKey, PublicKey};
use crate::lds::security_infos::{ChipAuthenticationInfo, SecurityInfos};
use crate::passive::{Document, Verified};
use crate::randomness::Randomness;
use crate::read_out::ChipAuthenticationTranscript;
use crate::verdict::{Outcome, Reason};
use crate::wire::oid::{self, ObjectIdentifier};
use crate::wire::{CommandApdu, ResponseApdu, StatusWord, data_object};

/// The protocol and key of DG14 that this program uses.
pub(crate) struct ChipAuthenticationSuite {
    protocol: ObjectIdentifier,
    cipher: BlockCipher,
    key_id: Option<Vec<u8>>,
    chip_key: EcPublicKey,
}

/// What the next step of chip authentication is.
pub(crate) enum Progress {
    /// Send this under the old keys.
    Send(CommandApdu, Awaiting),
    /// The new keys are agreed; whether the chip has them too shows its next answer.
    Agreed(Box<Agreement>),
}

/// New session keys and what is needed to derive them again.
pub(crate) struct Agreement {
    pub(crate) messaging: SecureMessaging,
    protocol: ObjectIdentifier,
    key_id: Option<Vec<u8>>,
    ephemeral_private_key: Zeroizing<Vec<u8>>,
}

/// A step that waits for the chip.
pub(crate) struct Awaiting {
    agreement: Box<Agreement>,
    then: Option<CommandApdu>,
}

impl ChipAuthenticationSuite {
    /// The strongest offer whose key can be used; `None` when DG14 has no key for chip authentication.
    pub(crate) fn choose(infos: &SecurityInfos) -> Option<Result<Self, CryptoError>> {
        let mut suites: Vec<Result<Self, CryptoError>> = infos
            .chip_authentication_public_keys
            .iter()
            .filter(|key| key.protocol == oid::ID_PK_ECDH || key.protocol == oid::ID_PK_DH)
            .map(|key| {
                let info = matching_info(infos, key.key_id.as_deref());
                Self::new(info, key.key_id.clone(), &key.subject_public_key_info)
            })
            .collect();
        suites.sort_by_key(|suite| suite.as_ref().map_or(0, |suite| suite.cipher.key_len()));
        suites.pop()
    }

    fn new(
        info: Option<&ChipAuthenticationInfo>,
        key_id: Option<Vec<u8>>,
        key: &[u8],
    ) -> Result<Self, CryptoError> {
        // Early documents give the key alone, which then stands for 3DES.
        let protocol = info.map_or(oid::ID_CA_ECDH_3DES, |info| info.protocol.clone());
        let cipher = [
            (oid::ID_CA_ECDH_3DES, BlockCipher::TripleDes),
            (oid::ID_CA_ECDH_AES_128, BlockCipher::Aes128),
            (oid::ID_CA_ECDH_AES_192, BlockCipher::Aes192),
            (oid::ID_CA_ECDH_AES_256, BlockCipher::Aes256),
        ]
        .into_iter()
        .find_map(|(known, cipher)| (known == protocol).then_some(cipher))
        .ok_or(CryptoError::KeyRefused(
            "not chip authentication over elliptic curves",
        ))?;
        match PublicKey::from_subject_public_key_info(key)? {
            PublicKey::Ec(chip_key) => Ok(Self {
                protocol,
                cipher,
                key_id,
                chip_key,
            }),
            PublicKey::Rsa(_) => Err(CryptoError::KeyRefused("not a point")),
        }
    }

    /// Chooses an ephemeral key and says what to send first.
    pub(crate) fn begin(self, rng: &mut dyn Randomness) -> Result<Progress, CryptoError> {
        let domain = Domain::standard(self.chip_key.curve())?;
        let pair = domain.generate(rng)?;
        let public = domain.public_bytes(&pair)?;
        let secret = domain.shared_secret(&pair, &self.chip_key.point_bytes()?)?;
        let agreement = Box::new(Agreement {
            messaging: SecureMessaging::from_secret(&secret, self.cipher)?,
            ephemeral_private_key: domain.private_bytes(&pair)?,
            protocol: self.protocol,
            key_id: self.key_id,
        });
        let (first, then) = match self.cipher {
            BlockCipher::TripleDes => (agreement.key_agreement_template(&public), None),
            _ => (
                agreement.authentication_template(),
                Some(general_authenticate(&public)),
            ),
        };
        Ok(Progress::Send(first, Awaiting { agreement, then }))
    }

    fn secret_from(&self, private: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let domain = Domain::standard(self.chip_key.curve())?;
        let pair = domain.restore(private)?;
        domain.shared_secret(&pair, &self.chip_key.point_bytes()?)
    }
}

impl Awaiting {
    /// Takes the chip's answer to the step.
    pub(crate) fn receive(self, response: &ResponseApdu) -> Result<Progress, StatusWord> {
        if !response.status().is_success() {
            return Err(response.status());
        }
        Ok(match self.then {
            Some(command) => Progress::Send(
                command,
                Self {
                    agreement: self.agreement,
                    then: None,
                },
            ),
            None => Progress::Agreed(self.agreement),
        })
    }
}

impl Agreement {
    /// Splits the new session from the transcript of its first exchange.
    pub(crate) fn into_session(self) -> (SecureMessaging, ChipAuthenticationTranscript) {
        let transcript = ChipAuthenticationTranscript {
            protocol: self.protocol.content().to_vec(),
            key_id: self.key_id,
            ephemeral_private_key: self.ephemeral_private_key,
            protected_command: Vec::new(),
            protected_response: Vec::new(),
        };
        (self.messaging, transcript)
    }

    /// MSE:Set KAT, the one command of 3DES.
    fn key_agreement_template(&self, public: &[u8]) -> CommandApdu {
        let mut data = Vec::new();
        data_object::append(&mut data, 0x91, public);
        self.append_key_reference(&mut data);
        CommandApdu::new([0x00, 0x22, 0x41, 0xA6]).with_data(data)
    }

    /// MSE:Set AT, the first of two commands of AES.
    fn authentication_template(&self) -> CommandApdu {
        let mut data = Vec::new();
        data_object::append(&mut data, 0x80, self.protocol.content());
        self.append_key_reference(&mut data);
        CommandApdu::new([0x00, 0x22, 0x41, 0xA4]).with_data(data)
    }

    fn append_key_reference(&self, data: &mut Vec<u8>) {
        if let Some(key_id) = &self.key_id {
            data_object::append(data, 0x84, key_id);
        }
    }
}

/// Repeats the agreement with the signed key of DG14 and opens the chip's first answer with it.
#[must_use]
pub fn judge(
    transcript: &ChipAuthenticationTranscript,
    document: &Verified<Document>,
) -> Outcome<ChipProof> {
    match &document.value().security_infos {
        Some(infos) => replay(transcript, infos),
        None => Outcome::NotPerformed(Reason::NotOffered),
    }
}

fn replay(transcript: &ChipAuthenticationTranscript, infos: &SecurityInfos) -> Outcome<ChipProof> {
    let suite = match ChipAuthenticationSuite::choose(infos) {
        None => return Outcome::NotPerformed(Reason::NotOffered),
        Some(Err(_)) => return Outcome::NotPerformed(Reason::AlgorithmRefused),
        Some(Ok(suite)) => suite,
    };
    if suite.protocol.content() != transcript.protocol || suite.key_id != transcript.key_id {
        return Outcome::Refuted(Reason::ChipProofInvalid);
    }
    if opens(&suite, transcript).is_none() {
        return Outcome::Refuted(Reason::ChipProofInvalid);
    }
    let protocol = ChipProtocol::ChipAuthentication;
    Outcome::Proven(ChipProof {
        protocol,
        convinces: Convinces::TerminalOnly,
    })
}

/// Both messages of the first exchange are protected with the agreed keys, counters from zero.
fn opens(suite: &ChipAuthenticationSuite, transcript: &ChipAuthenticationTranscript) -> Option<()> {
    let secret = suite.secret_from(&transcript.ephemeral_private_key).ok()?;
    let mut messaging = SecureMessaging::from_secret(&secret, suite.cipher).ok()?;
    messaging
        .check_own_command(&transcript.protected_command)
        .ok()?;
    let response = ResponseApdu::parse(transcript.protected_response.clone()).ok()?;
    // A bare status word passes unprotected in a session, but proves nothing.
    if response.data().is_empty() {
        return None;
    }
    messaging.unprotect(&response).ok().map(|_| ())
}

fn matching_info<'a>(
    infos: &'a SecurityInfos,
    key_id: Option<&[u8]>,
) -> Option<&'a ChipAuthenticationInfo> {
    infos
        .chip_authentication
        .iter()
        .filter(|info| info.version == 1 && info.key_id.as_deref() == key_id)
        .filter(|info| info.protocol.is_under(&oid::ID_CA_ECDH))
        .max_by_key(|info| info.protocol.last_arc())
}

fn general_authenticate(public: &[u8]) -> CommandApdu {
    let mut data = Vec::new();
    data_object::append(&mut data, 0x7C, &data_object::object(0x80, public));
    CommandApdu::new([0x00, 0x86, 0x00, 0x00])
        .with_data(data)
        .expecting(CommandApdu::SHORT_MAXIMUM)
}

#[cfg(test)]
mod examples;

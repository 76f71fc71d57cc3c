//! Chip authentication, version 1. ICAO Doc 9303-11 §6.2.

use zeroize::Zeroizing;

use super::{ChipProof, ChipProtocol, Convinces};
use crate::access::SecureMessaging;
use crate::crypto::CryptoError;
use crate::crypto::agreement::Domain;
use crate::crypto::cipher::BlockCipher;
use crate::lds::security_infos::SecurityInfos;
use crate::passive::{Document, Verified};
use crate::randomness::Randomness;
use crate::read_out::ChipAuthenticationTranscript;
use crate::verdict::{Outcome, Reason, Rule};
use crate::wire::oid::ObjectIdentifier;
use crate::wire::{CommandApdu, ResponseApdu, StatusWord, data_object};

mod suite;

pub(crate) use suite::{ChipAuthenticationSuite, is_offered};

/// The chip does not take the key identifier that DG14 gives.
const WRONG_DATA: u16 = 0x6A80;

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
    /// Our compressed ephemeral key, which terminal authentication signs.
    pub(crate) terminal_name: Vec<u8>,
    protocol: ObjectIdentifier,
    cipher: BlockCipher,
    key_id: Option<Vec<u8>>,
    public: Vec<u8>,
    ephemeral_private_key: Zeroizing<Vec<u8>>,
}

/// A step that waits for the chip.
pub(crate) struct Awaiting {
    agreement: Box<Agreement>,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The key was named, in DO 84 or not at all.
    Template { names_key: bool },
    /// The ephemeral key was sent by itself.
    Key,
}

impl ChipAuthenticationSuite {
    /// Chooses an ephemeral key and says what to send first.
    pub(crate) fn begin(self, rng: &mut dyn Randomness) -> Result<Progress, CryptoError> {
        let domain = Domain::standard(self.chip_key.parameters())?;
        let pair = domain.generate(rng)?;
        let secret = domain.shared_secret(&pair, self.chip_key.public_bytes())?;
        let agreement = Box::new(Agreement {
            messaging: SecureMessaging::from_secret(&secret, self.cipher)?,
            terminal_name: domain.compressed(pair.public_bytes())?,
            ephemeral_private_key: domain.private_bytes(&pair)?,
            public: pair.public_bytes().to_vec(),
            protocol: self.protocol,
            cipher: self.cipher,
            key_id: self.key_id,
        });
        let names_key = agreement.key_id.is_some();
        Ok(agreement.template(names_key))
    }

    fn secret_from(&self, private: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let domain = Domain::standard(self.chip_key.parameters())?;
        let pair = domain.restore(private)?;
        domain.shared_secret(&pair, self.chip_key.public_bytes())
    }
}

impl Awaiting {
    /// Takes the chip's answer to the step.
    ///
    /// Tolerance: a chip that refuses its own key identifier is asked once more without it.
    pub(crate) fn receive(self, response: &ResponseApdu) -> Result<Progress, StatusWord> {
        let status = response.status();
        let names_key = Step::Template { names_key: true };
        if status.value() == WRONG_DATA && self.step == names_key {
            return Ok(self.agreement.template(false));
        }
        if !status.is_success() {
            return Err(status);
        }
        let is_last = self.step == Step::Key || self.agreement.cipher == BlockCipher::TripleDes;
        Ok(if is_last {
            Progress::Agreed(self.agreement)
        } else {
            let command = general_authenticate(&self.agreement.public);
            let step = Step::Key;
            Progress::Send(command, Self { step, ..self })
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

    /// MSE:Set KAT, the one command of 3DES, or MSE:Set AT, the first of two commands of AES.
    fn template(self: Box<Self>, names_key: bool) -> Progress {
        let mut data = Vec::new();
        let p2 = match self.cipher {
            BlockCipher::TripleDes => {
                data_object::append(&mut data, 0x91, &self.public);
                0xA6
            }
            _ => {
                data_object::append(&mut data, 0x80, self.protocol.content());
                0xA4
            }
        };
        if let Some(key_id) = self.key_id.as_ref().filter(|_| names_key) {
            data_object::append(&mut data, 0x84, key_id);
        }
        let command = CommandApdu::new([0x00, 0x22, 0x41, p2]).with_data(data);
        let step = Step::Template { names_key };
        let agreement = self;
        Progress::Send(command, Awaiting { agreement, step })
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
    let suites = ChipAuthenticationSuite::all(infos);
    if suites.is_empty() {
        return Outcome::NotPerformed(Reason::NotOffered);
    }
    if suites.iter().all(Result::is_err) {
        return Outcome::NotPerformed(Reason::AlgorithmRefused);
    }
    let mut used = suites.into_iter().flatten().filter(|suite| {
        suite.protocol.content() == transcript.protocol && suite.key_id == transcript.key_id
    });
    // Of several keys without identifiers each is signed, and any may be the chip's.
    let opened = used.any(|suite| opens(&suite, transcript).is_some());
    if let Err(reason) = Rule::ChipAuthentication.demands(opened, Reason::ChipProofInvalid) {
        return Outcome::Refuted(reason);
    }
    let protocol = ChipProtocol::ChipAuthentication;
    Outcome::Proven(ChipProof {
        protocol,
        convinces: Convinces::TerminalOnly,
        tolerance: None,
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

fn general_authenticate(public: &[u8]) -> CommandApdu {
    let mut data = Vec::new();
    data_object::append(&mut data, 0x7C, &data_object::object(0x80, public));
    CommandApdu::new([0x00, 0x86, 0x00, 0x00])
        .with_data(data)
        .expecting(CommandApdu::SHORT_MAXIMUM)
}

#[cfg(test)]
mod examples;

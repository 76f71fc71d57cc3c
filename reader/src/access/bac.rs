//! Basic access control. ICAO Doc 9303-11 §4.3.

use zeroize::Zeroizing;

use super::key::basic_access_seed;
use super::secure_messaging::SendSequenceCounter;
use super::{AccessError, ProtocolStep, SecureMessaging, Violation};
use crate::crypto::CryptoError;
use crate::crypto::cipher::{BlockCipher, SymmetricKey, pad};
use crate::crypto::kdf;
use crate::crypto::mac::{self, MacKey};
use crate::mrz::MrzKey;
use crate::randomness::Randomness;
use crate::wire::{CommandApdu, ResponseApdu};

/// Starts basic access control: GET CHALLENGE, and the state that takes its answer.
///
/// # Errors
/// Only when a computation fails.
pub fn begin(key: &MrzKey) -> Result<(CommandApdu, AwaitChallenge), AccessError> {
    let seed = basic_access_seed(key)?;
    let (encryption, authentication) = kdf::session_keys(&seed, BlockCipher::TripleDes)?;
    let command = CommandApdu::new([0x00, 0x84, 0x00, 0x00]).expecting(8);
    Ok((
        command,
        AwaitChallenge {
            encryption,
            authentication,
        },
    ))
}

/// GET CHALLENGE was sent.
pub struct AwaitChallenge {
    encryption: SymmetricKey,
    authentication: MacKey,
}

impl AwaitChallenge {
    const STEP: ProtocolStep = ProtocolStep::GetChallenge;

    /// Takes RND.IC and sends the sealed challenge and key material.
    ///
    /// # Errors
    /// [`AccessError`] when the card gave no challenge of 8 bytes.
    pub fn receive(
        self,
        response: &ResponseApdu,
        rng: &mut dyn Randomness,
    ) -> Result<(CommandApdu, AwaitMutual), AccessError> {
        let status = response.status();
        if !status.is_success() {
            return Err(AccessError::Refused {
                step: Self::STEP,
                status,
            });
        }
        let card_challenge =
            <[u8; 8]>::try_from(response.data()).map_err(|_| AccessError::Protocol {
                step: Self::STEP,
                violation: Violation::Malformed,
            })?;
        let mut challenge = [0; 8];
        let mut key_material = Zeroizing::new([0; 16]);
        rng.fill(&mut challenge);
        rng.fill(&mut *key_material);
        let mut plain = Zeroizing::new([challenge, card_challenge].concat());
        plain.extend_from_slice(&*key_material);
        let data = self.seal(&plain)?;
        let command = CommandApdu::new([0x00, 0x82, 0x00, 0x00])
            .with_data(data)
            .expecting(40);
        let state = AwaitMutual {
            keys: self,
            challenge,
            card_challenge,
            key_material,
        };
        Ok((command, state))
    }

    /// Cryptogram of 32 bytes and its code of 8.
    fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let mut data = self
            .encryption
            .encrypt(&self.encryption.zero_iv(), plain)?
            .to_vec();
        let checksum = self.checksum(&data)?;
        data.extend_from_slice(&checksum);
        Ok(data)
    }

    fn checksum(&self, cryptogram: &[u8]) -> Result<mac::Mac, CryptoError> {
        let mut input = cryptogram.to_vec();
        pad(&mut input, self.encryption.cipher().block_len());
        self.authentication.mac(&input)
    }
}

/// EXTERNAL AUTHENTICATE was sent.
pub struct AwaitMutual {
    keys: AwaitChallenge,
    challenge: [u8; 8],
    card_challenge: [u8; 8],
    key_material: Zeroizing<[u8; 16]>,
}

impl AwaitMutual {
    /// Checks the card's answer and derives the session keys.
    ///
    /// # Errors
    /// [`AccessError::WrongPassword`] when the card refuses, [`AccessError::Protocol`] when its
    /// answer is not sealed with the same key or does not repeat our challenge.
    pub fn receive(self, response: &ResponseApdu) -> Result<SecureMessaging, AccessError> {
        let status = response.status();
        if status.refuses_password() {
            let step = ProtocolStep::ExternalAuthenticate;
            return Err(AccessError::WrongPassword { step, status });
        }
        if !status.is_success() {
            return Err(AccessError::Refused {
                step: ProtocolStep::ExternalAuthenticate,
                status,
            });
        }
        let plain = self.open(response.data())?;
        let repeated = [self.card_challenge, self.challenge].concat();
        let card_material = plain
            .strip_prefix(repeated.as_slice())
            .ok_or(violation(Violation::ChallengeNotRepeated))?;
        let mixed = self
            .key_material
            .iter()
            .zip(card_material)
            .map(|(ours, card)| ours ^ card);
        let seed = Zeroizing::new(mixed.collect::<Vec<u8>>());
        let (encryption, authentication) = kdf::session_keys(&seed, BlockCipher::TripleDes)?;
        let counter = SendSequenceCounter::starting_at(self.counter());
        Ok(SecureMessaging::new(encryption, authentication, counter))
    }

    fn open(&self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, AccessError> {
        if data.len() != 40 {
            return Err(violation(Violation::Malformed));
        }
        let (cryptogram, checksum) = data
            .split_at_checked(32)
            .ok_or(violation(Violation::Malformed))?;
        if !mac::equal(&self.keys.checksum(cryptogram)?, checksum) {
            return Err(violation(Violation::Authentication));
        }
        let encryption = &self.keys.encryption;
        Ok(encryption.decrypt(&encryption.zero_iv(), cryptogram)?)
    }

    /// The last four bytes of RND.IC, then those of RND.IFD.
    fn counter(&self) -> [u8; 8] {
        let [.., a, b, c, d] = self.card_challenge;
        let [.., e, f, g, h] = self.challenge;
        [a, b, c, d, e, f, g, h]
    }
}

fn violation(violation: Violation) -> AccessError {
    AccessError::Protocol {
        step: ProtocolStep::ExternalAuthenticate,
        violation,
    }
}

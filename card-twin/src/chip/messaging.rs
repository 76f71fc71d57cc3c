//! Secure messaging, the chip's side. ICAO Doc 9303-11 §9.8.

use openssl::error::ErrorStack;
use openssl::memcmp;
use openssl::symm::Mode;

use super::apdu::{Answer, Command, StatusWord, extended_expected, short_expected};
use super::crypto;
use crate::der;

/// A session's keys and its send sequence counter.
pub(super) struct SecureMessaging {
    suite: Suite,
    encryption_key: [u8; 16],
    mac_key: [u8; 16],
    /// As wide as the cipher's block; 3DES uses the low eight bytes.
    counter: u128,
}

/// Cipher suite of a session.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suite {
    TripleDes,
    Aes128,
}

/// Longest answer that a short Le allows, and what DO 99, DO 8E and the header of DO 87 take of it.
const SHORT_ANSWER: usize = 256;
const OVERHEAD: usize = 4 + 10 + 4;

impl SecureMessaging {
    /// A 3DES session after Basic Access Control; the counter starts from both challenges.
    pub(super) fn triple_des(seed: &[u8], counter: [u8; 8]) -> Self {
        Self::new(
            Suite::TripleDes,
            seed,
            u128::from(u64::from_be_bytes(counter)),
        )
    }

    /// An AES-128 session after PACE or Chip Authentication; the counter starts from zero.
    pub(super) fn aes(secret: &[u8]) -> Self {
        Self::new(Suite::Aes128, secret, 0)
    }

    fn new(suite: Suite, secret: &[u8], counter: u128) -> Self {
        Self {
            suite,
            encryption_key: crypto::derive_key(secret, crypto::ENCRYPTION),
            mac_key: crypto::derive_key(secret, crypto::AUTHENTICATION),
            counter,
        }
    }

    /// Authenticates bytes that are not a command, such as the tokens of PACE.
    pub(super) fn token(&self, data: &[u8]) -> Result<[u8; 8], ErrorStack> {
        crypto::aes_mac(&self.mac_key, data)
    }

    /// Most plain bytes whose protected answer still fits a short Le.
    pub(super) fn short_capacity(&self) -> usize {
        let block = self.block();
        (SHORT_ANSWER - OVERHEAD) / block * block - 1
    }

    /// Checks and deciphers a command.
    pub(super) fn open(&mut self, command: &Command) -> Result<Command, StatusWord> {
        self.counter = self.counter.wrapping_add(1);
        let objects = der::all(&command.data).ok_or(StatusWord::MESSAGING_OBJECT_WRONG)?;
        let mac = der::pick(&objects, 0x8E).ok_or(StatusWord::MESSAGING_OBJECT_MISSING)?;
        // DO 8E is the last object, ten bytes.
        let authenticated = command
            .data
            .len()
            .checked_sub(10)
            .and_then(|end| command.data.get(..end));
        let authenticated = authenticated.ok_or(StatusWord::MESSAGING_OBJECT_WRONG)?;
        let header = [command.class, command.instruction, command.p1, command.p2];
        let mut input = crypto::pad(&header, self.block());
        if !authenticated.is_empty() {
            input.extend(crypto::pad(authenticated, self.block()));
        }
        let expected = self.mac(&input)?;
        if mac.len() != expected.len() || !memcmp::eq(mac, &expected) {
            return Err(StatusWord::MESSAGING_OBJECT_WRONG);
        }
        Ok(Command {
            class: command.class & !0x0C,
            instruction: command.instruction,
            p1: command.p1,
            p2: command.p2,
            data: self.data_of(&objects)?,
            expected: expected_of(&objects)?,
            extended: command.extended,
        })
    }

    /// Enciphers and authenticates an answer.
    pub(super) fn close(
        &mut self,
        answer: &Answer,
        odd_instruction: bool,
    ) -> Result<Vec<u8>, StatusWord> {
        self.counter = self.counter.wrapping_add(1);
        let mut objects = Vec::new();
        if !answer.data.is_empty() {
            let cryptogram =
                self.cipher(Mode::Encrypt, &crypto::pad(&answer.data, self.block()))?;
            objects = if odd_instruction {
                der::tlv(0x85, &cryptogram)
            } else {
                der::group(0x87, [&[0x01], cryptogram.as_slice()])
            };
        }
        objects.extend(der::tlv(0x99, &answer.status.0.to_be_bytes()));
        let mac = self.mac(&crypto::pad(&objects, self.block()))?;
        objects.extend(der::tlv(0x8E, &mac));
        Ok(Answer {
            data: objects,
            status: answer.status,
        }
        .into_bytes())
    }

    fn data_of(&self, objects: &[(u32, &[u8])]) -> Result<Vec<u8>, StatusWord> {
        let wrong = StatusWord::MESSAGING_OBJECT_WRONG;
        let cryptogram = match (der::pick(objects, 0x87), der::pick(objects, 0x85)) {
            (None, None) => return Ok(Vec::new()),
            (Some([0x01, cryptogram @ ..]), None) | (None, Some(cryptogram)) => cryptogram,
            _ => return Err(wrong),
        };
        if cryptogram.is_empty() || !cryptogram.len().is_multiple_of(self.block()) {
            return Err(wrong);
        }
        let padded = self.cipher(Mode::Decrypt, cryptogram)?;
        Ok(crypto::unpad(&padded).ok_or(wrong)?.to_vec())
    }

    fn cipher(&self, mode: Mode, data: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        match self.suite {
            Suite::TripleDes => crypto::triple_des_cbc(mode, &self.encryption_key, data),
            Suite::Aes128 => {
                let counter = self.counter.to_be_bytes();
                let vector =
                    crypto::aes_cbc(Mode::Encrypt, &self.encryption_key, &[0; 16], &counter)?;
                let vector = vector.first_chunk().copied().unwrap_or_default();
                crypto::aes_cbc(mode, &self.encryption_key, &vector, data)
            }
        }
    }

    /// MAC over the counter and `padded`, which is whole blocks.
    fn mac(&self, padded: &[u8]) -> Result<[u8; 8], ErrorStack> {
        let counter = self.counter.to_be_bytes();
        match self.suite {
            Suite::TripleDes => {
                let low = counter.last_chunk::<8>().copied().unwrap_or_default();
                crypto::retail_mac(&self.mac_key, &[&low, padded].concat())
            }
            Suite::Aes128 => crypto::aes_mac(&self.mac_key, &[&counter, padded].concat()),
        }
    }

    fn block(&self) -> usize {
        match self.suite {
            Suite::TripleDes => 8,
            Suite::Aes128 => 16,
        }
    }
}

fn expected_of(objects: &[(u32, &[u8])]) -> Result<Option<usize>, StatusWord> {
    match der::pick(objects, 0x97) {
        None => Ok(None),
        Some([le]) => Ok(Some(short_expected(*le))),
        Some([high, low]) => Ok(Some(extended_expected([*high, *low]))),
        Some(_) => Err(StatusWord::MESSAGING_OBJECT_WRONG),
    }
}

#[cfg(test)]
#[path = "messaging_examples.rs"]
mod examples;

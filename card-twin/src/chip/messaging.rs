//! Secure messaging, the chip's side. ICAO Doc 9303-11 §9.8.

use openssl::error::ErrorStack;
use openssl::memcmp;
use openssl::symm::Mode;

use super::apdu::{Answer, Command, StatusWord, extended_expected, short_expected};
use super::crypto;
use crate::der;
use crate::protocol::Suite;

/// A session's keys and its send sequence counter.
pub(super) struct SecureMessaging {
    suite: Suite,
    encryption_key: Vec<u8>,
    mac_key: Vec<u8>,
    /// As wide as the cipher's block; 3DES uses the low eight bytes.
    counter: u128,
}

/// In what an answer's protection is odd.
#[derive(Clone, Copy, Default)]
pub(super) struct Oddness {
    /// Plaintext is padded with zeros before 80 instead of after it.
    pub(super) zeros_before_padding: bool,
    /// Plaintext is filled with FF instead of being padded.
    pub(super) filled: bool,
    /// DO 99 is cut short and DO 8E is missing.
    pub(super) truncated_status: bool,
}

/// What DO 99, DO 8E and the header of DO 87 take of an answer.
const OVERHEAD: usize = 4 + 10 + 4;

impl SecureMessaging {
    /// A session; the counter starts from zero except after Basic Access Control.
    pub(super) fn new(suite: Suite, secret: &[u8], counter: u64) -> Self {
        Self {
            suite,
            encryption_key: crypto::derive_key(suite, secret, crypto::ENCRYPTION),
            mac_key: crypto::derive_key(suite, secret, crypto::AUTHENTICATION),
            counter: u128::from(counter),
        }
    }

    /// Authenticates bytes that are not a command, such as the tokens of PACE.
    pub(super) fn token(&self, data: &[u8]) -> Result<[u8; 8], ErrorStack> {
        crypto::mac(self.suite, &self.mac_key, data)
    }

    /// Enciphers the chip authentication data of PACE-CAM: the vector is minus one, enciphered.
    pub(super) fn seal_chip_authentication_data(
        &self,
        data: &[u8],
        pads: bool,
    ) -> Result<Vec<u8>, ErrorStack> {
        let vector = self.enciphered_block(&[0xFF; 16])?;
        let padded = if pads {
            crypto::pad(data, self.suite.block())
        } else {
            filled(data, self.suite.block())
        };
        crypto::cbc(
            self.suite,
            Mode::Encrypt,
            &self.encryption_key,
            &vector,
            &padded,
        )
    }

    /// Most plain bytes whose protected answer, status word included, fits `answer` bytes.
    pub(super) fn capacity(&self, answer: usize) -> usize {
        let block = self.suite.block();
        // DO 87 beyond 255 bytes has a longer header.
        let overhead = if answer > 258 { OVERHEAD + 3 } else { OVERHEAD };
        let whole = answer.saturating_sub(2 + overhead) / block * block;
        whole.saturating_sub(1)
    }

    /// Where the send sequence counter stands.
    pub(super) fn counter(&self) -> u128 {
        self.counter
    }

    /// Puts the counter back, as cards do that never counted a command.
    pub(super) fn set_counter(&mut self, counter: u128) {
        self.counter = counter;
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
        let mut input = crypto::pad(&header, self.suite.block());
        if !authenticated.is_empty() {
            input.extend(crypto::pad(authenticated, self.suite.block()));
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
    pub(super) fn close_oddly(
        &mut self,
        answer: &Answer,
        odd_instruction: bool,
        oddness: Oddness,
    ) -> Result<Vec<u8>, StatusWord> {
        self.counter = self.counter.wrapping_add(1);
        let mut objects = Vec::new();
        if !answer.data.is_empty() {
            let block = self.suite.block();
            let padded = if oddness.filled {
                filled(&answer.data, block)
            } else if oddness.zeros_before_padding {
                padded_before(&answer.data, block)
            } else {
                crypto::pad(&answer.data, block)
            };
            let cryptogram = self.cipher(Mode::Encrypt, &padded)?;
            objects = if odd_instruction {
                der::tlv(0x85, &cryptogram)
            } else {
                der::group(0x87, [&[0x01], cryptogram.as_slice()])
            };
        }
        if oddness.truncated_status {
            objects.extend([0x99, 0x02, 0x90]);
            return Ok(Answer::ok(objects).into_bytes());
        }
        objects.extend(der::tlv(0x99, &answer.status.0.to_be_bytes()));
        let mac = self.mac(&crypto::pad(&objects, self.suite.block()))?;
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
        if cryptogram.is_empty() || !cryptogram.len().is_multiple_of(self.suite.block()) {
            return Err(wrong);
        }
        let padded = self.cipher(Mode::Decrypt, cryptogram)?;
        Ok(crypto::unpad(&padded).ok_or(wrong)?.to_vec())
    }

    fn cipher(&self, mode: Mode, data: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let vector = match self.suite {
            Suite::TripleDes => vec![0; 8],
            _ => self.enciphered_block(&self.counter.to_be_bytes())?,
        };
        crypto::cbc(self.suite, mode, &self.encryption_key, &vector, data)
    }

    fn enciphered_block(&self, block: &[u8; 16]) -> Result<Vec<u8>, ErrorStack> {
        let zero = [0; 16];
        crypto::cbc(
            self.suite,
            Mode::Encrypt,
            &self.encryption_key,
            &zero,
            block,
        )
    }

    /// MAC over the counter and `padded`, which is whole blocks.
    fn mac(&self, padded: &[u8]) -> Result<[u8; 8], ErrorStack> {
        let counter = self.counter.to_be_bytes();
        match self.suite {
            Suite::TripleDes => {
                let low = counter.last_chunk::<8>().copied().unwrap_or_default();
                crypto::retail_mac(&self.mac_key, &[&low, padded].concat())
            }
            suite => crypto::aes_mac(suite, &self.mac_key, &[&counter, padded].concat()),
        }
    }
}

/// FF to the end of the block, and a block of it where there is no room.
fn filled(data: &[u8], block: usize) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.resize((data.len() + 1).next_multiple_of(block), 0xFF);
    padded
}

/// Zeros, then 80 at the end of the block.
fn padded_before(data: &[u8], block: usize) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.resize((data.len() + 1).next_multiple_of(block) - 1, 0);
    padded.push(0x80);
    padded
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

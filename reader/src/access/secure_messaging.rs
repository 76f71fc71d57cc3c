//! Secure messaging with 3DES and AES. ICAO Doc 9303-11 §9.8.

use zeroize::Zeroizing;

use crate::crypto::CryptoError;
use crate::crypto::cipher::{BlockCipher, SymmetricKey, pad, unpadded_len};
use crate::crypto::kdf;
use crate::crypto::mac::{self, MacKey};
use crate::fault::Fault;
use crate::wire::{CommandApdu, ResponseApdu, StatusWord, data_object};

const CRYPTOGRAM: u8 = 0x87;
const CRYPTOGRAM_ODD_INS: u8 = 0x85;
const EXPECTED_LENGTH: u8 = 0x97;
const STATUS: u8 = 0x99;
const CHECKSUM: u8 = 0x8E;

/// One secure session: every command leaves protected, no unprotected data come back.
pub struct SecureMessaging {
    encryption: SymmetricKey,
    authentication: MacKey,
    counter: SendSequenceCounter,
    plain_errors: PlainErrors,
}

/// What a card counts when it answers with a bare error status word: the clause leaves it open.
///
/// Counting back never widens what is accepted: an answer still needs the session's key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlainErrors {
    /// Neither the command nor the answer, as when the command was refused before it was opened.
    #[default]
    Uncounted,
    /// The command alone.
    CommandCounted,
    /// Both, as for a protected answer.
    BothCounted,
}

/// Why a protected answer was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecureMessagingError {
    /// The card says that our message was not protected rightly: the session is over.
    #[error("the card ended the secure session ({0})")]
    Ended(StatusWord),
    /// Data, or a success, that came without protection.
    #[error("an unprotected answer inside the secure session ({0})")]
    Unprotected(StatusWord),
    /// Data objects missing, in the wrong order or of the wrong length.
    #[error("a malformed protected answer")]
    Malformed,
    /// The message authentication code is wrong.
    #[error("the authentication code of an answer is wrong")]
    WrongChecksum,
    /// A computation could not be done.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

impl SecureMessagingError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "9303-11 §9.8"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Crypto(_) => Fault::Us,
            _ => Fault::Chip,
        }
    }
}

impl SecureMessaging {
    /// A session over a shared secret, its counter at zero: PACE and chip authentication.
    pub(crate) fn from_secret(secret: &[u8], cipher: BlockCipher) -> Result<Self, CryptoError> {
        let (encryption, authentication) = kdf::session_keys(secret, cipher)?;
        Ok(Self::new(
            encryption,
            authentication,
            SendSequenceCounter::zero(cipher),
        ))
    }

    pub(crate) fn new(
        encryption: SymmetricKey,
        authentication: MacKey,
        counter: SendSequenceCounter,
    ) -> Self {
        Self {
            encryption,
            authentication,
            counter,
            plain_errors: PlainErrors::default(),
        }
    }

    /// Says how the card counts its bare errors.
    pub(crate) fn expect_plain_errors(&mut self, plain_errors: PlainErrors) {
        self.plain_errors = plain_errors;
    }

    /// Takes the count of a command back that the reader did not pass on.
    pub(crate) fn withdraw_command(&mut self) {
        self.counter.decrement();
    }

    /// The most plain data that fits an extended answer of `answer_len` bytes, status word included.
    #[must_use]
    pub fn longest_extended_answer(&self, answer_len: usize) -> usize {
        // SW (2), DO'99' (4), DO'8E' (10) and the frame of DO'87' (6, so that any length fits).
        let block = self.encryption.cipher().block_len();
        let room = answer_len.min(CommandApdu::EXTENDED_MAXIMUM);
        (room.saturating_sub(2 + 4 + 10 + 6) / block * block).saturating_sub(1)
    }

    /// The most plain data that fits one short protected answer of 256 bytes.
    #[must_use]
    pub fn longest_short_answer(&self) -> usize {
        // 256 less DO'99' (4), DO'8E' (10) and the frame of DO'87' (4), in whole blocks, less padding.
        let block = self.encryption.cipher().block_len();
        (256 - 4 - 10 - 4) / block * block - 1
    }

    /// Protects a command; the counter moves on by one.
    ///
    /// # Errors
    /// Only when a computation fails.
    pub fn protect(&mut self, command: &CommandApdu) -> Result<CommandApdu, SecureMessagingError> {
        self.counter.increment();
        let [class, instruction, p1, p2] = command.header();
        let header = [class | 0x0C, instruction, p1, p2];
        let mut objects = Vec::with_capacity(command.data().len() + 48);
        if !command.data().is_empty() {
            self.append_cryptogram(&mut objects, instruction, command.data())?;
        }
        if let Some(len) = command.expected_len() {
            append_expected_length(&mut objects, len, command.is_extended());
        }
        let block = self.encryption.cipher().block_len();
        let mut input = Zeroizing::new(header.to_vec());
        pad(&mut input, block);
        if !objects.is_empty() {
            input.extend_from_slice(&objects);
            pad(&mut input, block);
        }
        data_object::append(&mut objects, CHECKSUM, &self.checksum(&input)?);
        let answer = if command.is_extended() {
            CommandApdu::EXTENDED_MAXIMUM
        } else {
            CommandApdu::SHORT_MAXIMUM
        };
        Ok(CommandApdu::new(header)
            .with_data(objects)
            .expecting(answer))
    }

    /// Checks and opens an answer; the counter moves on by one, and back at a bare error that the card
    /// does not count.
    ///
    /// # Errors
    /// Anything but a rightly protected answer, or a plain error status word, which some cards
    /// give: it carries no data and can only withhold.
    pub fn unprotect(
        &mut self,
        response: &ResponseApdu,
    ) -> Result<ResponseApdu, SecureMessagingError> {
        self.counter.increment();
        if response.data().is_empty() {
            let bare = plain_status(response.status())?;
            match self.plain_errors {
                PlainErrors::Uncounted => self.counter.decrement().decrement(),
                PlainErrors::CommandCounted => self.counter.decrement(),
                PlainErrors::BothCounted => &mut self.counter,
            };
            return Ok(bare);
        }
        let parts = ProtectedParts::split(response.data())?;
        let mut input = Zeroizing::new(parts.authenticated.to_vec());
        pad(&mut input, self.encryption.cipher().block_len());
        if !mac::equal(&self.checksum(&input)?, parts.checksum) {
            return Err(SecureMessagingError::WrongChecksum);
        }
        if parts.status != response.status() {
            return Err(SecureMessagingError::Malformed);
        }
        let data = match parts.cryptogram {
            Some(cryptogram) => self.decrypt(cryptogram)?,
            None => Zeroizing::default(),
        };
        Ok(ResponseApdu::from_parts(data, parts.status))
    }

    /// Checks that a recorded command is one of ours at this place of the session.
    pub(crate) fn check_own_command(&mut self, command: &[u8]) -> Result<(), SecureMessagingError> {
        self.counter.increment();
        let (header, objects, checksum) =
            split_command(command).ok_or(SecureMessagingError::Malformed)?;
        let block = self.encryption.cipher().block_len();
        let mut input = Zeroizing::new(header.to_vec());
        pad(&mut input, block);
        input.extend_from_slice(objects);
        pad(&mut input, block);
        if mac::equal(&self.checksum(&input)?, checksum) {
            Ok(())
        } else {
            Err(SecureMessagingError::WrongChecksum)
        }
    }

    fn append_cryptogram(
        &self,
        objects: &mut Vec<u8>,
        instruction: u8,
        data: &[u8],
    ) -> Result<(), CryptoError> {
        let mut plain = Zeroizing::new(data.to_vec());
        pad(&mut plain, self.encryption.cipher().block_len());
        let cryptogram = self
            .encryption
            .encrypt(&self.initialisation_vector()?, &plain)?;
        if instruction % 2 == 1 {
            data_object::append(objects, CRYPTOGRAM_ODD_INS, &cryptogram);
        } else {
            data_object::append(objects, CRYPTOGRAM, &[&[1], cryptogram.as_slice()].concat());
        }
        Ok(())
    }

    fn decrypt(&self, cryptogram: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecureMessagingError> {
        let iv = self.initialisation_vector()?;
        let mut plain = self
            .encryption
            .decrypt(&iv, cryptogram)
            .map_err(|_| SecureMessagingError::Malformed)?;
        let len = unpadded_len(&plain).ok_or(SecureMessagingError::Malformed)?;
        plain.truncate(len);
        Ok(plain)
    }

    /// Zero for 3DES, the encrypted counter for AES.
    fn initialisation_vector(&self) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        match self.encryption.cipher() {
            BlockCipher::TripleDes => Ok(Zeroizing::new(self.encryption.zero_iv())),
            _ => self.encryption.encrypt_block(&self.counter.0),
        }
    }

    fn checksum(&self, padded: &[u8]) -> Result<mac::Mac, CryptoError> {
        self.authentication.mac(&[&self.counter.0, padded].concat())
    }
}

/// SSC: as long as a block, counted up before every command and every answer.
pub(crate) struct SendSequenceCounter(Vec<u8>);

impl SendSequenceCounter {
    pub(crate) fn zero(cipher: BlockCipher) -> Self {
        Self(vec![0; cipher.block_len()])
    }

    /// The start value of basic access control: eight bytes from both challenges.
    pub(crate) fn starting_at(value: [u8; 8]) -> Self {
        Self(value.to_vec())
    }

    fn decrement(&mut self) -> &mut Self {
        for byte in self.0.iter_mut().rev() {
            *byte = byte.wrapping_sub(1);
            if *byte != 0xFF {
                break;
            }
        }
        self
    }

    fn increment(&mut self) {
        for byte in self.0.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                break;
            }
        }
    }
}

/// An answer in parts: \[87 or 85\] 99 8E, in this order and with nothing else.
struct ProtectedParts<'a> {
    cryptogram: Option<&'a [u8]>,
    status: StatusWord,
    checksum: &'a [u8],
    authenticated: &'a [u8],
}

impl<'a> ProtectedParts<'a> {
    fn split(data: &'a [u8]) -> Result<Self, SecureMessagingError> {
        Self::try_split(data).ok_or(SecureMessagingError::Malformed)
    }

    fn try_split(data: &'a [u8]) -> Option<Self> {
        let (tag, value, rest) = data_object::take(data)?;
        let (cryptogram, (tag, status, rest)) = match tag {
            CRYPTOGRAM => (Some(value.strip_prefix(&[1])?), data_object::take(rest)?),
            CRYPTOGRAM_ODD_INS => (Some(value), data_object::take(rest)?),
            _ => (None, (tag, value, rest)),
        };
        let status = <[u8; 2]>::try_from(status).ok().filter(|_| tag == STATUS)?;
        let authenticated = data.get(..data.len() - rest.len())?;
        let checksum = data_object::sole(rest, CHECKSUM).filter(|value| value.len() == 8)?;
        let status = StatusWord::new(u16::from_be_bytes(status));
        Some(Self {
            cryptogram,
            status,
            checksum,
            authenticated,
        })
    }
}

/// A protected command in parts, short or extended: header, authenticated objects, code.
fn split_command(command: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (header, rest) = command.split_first_chunk::<4>()?;
    let (len, rest) = match rest {
        [0, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [len, rest @ ..] => (usize::from(*len), rest),
        [] => return None,
    };
    let data = rest.get(..len)?;
    let (objects, last) = data.split_at_checked(data.len().checked_sub(10)?)?;
    let checksum = data_object::sole(last, CHECKSUM)?;
    (header[0] & 0x0C == 0x0C && !objects.is_empty()).then_some((header, objects, checksum))
}

/// A status word without protection may report an error, never success or data.
fn plain_status(status: StatusWord) -> Result<ResponseApdu, SecureMessagingError> {
    if status.ends_session() {
        Err(SecureMessagingError::Ended(status))
    } else if status.is_error() {
        Ok(ResponseApdu::from_parts(Zeroizing::default(), status))
    } else {
        Err(SecureMessagingError::Unprotected(status))
    }
}

fn append_expected_length(objects: &mut Vec<u8>, len: usize, extended: bool) {
    // 256 and 65 536 are written as zeros, which are their low bytes.
    let [low, high, ..] = len.to_le_bytes();
    if extended {
        data_object::append(objects, EXPECTED_LENGTH, &[high, low]);
    } else {
        data_object::append(objects, EXPECTED_LENGTH, &[low]);
    }
}

#[cfg(test)]
mod tests;

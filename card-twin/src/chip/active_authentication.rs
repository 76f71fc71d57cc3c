//! Active Authentication. ICAO Doc 9303-11 §6.1.

use openssl::ecdsa::EcdsaSig;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Padding;

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use super::crypto;
use crate::random::Random;

/// Trailer of ISO/IEC 9796-2 for SHA-256.
const TRAILER_SHA256: [u8; 2] = [0x34, 0xCC];

impl Chip {
    /// INTERNAL AUTHENTICATE: signs the terminal's eight bytes. The answer to an RSA key is longer than
    /// a short Le asks for and is sent whole, as cards in the field do.
    pub(super) fn internal_authenticate(&mut self, command: &Command) -> Reply {
        if !self.access_granted() {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        let key = self
            .keys
            .signature
            .as_ref()
            .ok_or(StatusWord::INSTRUCTION_NOT_SUPPORTED)?;
        if command.data.len() != 8 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let signature = match key.id() {
            Id::EC => sign_ecdsa(key, &command.data)?,
            _ => sign_rsa(key, &command.data, &mut self.random)?,
        };
        Ok(Answer::ok(signature))
    }
}

/// Plain format: r and s, each as wide as the order. TR-03111 §5.2.1.
fn sign_ecdsa(key: &PKey<Private>, challenge: &[u8]) -> Result<Vec<u8>, StatusWord> {
    let key = key.ec_key()?;
    let signature = EcdsaSig::sign(&crypto::sha256_of(&[challenge])?, &key)?;
    let width =
        i32::try_from(key.group().order_bits().div_ceil(8)).map_err(|_| StatusWord::INTERNAL)?;
    Ok([
        signature.r().to_vec_padded(width)?,
        signature.s().to_vec_padded(width)?,
    ]
    .concat())
}

/// ISO/IEC 9796-2 scheme 1 with partial recovery: 6A, nonce, hash of nonce and challenge, trailer.
fn sign_rsa(
    key: &PKey<Private>,
    challenge: &[u8],
    random: &mut Random,
) -> Result<Vec<u8>, StatusWord> {
    let key = key.rsa()?;
    let size = usize::try_from(key.size()).map_err(|_| StatusWord::INTERNAL)?;
    let nonce_length = size
        .checked_sub(1 + 32 + TRAILER_SHA256.len())
        .ok_or(StatusWord::INTERNAL)?;
    let mut nonce = vec![0; nonce_length];
    random(&mut nonce);
    let digest = crypto::sha256_of(&[&nonce, challenge])?;
    let message = [&[0x6A], nonce.as_slice(), &digest, &TRAILER_SHA256].concat();
    let mut signature = vec![0; size];
    key.private_encrypt(&message, &mut signature, Padding::NONE)?;
    Ok(signature)
}

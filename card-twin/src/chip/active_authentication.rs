//! Active Authentication. ICAO Doc 9303-11 §6.1.

use openssl::ecdsa::EcdsaSig;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Padding;

use super::Chip;
use super::apdu::{Answer, Command, Reply, StatusWord};
use crate::misbehaviour::Misbehaviour;
use crate::profile::Hash;
use crate::quirk::Quirk;
use crate::random::Random;

impl Chip {
    /// INTERNAL AUTHENTICATE: signs the terminal's eight bytes. The answer to an RSA key is longer than
    /// a short Le asks for and is sent whole, as cards in the field do.
    pub(super) fn internal_authenticate(&mut self, command: &Command) -> Reply {
        if !self.access_granted() || self.does(Misbehaviour::SignatureRefused) {
            return Err(StatusWord::SECURITY_NOT_SATISFIED);
        }
        let der = self.has(Quirk::DerSignature);
        let proof = self
            .keys
            .signature
            .as_ref()
            .ok_or(StatusWord::INSTRUCTION_NOT_SUPPORTED)?;
        if command.data.len() != 8 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let challenge = if self
            .misbehaviours
            .contains(&Misbehaviour::SignatureReplayed)
        {
            b"of other".as_slice()
        } else {
            &command.data
        };
        let mut signature = match proof.key.id() {
            Id::EC => sign_ecdsa(&proof.key, proof.hash, challenge, der || proof.der)?,
            _ => sign_rsa(&proof.key, proof.hash, challenge, &mut self.random)?,
        };
        if self.does(Misbehaviour::SignatureZero) {
            signature.fill(0);
        }
        let limit = self.answer_limit(command);
        let cut = signature.len() > limit && self.has(Quirk::SignatureTruncated);
        let sent = if cut { limit } else { signature.len() };
        Ok(Answer::ok(
            signature.get(..sent).unwrap_or_default().to_vec(),
        ))
    }
}

/// Plain format: r and s, each as wide as the order. TR-03111 §5.2.1.
fn sign_ecdsa(
    key: &PKey<Private>,
    hash: Hash,
    challenge: &[u8],
    der: bool,
) -> Result<Vec<u8>, StatusWord> {
    let key = key.ec_key()?;
    let width =
        i32::try_from(key.group().order_bits().div_ceil(8)).map_err(|_| StatusWord::INTERNAL)?;
    let digest = openssl::hash::hash(hash.digest(), challenge)?;
    let signature = EcdsaSig::sign(&digest, &key)?;
    if der {
        return Ok(signature.to_der()?);
    }
    Ok([
        signature.r().to_vec_padded(width)?,
        signature.s().to_vec_padded(width)?,
    ]
    .concat())
}

/// ISO/IEC 9796-2 scheme 1 with partial recovery: 6A, nonce, hash of nonce and challenge, trailer.
fn sign_rsa(
    key: &PKey<Private>,
    hash: Hash,
    challenge: &[u8],
    random: &mut Random,
) -> Result<Vec<u8>, StatusWord> {
    let key = key.rsa()?;
    let size = usize::try_from(key.size()).map_err(|_| StatusWord::INTERNAL)?;
    let trailer = trailer(hash);
    let nonce_length = size
        .checked_sub(1 + hash.digest().size() + trailer.len())
        .ok_or(StatusWord::INTERNAL)?;
    let mut nonce = vec![0; nonce_length];
    random(&mut nonce);
    let digest = openssl::hash::hash(hash.digest(), &[&nonce, challenge].concat())?;
    let message = [&[0x6A], nonce.as_slice(), &digest, trailer].concat();
    let mut signature = vec![0; size];
    key.private_encrypt(&message, &mut signature, Padding::NONE)?;
    Ok(signature)
}

/// ISO/IEC 9796-2 option 1 for SHA-1, option 2 with the hash's number for the others.
fn trailer(hash: Hash) -> &'static [u8] {
    match hash {
        Hash::Sha1 => &[0xBC],
        Hash::Sha224 => &[0x38, 0xCC],
        Hash::Sha256 => &[0x34, 0xCC],
        Hash::Sha384 => &[0x36, 0xCC],
        Hash::Sha512 => &[0x35, 0xCC],
    }
}

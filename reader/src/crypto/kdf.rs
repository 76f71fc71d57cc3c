//! Key derivation function. ICAO Doc 9303-11 §9.7.1.

use zeroize::Zeroizing;

use super::CryptoError;
use super::cipher::{BlockCipher, SymmetricKey};
use super::digest::DigestAlgorithm;
use super::mac::MacKey;

/// What a derived key is for: the counter of the derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Encryption = 1,
    Authentication = 2,
    Password = 3,
}

/// KDF(secret, counter), cut to the cipher's key length.
pub(crate) fn derive(
    secret: &[u8],
    purpose: Purpose,
    cipher: BlockCipher,
) -> Result<SymmetricKey, CryptoError> {
    let hash = match cipher {
        BlockCipher::TripleDes | BlockCipher::Aes128 => DigestAlgorithm::Sha1,
        BlockCipher::Aes192 | BlockCipher::Aes256 => DigestAlgorithm::Sha256,
    };
    let counter = (purpose as u32).to_be_bytes();
    let mut bytes = Zeroizing::new(hash.digest(&[secret, &counter])?);
    bytes.truncate(cipher.key_len());
    SymmetricKey::new(cipher, bytes)
}

/// KSEnc and KSMac from a shared secret.
pub(crate) fn session_keys(
    secret: &[u8],
    cipher: BlockCipher,
) -> Result<(SymmetricKey, MacKey), CryptoError> {
    let encryption = derive(secret, Purpose::Encryption, cipher)?;
    let authentication = derive(secret, Purpose::Authentication, cipher)?;
    Ok((encryption, MacKey::new(authentication)?))
}

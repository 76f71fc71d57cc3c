//! Message authentication codes of 8 bytes. ICAO Doc 9303-11 §9.8.6.2, §9.8.6.3; ISO/IEC 9797-1 algorithm 3.

use openssl::memcmp;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use openssl::symm::{Cipher, Mode};
use zeroize::Zeroizing;

use super::CryptoError;
use super::cipher::{BlockCipher, SymmetricKey, cbc};

/// A key for authentication codes; the encryption key next to it has another type.
pub(crate) struct MacKey(Algorithm);

enum Algorithm {
    /// Algorithm 3 over single DES.
    Retail(SymmetricKey),
    /// OpenSSL's own key, made once: making it costs more than a code.
    Cmac(BlockCipher, PKey<Private>),
}

/// An authentication code of 8 bytes.
pub(crate) type Mac = [u8; 8];

impl MacKey {
    pub(crate) fn new(key: SymmetricKey) -> Result<Self, CryptoError> {
        let cipher = match key.cipher() {
            BlockCipher::TripleDes => return Ok(Self(Algorithm::Retail(key))),
            BlockCipher::Aes128 => Cipher::aes_128_cbc(),
            BlockCipher::Aes192 => Cipher::aes_192_cbc(),
            BlockCipher::Aes256 => Cipher::aes_256_cbc(),
        };
        let cmac = PKey::cmac(&cipher, key.bytes())?;
        Ok(Self(Algorithm::Cmac(key.cipher(), cmac)))
    }

    pub(crate) fn cipher(&self) -> BlockCipher {
        match &self.0 {
            Algorithm::Retail(key) => key.cipher(),
            Algorithm::Cmac(cipher, _) => *cipher,
        }
    }

    /// The code over `data`: retail MAC (whole blocks, padded by the caller) or AES-CMAC.
    pub(crate) fn mac(&self, data: &[u8]) -> Result<Mac, CryptoError> {
        match &self.0 {
            Algorithm::Retail(key) => retail_mac(key.bytes(), data),
            Algorithm::Cmac(_, key) => cmac(key, data),
        }
    }
}

/// Equality in constant time; different lengths are different.
pub(crate) fn equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && memcmp::eq(one, other)
}

/// DES-CBC with K1, then one more decryption with K2 and encryption with K1.
///
/// Single DES is in OpenSSL's legacy provider, so that K|K|K stands for it.
fn retail_mac(key: &[u8], data: &[u8]) -> Result<Mac, CryptoError> {
    let (first, second) = key
        .split_at_checked(8)
        .ok_or(CryptoError::Length(key.len()))?;
    let chained = single_des(first, data)?;
    let last = chained
        .last_chunk::<8>()
        .ok_or(CryptoError::Length(data.len()))?;
    let opened = cbc(
        Cipher::des_ede3_cbc(),
        Mode::Decrypt,
        &thrice(second),
        &[0; 8],
        last,
    )?;
    truncated(&single_des(first, &opened)?)
}

fn single_des(key: &[u8], data: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    cbc(
        Cipher::des_ede3_cbc(),
        Mode::Encrypt,
        &thrice(key),
        &[0; 8],
        data,
    )
}

fn thrice(key: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(key.repeat(3))
}

fn cmac(key: &PKey<Private>, data: &[u8]) -> Result<Mac, CryptoError> {
    let mut signer = Signer::new_without_digest(key)?;
    signer.update(data)?;
    truncated(&signer.sign_to_vec()?)
}

fn truncated(code: &[u8]) -> Result<Mac, CryptoError> {
    code.first_chunk::<8>()
        .copied()
        .ok_or(CryptoError::Length(code.len()))
}

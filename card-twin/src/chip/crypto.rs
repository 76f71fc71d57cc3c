//! Ciphers, MACs and key derivation of the chip. ICAO Doc 9303-11 §9.7 and §9.8.

use openssl::error::ErrorStack;
use openssl::pkey::PKey;
use openssl::sha::{sha1, sha256};
use openssl::sign::Signer;
use openssl::symm::{Cipher, Crypter, Mode};

use crate::protocol::Suite;

/// Counter of the key derivation for encryption keys.
pub(super) const ENCRYPTION: u32 = 1;
/// Counter for MAC keys.
pub(super) const AUTHENTICATION: u32 = 2;
/// Counter for keys from passwords.
pub(super) const PASSWORD: u32 = 3;

/// Key of `suite`: the start of a hash over secret and counter. §9.7.1.
pub(super) fn derive_key(suite: Suite, secret: &[u8], counter: u32) -> Vec<u8> {
    let input = [secret, &counter.to_be_bytes()].concat();
    let mut key = match suite {
        Suite::TripleDes | Suite::Aes128 => sha1(&input).to_vec(),
        Suite::Aes192 | Suite::Aes256 => sha256(&input).to_vec(),
    };
    key.truncate(suite.key_bytes());
    key
}

/// CBC mode of `suite` without padding; `vector` is a block.
pub(super) fn cbc(
    suite: Suite,
    mode: Mode,
    key: &[u8],
    vector: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    match suite {
        Suite::TripleDes => {
            let (left, right) = key.split_at(8.min(key.len()));
            let key = [left, right, left].concat();
            run(Cipher::des_ede3_cbc(), mode, &key, vector, data)
        }
        Suite::Aes128 | Suite::Aes192 | Suite::Aes256 => run(aes(suite), mode, key, vector, data),
    }
}

/// MAC of `suite` over data that are not padded yet, eight bytes.
pub(super) fn mac(suite: Suite, key: &[u8], data: &[u8]) -> Result<[u8; 8], ErrorStack> {
    match suite {
        Suite::TripleDes => retail_mac(key, &pad(data, 8)),
        Suite::Aes128 | Suite::Aes192 | Suite::Aes256 => aes_mac(suite, key, data),
    }
}

/// AES-CMAC, first eight bytes.
pub(super) fn aes_mac(suite: Suite, key: &[u8], data: &[u8]) -> Result<[u8; 8], ErrorStack> {
    let key = PKey::cmac(&aes(suite), key)?;
    Ok(first_bytes(
        &Signer::new_without_digest(&key)?.sign_oneshot_to_vec(data)?,
    ))
}

fn aes(suite: Suite) -> Cipher {
    match suite {
        Suite::Aes256 => Cipher::aes_256_cbc(),
        Suite::Aes192 => Cipher::aes_192_cbc(),
        Suite::Aes128 | Suite::TripleDes => Cipher::aes_128_cbc(),
    }
}

/// Retail MAC: ISO/IEC 9797-1 MAC algorithm 3 over already padded data.
pub(super) fn retail_mac(key: &[u8], padded: &[u8]) -> Result<[u8; 8], ErrorStack> {
    let (first, second) = key.split_at(8.min(key.len()));
    let chained = single_des(Mode::Encrypt, first, padded)?;
    let last = chained.last_chunk::<8>().copied().unwrap_or_default();
    let between = single_des(Mode::Decrypt, second, &last)?;
    Ok(first_bytes(&single_des(Mode::Encrypt, first, &between)?))
}

/// Padding method 2 of ISO/IEC 9797-1.
pub(super) fn pad(data: &[u8], block: usize) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(block), 0);
    padded
}

/// Takes the padding off; `None` when there is none.
pub(super) fn unpad(data: &[u8]) -> Option<&[u8]> {
    let end = data.iter().rposition(|byte| *byte != 0)?;
    (data.get(end) == Some(&0x80))
        .then(|| data.get(..end))
        .flatten()
}

/// Single DES lies in OpenSSL's legacy provider; 3DES with three equal keys is the same function.
fn single_des(mode: Mode, key: &[u8], data: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    run(
        Cipher::des_ede3_cbc(),
        mode,
        &[key, key, key].concat(),
        &[0; 8],
        data,
    )
}

fn run(
    cipher: Cipher,
    mode: Mode,
    key: &[u8],
    iv: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    let mut crypter = Crypter::new(cipher, mode, key, Some(iv))?;
    crypter.pad(false);
    let mut out = vec![0; data.len() + cipher.block_size()];
    let mut written = crypter.update(data, &mut out)?;
    let mut tail = vec![0; cipher.block_size()];
    written += crypter.finalize(&mut tail)?;
    out.truncate(written);
    Ok(out)
}

fn first_bytes<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or([0; N])
}

//! Block ciphers in CBC mode and their padding. ICAO Doc 9303-11 §9.8.3, §9.8.6.

use openssl::symm::{Cipher, Crypter, Mode};
use zeroize::Zeroizing;

use super::CryptoError;

/// The cipher of a password, of a nonce or of secure messaging.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BlockCipher {
    /// Two-key triple DES.
    TripleDes,
    /// AES with a 128-bit key.
    Aes128,
    /// AES with a 192-bit key.
    Aes192,
    /// AES with a 256-bit key.
    Aes256,
}

impl BlockCipher {
    /// The last arc of the protocols of PACE and chip authentication. ICAO Doc 9303-11 §9.2.
    #[must_use]
    pub(crate) fn from_arc(arc: u8) -> Option<Self> {
        match arc {
            1 => Some(Self::TripleDes),
            2 => Some(Self::Aes128),
            3 => Some(Self::Aes192),
            4 => Some(Self::Aes256),
            _ => None,
        }
    }

    /// What the cipher resists. NIST SP 800-57 part 1 table 2.
    #[must_use]
    pub(crate) fn security_bits(self) -> u32 {
        match self {
            Self::TripleDes => 80,
            Self::Aes128 => 128,
            Self::Aes192 => 192,
            Self::Aes256 => 256,
        }
    }

    /// Length of a block in bytes.
    #[must_use]
    pub(crate) fn block_len(self) -> usize {
        match self {
            Self::TripleDes => 8,
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
        }
    }

    /// Length of a key in bytes.
    #[must_use]
    pub(crate) fn key_len(self) -> usize {
        match self {
            Self::TripleDes | Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }
}

/// A key together with the cipher it belongs to. Wiped when dropped, never printed.
pub(crate) struct SymmetricKey {
    cipher: BlockCipher,
    bytes: Zeroizing<Vec<u8>>,
}

impl SymmetricKey {
    pub(crate) fn new(cipher: BlockCipher, bytes: Zeroizing<Vec<u8>>) -> Result<Self, CryptoError> {
        if bytes.len() == cipher.key_len() {
            Ok(Self { cipher, bytes })
        } else {
            Err(CryptoError::Length(bytes.len()))
        }
    }

    pub(crate) fn cipher(&self) -> BlockCipher {
        self.cipher
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// CBC over whole blocks.
    pub(crate) fn encrypt(
        &self,
        iv: &[u8],
        plain: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        self.run(Mode::Encrypt, iv, plain)
    }

    /// CBC over whole blocks.
    pub(crate) fn decrypt(
        &self,
        iv: &[u8],
        text: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        self.run(Mode::Decrypt, iv, text)
    }

    /// One block by itself, which is CBC with a zero IV.
    pub(crate) fn encrypt_block(&self, block: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        self.encrypt(&self.zero_iv(), block)
    }

    /// The zero IV of this cipher.
    pub(crate) fn zero_iv(&self) -> Vec<u8> {
        vec![0; self.cipher.block_len()]
    }

    fn run(&self, mode: Mode, iv: &[u8], input: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let cipher = match self.cipher {
            BlockCipher::TripleDes => Cipher::des_ede3_cbc(),
            BlockCipher::Aes128 => Cipher::aes_128_cbc(),
            BlockCipher::Aes192 => Cipher::aes_192_cbc(),
            BlockCipher::Aes256 => Cipher::aes_256_cbc(),
        };
        let key = match self.cipher {
            BlockCipher::TripleDes => two_key(&self.bytes),
            _ => self.bytes.clone(),
        };
        cbc(cipher, mode, &key, iv, input)
    }
}

pub(super) fn cbc(
    cipher: Cipher,
    mode: Mode,
    key: &[u8],
    iv: &[u8],
    input: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    // The binding panics on a wrong IV length and on a short output buffer: check both here.
    let block = cipher.block_size();
    if iv.len() != block || !input.len().is_multiple_of(block) {
        return Err(CryptoError::Length(input.len()));
    }
    let mut crypter = Crypter::new(cipher, mode, key, Some(iv))?;
    crypter.pad(false);
    let mut output = Zeroizing::new(vec![0; input.len() + block]);
    let len = crypter.update(input, &mut output)?;
    output.truncate(len);
    Ok(output)
}

/// K1 | K2 | K1.
fn two_key(key: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut three = Zeroizing::new(key.to_vec());
    three.extend(key.iter().take(8));
    three
}

/// Padding method 2 of ISO/IEC 9797-1: 80, then zeros to the end of the block.
pub(crate) fn pad(data: &mut Vec<u8>, block_len: usize) {
    data.push(0x80);
    data.resize(data.len().next_multiple_of(block_len), 0);
}

/// The length without padding method 2, or nothing when there is no such padding.
pub(crate) fn unpadded_len(data: &[u8]) -> Option<usize> {
    let last = data.iter().rposition(|byte| *byte != 0)?;
    (data.get(last) == Some(&0x80)).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_comes_off_again_and_nothing_else_does() {
        for len in 0..40 {
            let mut data = vec![0x11; len];
            pad(&mut data, 16);
            assert_eq!(data.len() % 16, 0);
            assert_eq!(unpadded_len(&data), Some(len));
        }
        assert_eq!(unpadded_len(&[0; 16]), None);
        assert_eq!(unpadded_len(&[0x80, 1]), None);
        assert_eq!(unpadded_len(&[]), None);
    }

    #[test]
    fn partial_blocks_and_wrong_keys_are_errors() {
        let short = SymmetricKey::new(BlockCipher::Aes128, Zeroizing::new(vec![0; 15]));
        assert_eq!(short.err(), Some(CryptoError::Length(15)));
        let key = SymmetricKey::new(BlockCipher::Aes128, Zeroizing::new(vec![0; 16])).unwrap();
        assert_eq!(
            key.decrypt(&[0; 16], &[0; 17]).err(),
            Some(CryptoError::Length(17))
        );
        assert_eq!(
            key.decrypt(&[0; 8], &[0; 16]).err(),
            Some(CryptoError::Length(16))
        );
    }
}

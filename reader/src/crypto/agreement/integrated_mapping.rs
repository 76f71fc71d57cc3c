//! The pseudo-random function and the field arithmetic of integrated mapping. ICAO Doc 9303-11 §4.4.3.3.2, Appendix B.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use zeroize::Zeroizing;

use crate::crypto::CryptoError;
use crate::crypto::cipher::{BlockCipher, SymmetricKey};

/// c0 and c1 for a chip nonce of 128 bits.
const SHORT: [[u8; 16]; 2] = [
    0xA668_892A_7C41_E3CA_739F_40B0_57D8_5904_u128.to_be_bytes(),
    0xA4E1_36AC_725F_738B_01C1_F602_17C1_88AD_u128.to_be_bytes(),
];
/// c0 and c1 for a chip nonce of 256 bits, in halves.
const LONG: [[[u8; 16]; 2]; 2] = [
    [
        0xD463_D652_3412_4EF7_8970_5498_6DCA_0A17_u128.to_be_bytes(),
        0x4E28_DF75_8CBA_A03F_2406_1641_4D5A_1676_u128.to_be_bytes(),
    ],
    [
        0x54BD_7255_F0AA_F831_BEC3_423F_CF39_D69B_u128.to_be_bytes(),
        0x6CBF_0666_77D0_FAAE_5AAD_D99D_F8E5_3517_u128.to_be_bytes(),
    ],
];

/// R(s, t), at least `bits` long.
pub(super) fn pseudo_random(
    cipher: BlockCipher,
    chip_nonce: &[u8],
    terminal_nonce: &[u8],
    bits: usize,
) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    let [c0, c1] = match cipher {
        BlockCipher::TripleDes | BlockCipher::Aes128 => SHORT.map(|constant| constant.to_vec()),
        BlockCipher::Aes192 | BlockCipher::Aes256 => LONG.map(|halves| halves.concat()),
    };
    let mut key = encrypt(cipher, terminal_nonce, chip_nonce)?;
    let mut string = Zeroizing::new(Vec::new());
    while string.len() * 8 < bits {
        string.extend_from_slice(&encrypt(cipher, &key, &c1)?);
        key = encrypt(cipher, &key, &c0)?;
    }
    Ok(string)
}

/// The key is cut to the cipher's length: AES-192 has blocks of 256 bits in this function.
fn encrypt(
    cipher: BlockCipher,
    key: &[u8],
    data: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    let key = key.get(..cipher.key_len()).unwrap_or(key);
    let key = SymmetricKey::new(cipher, Zeroizing::new(key.to_vec()))?;
    key.encrypt(&key.zero_iv(), data)
}

/// Arithmetic modulo the prime of a curve.
pub(super) struct Field {
    prime: BigNum,
    context: BigNumContext,
}

impl Field {
    pub(super) fn new(prime: BigNum) -> Result<Self, CryptoError> {
        let context = BigNumContext::new()?;
        Ok(Self { prime, context })
    }

    pub(super) fn reduced(&mut self, bytes: &[u8]) -> Result<BigNum, CryptoError> {
        let mut result = BigNum::new()?;
        let number = BigNum::from_slice(bytes)?;
        result.nnmod(&number, &self.prime, &mut self.context)?;
        Ok(result)
    }

    pub(super) fn mul(
        &mut self,
        one: &BigNumRef,
        other: &BigNumRef,
    ) -> Result<BigNum, CryptoError> {
        let mut result = BigNum::new()?;
        result.mod_mul(one, other, &self.prime, &mut self.context)?;
        Ok(result)
    }

    pub(super) fn add(
        &mut self,
        one: &BigNumRef,
        other: &BigNumRef,
    ) -> Result<BigNum, CryptoError> {
        let mut result = BigNum::new()?;
        result.mod_add(one, other, &self.prime, &mut self.context)?;
        Ok(result)
    }

    pub(super) fn negated(&mut self, number: &BigNumRef) -> Result<BigNum, CryptoError> {
        let mut result = BigNum::new()?;
        let zero = BigNum::new()?;
        result.mod_sub(&zero, number, &self.prime, &mut self.context)?;
        Ok(result)
    }

    pub(super) fn inverse(&mut self, number: &BigNumRef) -> Result<BigNum, CryptoError> {
        let mut result = BigNum::new()?;
        result.mod_inverse(number, &self.prime, &mut self.context)?;
        Ok(result)
    }

    /// x^3 + a x + b.
    pub(super) fn curve_value(
        &mut self,
        x: &BigNumRef,
        a: &BigNumRef,
        b: &BigNumRef,
    ) -> Result<BigNum, CryptoError> {
        let square = self.mul(x, x)?;
        let with_a = self.add(&square, a)?;
        let product = self.mul(&with_a, x)?;
        self.add(&product, b)
    }

    /// h ^ (p - 1 - (p + 1) / 4).
    pub(super) fn inverse_square_root(&mut self, h: &BigNumRef) -> Result<BigNum, CryptoError> {
        let mut quarter = self.prime.to_owned()?;
        quarter.add_word(1)?;
        quarter.div_word(4)?;
        let mut exponent = BigNum::new()?;
        exponent.checked_sub(&self.prime, &quarter)?;
        exponent.sub_word(1)?;
        let mut result = BigNum::new()?;
        result.mod_exp(h, &exponent, &self.prime, &mut self.context)?;
        Ok(result)
    }
}

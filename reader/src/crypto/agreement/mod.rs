//! Key agreement over elliptic curves and prime fields, and the mappings of PACE. ICAO Doc 9303-11 §4.4.3.3, §9.4, §9.5.1.

mod elliptic;
mod integrated_mapping;
mod modular;

#[cfg(test)]
mod tests;

use openssl::bn::{BigNum, BigNumRef};
use zeroize::Zeroizing;

pub(crate) use elliptic::Curve;
pub(crate) use modular::ModularGroup;

use super::CryptoError;
use super::cipher::BlockCipher;
use super::digest::DigestAlgorithm;
use crate::randomness::Randomness;
use elliptic::EllipticDomain;
use modular::ModularDomain;

/// Draws below the order fail with probability at most one half each.
const MAX_DRAWS: usize = 128;

/// Where keys are agreed: a standardised curve, or a subgroup of a prime field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DomainParameters {
    /// ECDH.
    Elliptic(Curve),
    /// DH.
    Modular(ModularGroup),
}

impl DomainParameters {
    /// standardizedDomainParameters 0 to 2 and 8 to 18; the others are reserved.
    pub(crate) fn from_parameter_id(id: u8) -> Option<Self> {
        match id {
            0..=2 => ModularGroup::from_parameter_id(id).map(Self::Modular),
            _ => Curve::from_parameter_id(id).map(Self::Elliptic),
        }
    }

    /// Bits of a block cipher that resist as long. NIST SP 800-57 part 1 table 2.
    pub(crate) fn security_bits(&self) -> u32 {
        match self {
            Self::Elliptic(curve) => curve.bits() / 2,
            Self::Modular(group) => match group.prime_bits() {
                0..2048 => 80,
                2048..3072 => 112,
                _ => 128,
            },
        }
    }
}

/// A generator to agree over: the standard one, or the one that PACE mapped.
pub(crate) struct Domain(Group);

enum Group {
    Elliptic(EllipticDomain),
    Modular(ModularDomain),
}

/// A private key with its public key as it is sent.
pub(crate) struct KeyPair {
    private: BigNum,
    public: Vec<u8>,
}

impl Drop for KeyPair {
    fn drop(&mut self) {
        self.private.clear();
    }
}

impl KeyPair {
    /// 04 | x | y of a point, or the number as long as the prime.
    pub(crate) fn public_bytes(&self) -> &[u8] {
        &self.public
    }
}

impl Domain {
    /// The parameters with their own generator.
    pub(crate) fn standard(parameters: &DomainParameters) -> Result<Self, CryptoError> {
        Ok(Self(match parameters {
            DomainParameters::Elliptic(curve) => Group::Elliptic(EllipticDomain::standard(*curve)?),
            DomainParameters::Modular(group) => Group::Modular(ModularDomain::standard(group)?),
        }))
    }

    /// Generic mapping: s * G + H with H agreed from both mapping keys. §4.4.3.3.1.
    pub(crate) fn mapped(
        self,
        own: &KeyPair,
        peer: &[u8],
        nonce: &[u8],
    ) -> Result<Self, CryptoError> {
        own.refuse_reflection(peer)?;
        Ok(Self(match self.0 {
            Group::Elliptic(domain) => Group::Elliptic(domain.mapped(&own.private, peer, nonce)?),
            Group::Modular(domain) => Group::Modular(domain.mapped(&own.private, peer, nonce)?),
        }))
    }

    /// Integrated mapping: a generator out of both nonces. §4.4.3.3.2.
    pub(crate) fn integrated(
        self,
        cipher: BlockCipher,
        chip_nonce: &[u8],
        terminal_nonce: &[u8],
    ) -> Result<Self, CryptoError> {
        let string = integrated_mapping::pseudo_random(
            cipher,
            chip_nonce,
            terminal_nonce,
            self.prime_bits()? + 64,
        )?;
        Ok(Self(match self.0 {
            Group::Elliptic(domain) => Group::Elliptic(domain.integrated(&string)?),
            Group::Modular(domain) => Group::Modular(domain.integrated(&string)?),
        }))
    }

    /// A fresh key pair over this generator.
    pub(crate) fn generate(&self, rng: &mut dyn Randomness) -> Result<KeyPair, CryptoError> {
        let order = self.private_bound()?;
        let len = usize::try_from(order.num_bytes()).map_err(|_| CryptoError::Randomness)?;
        let unused_bits = (8 - order.num_bits() % 8) % 8;
        let mut bytes = Zeroizing::new(vec![0; len]);
        for _ in 0..MAX_DRAWS {
            rng.fill(&mut bytes);
            if let Some(first) = bytes.first_mut() {
                *first &= 0xFF >> unused_bits;
            }
            let private = BigNum::from_slice(&bytes)?;
            if private.num_bits() > 0 && private < order {
                return self.pair(private);
            }
        }
        Err(CryptoError::Randomness)
    }

    /// The key pair of a private key that was used before.
    pub(crate) fn restore(&self, private: &[u8]) -> Result<KeyPair, CryptoError> {
        self.pair(BigNum::from_slice(private)?)
    }

    /// The private key, as long as the bound it was drawn below.
    pub(crate) fn private_bytes(&self, pair: &KeyPair) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let len = self.private_bound()?.num_bytes();
        Ok(Zeroizing::new(pair.private.to_vec_padded(len)?))
    }

    /// The x coordinate of the agreed point, or the agreed number; leading zeros are kept.
    pub(crate) fn shared_secret(
        &self,
        own: &KeyPair,
        peer: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        own.refuse_reflection(peer)?;
        match &self.0 {
            Group::Elliptic(domain) => domain.shared_secret(&own.private, peer),
            Group::Modular(domain) => domain.shared_secret(&own.private, peer),
        }
    }

    /// Comp: what stands for a public key in terminal authentication. BSI TR-03110-3 §A.2.2.3.
    pub(crate) fn compressed(&self, public: &[u8]) -> Result<Vec<u8>, CryptoError> {
        match &self.0 {
            Group::Elliptic(_) => {
                let coordinates = public.split_first().map(|(_, rest)| rest);
                let x = coordinates.and_then(|both| both.get(..both.len() / 2));
                x.map(<[u8]>::to_vec)
                    .ok_or(CryptoError::KeyRefused("not an uncompressed point"))
            }
            Group::Modular(_) => DigestAlgorithm::Sha1.digest(&[public]),
        }
    }

    /// Whether `multiple` is `factor` times `key`, and `factor` neither 0 nor 1. Over curves only.
    pub(crate) fn is_multiple(
        &self,
        multiple: &[u8],
        factor: &[u8],
        key: &[u8],
    ) -> Result<bool, CryptoError> {
        match &self.0 {
            Group::Elliptic(domain) => domain.is_multiple(multiple, factor, key),
            Group::Modular(_) => Err(CryptoError::KeyRefused("not an elliptic curve")),
        }
    }

    fn pair(&self, private: BigNum) -> Result<KeyPair, CryptoError> {
        let public = match &self.0 {
            Group::Elliptic(domain) => domain.public_bytes(&private)?,
            Group::Modular(domain) => domain.public_bytes(&private)?,
        };
        Ok(KeyPair { private, public })
    }

    fn private_bound(&self) -> Result<BigNum, CryptoError> {
        match &self.0 {
            Group::Elliptic(domain) => domain.order(),
            Group::Modular(domain) => domain.private_bound(),
        }
    }

    fn prime_bits(&self) -> Result<usize, CryptoError> {
        let prime = match &self.0 {
            Group::Elliptic(domain) => domain.prime()?,
            Group::Modular(domain) => domain.prime().to_owned()?,
        };
        usize::try_from(prime.num_bits()).map_err(|_| CryptoError::Library(None))
    }
}

impl KeyPair {
    fn refuse_reflection(&self, peer: &[u8]) -> Result<(), CryptoError> {
        if self.public == peer {
            return Err(CryptoError::KeyRefused("the chip returned our own key"));
        }
        Ok(())
    }
}

/// `bytes` as a number that OpenSSL treats in constant time.
fn secret_number(number: &BigNumRef) -> Result<BigNum, CryptoError> {
    let mut copy = number.to_owned()?;
    copy.set_const_time();
    Ok(copy)
}

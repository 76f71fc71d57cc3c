//! Agreement in prime fields. ICAO Doc 9303-11 §9.5.1 (RFC 5114), §9.4; PKCS #3, ANSI X9.42.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::dh::Dh;
use openssl::pkey::Params;
use zeroize::Zeroizing;

use super::secret_number;
use crate::crypto::CryptoError;

/// Primes shorter than this fall to known attacks, longer ones only cost time.
const PRIME_BITS: std::ops::RangeInclusive<i32> = 1024..=4096;
/// Length of a private key where the group names no order: twice the strength of any group here.
const PRIVATE_BITS_WITHOUT_ORDER: i32 = 320;

/// A prime, a generator, and the order of the subgroup when it is known; magnitude octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ModularGroup {
    pub(super) prime: Vec<u8>,
    pub(super) generator: Vec<u8>,
    pub(super) order: Option<Vec<u8>>,
}

impl ModularGroup {
    /// standardizedDomainParameters 0 to 2.
    pub(super) fn from_parameter_id(id: u8) -> Option<Self> {
        let group = match id {
            0 => Dh::get_1024_160(),
            1 => Dh::get_2048_224(),
            2 => Dh::get_2048_256(),
            _ => return None,
        };
        group.ok().map(|group| Self::of(&group))
    }

    fn of(group: &Dh<Params>) -> Self {
        Self {
            prime: group.prime_p().to_vec(),
            generator: group.generator().to_vec(),
            order: group.prime_q().map(|order| order.to_vec()),
        }
    }

    /// Parameters that a key writes out: a standardised group, or one whose numbers hold together.
    pub(in crate::crypto) fn explicit(
        prime: &[u8],
        generator: &[u8],
        order: Option<&[u8]>,
    ) -> Result<Self, CryptoError> {
        let known = (0..=2)
            .filter_map(Self::from_parameter_id)
            .find(|known| known.prime == prime && known.generator == generator);
        if let Some(known) = known {
            let same_order = order.is_none_or(|order| known.order.as_deref() == Some(order));
            return same_order
                .then_some(known)
                .ok_or(CryptoError::KeyRefused("a known group with another order"));
        }
        let group = Self {
            prime: prime.to_vec(),
            generator: generator.to_vec(),
            order: order.map(<[u8]>::to_vec),
        };
        group
            .is_sound()?
            .then_some(group)
            .ok_or(CryptoError::KeyRefused("not a prime-order group"))
    }

    pub(super) fn prime_bits(&self) -> usize {
        self.prime.len() * 8
    }

    fn is_sound(&self) -> Result<bool, CryptoError> {
        let mut context = BigNumContext::new()?;
        let prime = BigNum::from_slice(&self.prime)?;
        let generator = BigNum::from_slice(&self.generator)?;
        if !PRIME_BITS.contains(&prime.num_bits())
            || !is_between_one_and_last(&generator, &prime)?
            || !prime.is_prime(40, &mut context)?
        {
            return Ok(false);
        }
        let Some(order) = &self.order else {
            return Ok(true);
        };
        let order = BigNum::from_slice(order)?;
        let mut power = BigNum::new()?;
        power.mod_exp(&generator, &order, &prime, &mut context)?;
        Ok(order.num_bits() >= 160
            && order < prime
            && power == BigNum::from_u32(1)?
            && order.is_prime(40, &mut context)?)
    }
}

/// A group and a generator in it.
pub(super) struct ModularDomain {
    prime: BigNum,
    order: Option<BigNum>,
    generator: BigNum,
}

impl ModularDomain {
    pub(super) fn standard(group: &ModularGroup) -> Result<Self, CryptoError> {
        let order = group.order.as_deref().map(BigNum::from_slice).transpose()?;
        Ok(Self {
            prime: BigNum::from_slice(&group.prime)?,
            order,
            generator: BigNum::from_slice(&group.generator)?,
        })
    }

    pub(super) fn mapped(
        self,
        private: &BigNumRef,
        peer: &[u8],
        nonce: &[u8],
    ) -> Result<Self, CryptoError> {
        if *BigNum::from_slice(peer)? == *self.generator {
            return Err(CryptoError::KeyRefused("the mapping key is the generator"));
        }
        let shared = self.agreed(private, peer)?;
        let mut nonce = secret_number(&*BigNum::from_slice(nonce)?)?;
        let scaled = self.power(&self.generator, &nonce)?;
        nonce.clear();
        let mut generator = BigNum::new()?;
        let mut context = BigNumContext::new()?;
        generator.mod_mul(&scaled, &shared, &self.prime, &mut context)?;
        self.with_generator(generator)
    }

    /// The number of §4.4.3.3.2 for DH: R modulo p, raised to the cofactor.
    pub(super) fn integrated(self, string: &[u8]) -> Result<Self, CryptoError> {
        let mut context = BigNumContext::new()?;
        let order = self
            .order
            .as_ref()
            .ok_or(CryptoError::KeyRefused("a group without order"))?;
        let mut reduced = BigNum::new()?;
        reduced.nnmod(&*BigNum::from_slice(string)?, &self.prime, &mut context)?;
        let mut last = self.prime.to_owned()?;
        last.sub_word(1)?;
        let mut cofactor = BigNum::new()?;
        cofactor.checked_div(&last, order, &mut context)?;
        let generator = self.power(&reduced, &cofactor)?;
        self.with_generator(generator)
    }

    pub(super) fn prime(&self) -> &BigNumRef {
        &self.prime
    }

    /// Private keys lie below the order, or below a power of two when there is none.
    pub(super) fn private_bound(&self) -> Result<BigNum, CryptoError> {
        match &self.order {
            Some(order) => Ok(BigNumRef::to_owned(order)?),
            None => {
                let mut bound = BigNum::new()?;
                bound.set_bit(PRIVATE_BITS_WITHOUT_ORDER)?;
                Ok(bound)
            }
        }
    }

    pub(super) fn public_bytes(&self, private: &BigNumRef) -> Result<Vec<u8>, CryptoError> {
        let public = self.power(&self.generator, private)?;
        Ok(public.to_vec_padded(self.prime.num_bytes())?)
    }

    /// The agreed number, as long as the prime.
    pub(super) fn shared_secret(
        &self,
        private: &BigNumRef,
        peer: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let mut shared = self.agreed(private, peer)?;
        let secret = Zeroizing::new(shared.to_vec_padded(self.prime.num_bytes())?);
        shared.clear();
        Ok(secret)
    }

    fn with_generator(self, generator: BigNum) -> Result<Self, CryptoError> {
        if !is_between_one_and_last(&generator, &self.prime)? {
            return Err(CryptoError::KeyRefused("the mapped generator is trivial"));
        }
        Ok(Self { generator, ..self })
    }

    fn agreed(&self, private: &BigNumRef, peer: &[u8]) -> Result<BigNum, CryptoError> {
        let peer = self.peer(peer)?;
        let shared = self.power(&peer, private)?;
        if !is_between_one_and_last(&shared, &self.prime)? {
            return Err(CryptoError::KeyRefused("the agreed number is trivial"));
        }
        Ok(shared)
    }

    /// A number of the subgroup that is neither 1 nor p - 1. RFC 2631 §2.1.5.
    fn peer(&self, bytes: &[u8]) -> Result<BigNum, CryptoError> {
        let longest = usize::try_from(self.prime.num_bytes()).unwrap_or(0);
        if bytes.is_empty() || bytes.len() > longest {
            return Err(CryptoError::KeyRefused("not a number of the field"));
        }
        let peer = BigNum::from_slice(bytes)?;
        if !is_between_one_and_last(&peer, &self.prime)? {
            return Err(CryptoError::KeyRefused("a trivial number"));
        }
        if let Some(order) = &self.order
            && self.power(&peer, order)? != BigNum::from_u32(1)?
        {
            return Err(CryptoError::KeyRefused("not in the subgroup"));
        }
        Ok(peer)
    }

    fn power(&self, base: &BigNumRef, exponent: &BigNumRef) -> Result<BigNum, CryptoError> {
        let mut power = BigNum::new()?;
        let mut exponent = secret_number(exponent)?;
        let mut context = BigNumContext::new()?;
        power.mod_exp(base, &exponent, &self.prime, &mut context)?;
        exponent.clear();
        Ok(power)
    }
}

/// 1 < number < prime - 1.
fn is_between_one_and_last(number: &BigNumRef, prime: &BigNumRef) -> Result<bool, CryptoError> {
    let mut last = prime.to_owned()?;
    last.sub_word(1)?;
    let one = BigNum::from_u32(1)?;
    Ok(*number > *one && *number < *last)
}

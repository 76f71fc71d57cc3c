//! Key agreement over elliptic curves and the generic mapping. ICAO Doc 9303-11 §4.4.3.3, §9.4, §9.5.1.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcPoint, EcPointRef, PointConversionForm};
use openssl::nid::Nid;
use zeroize::Zeroizing;

use super::CryptoError;
use crate::randomness::Randomness;

/// Draws below the order fail with probability at most one half each.
const MAX_DRAWS: usize = 128;

/// A curve of the standardised domain parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Curve(Nid);

impl Curve {
    /// standardizedDomainParameters 8 to 18; 0 to 2 are prime-field groups, the others reserved.
    pub(crate) fn from_parameter_id(id: u8) -> Option<Self> {
        Some(Self(match id {
            8 => Nid::X9_62_PRIME192V1,
            9 => Nid::BRAINPOOL_P192R1,
            10 => Nid::SECP224R1,
            11 => Nid::BRAINPOOL_P224R1,
            12 => Nid::X9_62_PRIME256V1,
            13 => Nid::BRAINPOOL_P256R1,
            14 => Nid::BRAINPOOL_P320R1,
            15 => Nid::SECP384R1,
            16 => Nid::BRAINPOOL_P384R1,
            17 => Nid::BRAINPOOL_P512R1,
            18 => Nid::SECP521R1,
            _ => return None,
        }))
    }

    /// The curve of an OpenSSL group, when it is one of the standardised ones.
    pub(super) fn from_nid(nid: Nid) -> Option<Self> {
        (8..=18)
            .filter_map(Self::from_parameter_id)
            .find(|curve| curve.0 == nid)
    }

    pub(super) fn group(self) -> Result<EcGroup, CryptoError> {
        Ok(EcGroup::from_curve_name(self.0)?)
    }
}

/// A generator to agree over: the curve's own, or the one that PACE mapped.
pub(crate) struct Domain {
    group: EcGroup,
    generator: EcPoint,
}

/// A private key with its public point.
pub(crate) struct KeyPair {
    private: BigNum,
    public: EcPoint,
}

impl Drop for KeyPair {
    fn drop(&mut self) {
        self.private.clear();
    }
}

impl Domain {
    /// The curve with its own generator.
    pub(crate) fn standard(curve: Curve) -> Result<Self, CryptoError> {
        let group = curve.group()?;
        let generator = group
            .generator_opt()
            .ok_or(CryptoError::Library(None))?
            .to_owned(&group)?;
        Ok(Self { group, generator })
    }

    /// Generic mapping: the generator s * G + H with H agreed from both mapping keys.
    pub(crate) fn mapped(
        self,
        own: &KeyPair,
        peer: &[u8],
        nonce: &[u8],
    ) -> Result<Self, CryptoError> {
        let shared = self.shared_point(own, peer)?;
        let mut context = BigNumContext::new()?;
        let mut nonce = BigNum::from_slice(nonce)?;
        let scaled = self.multiply(&self.generator, &nonce)?;
        nonce.clear();
        let mut generator = EcPoint::new(&self.group)?;
        generator.add(&self.group, &scaled, &shared, &mut context)?;
        if generator.is_infinity(&self.group) {
            return Err(CryptoError::KeyRefused("the mapped generator is infinity"));
        }
        Ok(Self { generator, ..self })
    }

    /// A fresh key pair over this generator.
    pub(crate) fn generate(&self, rng: &mut dyn Randomness) -> Result<KeyPair, CryptoError> {
        let mut order = BigNum::new()?;
        self.group.order(&mut order, &mut *BigNumContext::new()?)?;
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
                let public = self.multiply(&self.generator, &private)?;
                return Ok(KeyPair { private, public });
            }
        }
        Err(CryptoError::Randomness)
    }

    /// The key pair of a private key that was used before.
    pub(crate) fn restore(&self, private: &[u8]) -> Result<KeyPair, CryptoError> {
        let private = BigNum::from_slice(private)?;
        let public = self.multiply(&self.generator, &private)?;
        Ok(KeyPair { private, public })
    }

    /// Uncompressed encoding 04 | x | y.
    pub(crate) fn public_bytes(&self, pair: &KeyPair) -> Result<Vec<u8>, CryptoError> {
        let mut context = BigNumContext::new()?;
        let form = PointConversionForm::UNCOMPRESSED;
        Ok(pair.public.to_bytes(&self.group, form, &mut context)?)
    }

    /// The private key, as long as the curve's order.
    pub(crate) fn private_bytes(&self, pair: &KeyPair) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let len = i32::try_from(self.group.order_bits().div_ceil(8))
            .map_err(|_| CryptoError::Library(None))?;
        Ok(Zeroizing::new(pair.private.to_vec_padded(len)?))
    }

    /// The x coordinate of the agreed point, as long as the field.
    pub(crate) fn shared_secret(
        &self,
        own: &KeyPair,
        peer: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let shared = self.shared_point(own, peer)?;
        let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
        let mut context = BigNumContext::new()?;
        shared.affine_coordinates(&self.group, &mut x, &mut y, &mut context)?;
        let len = i32::try_from(self.group.degree().div_ceil(8))
            .map_err(|_| CryptoError::Library(None))?;
        let secret = Zeroizing::new(x.to_vec_padded(len)?);
        x.clear();
        y.clear();
        Ok(secret)
    }

    fn shared_point(&self, own: &KeyPair, peer: &[u8]) -> Result<EcPoint, CryptoError> {
        let peer = self.peer_point(own, peer)?;
        let shared = self.multiply(&peer, &own.private)?;
        if shared.is_infinity(&self.group) {
            return Err(CryptoError::KeyRefused("the agreed point is infinity"));
        }
        Ok(shared)
    }

    /// An uncompressed point of the curve that is neither infinity nor our own key.
    fn peer_point(&self, own: &KeyPair, peer: &[u8]) -> Result<EcPoint, CryptoError> {
        let len = 1 + 2 * usize::try_from(self.group.degree().div_ceil(8)).unwrap_or(0);
        if peer.len() != len || peer.first() != Some(&4) {
            return Err(CryptoError::KeyRefused("not an uncompressed point"));
        }
        let mut context = BigNumContext::new()?;
        let point = EcPoint::from_bytes(&self.group, peer, &mut context)
            .map_err(|_| CryptoError::KeyRefused("the point is not on the curve"))?;
        if point.is_infinity(&self.group) || !point.is_on_curve(&self.group, &mut context)? {
            return Err(CryptoError::KeyRefused("the point is not on the curve"));
        }
        if point.eq(&self.group, &own.public, &mut context)? {
            return Err(CryptoError::KeyRefused("the chip returned our own key"));
        }
        Ok(point)
    }

    fn multiply(&self, point: &EcPointRef, by: &BigNum) -> Result<EcPoint, CryptoError> {
        let mut product = EcPoint::new(&self.group)?;
        let mut context = BigNumContext::new()?;
        product.mul2(&self.group, point, by, &mut context)?;
        Ok(product)
    }
}

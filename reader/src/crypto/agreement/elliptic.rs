//! Agreement over the standardised curves. ICAO Doc 9303-11 §9.5.1, Appendix B.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::ec::{EcGroup, EcPoint, EcPointRef, PointConversionForm};
use openssl::nid::Nid;
use zeroize::Zeroizing;

use super::integrated_mapping::Field;
use crate::crypto::CryptoError;

/// A curve of the standardised domain parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Curve(Nid);

impl Curve {
    /// standardizedDomainParameters 8 to 18.
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
    pub(in crate::crypto) fn from_nid(nid: Nid) -> Option<Self> {
        (8..=18)
            .filter_map(Self::from_parameter_id)
            .find(|curve| curve.0 == nid)
    }

    /// Bits of the curve's order.
    pub(in crate::crypto) fn bits(self) -> u32 {
        match self.0 {
            Nid::X9_62_PRIME192V1 | Nid::BRAINPOOL_P192R1 => 192,
            Nid::SECP224R1 | Nid::BRAINPOOL_P224R1 => 224,
            Nid::X9_62_PRIME256V1 | Nid::BRAINPOOL_P256R1 => 256,
            Nid::BRAINPOOL_P320R1 => 320,
            Nid::SECP384R1 | Nid::BRAINPOOL_P384R1 => 384,
            Nid::BRAINPOOL_P512R1 => 512,
            _ => 521,
        }
    }

    pub(in crate::crypto) fn group(self) -> Result<EcGroup, CryptoError> {
        Ok(EcGroup::from_curve_name(self.0)?)
    }
}

/// A curve and a generator on it.
pub(super) struct EllipticDomain {
    group: EcGroup,
    generator: EcPoint,
}

impl EllipticDomain {
    pub(super) fn standard(curve: Curve) -> Result<Self, CryptoError> {
        let group = curve.group()?;
        let generator = group
            .generator_opt()
            .ok_or(CryptoError::Library(None))?
            .to_owned(&group)?;
        Ok(Self { group, generator })
    }

    pub(super) fn mapped(
        self,
        private: &BigNumRef,
        peer: &[u8],
        nonce: &[u8],
    ) -> Result<Self, CryptoError> {
        if *peer == *self.encoded(&self.generator)? {
            return Err(CryptoError::KeyRefused("the mapping key is the generator"));
        }
        let shared = self.shared_point(private, peer)?;
        let mut nonce = BigNum::from_slice(nonce)?;
        let scaled = self.multiply(&self.generator, &nonce)?;
        nonce.clear();
        let mut generator = EcPoint::new(&self.group)?;
        let mut context = BigNumContext::new()?;
        generator.add(&self.group, &scaled, &shared, &mut context)?;
        self.with_generator(generator)
    }

    /// The point encoding of Appendix B.2, in its own letters; it takes a prime of 3 modulo 4.
    pub(super) fn integrated(self, string: &[u8]) -> Result<Self, CryptoError> {
        let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        let mut context = BigNumContext::new()?;
        self.group
            .components_gfp(&mut p, &mut a, &mut b, &mut context)?;
        if !p.is_bit_set(0) || !p.is_bit_set(1) {
            return Err(CryptoError::KeyRefused("the prime is not 3 modulo 4"));
        }
        let mut field = Field::new(p)?;
        let t = field.reduced(string)?;
        let (x, y) = encoded_point(&mut field, &a, &b, &t)?;
        let mut point = EcPoint::new(&self.group)?;
        // Refuses coordinates that are not on the curve.
        point.set_affine_coordinates_gfp(&self.group, &x, &y, &mut context)?;
        self.with_generator(point)
    }

    pub(super) fn order(&self) -> Result<BigNum, CryptoError> {
        let mut order = BigNum::new()?;
        self.group.order(&mut order, &mut *BigNumContext::new()?)?;
        Ok(order)
    }

    pub(super) fn prime(&self) -> Result<BigNum, CryptoError> {
        let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        self.group
            .components_gfp(&mut p, &mut a, &mut b, &mut *BigNumContext::new()?)?;
        Ok(p)
    }

    /// Uncompressed encoding 04 | x | y.
    pub(super) fn public_bytes(&self, private: &BigNumRef) -> Result<Vec<u8>, CryptoError> {
        let public = self.multiply(&self.generator, private)?;
        self.encoded(&public)
    }

    /// The x coordinate of the agreed point, as long as the field.
    pub(super) fn shared_secret(
        &self,
        private: &BigNumRef,
        peer: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let shared = self.shared_point(private, peer)?;
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

    pub(super) fn is_multiple(
        &self,
        multiple: &[u8],
        factor: &[u8],
        key: &[u8],
    ) -> Result<bool, CryptoError> {
        let factor = BigNum::from_slice(factor)?;
        if factor.num_bits() < 2 || factor >= self.order()? {
            return Ok(false);
        }
        let product = self.multiply(&*self.point(key)?, &factor)?;
        let multiple = self.point(multiple)?;
        Ok(product.eq(&self.group, &multiple, &mut *BigNumContext::new()?)?)
    }

    fn with_generator(self, generator: EcPoint) -> Result<Self, CryptoError> {
        if generator.is_infinity(&self.group) {
            return Err(CryptoError::KeyRefused("the mapped generator is infinity"));
        }
        Ok(Self { generator, ..self })
    }

    fn shared_point(&self, private: &BigNumRef, peer: &[u8]) -> Result<EcPoint, CryptoError> {
        let shared = self.multiply(&*self.point(peer)?, private)?;
        if shared.is_infinity(&self.group) {
            return Err(CryptoError::KeyRefused("the agreed point is infinity"));
        }
        Ok(shared)
    }

    /// An uncompressed point of the curve that is not infinity.
    fn point(&self, bytes: &[u8]) -> Result<EcPoint, CryptoError> {
        let len = 1 + 2 * usize::try_from(self.group.degree().div_ceil(8)).unwrap_or(0);
        if bytes.len() != len || bytes.first() != Some(&4) {
            return Err(CryptoError::KeyRefused("not an uncompressed point"));
        }
        let mut context = BigNumContext::new()?;
        let point = EcPoint::from_bytes(&self.group, bytes, &mut context)
            .map_err(|_| CryptoError::KeyRefused("the point is not on the curve"))?;
        if point.is_infinity(&self.group) || !point.is_on_curve(&self.group, &mut context)? {
            return Err(CryptoError::KeyRefused("the point is not on the curve"));
        }
        Ok(point)
    }

    fn encoded(&self, point: &EcPointRef) -> Result<Vec<u8>, CryptoError> {
        let form = PointConversionForm::UNCOMPRESSED;
        Ok(point.to_bytes(&self.group, form, &mut *BigNumContext::new()?)?)
    }

    fn multiply(&self, point: &EcPointRef, by: &BigNumRef) -> Result<EcPoint, CryptoError> {
        let mut product = EcPoint::new(&self.group)?;
        let mut context = BigNumContext::new()?;
        product.mul2(&self.group, point, by, &mut context)?;
        Ok(product)
    }
}

fn encoded_point(
    field: &mut Field,
    a: &BigNumRef,
    b: &BigNumRef,
    t: &BigNumRef,
) -> Result<(BigNum, BigNum), CryptoError> {
    let square = field.mul(t, t)?;
    let alpha = field.negated(&square)?;
    let alpha_square = field.mul(&alpha, &alpha)?;
    let sum = field.add(&alpha, &alpha_square)?;
    // 1 + 1 / (alpha + alpha^2), times -b / a.
    let inverse = field.inverse(&sum)?;
    let one = BigNum::from_u32(1)?;
    let factor = field.add(&one, &inverse)?;
    let a_inverse = field.inverse(a)?;
    let quotient = field.mul(b, &a_inverse)?;
    let minus = field.negated(&quotient)?;
    let x2 = field.mul(&minus, &factor)?;
    let x3 = field.mul(&alpha, &x2)?;
    let h2 = field.curve_value(&x2, a, b)?;
    let cube = field.mul(&square, t)?;
    let u = field.mul(&cube, &h2)?;
    let root = field.inverse_square_root(&h2)?;
    let root_square = field.mul(&root, &root)?;
    if field.mul(&root_square, &h2)? == one {
        let y = field.mul(&root, &h2)?;
        Ok((x2, y))
    } else {
        let y = field.mul(&root, &u)?;
        Ok((x3, y))
    }
}

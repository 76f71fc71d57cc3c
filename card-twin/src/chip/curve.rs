//! Points of brainpoolP256r1 (standardised domain parameters 13), the only curve of these cards.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcPoint, EcPointRef, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::nid::Nid;

use super::apdu::StatusWord;
use crate::random::Random;

/// Bytes of a coordinate and of a private key.
const FIELD_BYTES: usize = 32;

/// The curve with room to compute.
pub(super) struct Curve {
    group: EcGroup,
    context: BigNumContext,
}

impl Curve {
    pub(super) fn brainpool_p256r1() -> Result<Self, ErrorStack> {
        Ok(Self {
            group: EcGroup::from_curve_name(Nid::BRAINPOOL_P256R1)?,
            context: BigNumContext::new()?,
        })
    }

    /// A private key: drawn again until it is in 1 … n-1.
    pub(super) fn private_key(&mut self, random: &mut Random) -> Result<BigNum, ErrorStack> {
        let mut order = BigNum::new()?;
        self.group.order(&mut order, &mut self.context)?;
        loop {
            let mut bytes = [0; FIELD_BYTES];
            random(&mut bytes);
            let key = BigNum::from_slice(&bytes)?;
            if key.num_bits() > 0 && key < order {
                return Ok(key);
            }
        }
    }

    /// An uncompressed point from outside: on the curve and not at infinity, else 6A80.
    pub(super) fn point(&mut self, bytes: &[u8]) -> Result<EcPoint, StatusWord> {
        let wrong = StatusWord::WRONG_DATA;
        if bytes.len() != 1 + 2 * FIELD_BYTES || bytes.first() != Some(&0x04) {
            return Err(wrong);
        }
        let point =
            EcPoint::from_bytes(&self.group, bytes, &mut self.context).map_err(|_| wrong)?;
        let usable =
            !point.is_infinity(&self.group) && point.is_on_curve(&self.group, &mut self.context)?;
        if usable { Ok(point) } else { Err(wrong) }
    }

    /// `scalar` times the curve's own generator.
    pub(super) fn times_generator(&mut self, scalar: &BigNum) -> Result<EcPoint, ErrorStack> {
        let mut product = EcPoint::new(&self.group)?;
        product.mul_generator2(&self.group, scalar, &mut self.context)?;
        Ok(product)
    }

    /// `scalar` times `point`.
    pub(super) fn times(
        &mut self,
        point: &EcPointRef,
        scalar: &openssl::bn::BigNumRef,
    ) -> Result<EcPoint, ErrorStack> {
        let mut product = EcPoint::new(&self.group)?;
        product.mul2(&self.group, point, scalar, &mut self.context)?;
        Ok(product)
    }

    pub(super) fn sum(
        &mut self,
        left: &EcPointRef,
        right: &EcPointRef,
    ) -> Result<EcPoint, ErrorStack> {
        let mut sum = EcPoint::new(&self.group)?;
        sum.add(&self.group, left, right, &mut self.context)?;
        Ok(sum)
    }

    /// Uncompressed encoding.
    pub(super) fn encode(&mut self, point: &EcPointRef) -> Result<Vec<u8>, ErrorStack> {
        point.to_bytes(
            &self.group,
            PointConversionForm::UNCOMPRESSED,
            &mut self.context,
        )
    }

    /// The x coordinate, as wide as the field: the shared secret of a key agreement.
    pub(super) fn x_coordinate(&mut self, point: &EcPointRef) -> Result<Vec<u8>, StatusWord> {
        if point.is_infinity(&self.group) {
            return Err(StatusWord::WRONG_DATA);
        }
        let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
        point.affine_coordinates(&self.group, &mut x, &mut y, &mut self.context)?;
        Ok(x.to_vec_padded(i32::try_from(FIELD_BYTES).unwrap_or(i32::MAX))?)
    }
}

//! Integrated mapping: from two nonces to a generator. ICAO Doc 9303-11 §4.4.3.3.2 and appendix B.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::ec::{EcGroup, EcPoint};
use openssl::error::ErrorStack;

use super::{Domain, Element, Kind};

impl Domain {
    /// Bits of the prime that pseudo-random strings are reduced by.
    pub(crate) fn prime_bits(&mut self) -> Result<usize, ErrorStack> {
        Ok(usize::try_from(self.prime()?.num_bits()).unwrap_or(0))
    }

    /// The generator of a pseudo-random string.
    pub(crate) fn generator_from(&mut self, pseudo_random: &[u8]) -> Result<Element, ErrorStack> {
        let prime = self.prime()?;
        let number = BigNum::from_slice(pseudo_random)?;
        let mut reduced = BigNum::new()?;
        reduced.nnmod(&number, &prime, &mut self.context)?;
        match &self.kind {
            Kind::Ec(group) => encode_point(group, &reduced, &mut self.context).map(Element::Point),
            Kind::Dh(_) => {
                let mut cofactor = BigNum::new()?;
                let mut last = prime.to_owned()?;
                last.sub_word(1)?;
                cofactor.checked_div(&last, &*self.order()?, &mut self.context)?;
                self.power(&Element::Number(reduced), &cofactor)
            }
        }
    }

    fn prime(&mut self) -> Result<BigNum, ErrorStack> {
        match &self.kind {
            Kind::Ec(group) => {
                let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
                group.components_gfp(&mut p, &mut a, &mut b, &mut self.context)?;
                Ok(p)
            }
            Kind::Dh(group) => group.prime_p().to_owned(),
        }
    }
}

/// The point encoding of appendix B.2, for primes of 3 modulo 4 and cofactor 1. Names as there.
fn encode_point(
    group: &EcGroup,
    t: &BigNumRef,
    context: &mut BigNumContext,
) -> Result<EcPoint, ErrorStack> {
    let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
    group.components_gfp(&mut p, &mut a, &mut b, context)?;
    let mut field = Field { p, context };
    let one = BigNum::from_u32(1)?;
    let square = field.product(t, t)?;
    let alpha = field.difference(&*BigNum::new()?, &square)?;
    let alpha_square = field.product(&alpha, &alpha)?;
    let sum = field.sum(&alpha, &alpha_square)?;
    let sum_inverse = field.inverse(&sum)?;
    let inner = field.sum(&one, &sum_inverse)?;
    let a_inverse = field.inverse(&a)?;
    let ratio = field.product(&b, &a_inverse)?;
    let ratio = field.difference(&*BigNum::new()?, &ratio)?;
    let x2 = field.product(&ratio, &inner)?;
    let x3 = field.product(&alpha, &x2)?;
    let h2 = field.right_side(&x2, &a, &b)?;
    let cube = field.product(&square, t)?;
    let u = field.product(&cube, &h2)?;
    let root = field.inverse_root(&h2)?;
    let root_square = field.product(&root, &root)?;
    let check = field.product(&root_square, &h2)?;
    let (x, y) = if check == one {
        (x2, field.product(&root, &h2)?)
    } else {
        (x3, field.product(&root, &u)?)
    };
    let mut point = EcPoint::new(group)?;
    point.set_affine_coordinates_gfp(group, &x, &y, field.context)?;
    Ok(point)
}

struct Field<'a> {
    p: BigNum,
    context: &'a mut BigNumContext,
}

impl Field<'_> {
    fn product(&mut self, left: &BigNumRef, right: &BigNumRef) -> Result<BigNum, ErrorStack> {
        let mut result = BigNum::new()?;
        result.mod_mul(left, right, &self.p, self.context)?;
        Ok(result)
    }

    fn sum(&mut self, left: &BigNumRef, right: &BigNumRef) -> Result<BigNum, ErrorStack> {
        let mut result = BigNum::new()?;
        result.mod_add(left, right, &self.p, self.context)?;
        Ok(result)
    }

    fn difference(&mut self, left: &BigNumRef, right: &BigNumRef) -> Result<BigNum, ErrorStack> {
        let mut result = BigNum::new()?;
        result.mod_sub(left, right, &self.p, self.context)?;
        Ok(result)
    }

    fn inverse(&mut self, value: &BigNumRef) -> Result<BigNum, ErrorStack> {
        let mut result = BigNum::new()?;
        result.mod_inverse(value, &self.p, self.context)?;
        Ok(result)
    }

    /// x³ + ax + b.
    fn right_side(
        &mut self,
        x: &BigNumRef,
        a: &BigNumRef,
        b: &BigNumRef,
    ) -> Result<BigNum, ErrorStack> {
        let square = self.product(x, x)?;
        let factor = self.sum(&square, a)?;
        let product = self.product(&factor, x)?;
        self.sum(&product, b)
    }

    /// h to the power p-1-(p+1)/4: one over the square root, when h has one.
    fn inverse_root(&mut self, h: &BigNumRef) -> Result<BigNum, ErrorStack> {
        let mut quarter = self.p.to_owned()?;
        quarter.add_word(1)?;
        quarter.div_word(4)?;
        let mut exponent = BigNum::new()?;
        exponent.checked_sub(&self.p, &quarter)?;
        exponent.sub_word(1)?;
        let mut result = BigNum::new()?;
        result.mod_exp(h, &exponent, &self.p, self.context)?;
        Ok(result)
    }
}

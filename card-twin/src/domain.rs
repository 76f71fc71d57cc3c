//! The groups that keys are agreed in: standardised domain parameters. ICAO Doc 9303-11 §9.5.1.

mod integrated_mapping;

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::dh::Dh;
use openssl::ec::{EcGroup, EcPoint, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::Params;

use crate::random::Random;

/// A group with room to compute.
pub(crate) struct Domain {
    kind: Kind,
    context: BigNumContext,
}

enum Kind {
    Ec(EcGroup),
    Dh(Dh<Params>),
}

/// A member of the group.
pub(crate) enum Element {
    Point(EcPoint),
    Number(BigNum),
}

/// Standardised parameters of elliptic curves.
const CURVES: [(u8, Nid); 11] = [
    (8, Nid::X9_62_PRIME192V1),
    (9, Nid::BRAINPOOL_P192R1),
    (10, Nid::SECP224R1),
    (11, Nid::BRAINPOOL_P224R1),
    (12, Nid::X9_62_PRIME256V1),
    (13, Nid::BRAINPOOL_P256R1),
    (14, Nid::BRAINPOOL_P320R1),
    (15, Nid::SECP384R1),
    (16, Nid::BRAINPOOL_P384R1),
    (17, Nid::BRAINPOOL_P512R1),
    (18, Nid::SECP521R1),
];

/// The curve of `parameters`, when they are a curve's.
pub(crate) fn curve(parameters: u8) -> Option<Nid> {
    CURVES
        .iter()
        .find(|(known, _)| *known == parameters)
        .map(|(_, curve)| *curve)
}

/// The curve over the field of `prime`.
pub(crate) fn curve_over(prime: &[u8]) -> Option<Nid> {
    let prime = BigNum::from_slice(prime).ok()?;
    CURVES
        .iter()
        .map(|(_, curve)| *curve)
        .find(|curve| field_prime(*curve).is_ok_and(|known| known == prime))
}

fn field_prime(curve: Nid) -> Result<BigNum, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
    group.components_gfp(&mut p, &mut a, &mut b, &mut *BigNumContext::new()?)?;
    Ok(p)
}

impl Domain {
    /// The group of `parameters`; `None` when they are not standardised.
    pub(crate) fn standard(parameters: u8) -> Result<Option<Self>, ErrorStack> {
        let kind = match (parameters, curve(parameters)) {
            (0, _) => Kind::Dh(Dh::get_1024_160()?),
            (1, _) => Kind::Dh(Dh::get_2048_224()?),
            (2, _) => Kind::Dh(Dh::get_2048_256()?),
            (_, Some(curve)) => Kind::Ec(EcGroup::from_curve_name(curve)?),
            _ => return Ok(None),
        };
        Ok(Some(Self {
            kind,
            context: BigNumContext::new()?,
        }))
    }

    /// Order of the generator.
    pub(crate) fn order(&mut self) -> Result<BigNum, ErrorStack> {
        match &self.kind {
            Kind::Ec(group) => {
                let mut order = BigNum::new()?;
                group.order(&mut order, &mut self.context)?;
                Ok(order)
            }
            Kind::Dh(group) => group
                .prime_q()
                .map_or_else(BigNum::new, BigNumRef::to_owned),
        }
    }

    /// A private key in 1 … n-1. What is drawn beyond the order is reduced, since a published example
    /// has such a key; the bias does not matter to a test card.
    pub(crate) fn private_key(&mut self, random: &mut Random) -> Result<BigNum, ErrorStack> {
        let order = self.order()?;
        let bits = usize::try_from(order.num_bits()).unwrap_or(0);
        let mut bytes = vec![0; bits.div_ceil(8)];
        random(&mut bytes);
        if let Some(top) = bytes.first_mut() {
            *top &= 0xFF >> (bits.next_multiple_of(8) - bits);
        }
        let mut key = BigNum::new()?;
        key.nnmod(&*BigNum::from_slice(&bytes)?, &order, &mut self.context)?;
        if key.num_bits() == 0 {
            key.add_word(1)?;
        }
        Ok(key)
    }

    pub(crate) fn generator(&mut self) -> Result<Element, ErrorStack> {
        match &self.kind {
            Kind::Ec(group) => {
                let mut point = EcPoint::new(group)?;
                let one = BigNum::from_u32(1)?;
                point.mul_generator2(group, &one, &mut self.context)?;
                Ok(Element::Point(point))
            }
            Kind::Dh(group) => Ok(Element::Number(group.generator().to_owned()?)),
        }
    }

    /// An element from outside; `None` when it does not belong to the group or is its neutral element.
    pub(crate) fn element(&mut self, bytes: &[u8]) -> Option<Element> {
        match &self.kind {
            Kind::Ec(group) => {
                if bytes.first() != Some(&0x04) {
                    return None;
                }
                let point = EcPoint::from_bytes(group, bytes, &mut self.context).ok()?;
                let usable = !point.is_infinity(group)
                    && point.is_on_curve(group, &mut self.context).ok()?;
                usable.then_some(Element::Point(point))
            }
            Kind::Dh(group) => {
                let number = BigNum::from_slice(bytes).ok()?;
                let one = BigNum::from_u32(1).ok()?;
                let mut last = group.prime_p().to_owned().ok()?;
                last.sub_word(1).ok()?;
                (number > one && number < last).then_some(Element::Number(number))
            }
        }
    }

    /// `base` taken `scalar` times.
    pub(crate) fn power(
        &mut self,
        base: &Element,
        scalar: &BigNumRef,
    ) -> Result<Element, ErrorStack> {
        match (&self.kind, base) {
            (Kind::Ec(group), Element::Point(base)) => {
                let mut product = EcPoint::new(group)?;
                product.mul2(group, base, scalar, &mut self.context)?;
                Ok(Element::Point(product))
            }
            (Kind::Dh(group), Element::Number(base)) => {
                let mut power = BigNum::new()?;
                power.mod_exp(base, scalar, group.prime_p(), &mut self.context)?;
                Ok(Element::Number(power))
            }
            _ => Err(ErrorStack::get()),
        }
    }

    /// The group's operation.
    pub(crate) fn combine(
        &mut self,
        left: &Element,
        right: &Element,
    ) -> Result<Element, ErrorStack> {
        match (&self.kind, left, right) {
            (Kind::Ec(group), Element::Point(left), Element::Point(right)) => {
                let mut sum = EcPoint::new(group)?;
                sum.add(group, left, right, &mut self.context)?;
                Ok(Element::Point(sum))
            }
            (Kind::Dh(group), Element::Number(left), Element::Number(right)) => {
                let mut product = BigNum::new()?;
                product.mod_mul(left, right, group.prime_p(), &mut self.context)?;
                Ok(Element::Number(product))
            }
            _ => Err(ErrorStack::get()),
        }
    }

    /// Public key on the wire: an uncompressed point, or a number as wide as the prime.
    pub(crate) fn encode(&mut self, element: &Element) -> Result<Vec<u8>, ErrorStack> {
        match (&self.kind, element) {
            (Kind::Ec(group), Element::Point(point)) => {
                point.to_bytes(group, PointConversionForm::UNCOMPRESSED, &mut self.context)
            }
            (Kind::Dh(group), Element::Number(number)) => {
                number.to_vec_padded(group.prime_p().num_bytes())
            }
            _ => Err(ErrorStack::get()),
        }
    }

    /// Shared secret: the x coordinate as wide as the field, or the number as wide as the prime.
    pub(crate) fn secret(&mut self, element: &Element) -> Result<Vec<u8>, ErrorStack> {
        let encoded = self.encode(element)?;
        Ok(match &self.kind {
            Kind::Ec(_) => x_coordinate(&encoded),
            Kind::Dh(_) => encoded,
        })
    }

    /// Short form of a public key that Terminal Authentication signs: x coordinate, or SHA-1.
    pub(crate) fn compressed(&self, public: &[u8]) -> Vec<u8> {
        match &self.kind {
            Kind::Ec(_) => x_coordinate(public),
            Kind::Dh(_) => openssl::sha::sha1(public).to_vec(),
        }
    }

    /// Tag of a public key in a public key data object.
    pub(crate) fn public_key_tag(&self) -> u32 {
        match &self.kind {
            Kind::Ec(_) => 0x86,
            Kind::Dh(_) => 0x84,
        }
    }

    /// p, q and g of a finite-field group.
    pub(crate) fn dh(&self) -> Option<&Dh<Params>> {
        match &self.kind {
            Kind::Ec(_) => None,
            Kind::Dh(group) => Some(group),
        }
    }
}

fn x_coordinate(point: &[u8]) -> Vec<u8> {
    let coordinates = point.get(1..).unwrap_or_default();
    coordinates
        .get(..coordinates.len() / 2)
        .unwrap_or_default()
        .to_vec()
}

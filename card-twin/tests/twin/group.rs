//! Key agreement over every standardised group, from the terminal's side.

use openssl::bn::{BigNum, BigNumContext};
use openssl::dh::Dh;
use openssl::ec::{EcGroup, EcPoint, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::Params;

/// A group whose elements are their encodings.
pub(crate) enum Group {
    Ec(EcGroup),
    Dh(Dh<Params>),
}

impl Group {
    pub(crate) fn standard(parameters: u8) -> Self {
        let curve = match parameters {
            0 => return Self::Dh(Dh::get_1024_160().expect("group")),
            1 => return Self::Dh(Dh::get_2048_224().expect("group")),
            2 => return Self::Dh(Dh::get_2048_256().expect("group")),
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
            _ => panic!("no group {parameters}"),
        };
        Self::Ec(EcGroup::from_curve_name(curve).expect("curve"))
    }

    pub(crate) fn private(&self) -> BigNum {
        let mut key = BigNum::new().expect("number");
        self.order().rand_range(&mut key).expect("random");
        key
    }

    pub(crate) fn order(&self) -> BigNum {
        match self {
            Self::Ec(group) => {
                let mut order = BigNum::new().expect("number");
                let mut context = BigNumContext::new().expect("context");
                group.order(&mut order, &mut context).expect("order");
                order
            }
            Self::Dh(group) => group.prime_q().expect("q").to_owned().expect("number"),
        }
    }

    pub(crate) fn generator(&self) -> Vec<u8> {
        match self {
            Self::Ec(group) => {
                let one = BigNum::from_u32(1).expect("one");
                let mut point = EcPoint::new(group).expect("point");
                let context = BigNumContext::new().expect("context");
                let mut context = context;
                point
                    .mul_generator2(group, &one, &mut context)
                    .expect("product");
                encode(group, &point)
            }
            Self::Dh(group) => group.generator().to_vec(),
        }
    }

    pub(crate) fn power(&self, base: &[u8], scalar: &BigNum) -> Vec<u8> {
        let mut context = BigNumContext::new().expect("context");
        match self {
            Self::Ec(group) => {
                let base = EcPoint::from_bytes(group, base, &mut context).expect("on the curve");
                let mut product = EcPoint::new(group).expect("point");
                product
                    .mul2(group, &base, scalar, &mut context)
                    .expect("product");
                encode(group, &product)
            }
            Self::Dh(group) => {
                let base = BigNum::from_slice(base).expect("number");
                let mut power = BigNum::new().expect("number");
                power
                    .mod_exp(&base, scalar, group.prime_p(), &mut context)
                    .expect("power");
                padded(group, &power)
            }
        }
    }

    pub(crate) fn combine(&self, left: &[u8], right: &[u8]) -> Vec<u8> {
        let mut context = BigNumContext::new().expect("context");
        match self {
            Self::Ec(group) => {
                let [left, right] = [left, right]
                    .map(|point| EcPoint::from_bytes(group, point, &mut context).expect("point"));
                let mut sum = EcPoint::new(group).expect("point");
                sum.add(group, &left, &right, &mut context).expect("sum");
                encode(group, &sum)
            }
            Self::Dh(group) => {
                let [left, right] =
                    [left, right].map(|bytes| BigNum::from_slice(bytes).expect("number"));
                let mut product = BigNum::new().expect("number");
                product
                    .mod_mul(&left, &right, group.prime_p(), &mut context)
                    .expect("product");
                padded(group, &product)
            }
        }
    }

    /// The shared secret of an agreement's result.
    pub(crate) fn secret(&self, element: &[u8]) -> Vec<u8> {
        match self {
            Self::Ec(_) => element[1..=(element.len() - 1) / 2].to_vec(),
            Self::Dh(_) => element.to_vec(),
        }
    }

    /// What Terminal Authentication signs of a public key.
    pub(crate) fn compressed(&self, public: &[u8]) -> Vec<u8> {
        match self {
            Self::Ec(_) => self.secret(public),
            Self::Dh(_) => openssl::sha::sha1(public).to_vec(),
        }
    }

    pub(crate) fn key_tag(&self) -> u8 {
        match self {
            Self::Ec(_) => 0x86,
            Self::Dh(_) => 0x84,
        }
    }
}

fn encode(group: &EcGroup, point: &EcPoint) -> Vec<u8> {
    let mut context = BigNumContext::new().expect("context");
    point
        .to_bytes(group, PointConversionForm::UNCOMPRESSED, &mut context)
        .expect("encodes")
}

fn padded(group: &Dh<Params>, number: &BigNum) -> Vec<u8> {
    number
        .to_vec_padded(group.prime_p().num_bytes())
        .expect("fits")
}

//! Keys whose signatures are the same each time, and numbers raised to a private exponent as forgers do it.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{Asn1Flag, EcGroup, EcPoint, PointConversionForm};
use openssl::nid::Nid;

use crate::der::{self, OID, SEQUENCE};
use crate::pki::rsa_numbers;
use crate::profile::Hash;
use crate::random::Random;
use crate::{Error, Result};

const ECDSA_WITH_SHA: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];
const PKCS_1: [u8; 8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];
const EC_PUBLIC_KEY: [u8; 7] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

/// A private key.
pub(super) enum Key {
    Ec(EcKey),
    Rsa(RsaKey),
}

/// A private key on a curve, and its public key as it is published.
pub(super) struct EcKey {
    group: EcGroup,
    private: BigNum,
    pub(super) public_info: Vec<u8>,
}

/// Modulus and exponents.
pub(super) struct RsaKey {
    modulus: BigNum,
    public: BigNum,
    private: BigNum,
}

impl Key {
    /// A key on a standardised curve, its parameters written out.
    pub(super) fn on_curve(curve: Nid, random: &mut Random) -> Result<Self> {
        let mut group = EcGroup::from_curve_name(curve)?;
        group.set_asn1_flag(Asn1Flag::EXPLICIT_CURVE);
        Self::in_group(group, random)
    }

    /// A key in any group.
    pub(super) fn in_group(group: EcGroup, random: &mut Random) -> Result<Self> {
        let mut context = BigNumContext::new()?;
        let private = below_order(&group, random, &mut context)?;
        let mut public = EcPoint::new(&group)?;
        public.mul_generator2(&group, &private, &mut context)?;
        let key = openssl::ec::EcKey::from_public_key(&group, &public)?;
        Ok(Self::Ec(EcKey {
            public_info: key.public_key_to_der()?,
            group,
            private,
        }))
    }

    /// An RSA key. With `factor`, one prime of the modulus is that small number.
    pub(super) fn rsa(
        bits: i32,
        exponent: u32,
        factor: Option<u32>,
        random: &mut Random,
    ) -> Result<Self> {
        let (modulus, private) = rsa_numbers(bits, exponent, factor, random)?;
        Ok(Self::Rsa(RsaKey {
            modulus,
            public: BigNum::from_u32(exponent)?,
            private,
        }))
    }

    /// SubjectPublicKeyInfo.
    pub(super) fn public_info(&self) -> Vec<u8> {
        match self {
            Self::Ec(key) => key.public_info.clone(),
            Self::Rsa(key) => {
                let numbers = [
                    der::number(&key.modulus.to_vec()),
                    der::number(&key.public.to_vec()),
                ];
                let algorithm = pkcs_1(1);
                let key = der::bit_string(&der::group(SEQUENCE, numbers));
                der::group(SEQUENCE, [algorithm, key])
            }
        }
    }

    /// AlgorithmIdentifier of a signature with this key.
    pub(super) fn algorithm(&self, hash: Hash) -> Vec<u8> {
        match (self, hash) {
            (Self::Ec(_), Hash::Sha1) => der::group(
                SEQUENCE,
                [der::tlv(OID, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01])],
            ),
            (Self::Ec(_), _) => ecdsa_with(hash),
            (Self::Rsa(_), Hash::Sha1) => pkcs_1(5),
            (Self::Rsa(_), Hash::Sha224) => pkcs_1(14),
            (Self::Rsa(_), Hash::Sha256) => pkcs_1(11),
            (Self::Rsa(_), Hash::Sha384) => pkcs_1(12),
            (Self::Rsa(_), Hash::Sha512) => pkcs_1(13),
        }
    }

    /// A signature in the usual form: DER of r and s, or PKCS#1 v1.5.
    pub(super) fn sign(&self, hash: Hash, message: &[u8], random: &mut Random) -> Result<Vec<u8>> {
        match self {
            Self::Ec(key) => {
                let [r, s] = key.sign(hash, message, random)?;
                let numbers = [der::number(&r.to_vec()), der::number(&s.to_vec())];
                Ok(der::group(SEQUENCE, numbers))
            }
            Self::Rsa(key) => key.raw(&pkcs_1_block(hash, message, key.length())?),
        }
    }

    /// r and s, each as long as the order.
    pub(super) fn sign_plain(
        &self,
        hash: Hash,
        message: &[u8],
        random: &mut Random,
    ) -> Result<Vec<u8>> {
        let Self::Ec(key) = self else {
            return Err(wrong());
        };
        let length = key.group.order_bits().div_ceil(8).cast_signed();
        let [r, s] = key.sign(hash, message, random)?;
        Ok([r.to_vec_padded(length)?, s.to_vec_padded(length)?].concat())
    }

    /// The block raised to the private exponent, whatever the block is.
    pub(super) fn raw(&self, block: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Rsa(key) => key.raw(block),
            Self::Ec(_) => Err(wrong()),
        }
    }

    /// Octets of the modulus.
    pub(super) fn modulus_len(&self) -> usize {
        match self {
            Self::Rsa(key) => key.length(),
            Self::Ec(_) => 0,
        }
    }
}

impl EcKey {
    /// r = x(k*G) mod n, s = (z + r*d) / k mod n. SEC 1 §4.1.3.
    fn sign(&self, hash: Hash, message: &[u8], random: &mut Random) -> Result<[BigNum; 2]> {
        let mut context = BigNumContext::new()?;
        let mut order = BigNum::new()?;
        self.group.order(&mut order, &mut context)?;
        let digest = openssl::hash::hash(hash.digest(), message)?;
        let mut z = BigNum::from_slice(&digest)?;
        let excess = z_excess(&digest, order.num_bits());
        if excess > 0 {
            let whole = z.to_owned()?;
            z.rshift(&whole, excess)?;
        }
        let nonce = below_order(&self.group, random, &mut context)?;
        let mut point = EcPoint::new(&self.group)?;
        point.mul_generator2(&self.group, &nonce, &mut context)?;
        let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
        point.affine_coordinates(&self.group, &mut x, &mut y, &mut context)?;
        let mut r = BigNum::new()?;
        r.nnmod(&x, &order, &mut context)?;
        let (mut product, mut sum, mut inverse, mut s) = (
            BigNum::new()?,
            BigNum::new()?,
            BigNum::new()?,
            BigNum::new()?,
        );
        product.mod_mul(&r, &self.private, &order, &mut context)?;
        sum.mod_add(&product, &z, &order, &mut context)?;
        inverse.mod_inverse(&nonce, &order, &mut context)?;
        s.mod_mul(&sum, &inverse, &order, &mut context)?;
        Ok([r, s])
    }
}

impl RsaKey {
    /// Modulus and public exponent.
    pub(super) fn public(&self) -> [Vec<u8>; 2] {
        [self.modulus.to_vec(), self.public.to_vec()]
    }

    fn length(&self) -> usize {
        usize::try_from(self.modulus.num_bytes()).unwrap_or(0)
    }

    fn raw(&self, block: &[u8]) -> Result<Vec<u8>> {
        let mut power = BigNum::new()?;
        let base = BigNum::from_slice(block)?;
        power.mod_exp(
            &base,
            &self.private,
            &self.modulus,
            &mut *BigNumContext::new()?,
        )?;
        Ok(power.to_vec_padded(self.modulus.num_bytes())?)
    }
}

fn z_excess(digest: &[u8], order_bits: i32) -> i32 {
    i32::try_from(digest.len() * 8).unwrap_or(0) - order_bits
}

fn below_order(
    group: &EcGroup,
    random: &mut Random,
    context: &mut BigNumContext,
) -> Result<BigNum> {
    let mut last = BigNum::new()?;
    group.order(&mut last, context)?;
    let mut bytes = vec![0; usize::try_from(last.num_bytes()).unwrap_or(0) + 8];
    random(&mut bytes);
    last.sub_word(1)?;
    let mut number = BigNum::new()?;
    number.nnmod(&*BigNum::from_slice(&bytes)?, &last, context)?;
    number.add_word(1)?;
    Ok(number)
}

/// ecdsa-with-SHAx.
pub(super) fn ecdsa_with(hash: Hash) -> Vec<u8> {
    let last = match hash {
        Hash::Sha224 => 1,
        Hash::Sha1 | Hash::Sha256 => 2,
        Hash::Sha384 => 3,
        Hash::Sha512 => 4,
    };
    der::group(
        SEQUENCE,
        [der::tlv(OID, &[&ECDSA_WITH_SHA[..], &[last]].concat())],
    )
}

/// An algorithm of PKCS#1 with NULL for parameters.
pub(super) fn pkcs_1(last: u8) -> Vec<u8> {
    let oid = der::tlv(OID, &[&PKCS_1[..], &[last]].concat());
    der::group(SEQUENCE, [oid, vec![0x05, 0x00]])
}

/// RSASSA-PSS with these parameters; `None` leaves them out.
pub(super) fn pss(parameters: Option<(Hash, Hash, u8, Option<u8>)>) -> Vec<u8> {
    let oid = der::tlv(OID, &[&PKCS_1[..], &[10]].concat());
    let Some((hash, mask, salt, trailer)) = parameters else {
        return der::group(SEQUENCE, [oid]);
    };
    let algorithm = crate::issue::signed_data::hash_algorithm;
    let mgf1 = der::tlv(OID, &[&PKCS_1[..], &[8]].concat());
    let mut parts = vec![
        der::group(0xA0, [algorithm(hash)]),
        der::group(0xA1, [der::group(SEQUENCE, [mgf1, algorithm(mask)])]),
        der::group(0xA2, [der::integer(salt)]),
    ];
    parts.extend(trailer.map(|trailer| der::group(0xA3, [der::integer(trailer)])));
    der::group(SEQUENCE, [oid, der::group(SEQUENCE, parts)])
}

/// EMSA-PSS. RFC 8017 §9.1.1, for a modulus whose bits are a multiple of eight.
pub(super) fn pss_block(
    (hash, mask_hash): (Hash, Hash),
    salt: &[u8],
    message: &[u8],
    length: usize,
) -> Result<Vec<u8>> {
    let digest = openssl::hash::hash(hash.digest(), message)?;
    let input = [&[0; 8], &*digest, salt].concat();
    let h = openssl::hash::hash(hash.digest(), &input)?;
    let db_len = length.saturating_sub(h.len() + 1);
    let mut db = vec![0; db_len.saturating_sub(salt.len() + 1)];
    db.push(1);
    db.extend_from_slice(salt);
    let mut mask = Vec::new();
    for counter in 0_u32.. {
        if mask.len() >= db_len {
            break;
        }
        let input = [&*h, &counter.to_be_bytes()].concat();
        mask.extend_from_slice(&openssl::hash::hash(mask_hash.digest(), &input)?);
    }
    let mut block: Vec<u8> = db
        .iter()
        .zip(&mask)
        .map(|(data, mask)| data ^ mask)
        .collect();
    if let Some(first) = block.first_mut() {
        *first &= 0x7F;
    }
    Ok([&block, &*h, &[0xBC]].concat())
}

/// DigestInfo of a message.
pub(super) fn digest_info(hash: Hash, message: &[u8]) -> Result<Vec<u8>> {
    let digest = openssl::hash::hash(hash.digest(), message)?;
    let algorithm = crate::issue::signed_data::hash_algorithm(hash);
    let oid = der::first(&algorithm).map(|object| object.value.to_vec());
    let algorithm = der::group(SEQUENCE, [oid.unwrap_or_default(), vec![0x05, 0x00]]);
    Ok(der::group(
        SEQUENCE,
        [algorithm, der::tlv(der::OCTET_STRING, &digest)],
    ))
}

/// EMSA-PKCS1-v1_5. RFC 8017 §9.2.
pub(super) fn pkcs_1_block(hash: Hash, message: &[u8], length: usize) -> Result<Vec<u8>> {
    Ok(padded(&digest_info(hash, message)?, length))
}

/// 00 01 FF .. FF 00 and the payload, to this length.
pub(super) fn padded(payload: &[u8], length: usize) -> Vec<u8> {
    let filling = vec![0xFF; length.saturating_sub(payload.len() + 3)];
    [&[0, 1], filling.as_slice(), &[0], payload].concat()
}

/// SubjectPublicKeyInfo of a point under parameters as they are given.
pub(super) fn explicit_info(parameters: &[u8], point: &[u8]) -> Vec<u8> {
    let oid = der::tlv(OID, &EC_PUBLIC_KEY);
    let algorithm = der::group(SEQUENCE, [oid, parameters.to_vec()]);
    der::group(SEQUENCE, [algorithm, der::bit_string(point)])
}

/// The point of a key, in some form.
pub(super) fn point(key: &Key, form: PointConversionForm) -> Result<Vec<u8>> {
    let Key::Ec(key) = key else {
        return Err(wrong());
    };
    let mut context = BigNumContext::new()?;
    let mut public = EcPoint::new(&key.group)?;
    public.mul_generator2(&key.group, &key.private, &mut context)?;
    Ok(public.to_bytes(&key.group, form, &mut context)?)
}

fn wrong() -> Error {
    Error::Value {
        field: "key",
        reason: "of the other kind",
    }
}

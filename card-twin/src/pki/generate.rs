//! Keys from a stream of random bytes, so that a seed gives the same keys again.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{Asn1Flag, EcGroup, EcKey, EcPoint};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::RsaPrivateKeyBuilder;

use super::CurveForm;
use crate::random::Random;
use crate::{Result, der};

/// A key pair on `curve`.
pub(crate) fn ec_key(curve: Nid, form: CurveForm, random: &mut Random) -> Result<PKey<Private>> {
    let mut group = EcGroup::from_curve_name(curve)?;
    group.set_asn1_flag(match form {
        CurveForm::Explicit => Asn1Flag::EXPLICIT_CURVE,
        CurveForm::Named => Asn1Flag::NAMED_CURVE,
    });
    let mut context = BigNumContext::new()?;
    let mut order = BigNum::new()?;
    group.order(&mut order, &mut context)?;
    // Eight bytes more than the order has make the remainder even enough for test keys.
    let mut bytes = vec![0; usize::try_from(order.num_bytes()).unwrap_or(0) + 8];
    random(&mut bytes);
    let mut last = order.to_owned()?;
    last.sub_word(1)?;
    let mut private = BigNum::new()?;
    private.nnmod(&*BigNum::from_slice(&bytes)?, &last, &mut context)?;
    private.add_word(1)?;
    let mut public = EcPoint::new(&group)?;
    public.mul_generator2(&group, &private, &mut context)?;
    let key = EcKey::from_private_components(&group, &private, &public)?;
    Ok(PKey::from_ec_key(key)?)
}

/// An RSA key pair with exponent 65537.
pub(crate) fn rsa_key(bits: i32, random: &mut Random) -> Result<PKey<Private>> {
    let mut context = BigNumContext::new()?;
    let exponent = BigNum::from_u32(65537)?;
    loop {
        let (p, q) = (
            prime(bits / 2, random, &mut context)?,
            prime(bits - bits / 2, random, &mut context)?,
        );
        let mut modulus = BigNum::new()?;
        modulus.checked_mul(&p, &q, &mut context)?;
        let one = BigNum::from_u32(1)?;
        let (mut p1, mut q1, mut order) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        p1.checked_sub(&p, &one)?;
        q1.checked_sub(&q, &one)?;
        order.checked_mul(&p1, &q1, &mut context)?;
        let mut private = BigNum::new()?;
        if p == q
            || private
                .mod_inverse(&exponent, &order, &mut context)
                .is_err()
        {
            continue;
        }
        let (mut dp, mut dq, mut inverse) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        dp.nnmod(&private, &p1, &mut context)?;
        dq.nnmod(&private, &q1, &mut context)?;
        inverse.mod_inverse(&q, &p, &mut context)?;
        let key = RsaPrivateKeyBuilder::new(modulus, exponent, private)?
            .set_factors(p, q)?
            .set_crt_params(dp, dq, inverse)?
            .build();
        return Ok(PKey::from_rsa(key)?);
    }
}

/// Modulus and private exponent of an RSA key, weak if the caller wants it so: with a public exponent that
/// has no inverse the private one is 1, and `factor` takes the place of one prime.
pub(crate) fn rsa_numbers(
    bits: i32,
    exponent: u32,
    factor: Option<u32>,
    random: &mut Random,
) -> Result<(BigNum, BigNum)> {
    let mut context = BigNumContext::new()?;
    let public = BigNum::from_u32(exponent)?;
    let one = BigNum::from_u32(1)?;
    loop {
        let p = match factor {
            Some(factor) => BigNum::from_u32(factor)?,
            None => prime(bits / 2, random, &mut context)?,
        };
        let q = prime(bits - p.num_bits(), random, &mut context)?;
        let mut modulus = BigNum::new()?;
        modulus.checked_mul(&p, &q, &mut context)?;
        let (mut p1, mut q1, mut order) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        p1.checked_sub(&p, &one)?;
        q1.checked_sub(&q, &one)?;
        order.checked_mul(&p1, &q1, &mut context)?;
        let mut private = BigNum::new()?;
        if private.mod_inverse(&public, &order, &mut context).is_ok() {
            return Ok((modulus, private));
        }
        if exponent.is_multiple_of(2) {
            return Ok((modulus, one));
        }
    }
}

/// The public key under the algorithm id-RSASSA-PSS, 1.2.840.113549.1.1.10.
pub(super) fn as_pss(key: &PKey<Private>) -> Result<PKey<Public>> {
    let oid = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A];
    let algorithm = der::group(der::SEQUENCE, [der::tlv(der::OID, &oid)]);
    let public = der::bit_string(&key.rsa()?.public_key_to_der_pkcs1()?);
    let info = der::group(der::SEQUENCE, [algorithm, public]);
    Ok(PKey::public_key_from_der(&info)?)
}

/// A prime of exactly `bits` bits whose two top bits are set.
fn prime(bits: i32, random: &mut Random, context: &mut BigNumContext) -> Result<BigNum> {
    let mut bytes = vec![0; usize::try_from(bits).unwrap_or(0).div_ceil(8)];
    random(&mut bytes);
    let mut candidate = BigNum::from_slice(&bytes)?;
    candidate.mask_bits(bits).or_else(|error| {
        // A number that is already shorter is refused; nothing needs masking then.
        if candidate_is_short(&bytes, bits) {
            Ok(())
        } else {
            Err(error)
        }
    })?;
    candidate.set_bit(bits - 1)?;
    candidate.set_bit(bits - 2)?;
    candidate.set_bit(0)?;
    while !candidate.is_prime(32, context)? {
        candidate.add_word(2)?;
    }
    Ok(candidate)
}

fn candidate_is_short(bytes: &[u8], bits: i32) -> bool {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let significant = bytes.len().saturating_sub(zeros) * 8;
    i32::try_from(significant).is_ok_and(|significant| significant <= bits)
}

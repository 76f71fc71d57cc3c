//! Public keys of card-verifiable certificates and their signatures. BSI TR-03110-3 §D.3, §A.6.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroupRef, EcKey, EcPoint, EcPointRef, PointConversionForm};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Public};
use openssl::rsa::{Padding, Rsa};
use openssl::sign::{RsaPssSaltlen, Verifier};

use super::CryptoError;
use super::agreement::Curve;
use super::digest::DigestAlgorithm;

/// Moduli of terminals in use; shorter ones are refused.
const RSA_BITS: std::ops::RangeInclusive<u32> = 1024..=4096;

/// How a signature of terminal authentication is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignatureScheme {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1,
    /// RSASSA-PSS with the hash's own length of salt.
    RsaPss,
    /// ECDSA, plain: r | s.
    Ecdsa,
}

/// A key that verifies certificates or terminals.
#[derive(Clone)]
pub(crate) struct CvPublicKey {
    scheme: SignatureScheme,
    digest: DigestAlgorithm,
    key: Key,
}

#[derive(Clone)]
enum Key {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    Ec {
        curve: Option<Curve>,
        point: Vec<u8>,
    },
}

/// Explicit parameters of a curve as a certificate writes them.
pub(crate) struct ExplicitCurve<'a> {
    pub(crate) prime: &'a [u8],
    pub(crate) a: &'a [u8],
    pub(crate) b: &'a [u8],
    pub(crate) generator: &'a [u8],
    pub(crate) order: &'a [u8],
    pub(crate) cofactor: &'a [u8],
}

impl CvPublicKey {
    pub(crate) fn rsa(
        (scheme, digest): (SignatureScheme, DigestAlgorithm),
        modulus: &[u8],
        exponent: &[u8],
    ) -> Result<Self, CryptoError> {
        let key = Key::Rsa {
            modulus: modulus.to_vec(),
            exponent: exponent.to_vec(),
        };
        let key = Self {
            scheme,
            digest,
            key,
        };
        key.openssl_rsa(modulus, exponent)?;
        Ok(key)
    }

    /// Without a curve of its own the key lies on its issuer's.
    pub(crate) fn ec(
        digest: DigestAlgorithm,
        curve: Option<Curve>,
        point: &[u8],
    ) -> Result<Self, CryptoError> {
        if point.first() != Some(&4) {
            return Err(CryptoError::KeyRefused("not an uncompressed point"));
        }
        if let Some(curve) = curve {
            on_curve(curve, point)?;
        }
        Ok(Self {
            scheme: SignatureScheme::Ecdsa,
            digest,
            key: Key::Ec {
                curve,
                point: point.to_vec(),
            },
        })
    }

    pub(crate) fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// The curve that the certificate names.
    pub(crate) fn own_curve(&self) -> Option<Curve> {
        match &self.key {
            Key::Ec { curve, .. } => *curve,
            Key::Rsa { .. } => None,
        }
    }

    /// Whether the signature is this key's; `inherited` is the curve of a key that names none.
    pub(crate) fn verifies(
        &self,
        inherited: Option<Curve>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, CryptoError> {
        match &self.key {
            Key::Rsa { modulus, exponent } => {
                let key = self.openssl_rsa(modulus, exponent)?;
                let mut verifier = Verifier::new(self.digest.message_digest(), &key)?;
                if self.scheme == SignatureScheme::RsaPss {
                    verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
                    verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
                }
                // A signature of another length or form is an error of OpenSSL's, not of the machine.
                Ok(verifier.verify_oneshot(signature, message).unwrap_or(false))
            }
            Key::Ec { curve, point } => {
                let curve = curve
                    .or(inherited)
                    .ok_or(CryptoError::KeyRefused("a key without curve"))?;
                let key = on_curve(curve, point)?;
                let digest = self.digest.digest(&[message])?;
                Ok(verifies_plain(&key, &digest, signature).unwrap_or(false))
            }
        }
    }

    fn openssl_rsa(&self, modulus: &[u8], exponent: &[u8]) -> Result<PKey<Public>, CryptoError> {
        let (n, e) = (BigNum::from_slice(modulus)?, BigNum::from_slice(exponent)?);
        let bits = u32::try_from(n.num_bits()).unwrap_or(0);
        if !RSA_BITS.contains(&bits) || e < BigNum::from_u32(3)? || !e.is_bit_set(0) {
            return Err(CryptoError::KeyRefused("not an acceptable RSA key"));
        }
        Ok(PKey::from_rsa(Rsa::from_public_components(n, e)?)?)
    }
}

impl ExplicitCurve<'_> {
    /// The standardised curve with exactly these parameters, compared as numbers.
    pub(crate) fn standardised(&self) -> Result<Curve, CryptoError> {
        for curve in (8..=18).filter_map(Curve::from_parameter_id) {
            if self.is(&*curve.group()?)? {
                return Ok(curve);
            }
        }
        Err(CryptoError::KeyRefused("not a standardised curve"))
    }

    fn is(&self, group: &EcGroupRef) -> Result<bool, ErrorStack> {
        let mut context = BigNumContext::new()?;
        let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
        group.components_gfp(&mut p, &mut a, &mut b, &mut context)?;
        let (mut order, mut cofactor) = (BigNum::new()?, BigNum::new()?);
        group.order(&mut order, &mut context)?;
        group.cofactor(&mut cofactor, &mut context)?;
        let numbers = [
            (self.prime, &p),
            (self.a, &a),
            (self.b, &b),
            (self.order, &order),
            (self.cofactor, &cofactor),
        ];
        for (written, known) in numbers {
            if BigNum::from_slice(written)? != *known {
                return Ok(false);
            }
        }
        let form = PointConversionForm::UNCOMPRESSED;
        let generator =
            |point: &EcPointRef, context: &mut BigNumContext| point.to_bytes(group, form, context);
        match group.generator_opt() {
            Some(point) => Ok(generator(point, &mut context)? == self.generator),
            None => Ok(false),
        }
    }
}

fn on_curve(curve: Curve, point: &[u8]) -> Result<EcKey<Public>, CryptoError> {
    let group = curve.group()?;
    let mut context = BigNumContext::new()?;
    let refused = |_| CryptoError::KeyRefused("the point is not on the curve");
    let point = EcPoint::from_bytes(&group, point, &mut context).map_err(refused)?;
    let key = EcKey::from_public_key(&group, &point)?;
    key.check_key().map_err(refused)?;
    Ok(key)
}

fn verifies_plain(
    key: &EcKey<Public>,
    digest: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorStack> {
    let len = usize::try_from(key.group().order_bits().div_ceil(8)).unwrap_or(0);
    match signature.split_at_checked(len) {
        Some((r, s)) if s.len() == len => {
            let (r, s) = (BigNum::from_slice(r)?, BigNum::from_slice(s)?);
            EcdsaSig::from_private_components(r, s)?.verify(digest, key)
        }
        _ => Ok(false),
    }
}

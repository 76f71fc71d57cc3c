//! Public keys in card-verifiable certificates and what they verify. BSI TR-03110-3 §D.3.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::ecdsa::EcdsaSig;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::rsa::{Padding, Rsa};
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};

use crate::der::{self, OID};
use crate::domain;
use crate::protocol::smartcard;
use crate::{Error, Result};

/// Signature algorithm of Terminal Authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-1.
    RsaSha1,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaSha256,
    /// RSASSA-PSS with SHA-1.
    PssSha1,
    /// RSASSA-PSS with SHA-256.
    PssSha256,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RsaSha512,
    /// RSASSA-PSS with SHA-512.
    PssSha512,
    /// ECDSA with SHA-1.
    EcdsaSha1,
    /// ECDSA with SHA-224.
    EcdsaSha224,
    /// ECDSA with SHA-256.
    EcdsaSha256,
    /// ECDSA with SHA-384.
    EcdsaSha384,
    /// ECDSA with SHA-512.
    EcdsaSha512,
}

use TerminalAlgorithm as Algorithm;

impl TerminalAlgorithm {
    /// All of them: RSA, then ECDSA, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::RsaSha1,
        Self::RsaSha256,
        Self::PssSha1,
        Self::PssSha256,
        Self::RsaSha512,
        Self::PssSha512,
        Self::EcdsaSha1,
        Self::EcdsaSha224,
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
    ];

    /// Whether keys are RSA.
    #[must_use]
    pub fn is_rsa(self) -> bool {
        Self::ALL.iter().position(|known| *known == self) < Some(6)
    }

    fn is_pss(self) -> bool {
        matches!(self, Self::PssSha1 | Self::PssSha256 | Self::PssSha512)
    }

    fn digest(self) -> MessageDigest {
        match self {
            Self::RsaSha1 | Self::PssSha1 | Self::EcdsaSha1 => MessageDigest::sha1(),
            Self::EcdsaSha224 => MessageDigest::sha224(),
            Self::RsaSha256 | Self::PssSha256 | Self::EcdsaSha256 => MessageDigest::sha256(),
            Self::EcdsaSha384 => MessageDigest::sha384(),
            Self::RsaSha512 | Self::PssSha512 | Self::EcdsaSha512 => MessageDigest::sha512(),
        }
    }

    /// id-TA-RSA-… and id-TA-ECDSA-…
    fn oid(self) -> Vec<u8> {
        let position = (1..).zip(Self::ALL).find(|(_, known)| *known == self);
        let number = position.map_or(0, |(number, _)| number);
        if number <= 6 {
            smartcard(&[2, 1, number])
        } else {
            smartcard(&[2, 2, number - 6])
        }
    }

    /// Signs as terminals and authorities do: ECDSA in plain format.
    ///
    /// # Errors
    /// When the key is of another kind or OpenSSL refuses.
    pub fn sign(self, key: &PKey<Private>, message: &[u8]) -> Result<Vec<u8>> {
        if self.is_rsa() {
            let mut signer = Signer::new(self.digest(), key)?;
            if self.is_pss() {
                signer.set_rsa_padding(Padding::PKCS1_PSS)?;
                signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            }
            return Ok(signer.sign_oneshot_to_vec(message)?);
        }
        let key = key.ec_key()?;
        let width = i32::try_from(key.group().order_bits().div_ceil(8)).unwrap_or(i32::MAX);
        let signature = EcdsaSig::sign(&openssl::hash::hash(self.digest(), message)?, &key)?;
        let (r, s) = (signature.r(), signature.s());
        Ok([r.to_vec_padded(width)?, s.to_vec_padded(width)?].concat())
    }

    fn verifies(self, key: &PKey<Public>, message: &[u8], signature: &[u8]) -> Result<bool> {
        if self.is_rsa() {
            let mut verifier = Verifier::new(self.digest(), key)?;
            if self.is_pss() {
                verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
                verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            }
            return Ok(verifier.verify_oneshot(signature, message)?);
        }
        let key = key.ec_key()?;
        let width = usize::try_from(key.group().order_bits().div_ceil(8)).unwrap_or(0);
        let Some((r, s)) = signature.split_at_checked(width) else {
            return Ok(false);
        };
        if s.len() != width {
            return Ok(false);
        }
        let signature =
            EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
        Ok(signature.verify(&openssl::hash::hash(self.digest(), message)?, &key)?)
    }
}

/// A public key and its algorithm.
#[derive(Clone)]
pub(crate) struct CvKey {
    algorithm: Algorithm,
    key: PKey<Public>,
    /// The curve of an EC key.
    curve: Option<Nid>,
}

impl CvKey {
    pub(crate) fn of(
        algorithm: Algorithm,
        key: &PKey<Private>,
        curve: Option<Nid>,
    ) -> Result<Self> {
        let key = PKey::public_key_from_der(&key.public_key_to_der()?)?;
        Ok(Self {
            algorithm,
            key,
            curve,
        })
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.algorithm
            .verifies(&self.key, message, signature)
            .unwrap_or(false)
    }

    /// DO 7F49; domain parameters stand in the certificates of authorities only.
    pub(super) fn encode(&self, with_parameters: bool) -> Result<Vec<u8>> {
        let mut parts = vec![der::tlv(OID, &self.algorithm.oid())];
        if self.key.id() == Id::RSA {
            let key = self.key.rsa()?;
            parts.push(der::tlv(0x81, &key.n().to_vec()));
            parts.push(der::tlv(0x82, &key.e().to_vec()));
            return Ok(der::group(0x7F49, parts));
        }
        let key = self.key.ec_key()?;
        let group = key.group();
        let mut context = BigNumContext::new()?;
        let mut encode = |point: &openssl::ec::EcPointRef| {
            point.to_bytes(group, PointConversionForm::UNCOMPRESSED, &mut context)
        };
        let public = encode(key.public_key())?;
        if with_parameters {
            let generator = group.generator_opt().map(&mut encode).transpose()?;
            parts.extend(parameters(group, &generator.unwrap_or_default())?);
        }
        parts.push(der::tlv(0x86, &public));
        if with_parameters {
            parts.push(der::tlv(0x87, &[1]));
        }
        Ok(der::group(0x7F49, parts))
    }

    pub(super) fn parse(value: &[u8], parameters: Option<&Self>) -> Option<Self> {
        let fields = der::all(value)?;
        let field = |tag| der::pick(&fields, tag);
        let oid = field(OID)?;
        let algorithm = Algorithm::ALL
            .into_iter()
            .find(|known| known.oid() == oid)?;
        if algorithm.is_rsa() {
            let number = |tag| BigNum::from_slice(field(tag)?).ok();
            let key = Rsa::from_public_components(number(0x81)?, number(0x82)?).ok()?;
            return Some(Self {
                algorithm,
                key: PKey::from_rsa(key).ok()?,
                curve: None,
            });
        }
        let curve = match field(0x81) {
            Some(prime) => domain::curve_over(prime)?,
            None => parameters?.curve?,
        };
        let group = EcGroup::from_curve_name(curve).ok()?;
        let mut context = BigNumContext::new().ok()?;
        let point = EcPoint::from_bytes(&group, field(0x86)?, &mut context).ok()?;
        let key = EcKey::from_public_key(&group, &point).ok()?;
        Some(Self {
            algorithm,
            key: PKey::from_ec_key(key).ok()?,
            curve: Some(curve),
        })
    }
}

/// DO 81 to DO 85: prime, coefficients, generator, order.
fn parameters(group: &openssl::ec::EcGroupRef, generator: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut context = BigNumContext::new()?;
    let (mut p, mut a, mut b) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
    group.components_gfp(&mut p, &mut a, &mut b, &mut context)?;
    let mut order = BigNum::new()?;
    group.order(&mut order, &mut context)?;
    let width = p.num_bytes();
    if width == 0 {
        return Err(Error::Value {
            field: "cv certificate",
            reason: "a prime field",
        });
    }
    Ok(vec![
        der::tlv(0x81, &p.to_vec()),
        der::tlv(0x82, &a.to_vec_padded(width)?),
        der::tlv(0x83, &b.to_vec_padded(width)?),
        der::tlv(0x84, generator),
        der::tlv(0x85, &order.to_vec()),
    ])
}

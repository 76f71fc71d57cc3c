//! X.509 certificates: names, keys and signatures. RFC 5280, ICAO Doc 9303-12 §7.1.

use std::cmp::Ordering;

use openssl::x509::X509;

use super::CryptoError;
use super::digest::DigestAlgorithm;
use super::issuer_signature::IssuerSignature;
use super::public_key::PublicKey;
use crate::wire::der::Elements;

/// Moduli that sign documents have at least this many bits. ICAO Doc 9303-12 §4.4.1.
const MIN_RSA_BITS: u32 = 2048;

/// A certificate as OpenSSL sees it.
#[derive(Clone)]
pub(crate) struct X509Certificate(pub(super) X509);

impl X509Certificate {
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, CryptoError> {
        Ok(Self(X509::from_der(der)?))
    }

    /// All certificates of a file that an operator brings: one DER, or any number of PEM.
    pub(crate) fn from_file(bytes: &[u8]) -> Result<Vec<Self>, CryptoError> {
        if bytes.first() == Some(&0x30) {
            return Ok(vec![Self::from_der(bytes)?]);
        }
        Ok(X509::stack_from_pem(bytes)?.into_iter().map(Self).collect())
    }

    pub(crate) fn to_der(&self) -> Result<Vec<u8>, CryptoError> {
        Ok(self.0.to_der()?)
    }

    pub(crate) fn sha256(&self) -> Result<[u8; 32], CryptoError> {
        let digest = DigestAlgorithm::Sha256.digest(&[&self.to_der()?])?;
        digest.try_into().map_err(|_| CryptoError::Library(None))
    }

    /// Whether this certificate's issuer is named as `issuer` names itself; string types, case and
    /// spaces do not matter. RFC 5280 §7.1.
    pub(crate) fn names_as_issuer(&self, issuer: &Self) -> bool {
        matches!(
            self.0.issuer_name().try_cmp(issuer.0.subject_name()),
            Ok(Ordering::Equal)
        )
    }

    /// Whether the key of `issuer` made this certificate's signature, with the algorithm that stands
    /// beside it. RFC 5280 §4.1.1.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> bool {
        let Ok(der) = self.to_der() else {
            return false;
        };
        Signed::read(&der).is_some_and(|signed| signed.is_made_by(issuer))
    }

    /// Whether both certify one key.
    pub(crate) fn has_key_of(&self, other: &Self) -> bool {
        match (self.0.public_key(), other.0.public_key()) {
            (Ok(own), Ok(theirs)) => own.public_eq(&theirs),
            _ => false,
        }
    }

    /// Refuses keys that are too short, malformed or not on a standardised curve.
    pub(crate) fn accept_key(&self) -> Result<(), CryptoError> {
        let der = self.to_der()?;
        let info = subject_public_key_info(&der).ok_or(CryptoError::Library(None))?;
        let key = PublicKey::from_subject_public_key_info(info)?;
        key.accept_strength(MIN_RSA_BITS)
    }
}

/// What is signed, how, and the signature.
struct Signed<'a> {
    body: &'a [u8],
    algorithm: IssuerSignature,
    signature: &'a [u8],
}

impl<'a> Signed<'a> {
    fn read(der: &'a [u8]) -> Option<Self> {
        let mut parts = Elements::inside(der, 0x30)?;
        let body = parts.take_whole(0x30)?;
        let algorithm = rasn::der::decode(parts.take_whole(0x30)?).ok()?;
        let signature = parts.take(0x03)?.strip_prefix(&[0])?;
        parts.is_empty().then_some(Self {
            body,
            algorithm: IssuerSignature::of(&algorithm)?,
            signature,
        })
    }

    fn is_made_by(&self, issuer: &X509Certificate) -> bool {
        // The algorithm of a certificate always names its hash.
        self.algorithm.digest().is_some_and(|digest| {
            self.algorithm.has_known_trailer()
                && self.algorithm.fits(issuer)
                && self
                    .algorithm
                    .verify(issuer, digest, self.body, self.signature)
                    .is_ok()
        })
    }
}

/// The key as it is encoded: OpenSSL would write it anew.
fn subject_public_key_info(der: &[u8]) -> Option<&[u8]> {
    let mut body = Elements::new(Elements::inside(der, 0x30)?.take(0x30)?);
    let _version = body.take(0xA0);
    let _serial = body.take(0x02)?;
    for _algorithm_issuer_validity_subject in 0..4 {
        body.take(0x30)?;
    }
    body.take_whole(0x30)
}

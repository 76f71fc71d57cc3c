//! Signatures of issuers over documents. ICAO Doc 9303-12 §4.4, RFC 4055, RFC 5754.

use openssl::pkey::{HasPublic, Id, PKeyRef};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use rasn_cms::AlgorithmIdentifier;

use super::certificate::X509Certificate;
use super::digest::DigestAlgorithm;
use super::signature::SignatureError;
use crate::wire::tlv::{DataObject, Node};

const ECDSA: [u32; 5] = [1, 2, 840, 10_045, 4];
const PKCS_1: [u32; 6] = [1, 2, 840, 113_549, 1, 1];
/// The longest salt that is looked at, in octets.
const MAX_SALT: u16 = 512;

/// What a signatureAlgorithm says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IssuerSignature {
    /// ecdsa-with-SHAx.
    Ecdsa(DigestAlgorithm),
    /// RSASSA-PKCS1-v1_5; rsaEncryption leaves the digest to the signer.
    Pkcs1(Option<DigestAlgorithm>),
    /// RSASSA-PSS with its parameters as encoded.
    Pss {
        /// Hash of the message.
        hash: DigestAlgorithm,
        /// Hash of the mask.
        mask_hash: DigestAlgorithm,
        /// Length of the salt, in octets.
        salt: u16,
        /// trailerField.
        trailer: u16,
    },
}

impl IssuerSignature {
    /// Nothing for an algorithm outside RSA and ECDSA, DSA included, or for malformed parameters.
    pub(crate) fn of(algorithm: &AlgorithmIdentifier) -> Option<Self> {
        use DigestAlgorithm::{Sha1, Sha224, Sha256, Sha384, Sha512};
        let arcs: &[u32] = &algorithm.algorithm;
        if let Some(rest) = arcs.strip_prefix(&ECDSA) {
            return match rest {
                [1] => Some(Self::Ecdsa(Sha1)),
                [3, 1] => Some(Self::Ecdsa(Sha224)),
                [3, 2] => Some(Self::Ecdsa(Sha256)),
                [3, 3] => Some(Self::Ecdsa(Sha384)),
                [3, 4] => Some(Self::Ecdsa(Sha512)),
                _ => None,
            };
        }
        match arcs.strip_prefix(&PKCS_1)? {
            [1] => Some(Self::Pkcs1(None)),
            [5] => Some(Self::Pkcs1(Some(Sha1))),
            [10] => pss(algorithm.parameters.as_ref().map(|any| any.as_bytes())),
            [11] => Some(Self::Pkcs1(Some(Sha256))),
            [12] => Some(Self::Pkcs1(Some(Sha384))),
            [13] => Some(Self::Pkcs1(Some(Sha512))),
            [14] => Some(Self::Pkcs1(Some(Sha224))),
            _ => None,
        }
    }

    /// The hash that the algorithm names.
    pub(crate) fn digest(self) -> Option<DigestAlgorithm> {
        match self {
            Self::Ecdsa(hash) | Self::Pss { hash, .. } => Some(hash),
            Self::Pkcs1(hash) => hash,
        }
    }

    /// Whether the trailer field of PSS is 1, the only one there is. RFC 8017 §A.2.3.
    pub(crate) fn has_known_trailer(self) -> bool {
        match self {
            Self::Pss { trailer, .. } => trailer == 1,
            Self::Ecdsa(_) | Self::Pkcs1(_) => true,
        }
    }

    /// Whether a key of this kind may sign so; a key that is restricted to PSS signs nothing else.
    pub(crate) fn fits(self, signer: &X509Certificate) -> bool {
        let id = signer.0.public_key().map(|key| key.id());
        matches!(
            (self, id),
            (Self::Ecdsa(_), Ok(Id::EC))
                | (Self::Pkcs1(_), Ok(Id::RSA))
                | (Self::Pss { .. }, Ok(Id::RSA | Id::RSA_PSS))
        )
    }

    /// Whether the signer's key made the signature. OpenSSL builds the whole block of PKCS#1 anew and
    /// compares it, takes PSS by its parameters only, and never one for the other.
    pub(crate) fn verify(
        self,
        signer: &X509Certificate,
        digest: DigestAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let key = signer.0.public_key()?;
        let digest = self.digest().unwrap_or(digest);
        let mut verifier = Verifier::new(digest.message_digest(), &key)?;
        if let (Self::Pss { .. }, true) = (self, is_rsa(&key)) {
            self.set_parameters(&mut verifier)?;
        }
        match verifier.verify_oneshot(signature, message) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(SignatureError::Invalid),
        }
    }

    fn set_parameters(self, verifier: &mut Verifier<'_>) -> Result<(), SignatureError> {
        if let Self::Pss {
            mask_hash, salt, ..
        } = self
        {
            verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
            verifier.set_rsa_mgf1_md(mask_hash.message_digest())?;
            verifier.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt.into()))?;
        }
        Ok(())
    }
}

fn is_rsa<K: HasPublic>(key: &PKeyRef<K>) -> bool {
    matches!(key.id(), Id::RSA | Id::RSA_PSS)
}

/// RSASSA-PSS-params: every field has a default, and the defaults are SHA-1.
fn pss(parameters: Option<&[u8]>) -> Option<IssuerSignature> {
    let mut hash = DigestAlgorithm::Sha1;
    let mut mask_hash = DigestAlgorithm::Sha1;
    let (mut salt, mut trailer) = (20, 1);
    if let Some(bytes) = parameters {
        let parameters = DataObject::parse(bytes).ok()?;
        for part in parameters.node().children() {
            let inside = part.children().next()?;
            match part.tag() {
                0xA0 => hash = hash_of(inside)?,
                0xA1 => mask_hash = hash_of(inside.child(0x30)?)?,
                0xA2 => salt = small(inside)?,
                0xA3 => trailer = small(inside)?,
                _ => return None,
            }
        }
    }
    (salt <= MAX_SALT).then_some(IssuerSignature::Pss {
        hash,
        mask_hash,
        salt,
        trailer,
    })
}

fn hash_of(algorithm: Node<'_>) -> Option<DigestAlgorithm> {
    DigestAlgorithm::from_identifier(algorithm.child(0x06)?.value())
}

fn small(number: Node<'_>) -> Option<u16> {
    match number.value() {
        [one @ 0..0x80] => Some(u16::from(*one)),
        [high @ 0..0x80, low] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

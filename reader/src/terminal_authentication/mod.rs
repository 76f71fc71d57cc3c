//! Terminal authentication, version 1: the terminal proves what it may read. ICAO Doc 9303-11 §7, BSI TR-03110-1 §3.4.
//!
//! Fingerprints of DG3 open only to terminals with a certificate that the state's authority issued.
//! Without one the state of a reading is "not authorised", and everything else is read.

mod certificate_chain;
mod cv_certificate;
mod in_memory;
mod protocol;
mod references;

#[cfg(test)]
mod examples;

pub use certificate_chain::{ChainError, chain_to};
pub use cv_certificate::{CvCertificate, CvCertificateError, Role};
pub use in_memory::{InMemorySigner, InMemorySignerError};
pub(crate) use protocol::{Binding, authenticate};

use crate::crypto::cv_public_key::SignatureScheme;
use crate::crypto::digest::DigestAlgorithm;

/// Whoever holds the terminal's private key: a file, a token, a service.
pub trait TerminalSigner {
    /// The terminal's certificate, those of its verifiers, and link certificates, each a DO 7F21, in
    /// any order. None: the terminal is not authorised.
    fn certificate_chain(&self) -> &[Vec<u8>];

    /// Signs as the terminal's certificate demands; ECDSA in plain form r | s.
    ///
    /// # Errors
    /// [`SigningError`] when the key is not there or does not fit.
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SigningError>;
}

/// The key of the terminal could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the terminal's key gave no signature: {0}")]
pub struct SigningError(pub &'static str);

/// Signature algorithms of terminal authentication. BSI TR-03110-3 §A.6.3, §A.6.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// id-TA-RSA-v1-5-SHA-1.
    RsaSha1,
    /// id-TA-RSA-v1-5-SHA-256.
    RsaSha256,
    /// id-TA-RSA-PSS-SHA-1.
    RsaPssSha1,
    /// id-TA-RSA-PSS-SHA-256.
    RsaPssSha256,
    /// id-TA-RSA-v1-5-SHA-512.
    RsaSha512,
    /// id-TA-RSA-PSS-SHA-512.
    RsaPssSha512,
    /// id-TA-ECDSA-SHA-1.
    EcdsaSha1,
    /// id-TA-ECDSA-SHA-224.
    EcdsaSha224,
    /// id-TA-ECDSA-SHA-256.
    EcdsaSha256,
    /// id-TA-ECDSA-SHA-384.
    EcdsaSha384,
    /// id-TA-ECDSA-SHA-512.
    EcdsaSha512,
}

impl SignatureAlgorithm {
    /// In the order of their arcs: RSA from 1, ECDSA from 1.
    const RSA: [Self; 6] = [
        Self::RsaSha1,
        Self::RsaSha256,
        Self::RsaPssSha1,
        Self::RsaPssSha256,
        Self::RsaSha512,
        Self::RsaPssSha512,
    ];
    const ECDSA: [Self; 5] = [
        Self::EcdsaSha1,
        Self::EcdsaSha224,
        Self::EcdsaSha256,
        Self::EcdsaSha384,
        Self::EcdsaSha512,
    ];

    fn from_arc(is_rsa: bool, arc: u8) -> Option<Self> {
        let index = usize::from(arc.checked_sub(1)?);
        let family: &[Self] = if is_rsa { &Self::RSA } else { &Self::ECDSA };
        family.get(index).copied()
    }

    fn parts(self) -> (SignatureScheme, DigestAlgorithm) {
        use DigestAlgorithm::{Sha1, Sha224, Sha256, Sha384, Sha512};
        use SignatureScheme::{Ecdsa, RsaPkcs1, RsaPss};
        match self {
            Self::RsaSha1 => (RsaPkcs1, Sha1),
            Self::RsaSha256 => (RsaPkcs1, Sha256),
            Self::RsaSha512 => (RsaPkcs1, Sha512),
            Self::RsaPssSha1 => (RsaPss, Sha1),
            Self::RsaPssSha256 => (RsaPss, Sha256),
            Self::RsaPssSha512 => (RsaPss, Sha512),
            Self::EcdsaSha1 => (Ecdsa, Sha1),
            Self::EcdsaSha224 => (Ecdsa, Sha224),
            Self::EcdsaSha256 => (Ecdsa, Sha256),
            Self::EcdsaSha384 => (Ecdsa, Sha384),
            Self::EcdsaSha512 => (Ecdsa, Sha512),
        }
    }
}

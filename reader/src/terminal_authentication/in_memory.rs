//! A signer whose key and certificates are in memory: as read from files, or for tests. BSI TR-03110-3 §C.

use super::{CvCertificate, SignatureAlgorithm, SigningError, TerminalSigner};
use crate::crypto::terminal_key::TerminalKey;

/// A private key with its certificates. No `Debug`: the key is secret.
pub struct InMemorySigner {
    key: TerminalKey,
    certificates: Vec<Vec<u8>>,
}

/// Why key and certificates cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InMemorySignerError {
    /// Neither PEM nor PKCS #8 of an RSA or elliptic-curve key.
    #[error("the private key cannot be read")]
    Key,
    /// A certificate cannot be read; its place in the list, from 0.
    #[error("certificate {0} is not a card-verifiable certificate")]
    Certificate(usize),
}

impl InMemorySigner {
    /// From a key in PEM or DER and certificates as DO 7F21.
    ///
    /// # Errors
    /// [`InMemorySignerError`] names what cannot be read.
    pub fn new(key: &[u8], certificates: Vec<Vec<u8>>) -> Result<Self, InMemorySignerError> {
        let key = TerminalKey::from_bytes(key).map_err(|_| InMemorySignerError::Key)?;
        for (index, certificate) in certificates.iter().enumerate() {
            CvCertificate::parse(certificate)
                .map_err(|_| InMemorySignerError::Certificate(index))?;
        }
        Ok(Self { key, certificates })
    }
}

impl TerminalSigner for InMemorySigner {
    fn certificate_chain(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let (scheme, digest) = algorithm.parts();
        self.key
            .sign(scheme, digest, message)
            .map_err(|_| SigningError("the key does not fit the certificate"))
    }
}

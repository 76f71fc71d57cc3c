//! Hash functions. ICAO Doc 9303-12 §4.4, FIPS 180-4.

use openssl::hash::{Hasher, MessageDigest};

use super::CryptoError;
use crate::wire::oid;

/// A hash function that documents may name. SHA-1 only where a clause still demands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DigestAlgorithm {
    /// SHA-1: key derivation and old active authentication, never for signatures of issuers.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    /// From the content octets of its object identifier.
    pub(crate) fn from_identifier(content: &[u8]) -> Option<Self> {
        let known = [
            (oid::SHA1, Self::Sha1),
            (oid::SHA224, Self::Sha224),
            (oid::SHA256, Self::Sha256),
            (oid::SHA384, Self::Sha384),
            (oid::SHA512, Self::Sha512),
        ];
        known
            .into_iter()
            .find(|(identifier, _)| identifier.content() == content)
            .map(|(_, algorithm)| algorithm)
    }

    /// The one whose hashes have this length.
    pub(crate) fn of_length(len: usize) -> Option<Self> {
        let all = [
            Self::Sha1,
            Self::Sha224,
            Self::Sha256,
            Self::Sha384,
            Self::Sha512,
        ];
        all.into_iter().find(|one| one.output_len() == len)
    }

    /// Length of the hash in bytes.
    pub(crate) fn output_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash of all parts, one after the other.
    pub(crate) fn digest(self, parts: &[&[u8]]) -> Result<Vec<u8>, CryptoError> {
        let mut hasher = Hasher::new(self.message_digest())?;
        for part in parts {
            hasher.update(part)?;
        }
        Ok(hasher.finish()?.to_vec())
    }

    pub(super) fn message_digest(self) -> MessageDigest {
        match self {
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha224 => MessageDigest::sha224(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }
}

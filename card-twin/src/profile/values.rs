//! Values of a profile.

use openssl::hash::MessageDigest;
use serde::Deserialize;

/// Layout of the machine-readable zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    /// Card, three lines of 30.
    #[default]
    Td1,
    /// Passport, two lines of 44.
    Td3,
}

/// A hash function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Hash {
    /// SHA-1.
    #[serde(rename = "sha-1")]
    Sha1,
    /// SHA-224.
    #[serde(rename = "sha-224")]
    Sha224,
    /// SHA-256.
    #[default]
    #[serde(rename = "sha-256")]
    Sha256,
    /// SHA-384.
    #[serde(rename = "sha-384")]
    Sha384,
    /// SHA-512.
    #[serde(rename = "sha-512")]
    Sha512,
}

impl Hash {
    /// All of them, in the order of TR-03111.
    pub const ALL: [Self; 5] = [
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
    ];

    pub(crate) fn digest(self) -> MessageDigest {
        match self {
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha224 => MessageDigest::sha224(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }
}

/// Sizes of the card's buffers, both in EF.ATR/INFO DO 7F66.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buffers {
    /// Longest command APDU.
    pub command: u16,
    /// Longest response APDU.
    pub response: u16,
}

/// One finger of DG3, ISO/IEC 19794-4.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finger {
    /// Position code: 1 to 5 right thumb to little finger, 6 to 10 left.
    pub position: u8,
    /// Columns at 500 dpi.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Compression code: 0 raw, 2 WSQ, 3 JPEG, 4 JPEG 2000.
    #[serde(default)]
    pub compression: u8,
    /// The image; empty: drawn ridges, raw.
    #[serde(skip)]
    pub image: Vec<u8>,
}

/// Key pair behind DG15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActiveAuthenticationKey {
    /// ECDSA.
    Ecdsa,
    /// RSA, ISO/IEC 9796-2 scheme 1.
    #[serde(rename = "rsa-2048", alias = "rsa")]
    Rsa2048,
    /// No DG15.
    None,
}

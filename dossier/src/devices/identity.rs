//! Who a device is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Kinds of devices that a list speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// Reader of chip cards.
    CardReader,
    /// Source of portraits.
    Camera,
    /// Fingerprint sensor.
    Fingerprint,
    /// Code scanner or MRZ reader.
    Scanner,
}

impl DeviceKind {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CardReader => "card_reader",
            Self::Camera => "camera",
            Self::Fingerprint => "fingerprint",
            Self::Scanner => "scanner",
        }
    }
}

/// Whether a device exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A device that can be touched.
    #[default]
    Real,
    /// A program or a file that plays one.
    Simulated,
}

impl Origin {
    // A name for serde's `skip_serializing_if`.
    pub(super) fn is_real(&self) -> bool {
        *self == Self::Real
    }
}

/// SHA-256 of a device's certificate in DER, 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateDigest([u8; 32]);

/// A device as it states itself, or as its driver finds it. Nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceIdentity {
    /// What it is.
    pub kind: DeviceKind,
    /// Maker and model, as the device or its driver names them.
    pub model: String,
    /// Serial number, when it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Firmware, when it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firmware: Option<String>,
    /// Its certificate, when it has one and proved that it holds the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateDigest>,
    /// Whether it exists.
    pub origin: Origin,
}

impl CertificateDigest {
    /// The digest of a certificate.
    #[must_use]
    pub fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }
}

impl fmt::Display for CertificateDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|octet| write!(out, "{octet:02x}"))
    }
}

impl fmt::Debug for CertificateDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl TryFrom<String> for CertificateDigest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const NOT_ONE: &str = "not 64 lower-case hexadecimal digits";
        let digit = |byte: &u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let octets: Option<Vec<u8>> = pairs
            .iter()
            .map(|[high, low]| Some(digit(high)? << 4 | digit(low)?))
            .collect();
        match octets.map(<[u8; 32]>::try_from) {
            Some(Ok(octets)) if rest.is_empty() => Ok(Self(octets)),
            _ => Err(NOT_ONE),
        }
    }
}

impl From<CertificateDigest> for String {
    fn from(digest: CertificateDigest) -> Self {
        digest.to_string()
    }
}

//! Who a device is.

use serde::{Deserialize, Serialize};

use crate::sha256_digest::Sha256Digest;

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
    /// Its certificate (DER), when it has one and proved that it holds the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Sha256Digest>,
    /// Whether it exists.
    pub origin: Origin,
}

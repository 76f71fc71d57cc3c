//! A device's identity, signed by its secure chip (L1) or its provider (L0). SBI 1.0, digitalId.

use serde::Deserialize;
use time::OffsetDateTime;

use super::{ProviderRoots, SbiError, jws};

/// Who the device is; equal in its information and in every capture.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DigitalId {
    /// Serial number.
    pub serial_no: String,
    /// Maker.
    pub make: String,
    /// Model.
    pub model: String,
    /// `Finger`, `Face` or `Iris`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `Slap`, `Single`, `Touchless`.
    pub device_sub_type: String,
    /// Provider.
    pub device_provider: String,
    /// The provider's identifier.
    pub device_provider_id: String,
}

impl DigitalId {
    pub(super) fn open(
        token: &str,
        roots: &ProviderRoots,
        at: OffsetDateTime,
    ) -> Result<Self, SbiError> {
        jws::open(token, roots, at, "the digital id")
    }
}

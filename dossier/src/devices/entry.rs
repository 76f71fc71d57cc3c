//! One line of a register: which device, and whether it may be used.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::firmware::FirmwareRange;
use super::identity::{DeviceKind, Origin};
use crate::sha256_digest::Sha256Digest;

/// One device, or all of one model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct DeviceEntry {
    /// What it is.
    pub kind: DeviceKind,
    /// Maker and model, as the device names them.
    pub model: String,
    /// The one that is meant; all of the model when absent.
    pub serial: Option<String>,
    /// The firmware that is meant.
    pub firmware: FirmwareRange,
    /// The certificate that it must prove; none when absent.
    pub certificate: Option<Sha256Digest>,
    /// Whether a program plays it.
    pub origin: Origin,
    /// Whether it may be used.
    pub standing: Standing,
}

/// Whether a device may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// For these purposes.
    Allowed(BTreeSet<Purpose>),
    /// For no citizen.
    Blocked(BlockReason),
}

/// What a device may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A citizen's registration.
    Enrol,
    /// Comparing a person with what is known.
    Verify,
    /// Tests of the hardware; open to every device, listed or not.
    Tester,
}

/// Why a device is blocked: a closed list, each with a sentence for the officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockReason {
    /// Lost or stolen.
    Stolen,
    /// It works wrongly.
    Faulty,
    /// Its firmware or keys have a known weakness.
    Insecure,
    /// Its certificate of quality ended or was withdrawn.
    Uncertified,
    /// The agency took it out of service.
    Withdrawn,
}

impl BlockReason {
    /// All reasons.
    pub const ALL: [Self; 5] = [
        Self::Stolen,
        Self::Faulty,
        Self::Insecure,
        Self::Uncertified,
        Self::Withdrawn,
    ];
}

/// The entry as it is written: unknown words are refused, for a number that is misspelt would otherwise
/// make an entry of one device an entry of all.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    kind: DeviceKind,
    model: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    #[serde(default, skip_serializing_if = "FirmwareRange::is_open")]
    firmware: FirmwareRange,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certificate: Option<Sha256Digest>,
    #[serde(default, skip_serializing_if = "Origin::is_real")]
    origin: Origin,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    allowed: Option<BTreeSet<Purpose>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    blocked: Option<BlockReason>,
}

impl TryFrom<Form> for DeviceEntry {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        let standing = match (form.allowed, form.blocked) {
            (Some(purposes), None) => Standing::Allowed(purposes),
            (None, Some(reason)) => Standing::Blocked(reason),
            _ => return Err("a device is either allowed for purposes or blocked for a reason"),
        };
        Ok(Self {
            kind: form.kind,
            model: form.model,
            serial: form.serial,
            firmware: form.firmware,
            certificate: form.certificate,
            origin: form.origin,
            standing,
        })
    }
}

impl From<DeviceEntry> for Form {
    fn from(entry: DeviceEntry) -> Self {
        let (allowed, blocked) = match entry.standing {
            Standing::Allowed(purposes) => (Some(purposes), None),
            Standing::Blocked(reason) => (None, Some(reason)),
        };
        Self {
            kind: entry.kind,
            model: entry.model,
            serial: entry.serial,
            firmware: entry.firmware,
            certificate: entry.certificate,
            origin: entry.origin,
            allowed,
            blocked,
        }
    }
}

//! From a port that answers to a device that may be asked. SBI 1.0, MOSIPDISC and MOSIPDINFO.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::fingers::DeviceSubId;
use super::{DeviceError, DigitalId, ProviderRoots, SbiError, jws};
use crate::fingerprint::device::{DeviceCapability, ImageQualityClass};
use crate::fingerprint::{Finger, GreyDepth};

const VERSIONS: [&str; 2] = ["1.0", "0.9.5"];
const WHAT: &str = "the device information";

/// A device that says it is there. Nothing of this is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// Its identifier.
    pub device_id: String,
    /// Whether it is ready.
    pub status: Status,
    /// Interface versions it speaks.
    pub versions: Vec<String>,
}

/// Whether a device is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Status {
    /// It is.
    Ready,
    /// It captures for another program.
    Busy,
    /// It is not.
    #[serde(rename = "Not Ready")]
    NotReady,
    /// It was never registered.
    #[serde(rename = "Not Registered")]
    NotRegistered,
}

/// In what surroundings a device works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum Environment {
    /// Citizens' data.
    Production,
    /// Before that.
    #[serde(rename = "Pre-Production")]
    PreProduction,
    /// Rehearsal.
    Staging,
    /// A developer's desk.
    Developer,
}

impl Environment {
    /// The word of the interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Production => "Production",
            Self::PreProduction => "Pre-Production",
            Self::Staging => "Staging",
            Self::Developer => "Developer",
        }
    }
}

/// Who signs captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Certification {
    /// Software of the host.
    L0,
    /// A secure chip in the device.
    L1,
}

/// A device whose signed information holds, for the environment of this terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub(super) device_id: String,
    pub(super) code: String,
    pub(super) version: &'static str,
    pub(super) environment: Environment,
    sub_ids: Vec<u8>,
    status: Status,
    certification: Certification,
    firmware: String,
    pub(super) identity: DigitalId,
    certificate: [u8; 32],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DiscoveryEntry {
    device_id: String,
    device_status: Status,
    #[serde(default)]
    spec_version: Vec<String>,
    #[serde(default)]
    error: Option<ErrorEntry>,
}

#[derive(Deserialize)]
pub(super) struct ErrorEntry {
    #[serde(rename = "errorCode")]
    code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InfoEntry {
    device_info: String,
    #[serde(default)]
    error: Option<ErrorEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    device_id: String,
    device_code: String,
    device_status: Status,
    certification: Certification,
    firmware: String,
    env: Environment,
    purpose: String,
    spec_version: Vec<String>,
    #[serde(default)]
    device_sub_id: Vec<serde_json::Value>,
    digital_id: String,
}

impl Discovered {
    /// The devices of an answer to MOSIPDISC; entries that report an error are left out.
    ///
    /// # Errors
    /// [`SbiError::Form`] when it is no such answer.
    pub fn list(answer: &[u8]) -> Result<Vec<Self>, SbiError> {
        let entries: Vec<DiscoveryEntry> =
            serde_json::from_slice(answer).map_err(|_| SbiError::Form {
                what: "a discovery",
            })?;
        Ok(entries
            .into_iter()
            .filter(|entry| reported(entry.error.as_ref()).is_none())
            .map(|entry| Self {
                device_id: entry.device_id,
                status: entry.device_status,
                versions: entry.spec_version,
            })
            .collect())
    }

    /// The same device out of the answer to MOSIPDINFO, when its signature holds.
    ///
    /// # Errors
    /// [`SbiError`] naming what of it does not hold.
    pub fn open(
        &self,
        answer: &[u8],
        roots: &ProviderRoots,
        environment: Environment,
        at: OffsetDateTime,
    ) -> Result<Device, SbiError> {
        let form = || SbiError::Form { what: WHAT };
        let entries: Vec<InfoEntry> = serde_json::from_slice(answer).map_err(|_| form())?;
        let mut last = SbiError::NotFound;
        for entry in entries {
            if let Some(error) = reported(entry.error.as_ref()) {
                last = SbiError::Device(error);
                continue;
            }
            // A device that was never registered sends its information without a signature.
            if !entry.device_info.contains('.') {
                last = SbiError::NotRegistered;
                continue;
            }
            let opened = jws::open_with_certificate(&entry.device_info, roots, at, WHAT)?;
            let (info, certificate): (Info, _) = opened;
            if info.device_id == self.device_id {
                return device((info, certificate), roots, environment, at);
            }
        }
        Err(last)
    }
}

impl Device {
    /// Who the device is.
    #[must_use]
    pub fn identity(&self) -> &DigitalId {
        &self.identity
    }

    /// Version of its firmware.
    #[must_use]
    pub fn firmware(&self) -> &str {
        &self.firmware
    }

    /// SHA-256 of the certificate whose key signed the device's information.
    #[must_use]
    pub fn certificate(&self) -> [u8; 32] {
        self.certificate
    }

    /// In what surroundings it works.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Who signs its captures.
    #[must_use]
    pub fn certification(&self) -> Certification {
        self.certification
    }

    /// Whether it is ready.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// What the interface asks of a registration device of the type that its digital id states: for four
    /// fingers a plate of 3.2 by 2.0 inches, for one or two 1.6 by 1.5, 500 ppi, 256 grey levels, Appendix F.
    #[must_use]
    pub fn capability(&self) -> DeviceCapability {
        let (window, quality) = match self.identity.device_sub_type.as_str() {
            "Slap" => (Some((1600, 1000)), ImageQualityClass::AppendixF),
            "Single" => (Some((800, 750)), ImageQualityClass::AppendixF),
            _ => (None, ImageQualityClass::Unstated),
        };
        DeviceCapability {
            window,
            dpi: 500,
            depth: GreyDepth::Levels256,
            quality,
        }
    }

    /// Whether it takes these fingers at once: a slap device, and one part for all of them.
    #[must_use]
    pub fn takes_together(&self, fingers: &[Finger]) -> bool {
        self.identity.device_sub_type == "Slap"
            && DeviceSubId::taking(fingers).is_some_and(|part| self.has(part))
    }

    /// Whether it has this part; a device that names none has what its type has.
    #[must_use]
    pub fn has(&self, part: DeviceSubId) -> bool {
        self.sub_ids.is_empty() || self.sub_ids.contains(&part.number())
    }
}

fn device(
    (info, certificate): (Info, [u8; 32]),
    roots: &ProviderRoots,
    environment: Environment,
    at: OffsetDateTime,
) -> Result<Device, SbiError> {
    if info.env != environment {
        return Err(SbiError::Environment {
            found: info.env,
            wanted: environment,
        });
    }
    if !info.purpose.eq_ignore_ascii_case("Registration") {
        return Err(SbiError::Purpose);
    }
    let version = VERSIONS
        .into_iter()
        .find(|version| info.spec_version.iter().any(|spoken| spoken == version))
        .ok_or(SbiError::Version)?;
    let identity = DigitalId::open(&info.digital_id, roots, at)?;
    let sub_ids = info.device_sub_id.iter().filter_map(sub_id).collect();
    Ok(Device {
        device_id: info.device_id,
        code: info.device_code,
        version,
        environment,
        sub_ids,
        status: info.device_status,
        certification: info.certification,
        firmware: info.firmware,
        identity,
        certificate,
    })
}

/// Devices write the numbers as numbers or as text.
fn sub_id(value: &serde_json::Value) -> Option<u8> {
    let number = value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))?;
    u8::try_from(number).ok()
}

pub(super) fn reported(error: Option<&ErrorEntry>) -> Option<DeviceError> {
    let code = error?.code.trim();
    match code.parse() {
        Ok(code) => DeviceError::of_code(code),
        Err(_) => Some(DeviceError::Other(u16::MAX)),
    }
}

//! RCAPTURE: what is asked of a device, and opening its answer. SBI 1.0.

use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::fingers::{DeviceSubId, sub_type};
use super::{BlockHash, Device, SbiError};
use crate::fingerprint::Finger;

/// Names one capture: 4 to 50 letters, digits and hyphens, never used twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionId(String);

impl TransactionId {
    /// From text that the caller made at random.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let fits = (4..=50).contains(&text.len()) && text.bytes().all(allowed);
        fits.then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which fingers, how well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The fingers.
    pub fingers: Vec<Finger>,
    /// Fingers of the same part that the person does not have.
    pub exceptions: Vec<Finger>,
    /// The score at which the device captures by itself, 0 to 100.
    pub score: u8,
    /// How long it waits for that, in milliseconds.
    pub timeout_ms: u32,
}

/// One capture of one device. Opening its answer consumes it: an answer counts once.
pub struct CaptureRequest {
    pub(super) device: Device,
    pub(super) transaction: TransactionId,
    pub(super) wanted: Wanted,
    pub(super) previous: BlockHash,
    part: DeviceSubId,
    asked_at: OffsetDateTime,
}

impl CaptureRequest {
    /// A request of this device.
    ///
    /// # Errors
    /// [`SbiError::WrongFinger`] when no part of a device takes these fingers at once or this device
    /// lacks the part.
    pub fn new(
        device: Device,
        transaction: TransactionId,
        wanted: Wanted,
        previous: BlockHash,
        asked_at: OffsetDateTime,
    ) -> Result<Self, SbiError> {
        // A device that names its parts takes a single finger with the part of its hand.
        let of_its_hand = match wanted.fingers.as_slice() {
            [finger] => Some(DeviceSubId::of(*finger)),
            _ => None,
        };
        let part = DeviceSubId::taking(&wanted.fingers)
            .into_iter()
            .chain(of_its_hand)
            .find(|part| device.has(*part))
            .ok_or(SbiError::WrongFinger)?;
        Ok(Self {
            device,
            transaction,
            wanted,
            previous,
            part,
            asked_at,
        })
    }

    /// The body of STREAM beside the capture: the same part of the same device, for as long.
    #[must_use]
    pub fn stream_body(&self) -> String {
        let body = json!({
            "deviceId": self.device.device_id,
            "deviceSubId": self.part.number().to_string(),
            "timeout": self.wanted.timeout_ms.to_string(),
        });
        body.to_string()
    }

    /// The body of the request.
    ///
    /// # Errors
    /// [`SbiError::Form`] when the moment has no RFC 3339 form.
    pub fn body(&self) -> Result<String, SbiError> {
        let form = |_| SbiError::Form {
            what: "a capture request",
        };
        let second = self.asked_at.replace_nanosecond(0).unwrap_or(self.asked_at);
        let asked_at = second
            .to_offset(time::UtcOffset::UTC)
            .format(&Rfc3339)
            .map_err(form)?;
        let names = |fingers: &[Finger]| fingers.iter().copied().map(sub_type).collect::<Vec<_>>();
        let body = json!({
            "env": self.device.environment.word(),
            "purpose": "Registration",
            "specVersion": self.device.version,
            "timeout": self.wanted.timeout_ms.to_string(),
            "captureTime": asked_at,
            "transactionId": self.transaction.as_str(),
            "bio": [{
                "type": "Finger",
                "count": self.wanted.fingers.len().to_string(),
                "bioSubType": names(&self.wanted.fingers),
                "exception": names(&self.wanted.exceptions),
                "requestedScore": self.wanted.score.to_string(),
                "deviceId": self.device.device_id,
                "deviceSubId": self.part.number().to_string(),
                "previousHash": self.previous.as_str(),
            }],
            "customOpts": [],
        });
        Ok(body.to_string())
    }
}

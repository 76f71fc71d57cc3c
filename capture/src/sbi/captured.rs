//! The answer to RCAPTURE, opened. SBI 1.0.

use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use super::device::{ErrorEntry, reported};
use super::fingers::finger;
use super::{
    BlockHash, CLOCK_TOLERANCE, CaptureRequest, DigitalId, Environment, MAX_ANSWER, ProviderRoots,
    SbiError, finger_record, jws,
};
use crate::fingerprint::Finger;
use crate::image::GreyImage;

const WHAT: &str = "a capture";

/// One finger that a pinned device signed for this transaction. Neither printed nor copied.
pub struct Captured {
    finger: Finger,
    image: GreyImage,
    dpi: u16,
    device_score: u8,
    record: Zeroizing<Vec<u8>>,
    token: Zeroizing<String>,
}

#[derive(Deserialize)]
struct Answer {
    biometrics: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    data: Zeroizing<String>,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    error: Option<ErrorEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    digital_id: String,
    device_code: String,
    bio_type: String,
    bio_sub_type: String,
    purpose: String,
    env: Environment,
    bio_value: Zeroizing<String>,
    transaction_id: String,
    timestamp: String,
    quality_score: serde_json::Value,
}

impl CaptureRequest {
    /// The fingers of the answer, in its order, and the hash that the next request carries.
    ///
    /// # Errors
    /// [`SbiError`] for the first thing that does not hold; then no finger of the answer counts.
    pub fn open(
        self,
        answer: &[u8],
        roots: &ProviderRoots,
        at: OffsetDateTime,
    ) -> Result<(Vec<Captured>, BlockHash), SbiError> {
        if answer.len() > MAX_ANSWER {
            return Err(SbiError::TooLong);
        }
        let form = |_| SbiError::Form { what: WHAT };
        let answer: Answer = serde_json::from_slice(answer).map_err(form)?;
        let reports = answer
            .biometrics
            .iter()
            .find_map(|one| reported(one.error.as_ref()));
        if let Some(error) = reports {
            return Err(SbiError::Device(error));
        }
        let (found, wanted) = (answer.biometrics.len(), self.wanted.fingers.len());
        if found != wanted {
            return Err(SbiError::Count { found, wanted });
        }
        let mut hash = self.previous.clone();
        let mut captured: Vec<Captured> = Vec::with_capacity(found);
        for (block, entry) in answer.biometrics.into_iter().enumerate() {
            let one = self.finger(entry.data, roots, at)?;
            hash = hash.then(&one.record);
            if !hash.is(&entry.hash) {
                return Err(SbiError::HashChain { block });
            }
            if captured.iter().any(|other| other.finger == one.finger) {
                return Err(SbiError::SameFinger);
            }
            captured.push(one);
        }
        Ok((captured, hash))
    }

    fn finger(
        &self,
        token: Zeroizing<String>,
        roots: &ProviderRoots,
        at: OffsetDateTime,
    ) -> Result<Captured, SbiError> {
        let payload: Payload = jws::open(&token, roots, at, WHAT)?;
        self.accept(&payload, at)?;
        let identity = DigitalId::open(&payload.digital_id, roots, at)?;
        if identity != self.device.identity || payload.device_code != self.device.code {
            return Err(SbiError::OtherDevice);
        }
        let finger = finger(&payload.bio_sub_type)
            .filter(|finger| self.wanted.fingers.contains(finger))
            .ok_or(SbiError::WrongFinger)?;
        let record = jws::decode(&payload.bio_value, WHAT)?;
        let content = finger_record::read(&record)?;
        if content.position != finger.position() {
            return Err(SbiError::RecordDiffers);
        }
        Ok(Captured {
            finger,
            image: content.image,
            dpi: content.dpi,
            device_score: score(&payload.quality_score),
            record,
            token,
        })
    }

    fn accept(&self, payload: &Payload, at: OffsetDateTime) -> Result<(), SbiError> {
        if payload.transaction_id != self.transaction.as_str() {
            return Err(SbiError::Replayed);
        }
        if payload.env != self.device.environment {
            return Err(SbiError::Environment {
                found: payload.env,
                wanted: self.device.environment,
            });
        }
        if !payload.purpose.eq_ignore_ascii_case("Registration") {
            return Err(SbiError::Purpose);
        }
        if payload.bio_type != "Finger" {
            return Err(SbiError::WrongFinger);
        }
        let stamped = OffsetDateTime::parse(&payload.timestamp, &Rfc3339)
            .map_err(|_| SbiError::Form { what: WHAT })?;
        let away = (stamped - at).abs();
        if away > CLOCK_TOLERANCE {
            let seconds = away.whole_seconds().unsigned_abs();
            return Err(SbiError::Time { seconds });
        }
        Ok(())
    }
}

impl Captured {
    /// Which finger.
    #[must_use]
    pub fn finger(&self) -> Finger {
        self.finger
    }

    /// Its pixels, ridges dark.
    #[must_use]
    pub fn image(&self) -> &GreyImage {
        &self.image
    }

    /// Dots per inch, as the record states.
    #[must_use]
    pub fn dpi(&self) -> u16 {
        self.dpi
    }

    /// The device's own score, 0 to 100: recorded, never relied on.
    #[must_use]
    pub fn device_score(&self) -> u8 {
        self.device_score
    }

    /// The record as the device signed it, ISO/IEC 19794-4:2011.
    #[must_use]
    pub fn record(&self) -> &[u8] {
        &self.record
    }

    /// The signed token, so that others can check it again.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// Devices write the score as a number or as text; what is neither counts as nothing.
fn score(value: &serde_json::Value) -> u8 {
    let number = value
        .as_f64()
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
        .unwrap_or(0.0);
    let whole = number.clamp(0.0, 100.0).round();
    (0..=100)
        .rev()
        .find(|score| f64::from(*score) <= whole)
        .unwrap_or(0)
}

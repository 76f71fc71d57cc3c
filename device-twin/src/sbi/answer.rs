//! What the service answers to each verb.

use openssl::error::ErrorStack;
use openssl::sha::sha256;
use serde_json::{Value, json};

use super::keys::Keys;
use super::record::record;
use super::token::{hmac, signed, unsigned, url};
use super::{Prints, SbiConfig, SbiFault};

/// Names of fingers by position, 1 to 10.
const FINGERS: [&str; 10] = [
    "Right Thumb",
    "Right IndexFinger",
    "Right MiddleFinger",
    "Right RingFinger",
    "Right LittleFinger",
    "Left Thumb",
    "Left IndexFinger",
    "Left MiddleFinger",
    "Left RingFinger",
    "Left LittleFinger",
];
const HOUR: i64 = 60 * 60;

/// A device with its memory of the last transaction.
pub(super) struct Device {
    config: SbiConfig,
    keys: Keys,
    earlier: Option<String>,
}

impl Device {
    pub(super) fn new(config: SbiConfig, keys: Keys) -> Self {
        Self {
            config,
            keys,
            earlier: None,
        }
    }

    pub(super) fn discovery(&self, port: u16) -> Value {
        let identity = self.identity("TWIN0001").to_string();
        json!([{
            "deviceId": "twin-1",
            "deviceStatus": self.status(),
            "certification": "L0",
            "serviceVersion": "1.0.0",
            "deviceSubId": ["1", "2", "3"],
            "callbackId": format!("http://127.0.0.1:{port}"),
            "digitalId": url(identity.as_bytes()),
            "deviceCode": "TWIN-CODE-1",
            "specVersion": ["1.0"],
            "purpose": "Registration",
            "error": { "errorCode": "0", "errorInfo": "" },
        }])
    }

    pub(super) fn info(&self, port: u16) -> Result<Value, ErrorStack> {
        let info = json!({
            "callbackId": format!("http://127.0.0.1:{port}"),
            "certification": "L0",
            "deviceCode": "TWIN-CODE-1",
            "deviceId": "twin-1",
            "deviceStatus": self.status(),
            "deviceSubId": ["1", "2", "3"],
            "digitalId": self.digital_id("TWIN0001")?,
            "env": self.config.environment,
            "firmware": "twin 1.0",
            "purpose": "Registration",
            "serviceVersion": "1.0.0",
            "specVersion": ["1.0"],
        });
        let device_info = match self.config.fault {
            SbiFault::NotRegistered => url(info.to_string().as_bytes()),
            _ => signed(&info, self.keys.device())?,
        };
        let error = json!({ "errorCode": "0", "errorInfo": "" });
        Ok(json!([{ "deviceInfo": device_info, "error": error }]))
    }

    /// `now` in seconds since 1970.
    pub(super) fn capture(&mut self, request: &Value, now: i64) -> Result<Value, ErrorStack> {
        let code = match self.config.fault {
            SbiFault::Busy => Some("111"),
            SbiFault::NotReady => Some("110"),
            SbiFault::NoFinger => Some("101"),
            SbiFault::CountError => Some("109"),
            _ => None,
        };
        if let Some(code) = code {
            return Ok(json!({ "biometrics": [{
                "specVersion": "1.0", "data": "", "hash": "",
                "error": { "errorCode": code, "errorInfo": "twin" },
            }] }));
        }
        let transaction = request.get("transactionId").and_then(Value::as_str);
        let transaction = transaction.unwrap_or_default().to_owned();
        let earlier = self.earlier.replace(transaction.clone());
        let signed_for = match self.config.fault {
            SbiFault::Replayed => earlier.unwrap_or_else(|| "an-earlier-one".into()),
            _ => transaction,
        };
        let bio = request.pointer("/bio/0").cloned().unwrap_or_default();
        let previous = bio.get("previousHash").and_then(Value::as_str);
        let mut hash = previous.unwrap_or_default().to_owned();
        let mut biometrics = Vec::new();
        let positions = self.positions(&bio);
        for (index, position) in positions.iter().copied().enumerate() {
            let shown = match (self.config.fault, positions.first()) {
                (SbiFault::OneAsAll, Some(first)) => *first,
                _ => position,
            };
            let record = self.record(shown, position);
            hash = next_hash(&hash, &record);
            let stated = match self.config.fault {
                SbiFault::BrokenChain if index == 1 => next_hash("", &record),
                _ => hash.clone(),
            };
            let moment = match self.config.fault {
                SbiFault::Stale => now - HOUR,
                _ => now,
            };
            let payload = self.payload(&signed_for, position, &record, moment)?;
            biometrics.push(json!({
                "specVersion": "1.0",
                "data": self.token(&payload)?,
                "hash": stated,
                "error": { "errorCode": "0", "errorInfo": "" },
            }));
        }
        Ok(json!({ "biometrics": biometrics }))
    }

    fn status(&self) -> &'static str {
        match self.config.fault {
            SbiFault::NotRegistered => "Not Registered",
            _ => "Ready",
        }
    }

    fn positions(&self, bio: &Value) -> Vec<u8> {
        let names = bio.get("bioSubType").and_then(Value::as_array);
        let mut positions: Vec<u8> = names
            .into_iter()
            .flatten()
            .filter_map(|name| {
                let at = FINGERS.iter().position(|known| name == known)?;
                u8::try_from(at + 1).ok()
            })
            .collect();
        match self.config.fault {
            SbiFault::ThreeOfFour => drop(positions.pop()),
            SbiFault::TwiceTheSame => {
                if let (Some(first), Some(last)) =
                    (positions.first().copied(), positions.last_mut())
                {
                    *last = first;
                }
            }
            SbiFault::OtherHand => {
                for position in &mut positions {
                    *position = if *position > 5 {
                        *position - 5
                    } else {
                        *position + 5
                    };
                }
            }
            _ => {}
        }
        positions
    }

    /// The record that names a position and shows the finger of one.
    fn record(&self, shown: u8, position: u8) -> Vec<u8> {
        let stated = match self.config.fault {
            SbiFault::WrongRecord => position % 10 + 1,
            _ => position,
        };
        let nothing = Prints::nothing();
        let image = match self.config.fault {
            SbiFault::EmptyFrame => &nothing,
            _ => self.config.prints.finger(shown).unwrap_or(&nothing),
        };
        record(image, stated, 80)
    }

    fn payload(
        &self,
        transaction: &str,
        position: u8,
        record: &[u8],
        moment: i64,
    ) -> Result<Value, ErrorStack> {
        let environment = match self.config.fault {
            SbiFault::Developer => "Developer",
            _ => &self.config.environment,
        };
        let purpose = match self.config.fault {
            SbiFault::OtherPurpose => "Auth",
            _ => "Registration",
        };
        let serial = match self.config.fault {
            SbiFault::OtherDevice => "TWIN0002",
            _ => "TWIN0001",
        };
        Ok(json!({
            "digitalId": self.digital_id(serial)?,
            "deviceCode": "TWIN-CODE-1",
            "deviceServiceVersion": "1.0.0",
            "bioType": "Finger",
            "bioSubType": FINGERS.get(usize::from(position) - 1),
            "purpose": purpose,
            "env": environment,
            "bioValue": url(record),
            "transactionId": transaction,
            "timestamp": timestamp(moment),
            "requestedScore": "60",
            "qualityScore": "80",
        }))
    }

    fn token(&self, payload: &Value) -> Result<String, ErrorStack> {
        let (_, chain) = self.keys.device();
        match self.config.fault {
            SbiFault::AlgorithmNone => unsigned(payload, &chain),
            SbiFault::AlgorithmHmac => hmac(payload, &chain),
            SbiFault::ForeignRoot => signed(payload, self.keys.foreign()),
            SbiFault::ExpiredKey => signed(payload, self.keys.expired()),
            SbiFault::WrongSignature => signed(payload, self.keys.device()).map(turn_a_bit),
            SbiFault::ChangedData => {
                let mut changed = payload.clone();
                changed["qualityScore"] = json!("99");
                let token = signed(payload, self.keys.device())?;
                let mark = token.rsplit('.').next().unwrap_or_default();
                let header = token.split('.').next().unwrap_or_default();
                Ok(format!(
                    "{header}.{}.{mark}",
                    url(changed.to_string().as_bytes())
                ))
            }
            _ => signed(payload, self.keys.device()),
        }
    }

    fn digital_id(&self, serial: &str) -> Result<String, ErrorStack> {
        signed(&self.identity(serial), self.keys.device())
    }

    fn identity(&self, serial: &str) -> Value {
        json!({
            "serialNo": serial,
            "make": "TWIN",
            "model": "Slap twin",
            "type": "Finger",
            "deviceSubType": "Slap",
            "deviceProvider": "TEST provider",
            "deviceProviderId": "TEST-1",
            "dateTime": "2026-11-25T02:00:00Z",
        })
    }
}

fn turn_a_bit(token: String) -> String {
    let mut letters: Vec<_> = token.chars().collect();
    // The last letter carries unused bits; the tenth from the end does not.
    if let Some(letter) = letters.iter_mut().rev().nth(10) {
        *letter = if *letter == 'A' { 'B' } else { 'A' };
    }
    letters.into_iter().collect()
}

fn next_hash(previous: &str, data: &[u8]) -> String {
    let joined = format!("{previous}{}", hex(&sha256(data)));
    hex(&sha256(joined.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Seconds since 1970 as ISO 8601, by the calendar's own rule (civil from days).
fn timestamp(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn moments_of_the_calendar() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(timestamp(1_795_572_305), "2026-11-25T02:05:05Z");
    }
}

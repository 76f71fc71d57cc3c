//! What a relying party, a bank for example, asks about a person who stands before it, and what it is answered.
//! S1 Art. 25, 26, 28 to 31, 32.3; Decree 69/2024 Art. 19.
//!
//! It asserts values and hears đúng or không đúng. There is no way to ask for a value, and the backend keeps none.

mod consent;
mod receipt;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    fault::Fault,
    jws::{self, JwsRefused, PartyRequestToken},
    keys::{PartyKey, PartyPublicKey},
};

pub use consent::{ConsentRecorded, ConsentReference, ConsentRequest};
pub use receipt::{PartyAnswer, PartyReceipt, PartySaid, ReceiptUse};

/// The longest request that is looked at.
const MAX_LEN: usize = 32 * 1024;
/// The longest value, purpose, number or name of a transaction, in characters.
const MAX_TEXT: usize = 300;

/// What may be asked about, each by a consent of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedField {
    /// Full name.
    Name,
    /// Date of birth, ISO 8601.
    DateOfBirth,
    /// `M`, `F` or `X`.
    Sex,
    /// Three-letter code.
    Nationality,
    /// Permanent residence.
    Residence,
    /// Number of the card.
    DocumentNumber,
    /// The card's last day, ISO 8601.
    DateOfExpiry,
}

/// Which service is asked for. S1 Art. 32.3a, d; 26.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Identification at a desk: one đúng or không đúng for all that was asserted.
    Identification,
    /// Authentication of a set of fields: one for each.
    Authentication,
}

/// A request. No `Debug`; what it asserts is wiped when dropped.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRequest {
    /// Names the request; each counts once.
    pub request: Uuid,
    /// Which service.
    pub service: Service,
    /// Number of the contract under which it is asked.
    pub contract: String,
    /// Number of the permit to connect.
    pub permit: String,
    /// When it was signed.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What for, in the words of the consent.
    pub purpose: String,
    /// The transaction at the relying party, in which alone the answer may be used.
    pub transaction: String,
    /// The person's consent: a [`ConsentReference`] under the backend's signature.
    pub consent: String,
    /// Personal identification number.
    pub number: Zeroizing<String>,
    /// What the person showed or said.
    pub asserted: BTreeMap<SharedField, Zeroizing<String>>,
}

/// Why a text is no request of a relying party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartyRequestRefused {
    /// Not signed by the key of the party that it names.
    #[error("no relying party signed this request")]
    NotSigned,
    /// Signed, and not of the form: it asks for something else, or asserts nothing.
    #[error("the request does not have its form")]
    Form,
    /// Signing failed.
    #[error("the request could not be signed")]
    SigningFailed,
}

impl PartyRequestRefused {
    /// The clause.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NotSigned => "RFC 7515 §5.2",
            Self::SigningFailed => "RFC 7515 §5.1",
            Self::Form => "S1 Art. 32.3d",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::NotSigned => Fault::Trust,
            Self::Form => Fault::Operator,
            Self::SigningFailed => Fault::Us,
        }
    }
}

impl SharedField {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::DateOfBirth,
        Self::Sex,
        Self::Nationality,
        Self::Residence,
        Self::DocumentNumber,
        Self::DateOfExpiry,
    ];
}

impl Service {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Identification => "identification",
            Self::Authentication => "authentication",
        }
    }
}

impl PartyRequest {
    /// Signs the request, as the relying party `party` does.
    ///
    /// # Errors
    /// [`PartyRequestRefused::SigningFailed`] when OpenSSL refuses.
    pub fn sign(&self, party: &str, key: &PartyKey) -> Result<String, PartyRequestRefused> {
        let payload = serde_json::to_vec(self).map(Zeroizing::new);
        let payload = payload.map_err(|_| PartyRequestRefused::SigningFailed)?;
        jws::sign::<PartyRequestToken>(&payload, party, key)
            .ok_or(PartyRequestRefused::SigningFailed)
    }

    /// Who says to have signed; nothing that is believed before [`PartyRequest::open`].
    #[must_use]
    pub fn claimed_party(jws: &str) -> Option<String> {
        if jws.len() > MAX_LEN {
            return None;
        }
        let mut claimed = None;
        // The lookup sees the header's name and gives no key, so that nothing is verified here.
        let _ = jws::open::<PartyRequestToken>(jws, |party| {
            claimed = Some(party.to_owned());
            None
        });
        claimed
    }

    /// Verifies a request by the party's key.
    ///
    /// # Errors
    /// [`PartyRequestRefused`].
    pub fn open(jws: &str, key: &PartyPublicKey) -> Result<Self, PartyRequestRefused> {
        if jws.len() > MAX_LEN {
            return Err(PartyRequestRefused::Form);
        }
        let (payload, _) =
            jws::open::<PartyRequestToken>(jws, |_| Some(key.clone())).map_err(|refused| {
                match refused {
                    JwsRefused::Malformed | JwsRefused::HeaderRefused => PartyRequestRefused::Form,
                    JwsRefused::KeyUnknown | JwsRefused::SignatureInvalid => {
                        PartyRequestRefused::NotSigned
                    }
                }
            })?;
        let request: Self =
            serde_json::from_slice(&payload).map_err(|_| PartyRequestRefused::Form)?;
        if request.is_complete() {
            Ok(request)
        } else {
            Err(PartyRequestRefused::Form)
        }
    }

    /// Something is asserted, nothing is empty, nothing is endless.
    fn is_complete(&self) -> bool {
        let named = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_TEXT;
        let texts = [
            &self.contract,
            &self.permit,
            &self.purpose,
            &self.transaction,
            &*self.number,
        ];
        texts.into_iter().all(|text| named(text))
            && !self.asserted.is_empty()
            && self.asserted.values().all(|value| named(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rng() -> impl FnMut(&mut [u8]) {
        let mut next = 0_u8;
        move |buffer: &mut [u8]| {
            for octet in buffer {
                next = next.wrapping_add(7);
                *octet = next;
            }
        }
    }

    fn request() -> PartyRequest {
        let value = |text: &str| Zeroizing::new(text.to_owned());
        PartyRequest {
            request: Uuid::nil(),
            service: Service::Identification,
            contract: "HD-01".into(),
            permit: "GP-01".into(),
            at: OffsetDateTime::UNIX_EPOCH,
            purpose: "mở tài khoản".into(),
            transaction: "GD-1".into(),
            consent: "x".into(),
            number: value("001199000018"),
            asserted: [(SharedField::Name, value("Nguyễn Thị Ví Dụ"))].into(),
        }
    }

    #[test]
    fn a_request_asserts_and_has_no_way_to_ask_for_a_value() {
        let (key, other) = (
            PartyKey::generate(&mut rng()).unwrap(),
            PartyKey::generate(&mut |buffer: &mut [u8]| buffer.fill(0x5A)).unwrap(),
        );
        let public = key.public().unwrap();
        let signed = request().sign("bank", &key).unwrap();
        assert_eq!(
            PartyRequest::claimed_party(&signed).as_deref(),
            Some("bank")
        );
        assert!(PartyRequest::open(&signed, &public).is_ok());
        let forged = request().sign("bank", &other).unwrap();
        let refused = PartyRequest::open(&forged, &public).err();
        assert_eq!(refused, Some(PartyRequestRefused::NotSigned));
        let base = serde_json::to_value(request()).unwrap();
        let changes: [fn(&mut serde_json::Value); 6] = [
            |json| json["asserted"] = serde_json::json!({}),
            |json| json["asserted"]["residence"] = "".into(),
            |json| json["asserted"]["residence"] = serde_json::Value::Null,
            |json| json["asserted"]["portrait"] = "x".into(),
            |json| json["values"] = serde_json::json!(["residence"]),
            |json| json["purpose"] = "  ".into(),
        ];
        for change in changes {
            let mut json = base.clone();
            change(&mut json);
            let payload = serde_json::to_vec(&json).unwrap();
            let signed = jws::sign::<PartyRequestToken>(&payload, "bank", &key).unwrap();
            let refused = PartyRequest::open(&signed, &public).err();
            assert_eq!(refused, Some(PartyRequestRefused::Form), "{json}");
        }
    }
}

//! The backend's signed answer to a submission: received, and due by a date (giấy hẹn).

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    calendar_day::iso_date,
    decision::CaseState,
    fault::Fault,
    jws::{self, JwsRefused, ReceiptToken},
    submission::SubmissionId,
};

pub use crate::keys::{ReceiptKey, ReceiptPublicKey};

/// `kid` of every receipt: a terminal knows one backend.
const BACKEND: &str = "backend";
/// The longest receipt that is looked at.
const MAX_LEN: usize = 8 * 1024;

/// What the backend acknowledges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The submission.
    pub submission: SubmissionId,
    /// The case it became.
    pub case: Uuid,
    /// When it was received.
    #[serde(with = "time::serde::rfc3339")]
    pub received_at: OffsetDateTime,
    /// By when it must be decided.
    #[serde(with = "iso_date")]
    pub due_on: Date,
    /// The case's state at the moment of receipt.
    pub state: CaseState,
}

/// Why a text is no receipt of the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not a JWS of the form of receipts.
    #[error("the receipt is malformed")]
    Malformed,
    /// The signature does not fit the backend's key.
    #[error("the receipt's signature is invalid")]
    SignatureInvalid,
    /// Signing failed.
    #[error("the receipt could not be signed")]
    NotSigned,
}

impl ReceiptError {
    /// The clause that the receipt is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Malformed => "RFC 7515 §7.1",
            Self::SignatureInvalid | Self::NotSigned => "RFC 7515 §5.2",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Malformed => Fault::Backend,
            Self::SignatureInvalid => Fault::Trust,
            Self::NotSigned => Fault::Us,
        }
    }
}

impl Receipt {
    /// Signs the receipt with the backend's key.
    ///
    /// # Errors
    /// [`ReceiptError::NotSigned`] when OpenSSL refuses.
    pub fn sign(&self, key: &ReceiptKey) -> Result<String, ReceiptError> {
        let payload = serde_json::to_vec(self).map_err(|_| ReceiptError::NotSigned)?;
        jws::sign::<ReceiptToken>(&payload, BACKEND, key).ok_or(ReceiptError::NotSigned)
    }

    /// Verifies a receipt.
    ///
    /// # Errors
    /// [`ReceiptError`] when the backend did not sign it.
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Result<Self, ReceiptError> {
        if jws.len() > MAX_LEN {
            return Err(ReceiptError::Malformed);
        }
        let lookup = |kid: &str| (kid == BACKEND).then(|| key.clone());
        let (payload, _) =
            jws::open::<ReceiptToken>(jws, lookup).map_err(|refused| match refused {
                JwsRefused::Malformed | JwsRefused::HeaderRefused => ReceiptError::Malformed,
                JwsRefused::KeyUnknown | JwsRefused::SignatureInvalid => {
                    ReceiptError::SignatureInvalid
                }
            })?;
        serde_json::from_slice(&payload).map_err(|_| ReceiptError::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_backend_that_signed_it_opens_it() {
        let mut next = 0_u8;
        let mut rng = move |buffer: &mut [u8]| {
            for octet in buffer {
                next = next.wrapping_add(7);
                *octet = next;
            }
        };
        let key = ReceiptKey::generate(&mut rng).unwrap();
        let other = ReceiptKey::generate(&mut rng).unwrap();
        let receipt = Receipt {
            submission: SubmissionId::parse(&"0a".repeat(32)).unwrap(),
            case: Uuid::nil(),
            received_at: OffsetDateTime::UNIX_EPOCH,
            due_on: time::macros::date!(2026 - 11 - 26),
            state: CaseState::Queued,
        };
        let signed = receipt.sign(&key).unwrap();
        assert_eq!(Receipt::open(&signed, &key.public().unwrap()), Ok(receipt));
        let refused = Receipt::open(&signed, &other.public().unwrap());
        assert_eq!(refused, Err(ReceiptError::SignatureInvalid));
        assert_eq!(
            Receipt::open("a.b", &key.public().unwrap()),
            Err(ReceiptError::Malformed)
        );
    }
}

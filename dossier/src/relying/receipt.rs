//! The signed answer to a relying party. S1 Art. 26.4: in its own transaction, for at most 48 hours, and worth
//! nothing without the signature.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Service, SharedField};
use crate::{
    jws::{self, PartyReceiptToken},
    keys::{ReceiptKey, ReceiptPublicKey},
    source::Origin,
};

/// `kid` of every receipt.
const BACKEND: &str = "relying-parties";
/// The longest receipt that is looked at.
const MAX_LEN: usize = 16 * 1024;

/// `POST /v1/relying-party/requests`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAnswer {
    /// A [`PartyReceipt`] under the backend's signature.
    pub receipt: String,
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartySaid {
    /// Đúng.
    Correct,
    /// Không đúng.
    Incorrect,
}

/// What the backend vouches for. It holds no value, no score and nothing that names the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyReceipt {
    /// The request.
    pub request: Uuid,
    /// Whose it was.
    pub party: String,
    /// Under which contract.
    pub contract: String,
    /// Which service.
    pub service: Service,
    /// What for.
    pub purpose: String,
    /// In which transaction alone it may be used.
    pub transaction: String,
    /// The consent it rests on.
    pub consent: Uuid,
    /// What stands behind it: with the sample registry, nothing.
    pub origin: Origin,
    /// Of all that was asserted together.
    pub said: PartySaid,
    /// Of each field; only for an authentication.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<SharedField, PartySaid>,
    /// When it was answered.
    #[serde(with = "time::serde::rfc3339")]
    pub answered_at: OffsetDateTime,
    /// Until when it may be used.
    #[serde(with = "time::serde::rfc3339")]
    pub usable_until: OffsetDateTime,
}

/// Whether a receipt may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptUse {
    /// It may.
    Usable,
    /// It was given to another relying party.
    OtherParty,
    /// It was given for another transaction.
    OtherTransaction,
    /// Its time is over.
    Expired,
    /// It lies in the future: a clock is wrong.
    ClockDoubt,
}

impl PartyReceipt {
    /// Signs the receipt with the backend's key; nothing when OpenSSL refuses.
    #[must_use]
    pub fn sign(&self, key: &ReceiptKey) -> Option<String> {
        let payload = serde_json::to_vec(self).ok()?;
        jws::sign::<PartyReceiptToken>(&payload, BACKEND, key)
    }

    /// Verifies a receipt; nothing when the backend did not sign it.
    #[must_use]
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Option<Self> {
        if jws.len() > MAX_LEN {
            return None;
        }
        let lookup = |kid: &str| (kid == BACKEND).then(|| key.clone());
        let (payload, _) = jws::open::<PartyReceiptToken>(jws, lookup).ok()?;
        serde_json::from_slice(&payload).ok()
    }

    /// Whether this party may use it in this transaction now.
    #[must_use]
    pub fn used_by(&self, party: &str, transaction: &str, now: OffsetDateTime) -> ReceiptUse {
        if self.party != party {
            ReceiptUse::OtherParty
        } else if self.transaction != transaction {
            ReceiptUse::OtherTransaction
        } else if now < self.answered_at {
            ReceiptUse::ClockDoubt
        } else if now > self.usable_until {
            ReceiptUse::Expired
        } else {
            ReceiptUse::Usable
        }
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;

    #[test]
    fn a_receipt_is_of_no_use_to_others_elsewhere_or_later() {
        let at = OffsetDateTime::UNIX_EPOCH;
        let receipt = PartyReceipt {
            request: Uuid::nil(),
            party: "bank".into(),
            contract: "HD-01".into(),
            service: Service::Authentication,
            purpose: "mở tài khoản".into(),
            transaction: "GD-1".into(),
            consent: Uuid::nil(),
            origin: Origin::Connected,
            said: PartySaid::Correct,
            fields: [(SharedField::Name, PartySaid::Correct)].into(),
            answered_at: at,
            usable_until: at + Duration::hours(48),
        };
        let used = |party, transaction, hours| {
            receipt.used_by(party, transaction, at + Duration::hours(hours))
        };
        assert_eq!(used("bank", "GD-1", 48), ReceiptUse::Usable);
        assert_eq!(used("bank", "GD-1", 49), ReceiptUse::Expired);
        assert_eq!(used("bank", "GD-1", -1), ReceiptUse::ClockDoubt);
        assert_eq!(used("bank", "GD-2", 1), ReceiptUse::OtherTransaction);
        assert_eq!(used("other", "GD-1", 1), ReceiptUse::OtherParty);
    }
}

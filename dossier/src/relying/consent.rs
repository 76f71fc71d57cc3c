//! A person's consent to be asked about, field by field. Law 91/2025/QH15; S1 Art. 31, 32.3e; default: none.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::SharedField;
use crate::{
    jws::{self, ConsentToken},
    keys::{ReceiptKey, ReceiptPublicKey},
};

/// `kid` of every consent.
const LEDGER: &str = "consents";
/// The longest consent that is looked at.
const MAX_LEN: usize = 8 * 1024;

/// `POST /v1/consents`: the person, identified at the counter, consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRequest {
    /// The person's own granted case.
    pub case: Uuid,
    /// To whom.
    pub party: String,
    /// What for.
    pub purpose: String,
    /// To which fields; none is given by default.
    pub fields: BTreeSet<SharedField>,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
}

/// The answer to a [`ConsentRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecorded {
    /// Names the consent, to withdraw it.
    pub consent: Uuid,
    /// The [`ConsentReference`] under the backend's signature, for the relying party.
    pub reference: String,
}

/// What was consented to. It does not say who consented: the ledger knows, by pseudonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentReference {
    /// Names the consent in the ledger.
    pub consent: Uuid,
    /// To whom.
    pub party: String,
    /// What for.
    pub purpose: String,
    /// To which fields.
    pub fields: BTreeSet<SharedField>,
    /// When it was given.
    #[serde(with = "time::serde::rfc3339")]
    pub given_at: OffsetDateTime,
    /// Until when it counts, unless withdrawn before.
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
}

impl ConsentReference {
    /// Signs the reference with the backend's key; nothing when OpenSSL refuses.
    #[must_use]
    pub fn sign(&self, key: &ReceiptKey) -> Option<String> {
        let payload = serde_json::to_vec(self).ok()?;
        jws::sign::<ConsentToken>(&payload, LEDGER, key)
    }

    /// Verifies a reference; nothing when the backend did not sign it.
    #[must_use]
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Option<Self> {
        if jws.len() > MAX_LEN {
            return None;
        }
        let lookup = |kid: &str| (kid == LEDGER).then(|| key.clone());
        let (payload, _) = jws::open::<ConsentToken>(jws, lookup).ok()?;
        serde_json::from_slice(&payload).ok()
    }
}

//! What a provider that ends hands over to the next: a list of every file with its digest, signed by the backend.
//! S1 Art. 38.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    jws::{self, HandOverToken},
    keys::{ReceiptKey, ReceiptPublicKey},
    sha256_digest::Sha256Digest,
};

/// `kid` of every list.
const HAND_OVERS: &str = "hand-overs";
/// The longest list that is looked at: some three million files.
const MAX_LEN: usize = 1 << 30;

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// 1.
    pub format: u32,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: OffsetDateTime,
    /// Of the certificate for which what is personal was encrypted.
    pub recipient: Sha256Digest,
    /// Of each file, by its path.
    pub files: BTreeMap<String, Sha256Digest>,
    /// How many lines each table has.
    pub lines: BTreeMap<String, u64>,
}

impl HandOver {
    /// The format that this program writes and reads.
    pub const FORMAT: u32 = 1;

    /// Signs the list with the backend's key; nothing when OpenSSL refuses.
    #[must_use]
    pub fn sign(&self, key: &ReceiptKey) -> Option<String> {
        let payload = serde_json::to_vec(self).ok()?;
        jws::sign::<HandOverToken>(&payload, HAND_OVERS, key)
    }

    /// Verifies a list; nothing when the backend did not sign it, or it has another format.
    #[must_use]
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Option<Self> {
        if jws.len() > MAX_LEN {
            return None;
        }
        let lookup = |kid: &str| (kid == HAND_OVERS).then(|| key.clone());
        let (payload, _) = jws::open::<HandOverToken>(jws, lookup).ok()?;
        let list: Self = serde_json::from_slice(&payload).ok()?;
        (list.format == Self::FORMAT).then_some(list)
    }
}

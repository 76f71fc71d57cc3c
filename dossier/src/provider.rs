//! A frozen report of a provider, signed by the backend: what was sent is what was counted. S0 34.1đ.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    calendar_day::iso_date,
    jws::{self, ProviderReportToken},
    keys::{ReceiptKey, ReceiptPublicKey},
};

/// `kid` of every report.
const REPORTS: &str = "provider-reports";
/// The longest report that is looked at.
const MAX_LEN: usize = 1 << 20;

/// A report as it was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenReport {
    /// Its name.
    pub id: Uuid,
    /// Its first day.
    #[serde(with = "iso_date")]
    pub from: Date,
    /// Its last day.
    #[serde(with = "iso_date")]
    pub to: Date,
    /// When it was frozen.
    #[serde(with = "time::serde::rfc3339")]
    pub frozen_at: OffsetDateTime,
    /// What the form prints, as its JSON.
    pub form: String,
    /// SHA-256 of the print, hexadecimal.
    pub pdf: String,
}

impl FrozenReport {
    /// Signs the report with the backend's key; nothing when OpenSSL refuses.
    #[must_use]
    pub fn sign(&self, key: &ReceiptKey) -> Option<String> {
        let payload = serde_json::to_vec(self).ok()?;
        jws::sign::<ProviderReportToken>(&payload, REPORTS, key)
    }

    /// Verifies a report; nothing when the backend did not sign it.
    #[must_use]
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Option<Self> {
        if jws.len() > MAX_LEN {
            return None;
        }
        let lookup = |kid: &str| (kid == REPORTS).then(|| key.clone());
        let (payload, _) = jws::open::<ProviderReportToken>(jws, lookup).ok()?;
        serde_json::from_slice(&payload).ok()
    }
}

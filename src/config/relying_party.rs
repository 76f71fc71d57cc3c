//! For whom the tellers of this terminal ask, and under which contract.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use ui::model::bank::BankDesk;

/// A relying party as it is registered at the backend.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RelyingPartyConfig {
    /// Identifier: the `kid` of its requests.
    pub id: String,
    /// Name, for customers.
    pub name: String,
    /// Number of the contract.
    pub contract: String,
    /// Number of the permit to connect.
    pub permit: String,
    /// What is asked for at this desk, in the words of the consent.
    pub purpose: String,
    /// Private key (PEM, PKCS #8) under the terminal's passphrase.
    pub key: PathBuf,
    /// File that the bank's own system writes with the record of the customer at the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub core_record: Option<PathBuf>,
}

impl RelyingPartyConfig {
    /// What the window tells a customer.
    #[must_use]
    pub fn desk(&self) -> BankDesk {
        BankDesk {
            party: self.name.clone(),
            purpose: self.purpose.clone(),
        }
    }
}

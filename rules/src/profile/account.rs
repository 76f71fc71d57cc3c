//! The account's life after the decision. S1 Art. 18, 19, 21, 22, 26.

use serde::{Deserialize, Serialize};

use super::Row;
use crate::lock::LockCause;

/// Where an account is activated when its days have passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateActivation {
    /// At the police.
    AtPolice,
    /// Over the hotline of the agency.
    Hotline,
}

/// How long the person has to activate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    /// Calendar days from the notice.
    pub within_days: u16,
    /// What comes after them.
    pub late: LateActivation,
}

/// What an owner's own request to lock waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnRequest {
    /// Locked at once.
    AtOnce,
    /// An approving officer decides.
    ByDecision,
}

/// When a password must be changed. S1 names one month in Art. 19.6 and three in Art. 22.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordCycle {
    /// Months between changes.
    pub months: u8,
    /// Months after the notice until the lock of Art. 19.6.
    pub lock_months_after_notice: u8,
    /// Months after the change was due until the lock of Art. 22.3.
    pub lock_months_after_due: u8,
}

/// How long a verified answer may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReuseOfAnswer {
    /// In the transaction it was asked for, for this many hours from receipt of the answer.
    WithinHours(u16),
    /// In the transaction it was asked for, for this many hours, and never passed on.
    WithinHoursNotPassedOn(u16),
}

/// How long what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Years of the history of use.
    pub history_years: u16,
    /// Days that biometric samples stay in the case store after the decision.
    pub sample_days: u16,
    /// Days that a relying party's answer stays without consent.
    pub relying_party_days: u16,
}

/// Rows about the account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Activation.
    pub activation: Row<Activation>,
    /// Causes of a lock.
    pub lock_causes: Row<Vec<LockCause>>,
    /// The owner's own request.
    pub own_request: Row<OwnRequest>,
    /// Change of password.
    pub password: Row<PasswordCycle>,
    /// Use of an answer.
    pub reuse: Row<ReuseOfAnswer>,
    /// What is kept.
    pub retention: Row<Retention>,
    /// Days before the end of validity on which the holder is warned, falling.
    pub validity_warnings: Row<Vec<u16>>,
}

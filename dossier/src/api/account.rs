//! Accounts: found, locked, opened, activated late. S1 Art. 18 to 20.

use rules::{
    lock::{LockCause, UnlockCause},
    profile::LateActivation,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{account::AccountState, calendar_day::iso_date, subject::SubjectKind};

/// `POST /v1/accounts/search`: by one of both. In a body, because a person's number stands in no address. No `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(rename_all = "snake_case")]
pub enum AccountSearch {
    /// The file that it was issued for.
    Case(#[zeroize(skip)] Uuid),
    /// The person's number, or the organisation's code.
    Number(String),
}

/// Whose account it is. No `Debug`, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct AccountHolder {
    /// Personal number, number of the travel document, or code of the organisation.
    pub number: Option<String>,
    /// Name.
    pub name: String,
    /// Date of birth, ISO 8601; none of an organisation.
    pub date_of_birth: Option<String>,
    /// `M`, `F` or `X`.
    pub sex: Option<String>,
    /// Nationality.
    pub nationality: Option<String>,
    /// Residence, or head office.
    pub residence: Option<String>,
}

/// Where an account is activated today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivatedWhere {
    /// It is active.
    Done,
    /// Nobody has been told yet.
    NotToldYet,
    /// In the application, until this day.
    InApplicationUntil(#[serde(with = "iso_date")] Date),
    /// The days have passed.
    Late(LateActivation),
}

/// One account, as an officer sees it. No `Debug`: citizens' data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountRecord {
    /// The file that it was issued for, which is its name too.
    pub case: Uuid,
    /// Where it stands.
    pub state: AccountState,
    /// What kind of subject has it.
    pub subject: SubjectKind,
    /// Whose it is.
    pub holder: AccountHolder,
    /// When it was issued.
    #[serde(with = "time::serde::rfc3339")]
    pub issued_at: OffsetDateTime,
    /// When the person was told.
    #[serde(with = "time::serde::rfc3339::option")]
    pub notified_at: Option<OffsetDateTime>,
    /// When it was activated.
    #[serde(with = "time::serde::rfc3339::option")]
    pub activated_at: Option<OffsetDateTime>,
    /// Where it is activated today.
    pub activation: ActivatedWhere,
    /// Its last day, which is the card's; none of a card without end.
    #[serde(with = "iso_date::option")]
    pub valid_until: Option<Date>,
    /// Whether it is over.
    pub ended: bool,
    /// By when the password is to be changed; known once the account is active.
    #[serde(with = "iso_date::option")]
    pub password_by: Option<Date>,
    /// For what it is locked.
    pub locks: Vec<LockRow>,
    /// Requests that wait for a decision.
    pub requests: Vec<LockRequestRow>,
}

/// One lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockRow {
    /// Names it.
    pub lock: Uuid,
    /// Its cause.
    pub cause: LockCause,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// The one way to open it; none where the decree names none.
    pub opens: Option<UnlockCause>,
    /// The body that asked for it.
    pub body: Option<String>,
}

/// A request for a lock or its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockRequestRow {
    /// Names it.
    pub request: Uuid,
    /// The account.
    pub case: Uuid,
    /// What is asked for.
    pub wanted: LockWanted,
    /// Who wrote it down.
    pub asked_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub asked_at: OffsetDateTime,
    /// Whether the asking officer wrote it down, who then does not decide.
    pub own: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockWanted {
    /// A lock, for this cause.
    Lock(LockCause),
    /// The end of this lock.
    Unlock(Uuid),
}

/// What stands behind a request. No `Debug`, wiped when dropped.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct LockEvidence {
    /// The number on the card of the owner who is here.
    #[serde(default)]
    pub owner_number: Option<String>,
    /// The body that asks.
    #[serde(default)]
    pub body: Option<String>,
    /// Number and date of its document.
    #[serde(default)]
    pub document: Option<String>,
    /// What the officer saw.
    #[serde(default)]
    pub note: Option<String>,
}

/// `POST /v1/accounts/{id}/lock-requests`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockAsk {
    /// What is asked for.
    pub wanted: LockWanted,
    /// What stands behind it.
    pub evidence: LockEvidence,
}

/// `POST /v1/lock-requests/{id}/decision`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockDecision {
    /// Whether it is granted.
    pub grant: bool,
}

/// `POST /v1/accounts/{id}/activation`: the owner is here, too late for the application. No `Debug`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct ActivationRequest {
    /// The number on the card of the owner.
    pub owner_number: String,
}

/// `GET /v1/account-tasks`: what waits for an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountTasks {
    /// Requests for a lock or its end, the oldest first.
    pub requests: Vec<LockRequestRow>,
    /// Accounts whose days to activate have passed, the oldest first.
    pub late: Vec<LateAccount>,
}

/// An account whose days to activate have passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateAccount {
    /// The file that it was issued for.
    pub case: Uuid,
    /// When the person was told.
    #[serde(with = "time::serde::rfc3339")]
    pub notified_at: OffsetDateTime,
}

//! The register under the backend's signature: JWS compact, ES256.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::answer::{ListInForce, Refusal};
use super::register::{DeviceRegister, RegisterError};
use crate::fault::Fault;
use crate::jws::{self, DeviceListToken, JwsRefused};
use crate::receipt::{ReceiptKey, ReceiptPublicKey};

/// The longest signed list that is looked at, in bytes.
pub const MAX_LEN: usize = 2 * 1024 * 1024;
/// How old a list may be that no backend has confirmed since.
pub const MAX_AGE: Duration = Duration::days(7);
/// How far the clock may have been when the list came.
const CLOCK_TOLERANCE: Duration = Duration::minutes(2);
/// `kid` of every list: a terminal knows one backend.
const BACKEND: &str = "backend";

/// A list that the backend signed. Only [`DeviceList::open`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceList {
    signed: Signed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    #[serde(with = "time::serde::rfc3339")]
    signed_at: OffsetDateTime,
    register: DeviceRegister,
}

/// Why a text is no list of the backend, or not one to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceListError {
    /// Not a signed list.
    #[error("the list of devices is malformed")]
    Malformed,
    /// The signature does not fit the backend's key.
    #[error("the signature of the list of devices is invalid")]
    SignatureInvalid,
    /// Older than the one that is known, or another one of the same number.
    #[error("list {offered} cannot follow list {known}")]
    Rollback {
        /// The version that was offered.
        offered: u64,
        /// The version that is known.
        known: u64,
    },
    /// The register cannot be signed.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// Signing failed.
    #[error("the list of devices could not be signed")]
    NotSigned,
}

impl DeviceListError {
    /// The clause that the list is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Malformed => "RFC 7515 §7.1",
            Self::SignatureInvalid | Self::NotSigned => "RFC 7515 §5.2",
            Self::Rollback { .. } => "S1 Art. 24",
            Self::Register(error) => error.clause(),
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Malformed | Self::Rollback { .. } => Fault::Backend,
            Self::SignatureInvalid => Fault::Trust,
            Self::Register(error) => error.who(),
            Self::NotSigned => Fault::Us,
        }
    }
}

impl DeviceRegister {
    /// Signs the register with the backend's key.
    ///
    /// # Errors
    /// [`DeviceListError::Register`] when it makes no sense, [`DeviceListError::NotSigned`] when
    /// OpenSSL refuses.
    pub fn sign(self, key: &ReceiptKey, now: OffsetDateTime) -> Result<String, DeviceListError> {
        self.examine(now)?;
        let signed = Signed {
            signed_at: now,
            register: self,
        };
        let payload = serde_json::to_vec(&signed).map_err(|_| DeviceListError::NotSigned)?;
        jws::sign::<DeviceListToken>(&payload, BACKEND, key).ok_or(DeviceListError::NotSigned)
    }
}

impl DeviceList {
    /// Verifies a list.
    ///
    /// # Errors
    /// [`DeviceListError`] when the backend did not sign it, or it makes no sense.
    pub fn open(jws: &str, key: &ReceiptPublicKey) -> Result<Self, DeviceListError> {
        if jws.len() > MAX_LEN {
            return Err(DeviceListError::Malformed);
        }
        let lookup = |kid: &str| (kid == BACKEND).then(|| key.clone());
        let opened = jws::open::<DeviceListToken>(jws, lookup);
        let (payload, _) = opened.map_err(|refused| match refused {
            JwsRefused::Malformed | JwsRefused::HeaderRefused => DeviceListError::Malformed,
            JwsRefused::KeyUnknown | JwsRefused::SignatureInvalid => {
                DeviceListError::SignatureInvalid
            }
        })?;
        let signed: Signed =
            serde_json::from_slice(&payload).map_err(|_| DeviceListError::Malformed)?;
        signed.register.examine(signed.signed_at)?;
        Ok(Self { signed })
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.signed.register.version
    }

    /// When the backend signed it.
    #[must_use]
    pub fn signed_at(&self) -> OffsetDateTime {
        self.signed.signed_at
    }

    /// What it says.
    #[must_use]
    pub fn register(&self) -> &DeviceRegister {
        &self.signed.register
    }

    /// Whether it may take the place of the one that is known.
    ///
    /// # Errors
    /// [`DeviceListError::Rollback`] for an older one, and for another one of the same number.
    pub fn follows(&self, known: &Self) -> Result<(), DeviceListError> {
        if self.version() > known.version() || self == known {
            Ok(())
        } else {
            Err(DeviceListError::Rollback {
                offered: self.version(),
                known: known.version(),
            })
        }
    }

    /// The list for this moment, when the backend last confirmed it at `confirmed_at`.
    ///
    /// # Errors
    /// [`Refusal::ListExpired`] and [`Refusal::ListStale`]; a confirmation from the future is none.
    pub fn in_force(
        &self,
        confirmed_at: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<ListInForce<'_>, Refusal> {
        if now > self.register().valid_until {
            return Err(Refusal::ListExpired);
        }
        let age = now - confirmed_at;
        if age > MAX_AGE || age < -CLOCK_TOLERANCE || now < self.signed_at() - CLOCK_TOLERANCE {
            return Err(Refusal::ListStale);
        }
        Ok(ListInForce::of(self.register()))
    }
}

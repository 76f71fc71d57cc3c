//! Which devices this counter may use: the backend's list, kept in the encrypted records between two runs.

use std::sync::{Mutex, PoisonError};

use dossier::devices::{DeviceIdentity, DeviceList, DeviceListError, Purpose, Refusal};
use dossier::receipt::ReceiptPublicKey;
use time::OffsetDateTime;

use crate::store::{KeptDeviceList, Store, StoreError};

/// The list that this terminal knows. Shared by every worker.
pub struct DeviceRegistry {
    key: ReceiptPublicKey,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    list: DeviceList,
    confirmed_at: OffsetDateTime,
}

/// What there is to say of the list itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListStanding {
    /// Its version.
    pub version: u64,
    /// When the backend signed it.
    pub signed_at: OffsetDateTime,
    /// When the backend last confirmed it.
    pub confirmed_at: OffsetDateTime,
    /// When its own time ends.
    pub valid_until: OffsetDateTime,
    /// Why it admits nobody at this moment.
    pub refused: Option<Refusal>,
}

/// Why a list was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It is not the backend's, or an older one.
    #[error(transparent)]
    List(#[from] DeviceListError),
    /// The records do not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeviceRegistry {
    /// What the records kept. A list that does not open any more is none.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub fn load(store: &Store, key: ReceiptPublicKey) -> Result<Self, StoreError> {
        let known = store.device_list()?.and_then(|kept| {
            let list = DeviceList::open(&kept.jws, &key)
                .inspect_err(|error| tracing::warn!(%error, "the kept list of devices is refused"));
            Some(Known {
                list: list.ok()?,
                confirmed_at: kept.confirmed_at,
            })
        });
        Ok(Self {
            key,
            known: Mutex::new(known),
        })
    }

    /// Takes the list that the backend gave now.
    ///
    /// # Errors
    /// [`NotTaken`]; the list that was known stays.
    pub fn take(&self, store: &Store, jws: String, now: OffsetDateTime) -> Result<(), NotTaken> {
        let list = DeviceList::open(&jws, &self.key)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.as_ref() {
            list.follows(&known.list)?;
        }
        store.keep_device_list(&KeptDeviceList {
            jws,
            confirmed_at: now,
        })?;
        *known = Some(Known {
            list,
            confirmed_at: now,
        });
        Ok(())
    }

    /// Whether a device may be used for a purpose now.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn admit(
        &self,
        device: &DeviceIdentity,
        purpose: Purpose,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().ok_or(Refusal::NoList)?;
        let list = known.list.in_force(known.confirmed_at, now)?;
        list.admit(device, purpose)
            .inspect_err(|refusal| tracing::warn!(model = device.model, %refusal, "device refused"))
    }

    /// What there is to say of the list itself; nothing while there is none.
    #[must_use]
    pub fn standing(&self, now: OffsetDateTime) -> Option<ListStanding> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { list, confirmed_at } = known.as_ref()?;
        Some(ListStanding {
            version: list.version(),
            signed_at: list.signed_at(),
            confirmed_at: *confirmed_at,
            valid_until: list.register().valid_until,
            refused: list.in_force(*confirmed_at, now).err(),
        })
    }
}

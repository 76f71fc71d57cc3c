//! The backend's list of devices, as it was signed, and when the backend last confirmed it.

use rusqlite::{OptionalExtension, params};
use time::OffsetDateTime;

use super::{Store, StoreError};

/// A list that was kept. Nothing of it is believed before its signature.
pub struct KeptDeviceList {
    /// The signed text.
    pub jws: String,
    /// When the backend last gave it.
    pub confirmed_at: OffsetDateTime,
}

impl Store {
    /// Keeps a list in place of the one before.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep_device_list(&self, list: &KeptDeviceList) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO device_list (id, jws, confirmed_at) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET jws = ?1, confirmed_at = ?2",
            params![list.jws, list.confirmed_at.unix_timestamp()],
        )?;
        Ok(())
    }

    /// The list that was kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn device_list(&self) -> Result<Option<KeptDeviceList>, StoreError> {
        let kept = self
            .connection
            .query_row("SELECT jws, confirmed_at FROM device_list", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })
            .optional()?;
        // A moment outside the calendar is one that was never confirmed.
        Ok(kept.map(|(jws, seconds)| KeptDeviceList {
            jws,
            confirmed_at: OffsetDateTime::from_unix_timestamp(seconds)
                .unwrap_or(OffsetDateTime::UNIX_EPOCH),
        }))
    }
}

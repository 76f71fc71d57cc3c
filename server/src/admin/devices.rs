//! Importing the register of devices: signed here, older ones refused.

use anyhow::{Context, Result, ensure};
use dossier::{
    devices::{DeviceRegister, MAX_LEN},
    receipt::ReceiptKey,
};
use time::OffsetDateTime;

use super::log;
use crate::store::{
    Database,
    device_lists::{self, SignedList},
};

/// Signs a register, TOML as an operator writes it, and makes it the newest list. Answers its version.
///
/// # Errors
/// When it does not have the form of one, makes no sense, is not newer than the list in force, or the
/// database does not answer.
pub async fn import_devices(
    database: &Database,
    key: &ReceiptKey,
    text: &str,
    now: OffsetDateTime,
) -> Result<u64> {
    ensure!(text.len() <= MAX_LEN / 2, "the register is too long");
    let register: DeviceRegister =
        toml::from_str(text).context("the file does not have the form of a register of devices")?;
    let version = i64::try_from(register.version).context("the version is too large")?;
    let jws = register.sign(key, now)?;
    ensure!(jws.len() <= MAX_LEN, "the register is too long");
    let mut transaction = database.begin().await?;
    if let Some(known) = device_lists::newest(&mut transaction).await? {
        ensure!(
            version > known.version,
            "list {} is in force: a new one needs a higher version than {version}",
            known.version
        );
    }
    device_lists::insert(&mut transaction, &SignedList { version, jws }, now).await?;
    let subject = version.to_string();
    log(&mut transaction, now, "devices.import", &subject, "").await?;
    transaction.commit().await?;
    Ok(version.unsigned_abs())
}

//! Evidence bundles: handing out that of a case, and judging one that somebody brings. BSI TR-03135 §5.

use std::{collections::BTreeMap, fs::File, path::Path};

use anyhow::{Context, Result, ensure};
use dossier::{
    bundle::{self, Bundle},
    report::{InspectionReport, Report},
};
use openssl::sha::sha256;
use reader::{trust::ReferenceTime, verdict::Verdict};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::embedded::create_private;
use crate::{
    blobs::{BlobError, Blobs, Part},
    store::{Connection, Database, audit, cases},
    vault::{Vault, VaultError},
};

/// Why the evidence of a case is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum NotHandedOut {
    /// No such case, or one whose parts have been kept long enough.
    #[error("there is no evidence of such a case")]
    Missing,
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The blob store does not answer.
    #[error(transparent)]
    Blobs(BlobError),
    /// It does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<BlobError> for NotHandedOut {
    fn from(cause: BlobError) -> Self {
        match cause {
            BlobError::Missing => Self::Missing,
            cause => Self::Blobs(cause),
        }
    }
}

/// The bundle of a case as it was written at intake. The audit log tells who took which bytes; nothing may be
/// handed on before the caller's transaction is committed.
///
/// # Errors
/// [`NotHandedOut`].
pub async fn hand_out(
    transaction: &mut Connection,
    (blobs, vault): (&Blobs, &Vault),
    (case, actor): (Uuid, &str),
    now: OffsetDateTime,
) -> Result<Zeroizing<Vec<u8>>, NotHandedOut> {
    let found = cases::find(transaction, case).await?;
    // A destroyed key leaves nothing behind.
    let found = found.filter(|found| !found.wrapped_key.is_empty());
    let found = found.ok_or(NotHandedOut::Missing)?;
    let sealed = blobs.get(case, Part::Evidence).await?;
    let key = vault.case_key(case, &found.wrapped_key)?;
    let bundle = key.open(case, Part::Evidence.word(), &sealed)?;
    let digest = sha256(&bundle).map(|octet| format!("{octet:02x}"));
    let entry = audit::Entry {
        actor,
        action: "case.evidence",
        subject: &case.to_string(),
        detail: &digest.concat(),
    };
    audit::append(transaction, now, entry).await?;
    Ok(bundle)
}

/// Writes the bundle of a case into a new file that only its owner can read.
///
/// # Errors
/// When there is no such case, the file exists, or something cannot be read or written.
pub async fn export(
    database: &Database,
    kept: (&Blobs, &Vault),
    (case, actor): (Uuid, &str),
    to: &Path,
    now: OffsetDateTime,
) -> Result<()> {
    let mut transaction = database.begin().await?;
    let bundle = hand_out(&mut transaction, kept, (case, actor), now).await?;
    transaction.commit().await?;
    create_private(to, &bundle)
}

/// A verdict again, from a bundle: by what it records, or by a trust folder at this moment.
///
/// # Errors
/// When the file is no bundle, or the trust folder cannot be loaded.
pub fn verify(
    file: &Path,
    trust: Option<&Path>,
    now: OffsetDateTime,
) -> Result<(Verdict, Zeroizing<String>)> {
    let name = || format!("cannot read {}", file.display());
    ensure!(file.is_file(), "{} is no file", file.display());
    let bytes = bundle::bytes_of(File::open(file).with_context(name)?).with_context(name)?;
    let bundle = Bundle::from_bytes(&bytes)?;
    let own = trust.map(trust_store::load).transpose()?;
    let own = own.map(|loaded| (loaded.trust, ReferenceTime(now)));
    let repeated = bundle.repeat(own.as_ref().map(|(trust, at)| (trust, *at)))?;
    let assessment = &repeated.assessment;
    let report = InspectionReport::new(
        Report::new(assessment, BTreeMap::new(), bundle.traffic),
        &bundle.read_out,
        assessment,
        repeated.basis,
        Some(&repeated.agreement),
    );
    let text = serde_json::to_string_pretty(&report)?;
    Ok((assessment.verdict(), Zeroizing::new(text)))
}

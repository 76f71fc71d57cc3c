//! Signed checkpoints of the audit log at regular intervals, in the database and in a file of the folder that
//! an operator copies to another custodian.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{Backend, audit_log};

const EVERY: Duration = Duration::from_secs(60);

/// Takes a checkpoint every minute in which something was written, until it is stopped.
pub async fn keep(backend: Backend, file: PathBuf) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        take(&backend, &file).await;
    }
}

/// Takes one now. A failure is said in the log, and the next one covers what this one missed.
pub async fn take(backend: &Backend, file: &Path) {
    let parts = backend.parts();
    match audit_log::take_checkpoint(&parts.database, &parts.receipt_key, backend.now()).await {
        Ok(None) => {}
        Ok(Some(signed)) => {
            if let Err(cause) = append(file, &signed) {
                tracing::error!(%cause, "the checkpoint is in the database only");
            }
        }
        Err(cause) => tracing::error!(%cause, "no checkpoint of the audit log"),
    }
}

fn append(file: &Path, signed: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)?;
    file.write_all(format!("{signed}\n").as_bytes())?;
    file.sync_data()
}

//! Notices as files: one each, for another program to take away.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use serde_json::json;
use zeroize::Zeroizing;

use super::{
    Channel, Why,
    carriers::{Carrier, Failure, Message},
};

/// What nobody has taken away by then goes: it is a person's data in the open.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

pub(super) struct Files {
    folder: PathBuf,
    channel: Channel,
}

impl Files {
    pub(super) fn new(folder: &Path, channel: Channel) -> Result<Self> {
        let mut private = fs::DirBuilder::new();
        private.recursive(true).mode(0o700);
        private
            .create(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            channel,
        })
    }

    /// Whole or not at all, and the same file at a second try.
    fn write(&self, message: &Message<'_>) -> io::Result<()> {
        let content = message.content;
        let text = json!({
            "id": message.id,
            "kind": message.kind.word(),
            "channel": self.channel.word(),
            "to": content.to,
            "subject": content.subject,
            "text": content.text,
        });
        let text = Zeroizing::new(serde_json::to_vec_pretty(&text)?);
        let half = self.folder.join(format!(".{}", message.id));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&half)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&half, self.folder.join(format!("{}.json", message.id)))?;
        File::open(&self.folder)?.sync_all()
    }

    fn sweep(&self) -> io::Result<()> {
        let Some(before) = SystemTime::now().checked_sub(KEPT) else {
            return Ok(());
        };
        for entry in self.folder.read_dir()? {
            let entry = entry?;
            let found = entry.metadata()?;
            if found.is_file() && found.modified()? < before {
                match fs::remove_file(entry.path()) {
                    // Another program has just taken it.
                    Err(why) if why.kind() == ErrorKind::NotFound => {}
                    other => other?,
                }
            }
        }
        Ok(())
    }
}

impl Carrier for Files {
    fn carry(&self, message: &Message<'_>) -> Result<(), Failure> {
        self.write(message).map_err(|why| {
            tracing::error!(%why, notice = %message.id, "a notice is not written");
            Failure {
                why: Why::NotWritten,
                again: true,
            }
        })
    }

    fn tidy(&self) {
        if let Err(why) = self.sweep() {
            tracing::error!(%why, "old notices are not removed");
        }
    }
}

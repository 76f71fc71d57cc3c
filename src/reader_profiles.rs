//! `reader-profiles.txt`: what worked with each kind of reader and chip. Counters may share the file.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use reader::reading::{ProfileMemory, ReaderProfile};

use crate::devices::pcsc::CardKind;

/// The file's name in the terminal's folder.
pub const FILE_NAME: &str = "reader-profiles.txt";
/// Far more than a full memory takes.
const MAX_LEN: u64 = 1 << 20;

/// The profiles and where they are kept; without a file they last as long as the program.
#[derive(Default)]
pub struct ReaderProfiles {
    file: Option<PathBuf>,
    memory: ProfileMemory,
}

impl ReaderProfiles {
    /// The profiles of a file; of none when there is no such file yet.
    ///
    /// # Errors
    /// When the file cannot be read or is something else. It is left as it is.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            memory: read(file)?,
            file: Some(file.to_path_buf()),
        })
    }

    /// The profiles of a file; a damaged one is left alone, and what is learnt is not kept.
    #[must_use]
    pub fn load_or_forget(file: &Path) -> Self {
        Self::load(file).unwrap_or_else(|error| {
            tracing::warn!(
                error = format_args!("{error:#}"),
                "reader profiles not used"
            );
            Self::default()
        })
    }

    /// What is known of a reader with such a chip.
    #[must_use]
    pub fn profile(&self, kind: &CardKind) -> ReaderProfile {
        self.memory.profile(&kind.reader, &kind.answer_to_reset)
    }

    /// Keeps what a successful reading taught. A file that cannot be written costs only speed.
    pub fn remember(&mut self, kind: &CardKind, profile: ReaderProfile) {
        let before = self.memory.clone();
        self.memory
            .remember(&kind.reader, &kind.answer_to_reset, profile);
        if before == self.memory {
            return;
        }
        if let Err(error) = self.write() {
            tracing::warn!(
                error = format_args!("{error:#}"),
                "reader profiles not kept"
            );
        }
    }

    /// Everything that is known.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &[u8], &ReaderProfile)> {
        self.memory.entries()
    }

    /// Forgets what was learnt of one. A counter that runs beside this program knows it until its next start.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget(&mut self, model: &str, answer_to_reset: &[u8]) -> anyhow::Result<()> {
        self.memory.forget(model, answer_to_reset);
        self.replace()
    }

    /// Whole or not at all, together with what another program wrote meanwhile.
    fn write(&mut self) -> anyhow::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        self.memory.merge(read(file)?);
        self.replace()
    }

    fn replace(&self) -> anyhow::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let name = format!(".{FILE_NAME}.{}", std::process::id());
        let draft = folder.unwrap_or(Path::new(".")).join(name);
        let written = File::create(&draft)
            .and_then(|mut draft| draft.write_all(self.memory.to_text().as_bytes()))
            .and_then(|()| fs::rename(&draft, file));
        written.with_context(|| format!("cannot write {}", file.display()))
    }
}

fn read(file: &Path) -> anyhow::Result<ProfileMemory> {
    let found = match File::open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(ProfileMemory::default()),
        found => found.with_context(|| format!("cannot read {}", file.display()))?,
    };
    let mut text = String::new();
    let read = found.take(MAX_LEN + 1).read_to_string(&mut text);
    read.with_context(|| format!("{} is no text", file.display()))?;
    ensure!(
        text.len() as u64 <= MAX_LEN,
        "{} is longer than reader profiles can be",
        file.display()
    );
    ProfileMemory::parse(&text).with_context(|| format!("{} does not fit", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reader::reading::Addressing;

    fn kind(reader: &str) -> CardKind {
        CardKind {
            reader: reader.into(),
            answer_to_reset: vec![0x3B, 0x80, 0x80, 0x01],
        }
    }

    fn odd() -> ReaderProfile {
        ReaderProfile {
            addressing: Addressing::Select,
            ..ReaderProfile::default()
        }
    }

    #[test]
    fn what_was_learnt_is_there_the_next_time_and_for_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let mut one = ReaderProfiles::load(&file).unwrap();
        let mut other = ReaderProfiles::load(&file).unwrap();
        one.remember(&kind("ACME 00 00"), odd());
        other.remember(&kind("Other 00 00"), odd());
        let both = ReaderProfiles::load(&file).unwrap();
        assert_eq!(both.profile(&kind("ACME 01 00")), odd());
        assert_eq!(both.profile(&kind("Other 00 00")), odd());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_file_is_refused_left_alone_and_does_not_stop_a_counter() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        for damaged in [
            b"something else".to_vec(),
            vec![0xFF; 9],
            vec![b'x'; 2 << 20],
        ] {
            fs::write(&file, &damaged).unwrap();
            assert!(ReaderProfiles::load(&file).is_err());
            let mut profiles = ReaderProfiles::load_or_forget(&file);
            profiles.remember(&kind("ACME"), odd());
            assert_eq!(profiles.profile(&kind("ACME")), odd());
            assert_eq!(fs::read(&file).unwrap(), damaged);
        }
    }
}

//! A reading as a folder: one `.bin` per elementary file, `evidence.json`, and `presented.json` with what
//! was shown at the counter.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use reader::files::{ElementaryFiles, FileId};
use reader::read_out::ReadOut;
use zeroize::Zeroizing;

const EVIDENCE_FILE: &str = "evidence.json";
const PRESENTED_FILE: &str = "presented.json";

/// Writes a reading, readable by its owner only.
///
/// # Errors
/// When the folder cannot be written.
pub fn save(folder: &Path, read_out: &ReadOut) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (file, bytes) in read_out.files.iter() {
        write_private(&folder.join(format!("{}.bin", file.name())), bytes)?;
    }
    let evidence = dossier::evidence::to_bytes(&read_out.evidence).context("evidence")?;
    write_private(&folder.join(EVIDENCE_FILE), &evidence)?;
    let presented = folder.join(PRESENTED_FILE);
    if read_out.presented.is_empty() {
        return Ok(());
    }
    let bytes = dossier::evidence::presented_to_bytes(&read_out.presented).context("presented")?;
    write_private(&presented, &bytes)
}

/// Reads what [`save`] wrote. A folder without `evidence.json` has files but no chip proof.
///
/// # Errors
/// When the folder holds no file of a card or one does not fit.
pub fn load(folder: &Path) -> anyhow::Result<ReadOut> {
    let mut read_out = ReadOut::default();
    for file in FileId::all() {
        let path = folder.join(format!("{}.bin", file.name()));
        if !path.exists() {
            continue;
        }
        let length = fs::metadata(&path).context("saved reading")?.len();
        anyhow::ensure!(
            length <= ElementaryFiles::MAX_FILE_LEN as u64,
            "{} is longer than a card's file can be",
            path.display()
        );
        read_out
            .files
            .insert(file, fs::read(&path).context("saved reading")?);
    }
    anyhow::ensure!(
        read_out.files.iter().next().is_some(),
        "{} holds no file of a card",
        folder.display()
    );
    let evidence = folder.join(EVIDENCE_FILE);
    if evidence.exists() {
        let bytes = Zeroizing::new(fs::read(&evidence).context("saved reading")?);
        read_out.evidence = dossier::evidence::from_bytes(&bytes)
            .with_context(|| format!("{} does not fit", evidence.display()))?;
    }
    let presented = folder.join(PRESENTED_FILE);
    if presented.exists() {
        let bytes = Zeroizing::new(fs::read(&presented).context("saved reading")?);
        read_out.presented = dossier::evidence::presented_from_bytes(&bytes)
            .with_context(|| format!("{} does not fit", presented.display()))?;
    }
    Ok(read_out)
}

/// Writes a file that only its owner can read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .with_context(|| format!("cannot write {}", path.display()))
}

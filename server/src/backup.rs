//! A copy of everything that a backend's folder holds, taken while it serves, and the way back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use crate::blobs::Blobs;
use crate::private_folder::{digest, files_in, make_private, write_private};
use crate::store::{Database, Engine};

/// What is not copied as it lies there: the database is copied by itself, and its companions go with it.
const LEFT_OUT: [&str; 3] = [
    "database.sqlite",
    "database.sqlite-wal",
    "database.sqlite-shm",
];
const SUMS: &str = "SHA256SUMS";

/// Copies the backend's folder into a new one, with a digest of every file. On PostgreSQL the database is not
/// among them: dump it before, so that every case in the dump has its parts in the copy.
///
/// # Errors
/// When the new folder is there already, or something cannot be read or written.
pub async fn take(folder: &Path, database: &Database, to: &Path) -> Result<u64> {
    make_private(to).with_context(|| format!("{} must not be there yet", to.display()))?;
    let mut files = Vec::new();
    if database.engine() == Engine::Sqlite {
        let copy = to.join(LEFT_OUT[0]);
        write_private(&copy, b"")?;
        let path = copy.to_str().context("the path is not UTF-8")?;
        let mut connection = database.acquire().await?;
        // A consistent copy, whatever is written meanwhile. First of all: a part is kept before its case.
        sqlx::query("VACUUM INTO $1")
            .bind(path)
            .execute(&mut *connection)
            .await?;
        files.push(PathBuf::from(LEFT_OUT[0]));
    }
    for file in files_in(folder, is_gone)? {
        if LEFT_OUT.iter().any(|name| file == Path::new(name)) {
            continue;
        }
        // Retention may have removed it since it was listed.
        match fs::read(folder.join(&file)) {
            Ok(octets) => {
                write_private(&to.join(&file), &octets)?;
                files.push(file);
            }
            Err(why) if is_gone(&file, &why) => {}
            Err(why) => return Err(why).with_context(|| file.display().to_string()),
        }
    }
    let mut sums = String::new();
    for file in &files {
        let octets = fs::read(to.join(file))?;
        sums.push_str(&format!("{}  {}\n", digest(&octets), file.display()));
    }
    write_private(&to.join(SUMS), sums.as_bytes())?;
    Ok(files.len() as u64)
}

/// Puts a copy into a folder that is not there yet, file by file as the digests say.
///
/// # Errors
/// When the folder is there, or a file of the copy is missing or changed; then the folder is left incomplete.
pub fn restore(from: &Path, folder: &Path) -> Result<u64> {
    let sums = fs::read_to_string(from.join(SUMS))
        .with_context(|| format!("{} is no complete backup", from.display()))?;
    make_private(folder).with_context(|| format!("{} must not be there yet", folder.display()))?;
    let mut restored = 0;
    for line in sums.lines() {
        let (sum, name) = line
            .split_once("  ")
            .context("SHA256SUMS is not readable")?;
        let name = Path::new(name);
        ensure!(
            name.components()
                .all(|part| matches!(part, std::path::Component::Normal(_))),
            "{} does not lie in the backup",
            name.display()
        );
        let octets =
            fs::read(from.join(name)).with_context(|| format!("{} is missing", name.display()))?;
        if digest(&octets).to_string() != sum {
            bail!("{} was changed", name.display());
        }
        write_private(&folder.join(name), &octets)?;
        restored += 1;
    }
    Ok(restored)
}

/// Retention removes parts of cases while a copy is made, and nothing else.
fn is_gone(file: &Path, why: &std::io::Error) -> bool {
    why.kind() == std::io::ErrorKind::NotFound && file.starts_with(Blobs::FOLDER)
}

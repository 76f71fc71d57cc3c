//! The imported store: `store/` inside the trust folder.
//!
//! Each file lies under the SHA-256 of its bytes, and `index.json` names those that count. An import writes
//! the files first and the index last, in one rename: before it the old store is in force, after it the
//! new one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use reader::trust::{Loaded, Tolerance, TrustAnchors, TrustFile, TrustRefusal, fingerprint};
use time::OffsetDateTime;

use crate::error::{RefusedFile, StoreError};
use crate::folder;
use crate::index::{Entry, Fetched, Index, Policy};
use crate::writing;

/// The imported store of one trust folder.
#[derive(Clone, Debug)]
pub struct Store {
    trust_folder: PathBuf,
    place: PathBuf,
}

/// A file to be imported.
#[derive(Clone, Default)]
pub struct NewFile {
    /// Its name, for the record.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Breaches of the profile that are overlooked in it.
    pub tolerated: Vec<Tolerance>,
    /// The SHA-256 that the certificate in it must have.
    pub fingerprint: Option<[u8; 32]>,
    /// Where it was fetched from.
    pub fetched: Option<Fetched>,
}

/// What an import did.
pub struct Imported {
    /// What each new file gave; nothing for a file that was in the store already.
    pub files: Vec<(String, Option<Loaded>)>,
    /// Files that newer ones replaced.
    pub replaced: Vec<Entry>,
    /// The trust that is now in force.
    pub trust: TrustAnchors,
}

impl Store {
    /// The store of a trust folder, which need not exist.
    #[must_use]
    pub fn of(trust_folder: &Path) -> Self {
        Self {
            trust_folder: trust_folder.to_owned(),
            place: trust_folder.join("store"),
        }
    }

    /// The index; that of an empty store when nothing was ever imported.
    ///
    /// # Errors
    /// [`StoreError`] when there is one that cannot be read.
    pub fn index(&self) -> Result<Index, StoreError> {
        let path = self.index_path();
        if !path.exists() {
            return Ok(Index::default());
        }
        let bytes = folder::read_bounded(&path)?;
        serde_json::from_slice(&bytes).map_err(|_| StoreError::IndexMalformed { path })
    }

    /// The bytes of an imported file, when they are still those that were imported.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when they are not.
    pub fn bytes(&self, entry: &Entry) -> Result<Vec<u8>, StoreError> {
        let damaged = || StoreError::Damaged {
            name: entry.name.clone(),
        };
        let bytes = folder::read_bounded(&self.blob_path(&entry.sha256)).map_err(|_| damaged())?;
        match hexadecimal(&bytes) {
            Some(digest) if digest == entry.sha256 => Ok(bytes),
            _ => Err(damaged()),
        }
    }

    /// Takes files in, all or none.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with every file that gives no trust; [`StoreError`] when the store cannot be
    /// read or written. The old store stays in force.
    pub fn import(
        &self,
        new: Vec<NewFile>,
        loaded_by: &str,
        now: OffsetDateTime,
    ) -> Result<Imported, StoreError> {
        let _lock = self.lock()?;
        let index = self.index()?;
        let mut files = folder::files(&self.trust_folder)?;
        let first_stored = files.len();
        for entry in &index.files {
            files.push(trust_file(entry, self.bytes(entry)?));
        }
        let first_new = files.len();
        let mut entries = index.files.clone();
        let mut places = Vec::new();
        for file in &new {
            let entry = entry_of(file, loaded_by, now)?;
            let known = entries.iter().position(|one| one.sha256 == entry.sha256);
            places.push(known.unwrap_or(entries.len()));
            if known.is_none() {
                files.push(trust_file(&entry, file.bytes.clone()));
                entries.push(entry);
            }
        }
        let (trust, results) = TrustAnchors::from_files(&files);
        let stored = results.get(first_stored..).unwrap_or_default();
        let refused = refused(&new, &places, stored, first_new - first_stored);
        if !refused.is_empty() {
            return Err(StoreError::Refused(refused));
        }
        let is_replaced = |result: &Result<Loaded, TrustRefusal>| {
            matches!(
                result,
                Err(TrustRefusal::ListOlder | TrustRefusal::CrlOlder)
            )
        };
        let judged = || entries.iter().zip(stored);
        let kept = judged().filter(|(_, result)| !is_replaced(result));
        let mut changed = Index {
            files: kept.map(|(entry, _)| entry.clone()).collect(),
            ..index.clone()
        };
        note_fetches(&mut changed, &new);
        let replaced: Vec<Entry> = judged()
            .filter(|(_, result)| is_replaced(result))
            .map(|(entry, _)| entry.clone())
            .collect();
        for file in &new {
            self.write_blob(&file.bytes)?;
        }
        self.write_index(&changed)?;
        self.sweep(&changed);
        let files = new.iter().zip(&places).map(|(file, place)| {
            let is_new = *place >= index.files.len();
            let loaded = stored.get(*place).and_then(|result| result.clone().ok());
            (file.name.clone(), loaded.filter(|_| is_new))
        });
        Ok(Imported {
            files: files.collect(),
            replaced,
            trust: trust.with_policy(changed.trust_policy()),
        })
    }

    /// Takes one file out, by its name or the beginning of its fingerprint.
    ///
    /// # Errors
    /// [`StoreError`] when no file or several are meant, or the store cannot be written.
    pub fn remove(&self, which: &str) -> Result<Entry, StoreError> {
        let _lock = self.lock()?;
        let mut index = self.index()?;
        let is_meant = |entry: &Entry| {
            entry.name == which
                || (which.len() >= 8 && entry.sha256.starts_with(&which.to_ascii_lowercase()))
        };
        let mut meant =
            (0..index.files.len()).filter(|at| index.files.get(*at).is_some_and(is_meant));
        let at = match (meant.next(), meant.next()) {
            (Some(only), None) => only,
            (None, _) => return Err(StoreError::NotFound(which.to_owned())),
            (Some(_), Some(_)) => return Err(StoreError::Ambiguous(which.to_owned())),
        };
        let removed = index.files.remove(at);
        self.write_index(&index)?;
        self.sweep(&index);
        Ok(removed)
    }

    /// Notes that the server of a file was asked and had nothing newer.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    pub fn asked(&self, url: &str, now: OffsetDateTime) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let mut index = self.index()?;
        let fetched = index
            .files
            .iter_mut()
            .filter_map(|one| one.fetched.as_mut());
        for fetched in fetched.filter(|fetched| fetched.url == url) {
            fetched.at = now;
        }
        self.write_index(&index)
    }

    /// Sets what the operator demands.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    pub fn demand(&self, policy: Policy) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let mut index = self.index()?;
        index.policy = policy;
        self.write_index(&index)
    }

    /// Where the index lies.
    #[must_use]
    pub fn index_path(&self) -> PathBuf {
        self.place.join("index.json")
    }

    fn blob_path(&self, sha256: &str) -> PathBuf {
        // A name that is no digest could lead anywhere.
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|octet| octet.is_ascii_hexdigit());
        self.place
            .join(if is_digest { sha256 } else { "no-digest" })
    }

    /// One change at a time; the lock falls with the process.
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.place.join("lock");
        let opened = fs::create_dir_all(&self.place).and_then(|()| File::create(&path));
        let locked = opened.and_then(|file| file.lock().map(|()| file));
        locked.map_err(|source| StoreError::Unwritable { path, source })
    }

    fn write_blob(&self, bytes: &[u8]) -> Result<(), StoreError> {
        let digest = hexadecimal(bytes).unwrap_or_default();
        let path = self.blob_path(&digest);
        if fs::read(&path).is_ok_and(|known| known == bytes) {
            return Ok(());
        }
        writing::replace(&path, bytes)
    }

    fn write_index(&self, index: &Index) -> Result<(), StoreError> {
        let path = self.index_path();
        let text = serde_json::to_vec_pretty(index)
            .map_err(|_| StoreError::IndexMalformed { path: path.clone() })?;
        writing::replace(&path, &text)
    }

    /// Drops what the index does not name: replaced files and the remains of an import that was cut short.
    fn sweep(&self, index: &Index) {
        let names = fs::read_dir(&self.place).into_iter().flatten().flatten();
        for entry in names {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_blob = name.len() == 64;
            if is_blob && index.files.iter().all(|one| one.sha256 != name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Names every new file that gives no trust, and those whose certificate is another than the operator said.
fn refused(
    new: &[NewFile],
    places: &[usize],
    stored: &[Result<Loaded, TrustRefusal>],
    known: usize,
) -> Vec<RefusedFile> {
    let refusal = |(file, place): (&NewFile, &usize)| {
        let refusal = match stored.get(*place) {
            // What the store holds already is as good as it was.
            _ if *place < known => None,
            Some(Ok(_)) => None,
            Some(Err(refusal)) => Some(*refusal),
            None => Some(TrustRefusal::Unrecognised),
        };
        let expected = file.fingerprint;
        let differs = expected.is_some_and(|expected| {
            reader::trust::certificate_fingerprint(&file.bytes) != Some(expected)
        });
        let refusal = refusal.or(differs.then_some(TrustRefusal::FingerprintDiffers))?;
        Some(RefusedFile {
            name: file.name.clone(),
            refusal,
        })
    };
    new.iter().zip(places).filter_map(refusal).collect()
}

/// A file that came again from its server keeps the newest answer.
fn note_fetches(index: &mut Index, new: &[NewFile]) {
    for file in new {
        let digest = hexadecimal(&file.bytes);
        let entry = index
            .files
            .iter_mut()
            .find(|one| Some(&one.sha256) == digest.as_ref());
        if let (Some(entry), Some(fetched)) = (entry, &file.fetched) {
            entry.fetched = Some(fetched.clone());
        }
    }
}

fn entry_of(file: &NewFile, loaded_by: &str, now: OffsetDateTime) -> Result<Entry, StoreError> {
    let sha256 = hexadecimal(&file.bytes).ok_or_else(|| StoreError::Damaged {
        name: file.name.clone(),
    })?;
    Ok(Entry {
        sha256,
        name: file.name.clone(),
        since: now,
        loaded_by: loaded_by.to_owned(),
        tolerated: file.tolerated.clone(),
        fetched: file.fetched.clone(),
    })
}

/// An imported file as the reader takes it.
pub(crate) fn trust_file(entry: &Entry, bytes: Vec<u8>) -> TrustFile {
    TrustFile {
        name: entry.name.clone(),
        bytes,
        since: Some(entry.since),
        loaded_by: Some(entry.loaded_by.clone()),
        tolerated: entry.tolerated.clone(),
        ..TrustFile::default()
    }
}

/// SHA-256, lower-case hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> Option<String> {
    let digest = fingerprint(bytes)?;
    Some(digest.iter().map(|octet| format!("{octet:02x}")).collect())
}

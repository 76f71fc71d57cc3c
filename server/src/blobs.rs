//! Sealed parts of cases, outside the database, in a folder. What lies there is sealed by the
//! case's key, so that whoever keeps the folder reads nothing, and a case whose key is destroyed is gone.

use std::{path::Path, sync::Arc};

use futures_util::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path as Name};
use time::OffsetDateTime;
use uuid::Uuid;

/// The longest sealed part that is read back: a submission of the greatest length, sealed.
const LONGEST: u64 = 32 << 20;
const CASES: &str = "cases";
const PROBE: &str = "probe";

/// Which part of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The JWS as it came.
    Submission,
    /// What the backend made of it for the officer.
    Presentation,
    /// The bundle that the backend's verdict rests on.
    Evidence,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Submission, Self::Presentation, Self::Evidence];

    /// Its name, in the store and in the seal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Presentation => "presentation",
            Self::Evidence => "evidence",
        }
    }
}

/// Why a part could not be kept or fetched. Names say which case; nothing of its content.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The store refused or does not answer.
    #[error("the blob store: {0}")]
    Store(#[from] object_store::Error),
    /// Never put there, or removed since.
    #[error("the blob store has no such part")]
    Missing,
    /// Longer than anything that was ever put there.
    #[error("a blob of {0} bytes is none of ours")]
    TooLong(u64),
}

/// Where sealed parts are kept. Cheap to clone.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Its name in the backend's folder.
    pub const FOLDER: &str = "blobs";

    /// In a folder that exists; a part is on the disk before its writer goes on.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn folder(path: &Path) -> Result<Self, BlobError> {
        let folder = LocalFileSystem::new_with_prefix(path)?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(Self(Arc::new(folder)))
    }

    /// Keeps a sealed part; whole or not at all.
    ///
    /// # Errors
    /// When the store does not take it.
    pub async fn put(&self, case: Uuid, part: Part, sealed: Vec<u8>) -> Result<(), BlobError> {
        self.0.put(&name(case, part), sealed.into()).await?;
        Ok(())
    }

    /// Fetches a sealed part.
    ///
    /// # Errors
    /// [`BlobError::Missing`] when it is not there; otherwise the store does not answer.
    pub async fn get(&self, case: Uuid, part: Part) -> Result<Vec<u8>, BlobError> {
        let found = match self.0.get(&name(case, part)).await {
            Err(object_store::Error::NotFound { .. }) => return Err(BlobError::Missing),
            found => found?,
        };
        if found.meta.size > LONGEST {
            return Err(BlobError::TooLong(found.meta.size));
        }
        Ok(found.bytes().await?.into())
    }

    /// Removes every part of a case; one that is gone already does not matter.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn remove(&self, case: Uuid) -> Result<(), BlobError> {
        for part in Part::ALL {
            match self.0.delete(&name(case, part)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(why) => return Err(why.into()),
            }
        }
        Ok(())
    }

    /// Cases that have parts here and began before this moment, by the time in their identifiers.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn cases_before(&self, moment: OffsetDateTime) -> Result<Vec<Uuid>, BlobError> {
        let folder = Name::from(CASES);
        let listed = self.0.list(Some(&folder));
        let mut cases: Vec<Uuid> = listed
            .try_filter_map(|found| async move { Ok(case_of(&found.location)) })
            .try_filter(|case| std::future::ready(began_before(*case, moment)))
            .try_collect()
            .await?;
        cases.sort_unstable();
        cases.dedup();
        Ok(cases)
    }

    /// Writes and removes something small.
    ///
    /// # Errors
    /// When the store takes nothing.
    pub async fn probe(&self) -> Result<(), BlobError> {
        let name = Name::from(format!("{PROBE}/{}", Uuid::new_v4()));
        self.0.put(&name, vec![0_u8].into()).await?;
        Ok(self.0.delete(&name).await?)
    }
}

fn name(case: Uuid, part: Part) -> Name {
    Name::from(format!("{CASES}/{}/{}", case.hyphenated(), part.word()))
}

fn case_of(name: &Name) -> Option<Uuid> {
    name.parts().nth(1)?.as_ref().parse().ok()
}

/// RFC 9562 §5.7: the first 48 bits are milliseconds.
fn began_before(case: Uuid, moment: OffsetDateTime) -> bool {
    let began = case.as_u128() >> 80;
    i128::try_from(began).is_ok_and(|began| began < moment.unix_timestamp_nanos() / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn parts_come_back_and_go_with_their_case() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
        for case in [one, two] {
            for part in Part::ALL {
                let sealed = part.word().as_bytes().to_vec();
                blobs.put(case, part, sealed).await.unwrap();
            }
        }
        let kept = blobs.get(one, Part::Presentation).await.unwrap();
        assert_eq!(kept, b"presentation");
        blobs.remove(one).await.unwrap();
        blobs.remove(one).await.unwrap();
        let gone = blobs.get(one, Part::Presentation).await;
        assert!(matches!(gone, Err(BlobError::Missing)));
        let later = OffsetDateTime::now_utc() + time::Duration::hours(1);
        assert_eq!(blobs.cases_before(later).await.unwrap(), [two]);
        let earlier = later - time::Duration::hours(2);
        assert!(blobs.cases_before(earlier).await.unwrap().is_empty());
        blobs.probe().await.unwrap();
        std::fs::remove_dir_all(folder.path()).unwrap();
        std::fs::write(folder.path(), b"in the way").unwrap();
        assert!(blobs.probe().await.is_err());
    }
}

//! The policy of a place: profile, calendar and the publisher's pinned key in one folder.
//!
//! | file | what |
//! |---|---|
//! | `publisher.pub.pem` | the key whose signatures count here; without it the demonstration key's do |
//! | `profile.toml`, `profile.toml.jws` | the decree's values and their detached signature |
//! | `calendar.toml`, `calendar.toml.jws` | working days and their detached signature |
//!
//! A part that is not there is the one that this version was built with.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use dossier::{
    detached::{self, DetachedRefused},
    keys::{KeyError, PolicyPublicKey},
};
use rules::{
    policy::{Floor, Offer, Offered, Policy, PolicyRefused, SignatureRefused, SignedBy, accept},
    profile::ProfileName,
    rulebook::Bundled,
};
use time::Date;

use crate::{error::StoreError, writing};

/// Longer than any profile, calendar, signature or key is; one octet more is read, to be refused.
const MAX_LEN: u64 = 64 * 1024 + 1;

/// Why there is no policy to work by.
#[derive(Debug, thiserror::Error)]
pub enum PolicyUnusable {
    /// It is refused.
    #[error(transparent)]
    Refused(#[from] PolicyRefused),
    /// The pinned key is none.
    #[error("{}: {source}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyError,
    },
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What counted cannot be kept.
    #[error(transparent)]
    NotKept(#[from] StoreError),
    /// What was kept of earlier versions cannot be read: an older policy could slip in.
    #[error("{}: the versions that counted before are not readable", .0.display())]
    Floor(PathBuf),
}

/// Loads and checks the policy of a folder, and keeps in `floor` which versions have counted.
///
/// # Errors
/// [`PolicyUnusable`]: nothing is worked by then.
pub fn load(folder: &Path, floor: &Path, on: Date) -> Result<Policy, PolicyUnusable> {
    let kept = match text(floor)? {
        Some(text) => Floor::parse(&text).map_err(|_| PolicyUnusable::Floor(floor.to_owned()))?,
        None => Floor::default(),
    };
    let policy = check(folder, &kept, on)?;
    let raised = kept.clone().raised_by(&policy);
    if raised != kept {
        let unreadable = |_| PolicyUnusable::Floor(floor.to_owned());
        let text = raised.to_text().map_err(unreadable)?;
        writing::replace(floor, text.as_bytes())?;
    }
    Ok(policy)
}

/// Checks the policy of a folder against the versions that counted before, and keeps nothing.
///
/// # Errors
/// [`PolicyUnusable`] when it may not be worked by.
pub fn check(folder: &Path, floor: &Floor, on: Date) -> Result<Policy, PolicyUnusable> {
    let (key, signed_by) = key(folder)?;
    let (profile, calendar) = (
        part(folder, "profile.toml")?,
        part(folder, "calendar.toml")?,
    );
    let verify =
        |text: &str, signature: &str| match detached::verify(text.as_bytes(), signature, &key) {
            Ok(()) => Ok(signed_by),
            Err(DetachedRefused::OtherKey) => Err(SignatureRefused::OtherKey),
            Err(
                DetachedRefused::Malformed | DetachedRefused::Invalid | DetachedRefused::NotSigned,
            ) => Err(SignatureRefused::Invalid),
        };
    let offered = Offered {
        profile: profile.as_ref().map_or(
            Bundled::profile(ProfileName::Decree69).offer(),
            Found::offer,
        ),
        calendar: calendar
            .as_ref()
            .map_or(Bundled::CALENDAR.offer(), Found::offer),
    };
    Ok(accept(offered, verify, floor, on)?)
}

/// A part as it lies in the folder.
struct Found {
    text: String,
    signature: Option<String>,
}

impl Found {
    fn offer(&self) -> Offer<'_> {
        Offer {
            text: &self.text,
            signature: self.signature.as_deref(),
        }
    }
}

fn part(folder: &Path, name: &str) -> Result<Option<Found>, PolicyUnusable> {
    let Some(found) = text(&folder.join(name))? else {
        return Ok(None);
    };
    Ok(Some(Found {
        text: found,
        signature: text(&folder.join(format!("{name}.jws")))?,
    }))
}

fn key(folder: &Path) -> Result<(PolicyPublicKey, SignedBy), PolicyUnusable> {
    let path = folder.join("publisher.pub.pem");
    let (pem, signed_by) = match text(&path)? {
        Some(pem) => (pem, SignedBy::Pinned),
        None => (
            Bundled::DEMONSTRATION_KEY.to_owned(),
            SignedBy::Demonstration,
        ),
    };
    match PolicyPublicKey::from_pem(pem.as_bytes()) {
        Ok(key) => Ok((key, signed_by)),
        Err(source) => Err(PolicyUnusable::Key { path, source }),
    }
}

/// The text of a file, of bounded length; nothing when there is no such file.
fn text(path: &Path) -> Result<Option<String>, PolicyUnusable> {
    let read = || -> io::Result<String> {
        let mut text = String::new();
        fs::File::open(path)?
            .take(MAX_LEN)
            .read_to_string(&mut text)?;
        Ok(text)
    };
    match read() {
        Ok(text) => Ok(Some(text)),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(PolicyUnusable::File {
            path: path.to_owned(),
            source,
        }),
    }
}

//! The newest moment that this computer's clock ever showed, so that a clock set back is noticed.

use std::fs;
use std::path::{Path, PathBuf};

use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::writing;

/// How far the clock must have advanced before it is written down again.
const STEP: Duration = Duration::hours(1);

/// A moment in a file of its own. A file that cannot be written loses the memory, not the work.
pub(crate) struct LastSeen {
    path: PathBuf,
    moment: Option<OffsetDateTime>,
}

impl LastSeen {
    pub(crate) fn open(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        Self {
            path: path.to_owned(),
            moment: OffsetDateTime::parse(text.trim(), &Rfc3339).ok(),
        }
    }

    /// The newest moment seen before this one, which is remembered when it is newer.
    pub(crate) fn before(&mut self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let before = self.moment;
        if before.is_none_or(|moment| moment + STEP <= now) {
            self.moment = Some(now);
            let text = now.format(&Rfc3339).unwrap_or_default();
            if let Err(error) = writing::replace(&self.path, text.as_bytes()) {
                tracing::debug!(%error, "the time is not remembered");
            }
        }
        before
    }
}

//! What the window says in its log that it waits for.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::demo::PATIENCE;
use crate::processes::Processes;

/// The log, read line after line.
pub(super) struct Told {
    log: PathBuf,
    read: usize,
}

/// One line: `waits_for="portrait" busy=false receipts=0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) waits_for: String,
    pub(super) busy: bool,
    pub(super) receipts: usize,
}

impl Told {
    pub(super) fn by(log: PathBuf) -> Self {
        Self { log, read: 0 }
    }

    /// The next line that is there already.
    pub(super) fn line(&mut self) -> Option<Standing> {
        let text = fs::read_to_string(&self.log).ok()?;
        // A line that is being written is read the next time.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        while self.read < whole {
            let line = text.get(self.read..whole)?.lines().next()?;
            self.read += line.len() + 1;
            if let Some(standing) = standing(line) {
                return Some(standing);
            }
        }
        None
    }

    /// The next line that is as wanted; those before it are passed over.
    pub(super) fn next(
        &mut self,
        what: &str,
        processes: &mut Processes,
        wanted: impl Fn(&Standing) -> bool,
    ) -> Result<Standing> {
        processes.wait_for(what, PATIENCE, || {
            std::iter::from_fn(|| self.line()).find(&wanted)
        })
    }
}

fn standing(line: &str) -> Option<Standing> {
    let value = |name: &str| {
        let (_, rest) = line.split_once(&format!("{name}="))?;
        rest.split_whitespace()
            .next()
            .map(|word| word.trim_matches('"'))
    };
    Some(Standing {
        waits_for: value("waits_for")?.to_owned(),
        busy: value("busy")?.parse().ok()?,
        receipts: value("receipts")?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_once_and_one_that_is_being_written_later() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("window.log");
        let line = |busy: bool| format!("INFO: waits_for=\"card\" busy={busy} receipts=0\n");
        fs::write(&log, format!("{}WARN other\n{}", line(true), "INFO: waits")).unwrap();
        let mut told = Told::by(log.clone());
        assert!(told.line().unwrap().busy);
        assert_eq!(told.line(), None);
        fs::write(&log, format!("{}WARN other\n{}", line(true), line(false))).unwrap();
        assert!(!told.line().unwrap().busy);
        assert_eq!(told.line(), None);
    }

    #[test]
    fn a_line_of_the_log() {
        let line =
            "2026-12-01T00:00:00Z  INFO terminal::window: waits_for=\"card\" busy=true receipts=2";
        let expected = Standing {
            waits_for: "card".into(),
            busy: true,
            receipts: 2,
        };
        assert_eq!(standing(line), Some(expected));
        assert_eq!(standing("INFO card read verdict=genuine"), None);
    }
}

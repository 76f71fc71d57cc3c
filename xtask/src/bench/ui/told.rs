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

    /// The next line that is as wanted; those before it are passed over.
    pub(super) fn next(
        &mut self,
        what: &str,
        processes: &mut Processes,
        wanted: impl Fn(&Standing) -> bool,
    ) -> Result<Standing> {
        let Self { log, read } = self;
        processes.wait_for(what, PATIENCE, || {
            let text = fs::read_to_string(&*log).ok()?;
            // A line that is being written is read the next time.
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            while *read < whole {
                let rest = text.get(*read..whole)?;
                let line = rest.lines().next()?;
                *read += line.len() + 1;
                if let Some(standing) = standing(line).filter(&wanted) {
                    return Some(standing);
                }
            }
            None
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

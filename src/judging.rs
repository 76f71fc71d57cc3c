//! The verdict in the making: a thread that verifies and hashes what is in while the card sends the rest.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::{Builder, Scope, ScopedJoinHandle};

use reader::files::{ElementaryFiles, FileId};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::Preparation;
use zeroize::Zeroizing;

use crate::clock;

/// More files than a card has. When it is full a file is left for the verdict itself.
const FILES_AHEAD: usize = 32;

/// One file on its way to the thread.
type File = (FileId, Zeroizing<Vec<u8>>);

/// Prepares the verdict of one reading.
pub(crate) struct Judging<'scope, 't> {
    trust: &'t TrustAnchors,
    thread: Option<Thread<'scope, 't>>,
}

struct Thread<'scope, 't> {
    files: SyncSender<File>,
    handle: ScopedJoinHandle<'scope, Preparation<'t>>,
}

impl<'scope, 't: 'scope> Judging<'scope, 't> {
    /// Begins; without a thread everything is done at the end.
    pub(crate) fn start<'env>(scope: &'scope Scope<'scope, 'env>, trust: &'t TrustAnchors) -> Self {
        let (files, inbox) = sync_channel::<File>(FILES_AHEAD);
        let work = move || {
            let first = inbox.recv();
            let mut preparation = Preparation::new(trust, ReferenceTime(clock::now()));
            for (file, bytes) in first.into_iter().chain(inbox) {
                preparation.file(file, &bytes);
            }
            preparation
        };
        let handle = Builder::new()
            .name("verdict".into())
            .spawn_scoped(scope, work);
        let thread = handle.map(|handle| Thread { files, handle });
        Self {
            trust,
            thread: thread.ok(),
        }
    }

    /// Passes a file on; never waits.
    pub(crate) fn file(&self, file: FileId, bytes: &[u8]) {
        let Some(thread) = &self.thread else {
            return;
        };
        let sent = thread
            .files
            .try_send((file, Zeroizing::new(bytes.to_vec())));
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = sent {
            tracing::debug!(file = file.name(), "left for the verdict itself");
        }
    }

    /// Passes on what an earlier part of the reading brought.
    pub(crate) fn files(&self, files: &ElementaryFiles) {
        for (file, bytes) in files.iter() {
            self.file(file, bytes);
        }
    }

    /// What is prepared, for the verdict.
    pub(crate) fn finish(self) -> Preparation<'t> {
        let prepared = self.thread.and_then(|thread| {
            drop(thread.files);
            thread.handle.join().ok()
        });
        prepared.unwrap_or_else(|| Preparation::new(self.trust, ReferenceTime(clock::now())))
    }
}

#[cfg(test)]
mod tests {
    use reader::chip::ChallengeExpectation;
    use reader::read_out::ReadOut;
    use reader::verdict::{Reason, Verdict};

    use super::*;

    #[test]
    fn any_number_of_files_is_taken_without_waiting_and_judged_by_what_was_read() {
        let trust = TrustAnchors::default();
        let assessment = std::thread::scope(|scope| {
            let judging = Judging::start(scope, &trust);
            for _ in 0..10 * FILES_AHEAD {
                judging.file(FileId::Sod, &[0x77, 0x00]);
            }
            judging
                .finish()
                .assess(&ReadOut::default(), ChallengeExpectation::Any)
        });
        assert_eq!(assessment.verdict(), Verdict::Refuted);
        assert!(
            assessment
                .checks
                .iter()
                .any(|check| check.reason == Reason::SodMissing)
        );
    }
}

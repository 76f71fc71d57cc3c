//! The camera as a scanner: a card's code in its frames.

use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use capture::scanner::code_in;
use ui::event::{Event, SessionId};
use ui::problem::Problem;

use super::{PortraitWorker, Seen};
use crate::workers::stop::Stop;

/// One wait for a code.
pub(in crate::workers) struct LookForCode {
    pub(in crate::workers) session: SessionId,
    pub(in crate::workers) stop: Stop,
    pub(in crate::workers) wait: Duration,
}

/// The wait that the worker is at.
pub(super) struct Looking {
    session: SessionId,
    stop: Stop,
    deadline: Instant,
    /// The frame that was searched last.
    searched: Option<Rc<Seen>>,
}

impl Looking {
    /// Whoever gave it up waits for no report.
    pub(super) fn is_given_up(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn failed(&self, problem: Problem) -> Event {
        failed(self.session, problem)
    }
}

fn failed(session: SessionId, problem: Problem) -> Event {
    Event::ScanFailed { session, problem }
}

impl PortraitWorker {
    pub(super) fn look_for_code(&mut self, job: LookForCode) {
        let refusal = match &self.source {
            None => Some(Problem::ScannerMissing),
            Some(_) => (self.admission)().err(),
        };
        match refusal {
            Some(problem) => self.outlet.send(failed(job.session, problem)),
            None => {
                self.looking = Some(Looking {
                    session: job.session,
                    stop: job.stop,
                    deadline: Instant::now() + job.wait,
                    searched: None,
                });
            }
        }
    }

    /// A code that cannot be read in this frame may be in the next; one whose letters are damaged is told.
    pub(super) fn find_code(&mut self, seen: &Rc<Seen>) {
        let Some(mut looking) = self.looking.take() else {
            return;
        };
        let before = looking.searched.as_ref();
        let found = match before.is_some_and(|last| Rc::ptr_eq(last, seen)) {
            true => None,
            false => seen.image.luminance().ok().and_then(|grey| code_in(&grey)),
        };
        let session = looking.session;
        match found {
            Some(Ok(text)) => self.outlet.send(Event::Scanned { session, text }),
            Some(Err(error)) => self.outlet.send(looking.failed(Problem::from(&error))),
            None => {
                looking.searched = Some(Rc::clone(seen));
                self.looking = Some(looking);
            }
        }
    }

    pub(super) fn end_late_look(&mut self) {
        let late = |looking: &mut Looking| Instant::now() >= looking.deadline;
        if let Some(looking) = self.looking.take_if(late) {
            self.outlet.send(looking.failed(Problem::ScanNothing));
        }
    }
}

//! The approving officer's work place.

use dossier::api::{CaseFile, CaseRecord, QueueEntry};
use dossier::decision::{Answer, Examined, RefusalReason};
use dossier::source::weigh;
use reader::verdict::Verdict;
use time::OffsetDateTime;

use super::Picture;
use super::inspection::Inspection;
use crate::event::SignedIn;
use crate::problem::Problem;
use crate::subject::SubjectForm;

/// Queue and case.
pub struct Approver {
    /// Who is signed in.
    pub who: SignedIn,
    /// Open cases, most urgent first.
    pub queue: Vec<QueueEntry>,
    /// The line pointed at.
    pub selected: usize,
    /// When the queue was last asked for by the clock, or first seen empty.
    pub looked_at: Option<OffsetDateTime>,
    /// What lies on the desk.
    pub desk: Desk,
    /// What went wrong last.
    pub problem: Option<Problem>,
}

/// What lies on the desk.
pub enum Desk {
    /// Nothing.
    Empty,
    /// A case is being claimed.
    Opening,
    /// A claimed case.
    Open(Box<OpenCase>),
    /// The decision just recorded.
    Decided(Box<CaseRecord>),
}

/// What a source is asked about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Do the identity data match?
    Data,
    /// Does the face?
    Portrait,
    /// Do the fingers?
    Fingerprint,
}

/// A claimed case.
pub struct OpenCase {
    /// The backend's file.
    pub file: CaseFile,
    /// For whom it was filed, as the counter wrote it down.
    pub subject: SubjectForm,
    /// The chip's portrait.
    pub chip_portrait: Option<Picture>,
    /// The counter's portrait.
    pub live_portrait: Option<Picture>,
    /// The counter's fingerprints.
    pub fingerprints: Vec<Picture>,
    /// What the officer states that the sources answered.
    pub examined: Examined,
    /// The chosen reason for refusal.
    pub reason: Option<RefusalReason>,
    /// The note to it.
    pub note: String,
    /// How the faces are looked at closely, while they are.
    pub inspection: Option<Inspection>,
    /// Whether a decision is under way.
    pub deciding: bool,
}

impl Approver {
    /// An empty desk.
    #[must_use]
    pub fn new(who: SignedIn) -> Self {
        Self {
            who,
            queue: Vec::new(),
            selected: 0,
            looked_at: None,
            desk: Desk::Empty,
            problem: None,
        }
    }

    /// The line pointed at.
    #[must_use]
    pub fn pointed(&self) -> Option<&QueueEntry> {
        self.queue.get(self.selected)
    }
}

impl Question {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Data, Self::Portrait, Self::Fingerprint];

    fn of(self, examined: &Examined) -> Answer {
        match self {
            Self::Data => examined.data,
            Self::Portrait => examined.portrait,
            Self::Fingerprint => examined.fingerprint,
        }
    }
}

impl OpenCase {
    /// What counts of one question: the sources' answer, or the officer's statement where there is none.
    #[must_use]
    pub fn answer(&self, question: Question) -> Answer {
        question.of(&weigh(&self.file.sources).beside(self.examined))
    }

    /// What the sources themselves have answered of one question: no statement replaces it.
    #[must_use]
    pub fn settled(&self, question: Question) -> Answer {
        question.of(&weigh(&self.file.sources).answered)
    }

    /// Ticks a question or unticks it; what does not match is a reason to refuse, and what a source has answered is
    /// not the officer's to say.
    pub(crate) fn turn(&mut self, question: Question) {
        if self.settled(question) != Answer::NotAnswered {
            return;
        }
        let answer = match self.answer(question) {
            Answer::Matches => Answer::NotAnswered,
            Answer::Differs | Answer::NotAnswered => Answer::Matches,
        };
        match question {
            Question::Data => self.examined.data = answer,
            Question::Portrait => self.examined.portrait = answer,
            Question::Fingerprint => self.examined.fingerprint = answer,
        }
    }

    /// Whether approval is possible at all: the backend's own verdict is genuine and both
    /// portraits are there to be seen.
    #[must_use]
    pub fn can_approve(&self) -> bool {
        self.file.server_verdict == Verdict::Genuine
            && self.chip_portrait.is_some()
            && self.live_portrait.is_some()
    }
}

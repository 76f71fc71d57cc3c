//! The card with a watch on it: which lengths passed, and how long card and reader computed.
//!
//! Computing is processor time of the one thread that both run in: other programs on the machine do not
//! lengthen it.

use std::time::Duration;

use card_twin::card::Card;
use card_twin::link::Link;
use rustix::time::{ClockId, clock_gettime};

/// Lengths of one command and its answer, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) command: usize,
    pub(crate) answer: usize,
}

/// One reading, as it was measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured {
    pub(crate) passed: Vec<Passed>,
    /// The card's own computing.
    pub(crate) card: Duration,
    /// The reader's computing, from the first command to the verdict.
    pub(crate) reader: Duration,
    /// From the card's last answer to the verdict.
    pub(crate) after_last_answer: Duration,
    /// The least that the protocols allow on this card.
    pub(crate) floor: Vec<Passed>,
}

impl Measured {
    /// The whole reading at a bit rate: the link by its model, the computing of both as it was.
    pub(crate) fn wall(&self, link: Link) -> Duration {
        on_link(&self.passed, link) + self.card + self.reader
    }

    /// The fewest commands and bytes on the link, and the card's own computing.
    pub(crate) fn floor(&self, link: Link) -> Duration {
        on_link(&self.floor, link) + self.card
    }
}

fn on_link(passed: &[Passed], link: Link) -> Duration {
    passed
        .iter()
        .map(|one| link.time(one.command, one.answer))
        .sum()
}

pub(crate) fn bytes(passed: &[Passed]) -> usize {
    passed.iter().map(|one| one.command + one.answer).sum()
}

/// A card, the clock of one reading, and what passed.
pub(crate) struct ClockedCard<'a> {
    card: &'a mut Card,
    started: Duration,
    last_answer: Duration,
    measured: Measured,
}

impl<'a> ClockedCard<'a> {
    /// Powers the card up and starts the clock.
    pub(crate) fn insert(card: &'a mut Card) -> Self {
        card.reset();
        let now = processor_time();
        Self {
            card,
            started: now,
            last_answer: now,
            measured: Measured::default(),
        }
    }

    pub(crate) fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let asked = processor_time();
        let answer = self.card.transmit(command);
        self.last_answer = processor_time();
        self.measured.card += self.last_answer - asked;
        self.measured.passed.push(Passed {
            command: command.len(),
            answer: answer.len(),
        });
        answer
    }

    /// Stops the clock: there is a verdict.
    pub(crate) fn stop(self) -> Measured {
        let now = processor_time();
        let mut measured = self.measured;
        measured.reader = (now - self.started).saturating_sub(measured.card);
        measured.after_last_answer = now - self.last_answer;
        measured
    }
}

/// Of this thread, since it began.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

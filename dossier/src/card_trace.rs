//! What passed between a reader and a card, without a byte of the person: headers, lengths, status words and times.
//! ISO/IEC 7816-4 §5, ICAO Doc 9303-10 §3.
//!
//! A trace also says what kind of card it was, exactly enough that the card twin can be issued for a made-up person
//! and behaves like it ([`CardTrace::twin_profile`]). Keys, hashes, signatures and contents have no place in it; the
//! lengths of files have.

mod kind;
mod twin;

use std::time::Duration;

use reader::channel::Exchange;
use reader::fault::Fault;
use reader::reading::ReaderProfile;
use reader::reading::floor::{CardShape, Exchanged};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use kind::{ActiveAuthenticationKind, ChipKeyKind, TracedCard};

/// What stands first in the file.
const FORMAT: &str = "cccd-card-trace/1";
/// A file of more is none.
const MAX_LEN: usize = 1 << 20;
/// More commands than any reading has.
const MAX_COMMANDS: usize = 4096;

/// One reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardTrace {
    format: String,
    /// The program and its version.
    pub program: String,
    /// When the reading ended.
    #[serde(with = "time::serde::rfc3339")]
    pub made_at: OffsetDateTime,
    /// The reader's PC/SC name.
    pub reader: String,
    /// Answer to reset, hexadecimal.
    pub answer_to_reset: String,
    /// What was known of reader and chip before, as in a file of reader profiles.
    pub known: Vec<String>,
    /// `genuine`, `refuted`, `undetermined` or `unread`.
    pub verdict: String,
    /// Why the reading ended early.
    pub ended: Option<Ended>,
    /// What kind of card it is.
    pub card: TracedCard,
    /// Every command, in its order.
    pub commands: Vec<TracedCommand>,
}

/// Why a reading ended early.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// What happened, in the words of the standard.
    pub what: String,
    /// `chip`, `reader`, `operator`, `trust` or `us`.
    pub who: String,
}

/// One command and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TracedCommand {
    /// The step of the reading.
    pub step: String,
    /// CLA INS P1 P2, hexadecimal.
    pub header: String,
    /// Bytes of the command.
    pub sent: usize,
    /// Bytes of the answer, status word included.
    pub received: usize,
    /// SW1 SW2, hexadecimal.
    pub status: String,
    /// Microseconds until the answer was there.
    pub microseconds: u64,
}

/// Why bytes are no trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// Too long, or not of this form.
    #[error("not a trace of a card, or of another version")]
    Form,
    /// More commands than a reading has.
    #[error("a trace of more than {0} commands")]
    TooMany(usize),
}

/// Where two traces part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The step in which it happens.
    pub step: String,
    /// INS and status word of the first, hexadecimal; nothing where it has ended.
    pub first: Option<String>,
    /// The same of the second.
    pub second: Option<String>,
}

/// What one step took, and the least that it could have taken with this card.
#[derive(Clone, Debug, PartialEq)]
pub struct StepBudget {
    /// The step.
    pub step: String,
    /// Commands.
    pub commands: usize,
    /// Milliseconds in which the card was waited for.
    pub waited_ms: f64,
    /// Milliseconds of the fewest commands and bytes, at this card's own pace.
    pub floor_ms: f64,
}

impl TracedCommand {
    /// One exchange of a step.
    #[must_use]
    pub fn of(step: &str, exchange: Exchange, time: Duration) -> Self {
        Self {
            step: step.to_owned(),
            header: hex(&exchange.header),
            sent: exchange.command_len,
            received: exchange.response_len,
            status: hex(&exchange.status.to_be_bytes()),
            microseconds: u64::try_from(time.as_micros()).unwrap_or(u64::MAX),
        }
    }

    fn instruction(&self) -> &str {
        self.header.get(2..4).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        self.sent + self.received
    }
}

/// Who must act, by its stable word.
#[must_use]
pub fn fault_word(fault: Fault) -> &'static str {
    match fault {
        Fault::Chip => "chip",
        Fault::Reader => "reader",
        Fault::Operator => "operator",
        Fault::Trust => "trust",
        Fault::Us => "us",
    }
}

/// What a trace says beside its commands.
pub struct Heading<'a> {
    /// The program and its version.
    pub program: &'a str,
    /// When the reading ended.
    pub made_at: OffsetDateTime,
    /// The reader's PC/SC name.
    pub reader: &'a str,
    /// The card's answer to reset.
    pub answer_to_reset: &'a [u8],
    /// What was known of both before.
    pub known: &'a ReaderProfile,
}

impl CardTrace {
    /// A trace of these commands.
    #[must_use]
    pub fn new(
        heading: &Heading<'_>,
        verdict: &str,
        ended: Option<Ended>,
        card: TracedCard,
        commands: Vec<TracedCommand>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            program: heading.program.to_owned(),
            made_at: heading.made_at,
            reader: heading.reader.to_owned(),
            answer_to_reset: hex(heading.answer_to_reset),
            known: heading.known.to_fields(),
            verdict: verdict.to_owned(),
            ended,
            card,
            commands,
        }
    }

    /// From the bytes of a file.
    ///
    /// # Errors
    /// [`TraceError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, TraceError> {
        if bytes.len() > MAX_LEN {
            return Err(TraceError::Form);
        }
        let trace: Self = serde_json::from_slice(bytes).map_err(|_| TraceError::Form)?;
        if trace.format != FORMAT {
            return Err(TraceError::Form);
        }
        if trace.commands.len() > MAX_COMMANDS {
            return Err(TraceError::TooMany(MAX_COMMANDS));
        }
        Ok(trace)
    }

    /// The file's text.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The settings with which the card twin behaves like this card, for whatever person.
    #[must_use]
    pub fn twin_profile(&self) -> String {
        twin::profile(self)
    }

    /// Where another reading parts from this one: other commands, or other answers to them. How many READ BINARY a
    /// file takes depends on its length, so that a run of the same command with the same answer counts as one.
    #[must_use]
    pub fn parting(&self, other: &Self) -> Option<Parting> {
        let (mut ours, mut theirs) = (self.runs(), other.runs());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return None,
                (one, another) if one == another => {}
                (one, another) => {
                    let word = |run: (&str, &str, &str)| format!("{} {}", run.1, run.2);
                    let step = one.or(another).map(|run| run.0.to_owned());
                    return Some(Parting {
                        step: step.unwrap_or_default(),
                        first: one.map(word),
                        second: another.map(word),
                    });
                }
            }
        }
    }

    fn runs(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let mut last = None;
        self.commands.iter().filter_map(move |one| {
            let run = (one.step.as_str(), one.instruction(), one.status.as_str());
            (last.replace(run) != Some(run)).then_some(run)
        })
    }

    /// What each step took beside the least that it could have taken. Commands that carry the chip's own computing
    /// count as they were; READ BINARY by the fewest that are needed, at the pace of the fastest ones seen.
    #[must_use]
    pub fn budget(&self) -> Vec<StepBudget> {
        let pace = Pace::of(&self.commands);
        let mut steps: Vec<StepBudget> = Vec::new();
        for one in &self.commands {
            let ms = milliseconds(one.microseconds);
            let at = steps.iter().position(|step| step.step == one.step);
            let at = at.unwrap_or_else(|| {
                steps.push(StepBudget {
                    step: one.step.clone(),
                    commands: 0,
                    waited_ms: 0.0,
                    floor_ms: 0.0,
                });
                steps.len() - 1
            });
            let Some(step) = steps.get_mut(at) else {
                continue;
            };
            step.commands += 1;
            step.waited_ms += ms;
            if one.instruction() != READ_BINARY {
                step.floor_ms += ms;
            }
        }
        let fewest = self.card.shape().reading_of_files();
        let least: f64 = fewest.iter().map(|one| pace.milliseconds(one)).sum();
        if let Some(files) = steps.iter_mut().find(|step| step.step == "files") {
            files.floor_ms = (files.floor_ms + least).min(files.waited_ms);
        }
        for step in &mut steps {
            step.floor_ms = step.floor_ms.min(step.waited_ms);
        }
        steps
    }

    /// The fewest commands that the protocols allow for this card.
    #[must_use]
    pub fn fewest(&self) -> Vec<Exchanged> {
        let shape: CardShape = self.card.shape();
        shape.shortest_reading()
    }
}

const READ_BINARY: &str = "B0";

/// What one READ BINARY costs here, and each of its bytes: from the shortest and the longest that were answered.
struct Pace {
    command_us: f64,
    byte_us: f64,
}

impl Pace {
    fn of(commands: &[TracedCommand]) -> Self {
        let reads = || {
            let reads = commands.iter();
            reads.filter(|one| one.instruction() == READ_BINARY && one.status == "9000")
        };
        let longest = reads().map(TracedCommand::bytes).max().unwrap_or_default();
        let shortest = reads().map(TracedCommand::bytes).min().unwrap_or_default();
        let fastest = |bytes: usize| {
            let alike = reads().filter(|one| one.bytes() == bytes);
            let time = alike.map(|one| one.microseconds).min().unwrap_or_default();
            milliseconds(time) * 1e3
        };
        let (slow, quick) = (fastest(longest), fastest(shortest));
        let between = to_number(longest - shortest);
        let byte_us = if between > 0.0 {
            ((slow - quick) / between).max(0.0)
        } else {
            0.0
        };
        Self {
            command_us: (quick - byte_us * to_number(shortest)).max(0.0),
            byte_us,
        }
    }

    fn milliseconds(&self, one: &Exchanged) -> f64 {
        (self.command_us + self.byte_us * to_number(one.command + one.answer)) / 1e3
    }
}

fn milliseconds(microseconds: u64) -> f64 {
    Duration::from_micros(microseconds).as_secs_f64() * 1e3
}

fn to_number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

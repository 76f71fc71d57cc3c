//! The trace of a reading, and the two files that it is kept in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dossier::card_trace::{CardTrace, Ended, Heading, TracedCard, TracedCommand, fault_word};

use crate::card_reading::CardReading;
use crate::clock;

/// The trace itself.
pub const TRACE_FILE: &str = "trace.json";
/// Settings of a card twin of the same kind.
pub const TWIN_FILE: &str = "twin.toml";

/// What passed in a reading; nothing when no card was reached.
#[must_use]
pub fn of(reading: &CardReading) -> Option<CardTrace> {
    let kind = reading.kind.as_ref()?;
    let exchanges = reading.exchanges.iter();
    let commands: Vec<TracedCommand> = exchanges
        .map(|one| TracedCommand::of(one.step, one.exchange, one.time))
        .collect();
    let ended = reading.outcome.as_ref().err().map(|failure| Ended {
        what: failure.error.to_string(),
        who: fault_word(failure.error.who()).to_owned(),
    });
    let heading = Heading {
        program: concat!("cccd ", env!("CARGO_PKG_VERSION")),
        made_at: clock::now(),
        reader: &kind.reader,
        answer_to_reset: &kind.answer_to_reset,
        known: &reading.known,
    };
    let card = TracedCard::of(reading.read_out(), &commands, &reading.learnt);
    let verdict = reading.assessment.verdict().word();
    Some(CardTrace::new(&heading, verdict, ended, card, commands))
}

/// Writes the trace and the settings of its twin into a folder, and says where.
///
/// # Errors
/// When the folder cannot be made or written to.
pub fn write(trace: &CardTrace, folder: &Path) -> anyhow::Result<PathBuf> {
    let cannot = || format!("cannot write {}", folder.display());
    fs::create_dir_all(folder).with_context(cannot)?;
    let path = folder.join(TRACE_FILE);
    fs::write(&path, trace.to_json()).with_context(cannot)?;
    fs::write(folder.join(TWIN_FILE), trace.twin_profile()).with_context(cannot)?;
    Ok(path)
}

/// Reads a trace from its file.
///
/// # Errors
/// When there is none, or the file is something else.
pub fn read(path: &Path) -> anyhow::Result<CardTrace> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    CardTrace::parse(&bytes).with_context(|| path.display().to_string())
}

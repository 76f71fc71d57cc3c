//! `cccd trace`: whether two traced readings went the same way.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dossier::card_trace::CardTrace;
use dossier::consent::Language;
use ui::text::tester as words;

use super::say;
use crate::card_trace;

const LANGUAGE: Language = Language::Vi;
/// Exit code when the readings part.
const PARTED: u8 = 2;

#[derive(Args)]
pub(super) struct TraceArgs {
    /// A trace, as `cccd read --trace` writes it.
    first: PathBuf,
    /// Another.
    second: PathBuf,
}

pub(super) fn run(args: &TraceArgs) -> anyhow::Result<ExitCode> {
    let first = card_trace::read(&args.first)?;
    let second = card_trace::read(&args.second)?;
    say(&format!("1  {}\n2  {}", line(&first), line(&second)))?;
    let Some(parting) = first.parting(&second) else {
        say(words::TRACES_ALIKE.by(LANGUAGE))?;
        return Ok(ExitCode::SUCCESS);
    };
    let ended = || words::TRACE_ENDED.by(LANGUAGE).to_owned();
    say(&format!(
        "{} {}: {} | {}",
        words::TRACES_PART.by(LANGUAGE),
        words::step(&parting.step).by(LANGUAGE),
        parting.first.unwrap_or_else(ended),
        parting.second.unwrap_or_else(ended)
    ))?;
    Ok(ExitCode::from(PARTED))
}

fn line(trace: &CardTrace) -> String {
    let waited: f64 = trace.budget().iter().map(|step| step.waited_ms).sum();
    format!(
        "{} · {} · {} {} · {waited:.0} ms",
        trace.reader,
        trace.verdict,
        trace.commands.len(),
        words::COMMANDS.by(LANGUAGE)
    )
}

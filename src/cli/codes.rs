//! `cccd codes`: the code book, searched by code or words.

use std::process::ExitCode;

use clap::Args;
use ui::text::code_book::{found, page};

use super::say;

/// Exit code of a search that finds nothing.
const NOTHING: u8 = 2;

#[derive(Args)]
pub(super) struct CodesArgs {
    /// A code, or words in Vietnamese (with or without marks) or English; every code without any.
    words: Vec<String>,
    /// The whole book as a page of Markdown.
    #[arg(long, conflicts_with = "words")]
    markdown: bool,
}

pub(super) fn run(args: &CodesArgs) -> anyhow::Result<ExitCode> {
    if args.markdown {
        say(page().trim_end())?;
        return Ok(ExitCode::SUCCESS);
    }
    let entries = found(&args.words.join(" "));
    for entry in &entries {
        let (happened, todo) = (entry.advice.happened, entry.advice.todo);
        say(&format!("{}  {}; {}.", entry.code, happened.vi, todo.vi))?;
        say(&format!("       {}; {}.", happened.en, todo.en))?;
    }
    Ok(match entries.is_empty() {
        true => ExitCode::from(NOTHING),
        false => ExitCode::SUCCESS,
    })
}

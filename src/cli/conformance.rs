//! `cccd conformance`: the conformance table against card twins, without reader and card.

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;
use dossier::consent::Language;
use serde_json::json;
use time::format_description::well_known::Rfc3339;
use ui::tester::{CaseEnd, CaseRow};
use ui::text::tester as words;

use super::report::Output;
use super::say;
use crate::{clock, conformance};

const LANGUAGE: Language = Language::Vi;
/// Exit code when a case failed or was not performed.
const FAILED: u8 = 2;

#[derive(Args)]
pub(super) struct ConformanceArgs {
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &ConformanceArgs) -> anyhow::Result<ExitCode> {
    let mut cases = Vec::new();
    conformance::run(None, &AtomicBool::new(false), &mut |case| cases.push(case))?;
    let passed = cases.iter().filter(|case| case.end == CaseEnd::Passed);
    let passed = passed.count();
    let sheet = match args.output.json {
        true => format!(
            "{:#}",
            json!({
                "program": concat!("cccd ", env!("CARGO_PKG_VERSION")),
                "at": clock::now().format(&Rfc3339).unwrap_or_default(),
                "passed": passed,
                "cases": cases.iter().map(conformance::json).collect::<Vec<_>>(),
            })
        ),
        false => text(&cases, passed),
    };
    say(&sheet)?;
    Ok(match passed == cases.len() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FAILED),
    })
}

fn text(cases: &[CaseRow], passed: usize) -> String {
    let mut text = String::new();
    for case in cases {
        let end = match case.end {
            CaseEnd::Passed => words::PASSED.by(LANGUAGE).to_owned(),
            CaseEnd::Failed(verdict) => format!(
                "{}: {}",
                words::FAILED.by(LANGUAGE),
                words::expected(verdict).by(LANGUAGE)
            ),
            CaseEnd::NotPerformed => words::NOT_PERFORMED.by(LANGUAGE).to_owned(),
        };
        text.push_str(&format!(
            "{:<10} {:<40} {:<14} {end}\n",
            case.id,
            case.card,
            words::expected(case.expected).by(LANGUAGE)
        ));
    }
    let of = words::OF_ALL.by(LANGUAGE);
    let word = words::PASSED.by(LANGUAGE);
    text.push_str(&format!("{word} {passed} {of} {}", cases.len()));
    text
}

//! The command line of `cccd`.

mod line;
mod ping;
mod read;
mod setup;
mod verify;
mod window;

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use dossier::consent::Language;
use dossier::report::Report;
use reader::channel::Traffic;
use reader::verdict::Assessment;
use ui::text;
use zeroize::Zeroizing;

/// Exit code of a wrong command line.
const USAGE: u8 = 1;

/// Counter terminal for Vietnam's chip ID cards.
#[derive(Parser)]
#[command(name = "cccd", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Open the window (also without a command).
    Ui(window::WindowArgs),
    /// Read the card on the reader and print the verdict.
    Read(read::ReadArgs),
    /// Repeat the verdict from saved files.
    Verify(verify::VerifyArgs),
    /// Make a new terminal: its key, its settings, its encrypted records.
    Setup(setup::SetupArgs),
    /// Measure what one exchange with the card on the reader costs.
    Ping(ping::PingArgs),
    /// Run one registration from card to decision without a window.
    Line(line::LineArgs),
}

/// How a verdict is printed.
#[derive(Args)]
struct Output {
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    crate::logging::start();
    let result = match cli.command {
        None => window::run(&window::WindowArgs::default()),
        Some(Command::Ui(args)) => window::run(&args),
        Some(Command::Read(args)) => read::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Setup(args)) => setup::run(&args),
        Some(Command::Ping(args)) => ping::run(&args),
        Some(Command::Line(args)) => line::run(&args),
    };
    result.unwrap_or_else(|error| {
        eprintln!("cccd: {error:#}");
        ExitCode::from(USAGE)
    })
}

fn default_trust_folder() -> PathBuf {
    PathBuf::from("/etc/cccd/trust")
}

fn print_report(
    assessment: &Assessment,
    elapsed_ms: &BTreeMap<&'static str, f64>,
    traffic: Traffic,
    output: &Output,
) -> anyhow::Result<()> {
    let report = if output.json {
        let timing = elapsed_ms
            .iter()
            .map(|(step, ms)| ((*step).to_owned(), *ms))
            .collect();
        let report = Report::new(assessment, timing, traffic);
        Zeroizing::new(serde_json::to_string_pretty(&report)?)
    } else {
        let total = elapsed_ms.get("total").copied().unwrap_or_default();
        let cost = format!(
            "{} APDU, {} + {} byte, {total:.0} ms",
            traffic.count, traffic.bytes_out, traffic.bytes_in
        );
        Zeroizing::new(format!(
            "{}{cost}",
            checks_as_text(assessment, Language::Vi)
        ))
    };
    say(&report)
}

fn checks_as_text(assessment: &Assessment, language: Language) -> String {
    let verdict = assessment.verdict();
    let mut text = format!(
        "{} ({})\n{}\n",
        text::check::verdict(verdict).by(language),
        verdict.word(),
        text::check::verdict_meaning(verdict).by(language)
    );
    for check in &assessment.checks {
        let result = text::check::result(check.result).by(language);
        let name = text::check::check_name(check.id, language);
        let reason = text::reason::reason(check.reason).by(language);
        text.push_str(&format!(
            "  {result:<18} {name}: {reason} [{}]\n",
            check.id.clause()
        ));
    }
    text
}

/// Writes a result to standard output; a reader that has gone away is not an error.
fn say(result: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{result}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

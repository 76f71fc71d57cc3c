//! The command line of `cccd`.

mod codes;
mod compare_faces;
mod conformance;
mod devices;
mod enrol;
mod evidence;
mod line;
mod party;
mod ping;
mod read;
mod report;
mod setup;
mod tools;
mod trace;
mod trust;
mod verify;
mod window;

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Make this terminal known to its backend by a one-time code.
    Enrol(enrol::EnrolArgs),
    /// Set up for whom the tellers of this terminal ask: its key and its settings.
    Party(party::PartyArgs),
    /// Measure what one exchange with the card on the reader costs.
    Ping(ping::PingArgs),
    /// Run one registration from card to decision without a window.
    Line(line::LineArgs),
    /// Read simulated cards by groups of BSI TR-03105-5.1 and say which ended as they must.
    Conformance(conformance::ConformanceArgs),
    /// Tell whether two traced readings went the same way.
    Trace(trace::TraceArgs),
    /// Open the window at the integration tester's work place: devices, cards, conformance, simulators. Nobody signs in.
    Tester(window::WindowArgs),
    /// List the devices of this counter and test them.
    Devices(devices::DevicesArgs),
    /// Look a code up that the screen showed, or search the code book by words.
    Codes(codes::CodesArgs),
    /// Import, list, check and remove what this computer trusts.
    Trust(trust::TrustArgs),
    /// Compare two portraits by a model, for the terminal itself.
    #[command(hide = true)]
    CompareFaces(compare_faces::CompareFacesArgs),
    /// Write manual pages and shell completions.
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    // Whoever initialises the library first decides: without its clean-up at exit no thread can meet it.
    openssl::init();
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
    let memory = crate::memory::protect();
    let result = match cli.command {
        None => window::run(&window::WindowArgs::default()),
        Some(Command::Ui(args)) => window::run(&args),
        Some(Command::Read(args)) => read::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Setup(args)) => setup::run(&args),
        Some(Command::Enrol(args)) => enrol::run(&args),
        Some(Command::Party(args)) => party::run(&args),
        Some(Command::Ping(args)) => ping::run(&args),
        Some(Command::Line(args)) => line::run(&args),
        Some(Command::Conformance(args)) => conformance::run(&args),
        Some(Command::Trace(args)) => trace::run(&args),
        Some(Command::Tester(args)) => window::run_tester(&args),
        Some(Command::Devices(args)) => devices::run(&args, memory),
        Some(Command::Codes(args)) => codes::run(&args),
        Some(Command::Trust(args)) => trust::run(&args),
        Some(Command::CompareFaces(args)) => compare_faces::run(&args),
        Some(Command::Manual(args)) => args
            .run::<Cli>()
            .map(|()| ExitCode::SUCCESS)
            .map_err(Into::into),
    };
    result.unwrap_or_else(|error| {
        eprintln!("cccd: {error:#}");
        ExitCode::from(USAGE)
    })
}

fn default_trust_folder() -> PathBuf {
    PathBuf::from("/etc/cccd/trust")
}

/// Writes a result to standard output; a reader that has gone away is not an error.
fn say(result: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{result}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

//! The project's commands: `cargo xtask install | check | test | fuzz | demo | screenshots | package | bench`.

mod bench;
mod check;
mod demo;
mod fuzz;
mod install;
mod interrupt;
mod package;
mod pcscd;
mod processes;
mod root;
mod test;
mod virtual_reader;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::install::Scope;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs the Debian packages that are missing, and says which.
    Install {
        /// Also what the tests need (Xvfb and friends).
        #[arg(long)]
        tests: bool,
    },
    /// Layers, file sizes, forbidden words, dependency comments.
    Check,
    /// Everything: fmt, clippy, check, all tests, end to end on the real PC/SC path.
    Test,
    /// Fuzz targets of every parser, each for its share of the time.
    Fuzz(fuzz::Options),
    /// One registration on this machine: virtual card, sensor, backend, terminal.
    Demo(demo::Options),
    /// Pictures of the main screens in each language, from the demo's line in a real window.
    Screenshots(demo::screenshots::Options),
    /// Debian packages of the terminal, the backend and the test kit.
    Package(package::Options),
    /// Measures, prints a table and writes target/bench/NAME.json.
    Bench {
        #[arg(value_enum)]
        name: bench::Bench,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(arguments.command).unwrap_or_else(|error| {
        eprintln!("cargo xtask: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::locate()?;
    match command {
        Command::Install { tests: false } => install::run(&[Scope::Build, Scope::Run]),
        Command::Install { tests: true } => install::run(&Scope::FOR_TESTS),
        Command::Check => check::run(&workspace),
        Command::Test => return test::run(&workspace),
        Command::Fuzz(options) => return fuzz::run(&workspace, &options),
        Command::Demo(options) => return demo::run(&workspace, &options),
        Command::Screenshots(options) => return demo::screenshots::run(&workspace, &options),
        Command::Package(options) => package::run(&workspace, &options),
        Command::Bench { name } => bench::run(&workspace, name),
    }
    .map(|()| ExitCode::SUCCESS)
}

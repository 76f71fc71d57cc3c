//! `cargo xtask test`: everything that must hold before a change goes in.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::check;
use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::pcscd;
use crate::processes::Processes;
use crate::root;
use crate::workspace::Workspace;

/// Runs every stage, also after a failed one, and ends with a failure when any failed.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let interrupt = Interrupt::install()?;
    let mut processes = Processes::new(interrupt.clone());
    let mut stages = Stages::default();

    stages.run("install", || install::run(&Scope::FOR_TESTS));
    for (name, arguments) in BEFORE_CHECK {
        interrupt.check()?;
        stages.run(name, || processes.run_ok(name, workspace.cargo(arguments)));
    }
    stages.run("check", || check::run(workspace));
    interrupt.check()?;
    // Builds the binaries as well, because each of their packages has integration tests. A build of
    // its own would unify other features and compile most dependencies once more.
    stages.run("build", || {
        processes.run_ok("build", workspace.cargo(&BUILD))
    });
    interrupt.check()?;
    stages.run("test", || tests(workspace, &mut processes));
    interrupt.check()?;
    stages.print();
    Ok(stages.exit_code())
}

const BEFORE_CHECK: [(&str, &[&str]); 2] = [
    ("fmt", &["fmt", "--all", "--check"]),
    (
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
];

const BUILD: [&str; 4] = ["test", "--workspace", "--no-fail-fast", "--no-run"];

/// The end-to-end tests start and stop pcscd themselves, because some of them need it absent; one that
/// runs already is used and left alone. Built before, so that sudo's answer does not expire meanwhile.
fn tests(workspace: &Workspace, processes: &mut Processes) -> Result<()> {
    let found = pcscd::found_running(processes)?;
    if !found {
        root::authenticate()?;
    }
    let run = ["test", "--workspace", "--no-fail-fast"];
    let outcome = processes.run_ok("cargo test", workspace.cargo(&run));
    processes.stop_all()?;
    if !found {
        pcscd::ensure_gone()?;
    }
    outcome
}

#[derive(Default)]
struct Stages {
    done: Vec<(&'static str, Duration, Result<()>)>,
}

impl Stages {
    fn run(&mut self, name: &'static str, stage: impl FnOnce() -> Result<()>) {
        eprintln!("== {name}");
        let started = Instant::now();
        let outcome = stage();
        if let Err(error) = &outcome {
            eprintln!("== {name} failed: {error:#}");
        }
        self.done.push((name, started.elapsed(), outcome));
    }

    fn print(&self) {
        for (name, time, outcome) in &self.done {
            let word = if outcome.is_ok() { "ok" } else { "FAILED" };
            println!("{name:<8} {:>7.1} s  {word}", time.as_secs_f64());
        }
        let total: Duration = self.done.iter().map(|(_, time, _)| *time).sum();
        println!("{:<8} {:>7.1} s", "total", total.as_secs_f64());
    }

    fn exit_code(&self) -> ExitCode {
        if self.failed().is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn failed(&self) -> Vec<&'static str> {
        let failed = self.done.iter().filter(|(_, _, outcome)| outcome.is_err());
        failed.map(|(name, ..)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_stage_is_not_covered_by_a_later_success() {
        let mut stages = Stages::default();
        stages.run("first", || anyhow::bail!("no"));
        stages.run("second", || Ok(()));
        assert_eq!(stages.failed(), ["first"]);
        assert_eq!(stages.done.len(), 2);
    }

    #[test]
    fn only_successes_succeed() {
        let mut stages = Stages::default();
        stages.run("only", || Ok(()));
        assert!(stages.failed().is_empty());
    }
}

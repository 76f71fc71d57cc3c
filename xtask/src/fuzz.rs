//! `cargo xtask fuzz`: every target of `fuzz/` for a share of the time, with what each one did.
//!
//! The fuzzer needs the nightly compiler and `cargo-fuzz`; both are fetched when they are missing.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::interrupt::Interrupt;
use crate::processes::{Owner, Processes};
use crate::workspace::Workspace;

mod output;

use output::Progress;

const TOOLCHAIN: &str = "nightly";
/// What a target may take; a parser that needs more has no bound.
const MEMORY_MB: u32 = 2048;
/// One input must not take longer than this.
const INPUT_SECONDS: u32 = 10;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Seconds of fuzzing, split evenly among the targets; building comes on top.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Only this target; may be repeated.
    #[arg(long = "target", value_name = "NAME")]
    targets: Vec<String>,
    /// Sanitizer of LLVM: the targets are safe Rust, where a panic, a hang or a wrong result is the find,
    /// and without one five times as many inputs are tried. `address` also watches what calls OpenSSL.
    #[arg(long, default_value = "none")]
    sanitizer: String,
}

/// Builds and runs the targets; a target that fails is an exit code, not an error.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let fuzzer = Fuzzer {
        folder: workspace.root.join("fuzz"),
        build: workspace.target.join("fuzz"),
        sanitizer: options.sanitizer.clone(),
    };
    let mut processes = Processes::new(Interrupt::install()?);
    fuzzer.ensure_tools(&mut processes)?;
    let targets = chosen(fuzzer.targets()?, &options.targets)?;
    let share = share(options.seconds, targets.len());
    processes.run_ok(
        "cargo fuzz build",
        fuzzer.cargo(&["fuzz", "build", "--sanitizer", &fuzzer.sanitizer]),
    )?;

    let mut lines = Vec::new();
    for target in &targets {
        eprintln!("== {target}: {share} s");
        lines.push(fuzzer.fuzz(&mut processes, target, share)?);
    }
    print!("{}", table(&lines));
    Ok(exit_code(&lines))
}

/// Where the targets are, and where they are built.
struct Fuzzer {
    folder: PathBuf,
    build: PathBuf,
    sanitizer: String,
}

impl Fuzzer {
    /// Cargo of the nightly toolchain in `fuzz/`; what `cargo xtask` itself runs under does not count.
    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("rustup");
        for inherited in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "RUSTFLAGS"] {
            command.env_remove(inherited);
        }
        command.current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &self.build);
        command.args(["run", TOOLCHAIN, "cargo"]).args(arguments);
        command
    }

    fn ensure_tools(&self, processes: &mut Processes) -> Result<()> {
        if !answers(&mut self.cargo(&["--version"])) {
            let mut rustup = Command::new("rustup");
            rustup.args(["toolchain", "install", TOOLCHAIN, "--profile", "minimal"]);
            processes.run_ok("rustup toolchain install", rustup)?;
        }
        if !answers(&mut self.cargo(&["fuzz", "--version"])) {
            let install = ["install", "cargo-fuzz", "--locked"];
            let mut command = self.cargo(&install);
            // Outside of this tree's target folder it would be built anew each time.
            command.env("CARGO_TARGET_DIR", self.build.join("cargo-fuzz"));
            processes.run_ok("cargo install cargo-fuzz", command)?;
        }
        Ok(())
    }

    fn targets(&self) -> Result<Vec<String>> {
        let output = self.cargo(&["fuzz", "list"]).output();
        let output = output.context("cargo fuzz list")?;
        ensure!(
            output.status.success(),
            "cargo fuzz list: {}",
            output.status
        );
        let names = String::from_utf8(output.stdout)?;
        let names: Vec<String> = names.lines().map(|line| line.trim().to_owned()).collect();
        ensure!(!names.is_empty(), "there are no fuzz targets");
        Ok(names)
    }

    /// Runs one target. What it finds goes into the build folder: the committed corpus stays small.
    fn fuzz(&self, processes: &mut Processes, target: &str, seconds: u64) -> Result<Line> {
        let found = self.build.join("corpus").join(target);
        fs::create_dir_all(&found).with_context(|| found.display().to_string())?;
        let mut command = self.cargo(&["fuzz", "run", "--sanitizer", &self.sanitizer, target]);
        command.arg(&found);
        let first = self.folder.join("corpus").join(target);
        if first.exists() {
            command.arg(first);
        }
        command.arg("--").args([
            format!("-max_total_time={seconds}"),
            format!("-timeout={INPUT_SECONDS}"),
            format!("-rss_limit_mb={MEMORY_MB}"),
            "-print_final_stats=1".to_owned(),
        ]);
        command.stderr(Stdio::piped());
        let started = Instant::now();
        let child = processes.start("fuzz target", command, Owner::Us)?;
        let errors = child.stderr.take().context("standard error is piped")?;
        let progress = std::thread::spawn(move || Progress::follow(BufReader::new(errors).lines()));
        let status = processes.wait_for_last()?;
        let progress = progress
            .join()
            .map_err(|_| anyhow::anyhow!("the output of {target} could not be followed"))?;
        Ok(Line {
            target: target.to_owned(),
            succeeded: status.success(),
            crashes: crashes(&self.folder.join("artifacts").join(target)),
            progress,
            time: started.elapsed(),
        })
    }
}

fn answers(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn chosen(all: Vec<String>, wanted: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        bail!("{unknown} is no target; there are: {}", all.join(" "));
    }
    let is_wanted = |name: &String| wanted.is_empty() || wanted.contains(name);
    Ok(all.into_iter().filter(is_wanted).collect())
}

/// Zero would mean for ever.
fn share(seconds: u64, targets: usize) -> u64 {
    let targets = u64::try_from(targets).unwrap_or(u64::MAX).max(1);
    (seconds / targets).max(1)
}

fn crashes(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// What became of one target.
struct Line {
    target: String,
    succeeded: bool,
    /// Inputs kept because a target failed on them, now or before.
    crashes: usize,
    progress: Progress,
    time: Duration,
}

impl Line {
    /// A target that ran no input has tested nothing, whatever its exit code.
    fn holds(&self) -> bool {
        self.succeeded && self.crashes == 0 && self.progress.executions > 0
    }
}

fn table(lines: &[Line]) -> String {
    let mut text = format!(
        "{:<18} {:>12} {:>9} {:>9} {:>8} {:>8} {:>7}\n",
        "target", "executions", "coverage", "features", "crashes", "time s", ""
    );
    for line in lines {
        let Progress {
            executions,
            coverage,
            features,
        } = line.progress;
        let word = if line.holds() { "ok" } else { "FAILED" };
        text.push_str(&format!(
            "{:<18} {executions:>12} {coverage:>9} {features:>9} {:>8} {:>8.1} {word:>7}\n",
            line.target,
            line.crashes,
            line.time.as_secs_f64()
        ));
    }
    text
}

fn exit_code(lines: &[Line]) -> ExitCode {
    if lines.iter().all(Line::holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_time_is_split_and_never_endless() {
        assert_eq!(share(60, 10), 6);
        assert_eq!(share(3, 10), 1);
        assert_eq!(share(0, 0), 1);
    }

    #[test]
    fn only_targets_that_exist_are_chosen() {
        let all = || names(&["mrz", "qr"]);
        assert_eq!(chosen(all(), &[]).ok(), Some(all()));
        assert_eq!(chosen(all(), &names(&["qr"])).ok(), Some(names(&["qr"])));
        let refused = chosen(all(), &names(&["odd"]))
            .err()
            .map(|error| error.to_string());
        assert_eq!(
            refused.as_deref(),
            Some("odd is no target; there are: mrz qr")
        );
    }

    #[test]
    fn a_target_that_failed_kept_an_input_or_ran_none_does_not_hold() {
        let line = |succeeded, crashes, executions| Line {
            target: "qr".into(),
            succeeded,
            crashes,
            progress: Progress {
                executions,
                ..Progress::default()
            },
            time: Duration::ZERO,
        };
        assert!(line(true, 0, 1).holds());
        assert!(!line(false, 0, 1).holds());
        assert!(!line(true, 1, 1).holds());
        assert!(!line(true, 0, 0).holds());
        let table = table(&[line(true, 0, 9), line(true, 2, 9)]);
        assert!(table.contains("FAILED") && table.lines().count() == 3);
    }

    #[test]
    fn every_target_has_a_manifest_entry_and_first_inputs() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
        let mut count = 0;
        for entry in fs::read_dir(fuzz.join("targets")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(
                manifest.contains(&format!("path = \"targets/{name}.rs\"")),
                "{name}"
            );
            let inputs = fs::read_dir(fuzz.join("corpus").join(name));
            assert!(
                inputs.is_ok_and(|mut inputs| inputs.next().is_some()),
                "{name}"
            );
            count += 1;
        }
        assert_eq!(manifest.matches("[[bin]]").count(), count);
    }
}

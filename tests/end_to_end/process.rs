//! Child processes that end with the test, by SIGTERM and with a wait.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// A binary of this workspace, built beside the terminal's.
pub(crate) fn binary(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_cccd")).with_file_name(name);
    assert!(
        path.exists(),
        "{name} is not built: run `cargo test --workspace --no-run` first"
    );
    path
}

/// A running program.
pub(crate) struct Running {
    child: Child,
    name: &'static str,
}

impl Running {
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).spawn();
        Self {
            child: child.unwrap_or_else(|error| panic!("{name}: {error}")),
            name,
        }
    }

    /// The rest of the first output line that starts with `prefix`.
    pub(crate) fn announced(&mut self, prefix: &str) -> String {
        let output = self.child.stdout.take().expect("stdout is piped");
        let mut lines = BufReader::new(output).lines();
        let found = lines.find_map(|line| Some(line.ok()?.strip_prefix(prefix)?.trim().to_owned()));
        // The pipe is drained, or the program would stop at a full one.
        std::thread::spawn(move || lines.for_each(drop));
        found.unwrap_or_else(|| panic!("{} ended without announcing {prefix:?}", self.name))
    }

    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks the program to end and waits for it.
    pub(crate) fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if !self.is_running() {
            return;
        }
        let pid = Pid::from_child(&self.child);
        let _ = kill_process(pid, Signal::TERM);
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.is_running() {
            assert!(
                Instant::now() < deadline,
                "{} does not end on SIGTERM",
                self.name
            );
            sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.end();
        } else if self.is_running() {
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            let _ = self.child.wait();
        }
    }
}

/// Runs a program to its end and expects success.
pub(crate) fn succeed(command: &mut Command) -> Output {
    let output = command
        .stdin(Stdio::null())
        .output()
        .expect("program starts");
    assert!(
        output.status.success(),
        "{command:?} ended with {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Waits until `ready` holds.
pub(crate) fn wait_until(what: &str, limit: Duration, mut ready: impl FnMut() -> bool) {
    let deadline = Instant::now() + limit;
    while !ready() {
        assert!(
            Instant::now() < deadline,
            "{what} did not happen within {limit:?}"
        );
        sleep(Duration::from_millis(20));
    }
}

/// A log file for a program's standard error.
pub(crate) fn log_file(path: &Path) -> Stdio {
    let file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .expect("log file");
    Stdio::from(file)
}

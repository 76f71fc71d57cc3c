//! What this command started, and its orderly end: reverse order, SIGTERM, waiting.

use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{fs, io};

use anyhow::{Context, Result, anyhow, bail, ensure};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use crate::interrupt::Interrupt;
use crate::root;

const POLL: Duration = Duration::from_millis(20);
const STOP_PATIENCE: Duration = Duration::from_secs(10);

/// Started processes; dropping it stops them too, so an error on the way leaves nothing behind.
pub(crate) struct Processes {
    running: Vec<Process>,
    interrupt: Interrupt,
}

struct Process {
    name: &'static str,
    child: Child,
    owner: Owner,
}

/// Whose process it is decides who may signal it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Runs as we do.
    Us,
    /// Runs as root, perhaps through sudo, which hands SIGTERM on. Never killed: pcscd would leave a stale pid file.
    Root,
}

impl Processes {
    pub(crate) fn new(interrupt: Interrupt) -> Self {
        Self {
            running: Vec::new(),
            interrupt,
        }
    }

    /// Starts a process in its own group: a Ctrl-C reaches only us, and we choose the order of the end.
    pub(crate) fn start(
        &mut self,
        name: &'static str,
        mut command: Command,
        owner: Owner,
    ) -> Result<&mut Child> {
        self.interrupt.check()?;
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        self.running.push(Process { name, child, owner });
        self.running
            .last_mut()
            .map(|process| &mut process.child)
            .ok_or_else(|| anyhow!("{name} vanished"))
    }

    /// Starts a process and waits for its end, while the others must stay alive.
    pub(crate) fn run(&mut self, name: &'static str, command: Command) -> Result<ExitStatus> {
        self.start(name, command, Owner::Us)?;
        self.wait_for_last()
    }

    /// Waits for the end of what was started last, while the others must stay alive.
    pub(crate) fn wait_for_last(&mut self) -> Result<ExitStatus> {
        loop {
            self.interrupt.check()?;
            let Some(last) = self.running.last_mut() else {
                bail!("nothing runs");
            };
            if let Some(status) = last.child.try_wait()? {
                let ended = self.running.pop();
                ended.map_or(Ok(()), Process::leave_no_member)?;
                return Ok(status);
            }
            let count = self.running.len() - 1;
            check_alive(&mut self.running[..count])?;
            sleep(POLL);
        }
    }

    /// Like [`Self::run`], and a failure of the process is an error.
    pub(crate) fn run_ok(&mut self, name: &'static str, command: Command) -> Result<()> {
        let status = self.run(name, command)?;
        ensure!(status.success(), "{name} failed: {status}");
        Ok(())
    }

    /// Polls until `ready` gives a value, as long as no started process has ended.
    pub(crate) fn wait_for<T>(
        &mut self,
        what: &str,
        patience: Duration,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Result<T> {
        let started = Instant::now();
        loop {
            if let Some(value) = ready() {
                return Ok(value);
            }
            self.interrupt.check()?;
            check_alive(&mut self.running)?;
            ensure!(
                started.elapsed() < patience,
                "{what}: not within {} s",
                patience.as_secs()
            );
            sleep(POLL);
        }
    }

    /// Stops everything in reverse order and says what could not be stopped.
    pub(crate) fn stop_all(&mut self) -> Result<()> {
        let mut failures = Vec::new();
        while let Some(process) = self.running.pop() {
            let name = process.name;
            match process.stop() {
                Ok(()) => eprintln!("stopped {name}"),
                Err(error) => failures.push(format!("{name}: {error:#}")),
            }
        }
        ensure!(
            failures.is_empty(),
            "still running: {}",
            failures.join("; ")
        );
        Ok(())
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        if let Err(error) = self.stop_all() {
            eprintln!("{error:#}");
        }
    }
}

impl Process {
    fn stop(mut self) -> Result<()> {
        if self.child.try_wait()?.is_none() {
            self.terminate()?;
            let ended = wait(&mut self.child, STOP_PATIENCE)?;
            if !ended && self.owner == Owner::Us {
                let _ = kill_process_group(self.group()?, Signal::KILL);
                self.child.wait()?;
            } else if !ended {
                bail!("does not end on SIGTERM, pid {}", self.child.id());
            }
        }
        self.leave_no_member()
    }

    fn terminate(&self) -> Result<()> {
        if self.owner == Owner::Us || root::is_root() {
            return kill_process_group(self.group()?, Signal::TERM).context("SIGTERM");
        }
        let status = root::command("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()?;
        ensure!(status.success(), "sudo kill -TERM {}", self.child.id());
        Ok(())
    }

    /// The leader has ended; its own children must be gone too.
    fn leave_no_member(self) -> Result<()> {
        let group = self.group()?;
        if self.owner == Owner::Us && has_living_member(group) {
            let _ = kill_process_group(group, Signal::TERM);
        }
        let started = Instant::now();
        while has_living_member(group) {
            ensure!(
                started.elapsed() < STOP_PATIENCE,
                "a child of {} still runs in group {}",
                self.name,
                self.child.id()
            );
            sleep(POLL);
        }
        Ok(())
    }

    fn group(&self) -> Result<Pid> {
        let raw = i32::try_from(self.child.id())?;
        Pid::from_raw(raw).context("process id 0")
    }
}

/// Our standard error, for a child's standard output: what scripts read from us stays clean.
pub(crate) fn to_stderr() -> io::Result<Stdio> {
    Ok(io::stderr().as_fd().try_clone_to_owned()?.into())
}

/// A dead process that nobody collected still counts for the kernel; in containers that is usual.
fn has_living_member(group: Pid) -> bool {
    let Ok(entries) = fs::read_dir("/proc") else {
        return test_kill_process_group(group).is_ok();
    };
    let mut stats = entries
        .flatten()
        .filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    stats.any(|stat| is_living_member(&stat, group))
}

/// `pid (name) state parent group ...`; the name may hold spaces and brackets.
fn is_living_member(stat: &str, group: Pid) -> bool {
    let Some((_, rest)) = stat.rsplit_once(") ") else {
        return false;
    };
    let mut fields = rest.split(' ');
    let living = fields
        .next()
        .is_some_and(|state| !matches!(state, "Z" | "X"));
    let member = fields.nth(1).and_then(|id| id.parse().ok()) == Some(group.as_raw_pid());
    living && member
}

fn check_alive(running: &mut [Process]) -> Result<()> {
    for process in running {
        if let Some(status) = process.child.try_wait()? {
            bail!("{} ended early: {status}", process.name);
        }
    }
    Ok(())
}

fn wait(child: &mut Child, patience: Duration) -> io::Result<bool> {
    let started = Instant::now();
    while started.elapsed() < patience {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        sleep(POLL);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn processes() -> Processes {
        Processes::new(Interrupt::install().unwrap())
    }

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn stops_in_reverse_order_and_waits() {
        let folder = tempfile::tempdir().unwrap();
        let script = |name: &str| {
            let mark = folder.path().join("order");
            let ready = folder.path().join(name);
            sh(&format!(
                "trap 'echo {name} >> {}; exit 0' TERM; touch {}; while :; do sleep 0.02; done",
                mark.display(),
                ready.display()
            ))
        };
        let mut processes = processes();
        for name in ["first", "second"] {
            processes.start(name, script(name), Owner::Us).unwrap();
            processes
                .wait_for(name, Duration::from_secs(10), || {
                    folder.path().join(name).exists().then_some(())
                })
                .unwrap();
        }
        processes.stop_all().unwrap();
        let order = fs::read_to_string(folder.path().join("order")).unwrap();
        assert_eq!(order, "second\nfirst\n");
    }

    #[test]
    fn a_grandchild_does_not_survive() {
        let mut processes = processes();
        let status = processes.run("shell", sh("sleep 60 & exit 3")).unwrap();
        assert_eq!(status.code(), Some(3));
        assert!(processes.running.is_empty());
    }

    #[test]
    fn an_uncollected_corpse_is_no_member() {
        let group = Pid::from_raw(77).unwrap();
        assert!(is_living_member("80 (a) b) S 1 77 77 0", group));
        assert!(!is_living_member("80 (a) b) Z 1 77 77 0", group));
        assert!(!is_living_member("80 (a) b) S 77 78 77 0", group));
    }

    #[test]
    fn an_early_end_is_an_error_while_waiting() {
        let mut processes = processes();
        processes.start("brief", sh("exit 7"), Owner::Us).unwrap();
        let error = processes
            .wait_for("never", Duration::from_secs(10), || None::<()>)
            .unwrap_err();
        assert!(error.to_string().contains("brief ended early"), "{error}");
    }
}

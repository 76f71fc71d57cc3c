//! The smart-card service: used when it runs, started when not, stale leftovers removed.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::processes::{Owner, Processes};
use crate::root;
use crate::virtual_reader::{self, Slot};

const SOCKET: &str = "/run/pcscd/pcscd.comm";
const PID_FILE: &str = "/run/pcscd/pcscd.pid";
const PATIENCE: Duration = Duration::from_secs(10);

/// Who has to stop it.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Started {
    ByUs,
    Before,
}

/// Makes pcscd with the virtual reader available.
pub(crate) fn ensure_running(processes: &mut Processes, log: &Path) -> Result<Started> {
    let started = if found_running(processes)? {
        Started::Before
    } else {
        start(processes, log)?
    };
    processes
        .wait_for("the virtual reader of pcscd", PATIENCE, || {
            matches!(virtual_reader::slot(), Ok(Slot::Empty | Slot::Occupied)).then_some(())
        })
        .context("restart pcscd so that it loads vsmartcard-vpcd")?;
    Ok(started)
}

/// Whether somebody else's service runs. When none does, the way is free for a new one.
pub(crate) fn found_running(processes: &mut Processes) -> Result<bool> {
    match settled(processes)? {
        State::Running => Ok(true),
        State::Absent => Ok(false),
        State::Stale => remove_leftovers().map(|()| false),
        State::Mute => bail!("pcscd runs but does not answer"),
    }
}

/// One that is starting or ending does not answer for a moment.
fn settled(processes: &mut Processes) -> Result<State> {
    processes.wait_for("an answer of the pcscd that runs", PATIENCE, || {
        let state = judge(probe(), recorded_pid(), is_pcscd);
        (state != State::Mute).then_some(state)
    })
}

/// After the end: the service that we started must be gone.
pub(crate) fn ensure_gone() -> Result<()> {
    match judge(probe(), recorded_pid(), is_pcscd) {
        State::Absent => Ok(()),
        State::Stale => remove_leftovers(),
        State::Running | State::Mute => bail!("pcscd still runs"),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    /// Somebody answers on the socket (systemd's socket activation included).
    Running,
    Absent,
    /// Files of a process that died without clean-up; the next pcscd would refuse to start.
    Stale,
    /// Its process lives, nobody answers.
    Mute,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Probe {
    Answered,
    Refused,
    NoSocket,
}

fn judge(probe: Probe, recorded_pid: Option<u32>, is_pcscd: impl Fn(u32) -> bool) -> State {
    match (probe, recorded_pid) {
        (Probe::Answered, _) => State::Running,
        (Probe::Refused | Probe::NoSocket, Some(pid)) if is_pcscd(pid) => State::Mute,
        (Probe::Refused, _) | (Probe::NoSocket, Some(_)) => State::Stale,
        (Probe::NoSocket, None) => State::Absent,
    }
}

fn probe() -> Probe {
    match UnixStream::connect(SOCKET) {
        Ok(_) => Probe::Answered,
        Err(error) if error.kind() == ErrorKind::NotFound => Probe::NoSocket,
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Probe::Refused,
        // Not for us to judge: whoever uses it next will say what is wrong.
        Err(_) => Probe::Answered,
    }
}

/// The process in the pid file. An unreadable number counts as a dead process, which 0 is.
fn recorded_pid() -> Option<u32> {
    let text = fs::read_to_string(PID_FILE).ok()?;
    Some(text.trim().parse().unwrap_or(0))
}

/// A process id may have been given to another program since.
fn is_pcscd(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "pcscd")
}

fn start(processes: &mut Processes, log: &Path) -> Result<Started> {
    root::authenticate()?;
    let output = File::create(log).with_context(|| format!("{}", log.display()))?;
    let mut command = root::background(program());
    command
        .arg("--foreground")
        .stdout(output.try_clone()?)
        .stderr(output);
    processes.start("pcscd", command, Owner::Root)?;
    processes
        .wait_for("pcscd", PATIENCE, || {
            (probe() == Probe::Answered).then_some(())
        })
        .with_context(|| format!("see {}", log.display()))?;
    eprintln!("started pcscd");
    Ok(Started::ByUs)
}

/// Debian keeps it in /usr/sbin, which is not on everybody's PATH.
fn program() -> PathBuf {
    let usual = Path::new("/usr/sbin/pcscd");
    if usual.exists() {
        usual.to_owned()
    } else {
        "pcscd".into()
    }
}

fn remove_leftovers() -> Result<()> {
    eprintln!("removing the files of a pcscd that died: {SOCKET}, {PID_FILE}");
    let status = root::command("rm")
        .args(["-f", SOCKET, PID_FILE])
        .status()?;
    ensure!(status.success(), "cannot remove {SOCKET} and {PID_FILE}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_whatever_the_pid_file_says() {
        for pid in [None, Some(0), Some(4242)] {
            assert_eq!(judge(Probe::Answered, pid, |_| false), State::Running);
        }
    }

    #[test]
    fn files_of_a_dead_process_are_stale() {
        assert_eq!(judge(Probe::Refused, Some(4242), |_| false), State::Stale);
        assert_eq!(judge(Probe::Refused, None, |_| true), State::Stale);
        assert_eq!(judge(Probe::NoSocket, Some(4242), |_| false), State::Stale);
        assert_eq!(judge(Probe::NoSocket, Some(0), is_pcscd), State::Stale);
    }

    #[test]
    fn a_living_pcscd_is_never_taken_for_stale() {
        for probe in [Probe::Refused, Probe::NoSocket] {
            assert_eq!(judge(probe, Some(4242), |pid| pid == 4242), State::Mute);
        }
    }

    #[test]
    fn no_trace_is_absent() {
        assert_eq!(judge(Probe::NoSocket, None, |_| true), State::Absent);
    }

    #[test]
    fn this_test_is_not_pcscd() {
        assert!(!is_pcscd(std::process::id()));
    }
}

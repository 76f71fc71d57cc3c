//! Commands that need root: directly when we are, through sudo when not.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// `program` as root; in the foreground, so that sudo may ask for a password.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    wrapped(&[], program)
}

/// `program` as root in the background: sudo must not ask. Call [`authenticate`] before.
pub(crate) fn background(program: impl AsRef<OsStr>) -> Command {
    wrapped(&["-n"], program)
}

/// Lets sudo ask now, while the terminal is ours.
pub(crate) fn authenticate() -> Result<()> {
    if is_root() {
        return Ok(());
    }
    let status = Command::new("sudo")
        .arg("-v")
        .status()
        .context("this step needs root: run it as root or install sudo")?;
    ensure!(status.success(), "sudo refused");
    Ok(())
}

/// Whether signals and files of root are ours to touch.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn wrapped(sudo_options: &[&str], program: impl AsRef<OsStr>) -> Command {
    let mut command = if is_root() {
        Command::new(program)
    } else {
        let mut command = Command::new("sudo");
        command.args(sudo_options).arg(program);
        command
    };
    command.stdin(Stdio::null());
    command
}

//! The system's smart-card service for one test. A service that already runs is used and left alone.

use std::fs::{self, File};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::{Running, wait_until};

const SOCKET: &str = "/run/pcscd/pcscd.comm";

/// Only one test at a time may use the service, in this process and among processes.
pub(crate) struct Turn(#[expect(dead_code, reason = "held for its lock")] File);

impl Turn {
    pub(crate) fn take() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pcscd.lock");
        let file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .expect("lock file");
        file.lock().expect("turn");
        Self(file)
    }
}

/// The service, started by this test or found running.
pub(crate) struct Pcscd {
    own: Option<Running>,
}

impl Pcscd {
    /// With the virtual reader that Debian's `vsmartcard-vpcd` configures.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// Without any reader; nothing when a service runs that is not ours.
    pub(crate) fn start_without_readers(folder: &Path) -> Option<Self> {
        if answers() {
            return None;
        }
        let empty = folder.join("no-readers");
        fs::write(&empty, "").expect("reader configuration");
        Some(Self::start_with(&[
            "--config",
            empty.to_str().expect("UTF-8 path"),
        ]))
    }

    fn start_with(arguments: &[&str]) -> Self {
        if answers() {
            return Self { own: None };
        }
        let mut command = if rustix::process::geteuid().is_root() {
            Command::new("/usr/sbin/pcscd")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "/usr/sbin/pcscd"]);
            sudo
        };
        command
            .arg("--foreground")
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let own = Running::start("pcscd", &mut command);
        wait_until("pcscd", Duration::from_secs(5), answers);
        Self { own: Some(own) }
    }
}

impl Drop for Pcscd {
    fn drop(&mut self) {
        if let Some(own) = self.own.take() {
            own.stop();
        }
    }
}

fn answers() -> bool {
    UnixStream::connect(SOCKET).is_ok()
}

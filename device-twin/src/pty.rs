//! The module on a pseudo-terminal: what a driver opens as a serial port.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fcntl_setfl, open};
use rustix::io::Errno;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// How fast bytes go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As fast as the host reads.
    Unlimited,
    /// As a line of this rate would carry them, 10 bits for each byte.
    Baud(u32),
}

/// Why serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The caller asked for it.
    Stopped,
    /// The fault pulled the cable; dropping the line completes it.
    Unplugged,
}

/// A simulated device on a line: bytes from the host in, bytes to the host out.
pub trait Device {
    /// Takes bytes from the host, none when the line was only looked at, and returns the answer.
    fn receive(&mut self, bytes: &[u8]) -> Vec<u8>;
    /// How long the device thinks before an answer.
    fn delay(&self) -> Duration {
        Duration::ZERO
    }
    /// Whether the cable was pulled behind the bytes of the last answer.
    fn unplugged(&self) -> bool {
        false
    }
}

/// How soon a stop request is seen.
const TICK: Duration = Duration::from_millis(20);
/// Bytes that nobody reads for so long are lost, as on a real line.
const GIVE_UP: Duration = Duration::from_secs(1);
/// Bytes between two looks at the clock when paced.
const PACED_CHUNK: usize = 64;

/// An open pseudo-terminal. Dropping it is pulling the cable.
pub struct Line {
    controller: OwnedFd,
    /// Kept open, so that the line outlives a host that closes and opens its end.
    _host_end: OwnedFd,
    host_path: PathBuf,
    link: Option<PathBuf>,
}

impl Line {
    /// Opens a raw pseudo-terminal and, when asked, a symbolic link to the host's end of it.
    ///
    /// # Errors
    /// The system's, and `AlreadyExists` when the link's place holds something else than a link.
    pub fn open(link: Option<&Path>) -> io::Result<Self> {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&controller)?;
        unlockpt(&controller)?;
        let name = ptsname(&controller, Vec::new())?;
        let host_path = PathBuf::from(OsStr::from_bytes(name.as_bytes()));
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let host_end = open(&host_path, flags, Mode::empty())?;
        let mut settings = tcgetattr(&host_end)?;
        settings.make_raw();
        tcsetattr(&host_end, OptionalActions::Now, &settings)?;
        fcntl_setfl(&controller, OFlags::RDWR | OFlags::NONBLOCK)?;
        let mut line = Self {
            controller,
            _host_end: host_end,
            host_path,
            link: None,
        };
        if let Some(link) = link {
            place_link(&line.host_path, link)?;
            line.link = Some(link.to_owned());
        }
        Ok(line)
    }

    /// What the host opens.
    pub fn host_path(&self) -> &Path {
        &self.host_path
    }

    /// Answers the host until `stop` is set or a fault pulls the cable.
    ///
    /// # Errors
    /// The system's errors on the pseudo-terminal.
    pub fn serve(
        &self,
        sensor: &mut dyn Device,
        pace: Pace,
        stop: &AtomicBool,
    ) -> io::Result<Ended> {
        let mut buffer = [0_u8; 512];
        while !stop.load(Ordering::Relaxed) {
            let heard = ready(&self.controller, PollFlags::IN, TICK)?;
            let count = match heard {
                false => 0,
                true => match rustix::io::read(&self.controller, &mut buffer) {
                    Ok(count) => count,
                    Err(Errno::AGAIN | Errno::INTR | Errno::IO) => 0,
                    Err(error) => return Err(error.into()),
                },
            };
            let answer = sensor.receive(&buffer[..count]);
            if !answer.is_empty() {
                pause(sensor.delay(), stop);
                self.send(&answer, pace, stop)?;
            }
            if sensor.unplugged() {
                return Ok(Ended::Unplugged);
            }
        }
        Ok(Ended::Stopped)
    }

    fn send(&self, bytes: &[u8], pace: Pace, stop: &AtomicBool) -> io::Result<()> {
        let begun = Instant::now();
        let mut sent = 0;
        for chunk in bytes.chunks(PACED_CHUNK) {
            if !self.send_chunk(chunk, stop)? {
                return Ok(());
            }
            sent += chunk.len();
            if let Pace::Baud(baud) = pace {
                let due = Duration::from_secs_f64(sent as f64 * 10.0 / f64::from(baud.max(1)));
                pause(due.saturating_sub(begun.elapsed()), stop);
            }
        }
        Ok(())
    }

    /// Whether the host's end took the chunk.
    fn send_chunk(&self, mut chunk: &[u8], stop: &AtomicBool) -> io::Result<bool> {
        let begun = Instant::now();
        while !chunk.is_empty() {
            if stop.load(Ordering::Relaxed) || begun.elapsed() > GIVE_UP {
                return Ok(false);
            }
            match rustix::io::write(&self.controller, chunk) {
                Ok(count) => chunk = &chunk[count..],
                Err(Errno::AGAIN) => {
                    ready(&self.controller, PollFlags::OUT, TICK)?;
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(link) = &self.link
            && std::fs::read_link(link).is_ok_and(|target| target == self.host_path)
        {
            // Nothing is left to do when it is already gone.
            let _ = std::fs::remove_file(link);
        }
    }
}

/// Replaces an older link in one step, so that a reader never finds none.
fn place_link(target: &Path, link: &Path) -> io::Result<()> {
    if let Ok(present) = link.symlink_metadata()
        && !present.is_symlink()
    {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    let mut fresh = link.as_os_str().to_owned();
    fresh.push(format!(".{}", std::process::id()));
    symlink(target, &fresh)?;
    std::fs::rename(&fresh, link)
}

fn ready(fd: impl AsFd, events: PollFlags, wait: Duration) -> io::Result<bool> {
    let timeout = Timespec {
        tv_sec: 0,
        tv_nsec: wait.subsec_nanos().into(),
    };
    let mut polled = [PollFd::from_borrowed_fd(fd.as_fd(), events)];
    match poll(&mut polled, Some(&timeout)) {
        Ok(count) => Ok(count > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn pause(length: Duration, stop: &AtomicBool) {
    let end = Instant::now() + length;
    while !stop.load(Ordering::Relaxed) {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(TICK));
    }
}

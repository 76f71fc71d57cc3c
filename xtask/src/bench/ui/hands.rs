//! Hands that are at the keys already: one `xdotool` that is told key after key.

use std::io::Write;
use std::process::{Child, ChildStdin, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::demo::screen::Screen;

/// Ends with what it was used for.
pub(super) struct Hands {
    child: Child,
    keys: ChildStdin,
}

impl Hands {
    pub(super) fn at(screen: &Screen) -> Result<Self> {
        let mut command = screen.command("xdotool");
        command.arg("-").stdin(Stdio::piped());
        let mut child = command.spawn().context("cannot start xdotool")?;
        let keys = child.stdin.take().context("the hands' keys")?;
        Ok(Self { child, keys })
    }

    /// Presses a key by its X name; since when.
    pub(super) fn press(&mut self, key: &str) -> Result<Instant> {
        let at = Instant::now();
        writeln!(self.keys, "key --delay 0 {key}")?;
        self.keys.flush()?;
        Ok(at)
    }
}

impl Drop for Hands {
    fn drop(&mut self) {
        // They may have gone with their screen.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! An open serial port with ticks short enough that cancelling and deadlines are seen.

use std::io::{ErrorKind, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use capture::CaptureError;
use serialport::{ClearBuffer, SerialPort};
use zeroize::Zeroizing;

/// How soon cancelling and deadlines are seen.
const TICK: Duration = Duration::from_millis(20);
/// Silence after which the line is clean.
const QUIET: Duration = Duration::from_millis(40);

/// The open port.
pub struct Line<'a> {
    port: Box<dyn SerialPort>,
    cancel: &'a AtomicBool,
}

impl<'a> Line<'a> {
    pub(super) fn open(
        path: &str,
        baud: u32,
        cancel: &'a AtomicBool,
    ) -> Result<Self, CaptureError> {
        let port = serialport::new(path, baud)
            .timeout(TICK)
            .open()
            .map_err(|error| refusal(&error))?;
        Ok(Self { port, cancel })
    }

    /// Forgets what came before anybody asked.
    pub(super) fn clear(&mut self) -> Result<(), CaptureError> {
        self.port
            .clear(ClearBuffer::Input)
            .map_err(|_| CaptureError::Unplugged)
    }

    /// Waits until an abandoned upload of an earlier session has run out.
    pub(super) fn settle(&mut self, longest: Duration) -> Result<(), CaptureError> {
        self.port
            .clear(ClearBuffer::Input)
            .map_err(|_| CaptureError::Unplugged)?;
        let begun = Instant::now();
        let mut last_byte = begun;
        let mut buffer = Zeroizing::new([0_u8; 1024]);
        while last_byte.elapsed() < QUIET {
            if self.read(&mut buffer[..])? > 0 {
                last_byte = Instant::now();
            }
            if begun.elapsed() > longest {
                return Err(CaptureError::NoAnswer {
                    operation: "line at rest",
                });
            }
        }
        Ok(())
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<(), CaptureError> {
        // A command is at most 16 bytes: a port that does not take them has nobody behind it.
        self.port
            .write_all(bytes)
            .map_err(|error| match error.kind() {
                ErrorKind::TimedOut => CaptureError::NoAnswer { operation: "write" },
                _ => CaptureError::Unplugged,
            })
    }

    /// For more than the line takes within a tick: written as it empties, for at most this long.
    pub(super) fn send_long(
        &mut self,
        mut bytes: &[u8],
        longest: Duration,
    ) -> Result<(), CaptureError> {
        let begun = Instant::now();
        while !bytes.is_empty() {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(CaptureError::Cancelled);
            }
            match self.port.write(bytes) {
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::TimedOut && begun.elapsed() < longest => {}
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    return Err(CaptureError::NoAnswer { operation: "write" });
                }
                Err(_) => return Err(CaptureError::Unplugged),
            }
        }
        Ok(())
    }

    /// 0 when nothing came within a tick.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, CaptureError> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(CaptureError::Cancelled);
        }
        match self.port.read(buffer) {
            // A serial line has no end of file: the other side is gone.
            Ok(0) => Err(CaptureError::Unplugged),
            Ok(count) => Ok(count),
            Err(error) => match error.kind() {
                ErrorKind::TimedOut | ErrorKind::Interrupted | ErrorKind::WouldBlock => Ok(0),
                _ => Err(CaptureError::Unplugged),
            },
        }
    }

    pub(super) fn rest(&self, length: Duration) -> Result<(), CaptureError> {
        let end = Instant::now() + length;
        while Instant::now() < end {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(CaptureError::Cancelled);
            }
            std::thread::sleep(TICK.min(end.saturating_duration_since(Instant::now())));
        }
        Ok(())
    }
}

fn refusal(error: &serialport::Error) -> CaptureError {
    match error.kind() {
        serialport::ErrorKind::NoDevice
        | serialport::ErrorKind::Io(ErrorKind::NotFound)
        | serialport::ErrorKind::InvalidInput => CaptureError::SensorNotFound,
        serialport::ErrorKind::Io(kind) => CaptureError::PortRefused { kind },
        serialport::ErrorKind::Unknown => CaptureError::PortRefused {
            kind: ErrorKind::Other,
        },
    }
}

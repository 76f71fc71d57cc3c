//! Fingerprint modules of the EF01 family on a serial line: port and deadlines around
//! [`capture::ef01::Session`].

use std::io::ErrorKind;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use capture::CaptureError;
use capture::ef01::{Address, Await, Session, SessionConfig, Step};
use capture::fingerprint::{Finger, FingerprintImage};
use serialport::{ClearBuffer, SerialPort};
use zeroize::Zeroizing;

/// The family's factory rate, 8N1.
const BAUD: u32 = 57_600;
/// How soon cancelling and deadlines are seen.
const TICK: Duration = Duration::from_millis(20);
/// Pause between two looks for a finger.
const LOOK_INTERVAL: Duration = Duration::from_millis(120);
/// Silence after which the line is clean.
const QUIET: Duration = Duration::from_millis(40);
/// The password that modules leave the factory with.
const FACTORY_PASSWORD: u32 = 0;

/// How long each part may take. A module cannot stretch them by sending more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The answer to one command.
    pub answer: Duration,
    /// A finger on the window.
    pub finger: Duration,
    /// Silence between two data packets of the image.
    pub silence: Duration,
    /// The whole image; 6.95 s on a line of 57 600 baud.
    pub image: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            answer: Duration::from_millis(1_500),
            finger: Duration::from_secs(20),
            silence: Duration::from_secs(1),
            image: Duration::from_secs(12),
        }
    }
}

/// What the officer can be shown meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureProgress {
    /// The window is empty.
    AwaitingFinger,
    /// The module holds a frame; the finger may be lifted.
    FingerPlaced,
    /// The image is on its way.
    Receiving {
        /// Bytes so far.
        received: usize,
        /// Bytes of the whole image, when the module stated its geometry.
        expected: Option<usize>,
    },
}

/// Captures one finger. Blocks up to the deadlines; `cancel` ends it within a tick.
///
/// # Errors
/// [`CaptureError`]; the port is closed again in every case.
pub fn capture(
    port_path: &str,
    finger: Finger,
    deadlines: Deadlines,
    progress: &mut dyn FnMut(CaptureProgress),
    cancel: &AtomicBool,
) -> Result<FingerprintImage, CaptureError> {
    let mut line = Line::open(port_path, cancel)?;
    line.settle(deadlines.image)?;
    let mut session = Session::new(SessionConfig {
        address: Address::default(),
        password: FACTORY_PASSWORD,
        finger,
    });
    let mut clock = Clock::start(deadlines);
    let mut step = session.start();
    loop {
        step = match step {
            Step::Done(image) => return Ok(image),
            Step::Failed(error) => return Err(error),
            Step::Send(bytes) => {
                if session.has_frame() {
                    progress(CaptureProgress::FingerPlaced);
                }
                clock.command_sent();
                line.send(&bytes)?;
                line.listen(&mut session, &mut clock)?
            }
            Step::Read => line.listen(&mut session, &mut clock)?,
            Step::Progress { received, expected } => {
                progress(CaptureProgress::Receiving { received, expected });
                line.listen(&mut session, &mut clock)?
            }
            Step::AwaitFinger if clock.finger_is_late() => session.expire(),
            Step::AwaitFinger => {
                progress(CaptureProgress::AwaitingFinger);
                line.rest(LOOK_INTERVAL)?;
                session.look_again()
            }
        };
    }
}

/// The instants from which the deadlines count.
struct Clock {
    deadlines: Deadlines,
    command: Instant,
    last_packet: Instant,
    first_look: Option<Instant>,
}

impl Clock {
    fn start(deadlines: Deadlines) -> Self {
        let now = Instant::now();
        Self {
            deadlines,
            command: now,
            last_packet: now,
            first_look: None,
        }
    }

    fn command_sent(&mut self) {
        self.command = Instant::now();
        self.last_packet = self.command;
    }

    fn packet_came(&mut self) {
        self.last_packet = Instant::now();
    }

    fn finger_is_late(&mut self) -> bool {
        let first = *self.first_look.get_or_insert_with(Instant::now);
        first.elapsed() >= self.deadlines.finger
    }

    fn is_over(&self, awaits: Await) -> bool {
        match awaits {
            Await::Nothing => true,
            Await::Answer => self.command.elapsed() >= self.deadlines.answer,
            Await::Finger => false,
            Await::Image => {
                self.command.elapsed() >= self.deadlines.image
                    || self.last_packet.elapsed() >= self.deadlines.silence
            }
        }
    }
}

/// The open port.
struct Line<'a> {
    port: Box<dyn SerialPort>,
    cancel: &'a AtomicBool,
}

impl<'a> Line<'a> {
    fn open(path: &str, cancel: &'a AtomicBool) -> Result<Self, CaptureError> {
        let port = serialport::new(path, BAUD)
            .timeout(TICK)
            .open()
            .map_err(|error| refusal(&error))?;
        Ok(Self { port, cancel })
    }

    /// Waits until an abandoned upload of an earlier session has run out.
    fn settle(&mut self, longest: Duration) -> Result<(), CaptureError> {
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

    fn send(&mut self, bytes: &[u8]) -> Result<(), CaptureError> {
        // A command is at most 16 bytes: a port that does not take them has nobody behind it.
        self.port
            .write_all(bytes)
            .map_err(|error| match error.kind() {
                ErrorKind::TimedOut => CaptureError::NoAnswer { operation: "write" },
                _ => CaptureError::Unplugged,
            })
    }

    /// Reads until the session has a step, or lets it expire.
    fn listen(&mut self, session: &mut Session, clock: &mut Clock) -> Result<Step, CaptureError> {
        let mut buffer = Zeroizing::new([0_u8; 1024]);
        loop {
            if clock.is_over(session.awaits()) {
                return Ok(session.expire());
            }
            let count = self.read(&mut buffer[..])?;
            match session.receive(&buffer[..count]) {
                Step::Read => {}
                step => {
                    clock.packet_came();
                    return Ok(step);
                }
            }
        }
    }

    /// 0 when nothing came within a tick.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, CaptureError> {
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

    fn rest(&self, length: Duration) -> Result<(), CaptureError> {
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

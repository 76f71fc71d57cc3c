//! A finger capture on a serial line: the driver's own deadlines around any [`Dialogue`].

use std::time::{Duration, Instant};

use capture::CaptureError;
use capture::dialogue::{Await, Dialogue, Step};
use capture::fingerprint::FingerprintImage;
use capture::image::GreyImage;
use capture::inquiry::{Inquiry, InquiryStep, Statement};
use zeroize::Zeroizing;

use super::serial_line::Line;

/// Pause between two looks for a finger.
const LOOK_INTERVAL: Duration = Duration::from_millis(120);

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
pub enum CaptureProgress {
    /// The window is empty.
    AwaitingFinger,
    /// What the device sees now; not signed, to be shown only.
    Live(GreyImage),
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

/// Runs a dialogue on an open line. Blocks up to the deadlines; `cancel` ends it within a tick.
///
/// # Errors
/// [`CaptureError`] of the dialogue or of the line.
pub fn run(
    line: &mut Line<'_>,
    session: &mut dyn Dialogue,
    deadlines: Deadlines,
    progress: &mut dyn FnMut(CaptureProgress),
) -> Result<FingerprintImage, CaptureError> {
    line.settle(deadlines.image)?;
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
                if session.awaits() == Await::Finger {
                    progress(CaptureProgress::AwaitingFinger);
                }
                listen(line, session, &mut clock)?
            }
            Step::Read => listen(line, session, &mut clock)?,
            Step::Progress { received, expected } => {
                progress(CaptureProgress::Receiving { received, expected });
                listen(line, session, &mut clock)?
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

/// Asks the module who it is. Blocks up to the deadlines; cancelling the line ends it within a tick.
///
/// # Errors
/// [`CaptureError`] of the inquiry or of the line.
pub(super) fn inquire(
    line: &mut Line<'_>,
    inquiry: &mut dyn Inquiry,
    deadlines: Deadlines,
) -> Result<Statement, CaptureError> {
    line.settle(deadlines.image)?;
    let mut step = inquiry.start();
    let mut asked = Instant::now();
    let mut buffer = [0_u8; 256];
    loop {
        match step {
            InquiryStep::Done(statement) => return Ok(statement),
            InquiryStep::Failed(error) => return Err(error),
            InquiryStep::Send(bytes) => {
                line.send(&bytes)?;
                asked = Instant::now();
            }
            InquiryStep::Read => {}
        }
        let count = line.read(&mut buffer)?;
        step = match inquiry.receive(&buffer[..count]) {
            InquiryStep::Read if asked.elapsed() >= deadlines.answer => inquiry.expire(),
            step => step,
        };
    }
}

/// Makes sure that the module on the line is the one that stated this before.
///
/// # Errors
/// [`CaptureError::OtherDevice`] when it is another one, or the inquiry's own error.
pub(super) fn is_still(
    line: &mut Line<'_>,
    inquiry: &mut dyn Inquiry,
    known: &Statement,
    deadlines: Deadlines,
) -> Result<(), CaptureError> {
    let now = inquire(line, inquiry, deadlines)?;
    match now.names_the_same(known) {
        true => Ok(()),
        false => Err(CaptureError::OtherDevice),
    }
}

/// The instants from which the deadlines count.
struct Clock {
    deadlines: Deadlines,
    command: Instant,
    last_packet: Instant,
    first_look: Option<Instant>,
    phase: Await,
}

impl Clock {
    fn start(deadlines: Deadlines) -> Self {
        let now = Instant::now();
        Self {
            deadlines,
            command: now,
            last_packet: now,
            first_look: None,
            phase: Await::Nothing,
        }
    }

    fn command_sent(&mut self) {
        self.command = Instant::now();
        self.last_packet = self.command;
    }

    /// The image's own time counts from its first byte, not from the wait for a finger.
    fn enters(&mut self, phase: Await) {
        if self.phase != phase {
            self.phase = phase;
            self.command_sent();
        }
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
            Await::Finger => self.command.elapsed() >= self.deadlines.finger,
            Await::Image => {
                self.command.elapsed() >= self.deadlines.image
                    || self.last_packet.elapsed() >= self.deadlines.silence
            }
        }
    }
}

/// Reads until the session has a step, or lets it expire.
fn listen(
    line: &mut Line<'_>,
    session: &mut dyn Dialogue,
    clock: &mut Clock,
) -> Result<Step, CaptureError> {
    let mut buffer = Zeroizing::new([0_u8; 1024]);
    loop {
        clock.enters(session.awaits());
        if clock.is_over(session.awaits()) {
            return Ok(session.expire());
        }
        let count = line.read(&mut buffer[..])?;
        match session.receive(&buffer[..count]) {
            Step::Read => {}
            step => {
                clock.packet_came();
                return Ok(step);
            }
        }
    }
}

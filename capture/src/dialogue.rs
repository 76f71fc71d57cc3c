//! One capture on a line as a machine: bytes in, steps out. The driver owns port, clock and patience.

use crate::fault::CaptureError;
use crate::fingerprint::FingerprintImage;

/// What the driver does next.
pub enum Step {
    /// Write these bytes, then read.
    Send(Vec<u8>),
    /// Read on; nothing to show.
    Read,
    /// No finger yet: show it, pause briefly, then call [`Dialogue::look_again`].
    AwaitFinger,
    /// Image bytes arrived; read on.
    Progress {
        /// Bytes so far.
        received: usize,
        /// Bytes of the whole image, when the sensor stated its geometry.
        expected: Option<usize>,
    },
    /// The image is whole and has ridges.
    Done(FingerprintImage),
    /// The session is over.
    Failed(CaptureError),
}

/// Which of the driver's deadlines runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Await {
    /// The answer to one command.
    Answer,
    /// A finger on the window.
    Finger,
    /// The data packets of the image.
    Image,
    /// Nothing: not started or over.
    Nothing,
}

/// A sensor family's dialogue of one finger image, without a line and without a clock.
pub trait Dialogue {
    /// The first command.
    fn start(&mut self) -> Step;
    /// Bytes from the line, in pieces of any size.
    fn receive(&mut self, bytes: &[u8]) -> Step;
    /// Asks for a frame again after [`Step::AwaitFinger`].
    fn look_again(&mut self) -> Step;
    /// The deadline of [`Dialogue::awaits`] has passed.
    fn expire(&mut self) -> Step;
    /// Which deadline runs now.
    fn awaits(&self) -> Await;
    /// Whether the module holds a frame of a finger, which may be lifted now.
    fn has_frame(&self) -> bool;
}

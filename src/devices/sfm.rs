//! Suprema SFM modules on a serial line, around [`capture::sfm::Session`].

use std::sync::atomic::AtomicBool;

use capture::CaptureError;
use capture::fingerprint::{Finger, FingerprintImage};
use capture::inquiry::Statement;
use capture::sfm::{ImageFormat, Inquiry, Session};

use super::finger_line::{self, CaptureProgress, Deadlines};
use super::serial_line::Line;

/// The family's factory rate, 8N1.
pub const FACTORY_BAUD: u32 = 115_200;

/// Asks the module who it is; no finger is needed.
///
/// # Errors
/// [`CaptureError`]; the port is closed again in every case.
pub fn inquire(
    (path, baud): (&str, u32),
    deadlines: Deadlines,
    cancel: &AtomicBool,
) -> Result<Statement, CaptureError> {
    let mut line = Line::open(path, baud, cancel)?;
    finger_line::inquire(&mut line, &mut Inquiry::default(), deadlines)
}

/// Captures one finger with the very module that stated this, on one opened port. Blocks up to the deadlines;
/// `cancel` ends it within a tick.
///
/// # Errors
/// [`CaptureError::OtherDevice`] when another one answers; the port is closed again in every case.
pub fn capture(
    ((path, baud), known): ((&str, u32), &Statement),
    (finger, format): (Finger, ImageFormat),
    deadlines: Deadlines,
    progress: &mut dyn FnMut(CaptureProgress),
    cancel: &AtomicBool,
) -> Result<FingerprintImage, CaptureError> {
    let mut line = Line::open(path, baud, cancel)?;
    finger_line::is_still(&mut line, &mut Inquiry::default(), known, deadlines)?;
    let mut session = Session::new(finger, format);
    finger_line::run(&mut line, &mut session, deadlines, progress)
}

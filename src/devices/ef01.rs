//! Fingerprint modules of the EF01 family on a serial line, around [`capture::ef01::Session`].

mod module;

use std::sync::atomic::AtomicBool;

use capture::CaptureError;
use capture::ef01::{Address, Inquiry, Session, SessionConfig};
use capture::fingerprint::{Finger, FingerprintImage};
use capture::inquiry::Statement;

use super::finger_line;
pub use super::finger_line::{CaptureProgress, Deadlines};
use super::serial_line::Line;
pub use module::Module;

/// The family's factory rate, 8N1.
pub const FACTORY_BAUD: u32 = 57_600;
/// The password that modules leave the factory with.
pub const FACTORY_PASSWORD: u32 = 0;

/// A module on its port.
#[derive(Clone, Copy)]
pub struct Port<'a> {
    /// Serial port.
    pub path: &'a str,
    /// Line rate.
    pub baud: u32,
    /// Password of the module.
    pub password: u32,
}

impl<'a> Port<'a> {
    /// A module as it left the factory.
    #[must_use]
    pub fn factory(path: &'a str) -> Self {
        Self {
            path,
            baud: FACTORY_BAUD,
            password: FACTORY_PASSWORD,
        }
    }
}

/// Asks the module who it is; no finger is needed.
///
/// # Errors
/// [`CaptureError`]; the port is closed again in every case.
pub fn inquire(
    port: Port<'_>,
    deadlines: Deadlines,
    cancel: &AtomicBool,
) -> Result<Statement, CaptureError> {
    let mut line = Line::open(port.path, port.baud, cancel)?;
    let mut inquiry = Inquiry::new(Address::default(), port.password);
    finger_line::inquire(&mut line, &mut inquiry, deadlines)
}

/// Captures one finger with the very module that stated this, on one opened port. Blocks up to the deadlines;
/// `cancel` ends it within a tick.
///
/// # Errors
/// [`CaptureError::OtherDevice`] when another one answers; the port is closed again in every case.
pub fn capture(
    (port, known): (Port<'_>, &Statement),
    finger: Finger,
    deadlines: Deadlines,
    progress: &mut dyn FnMut(CaptureProgress),
    cancel: &AtomicBool,
) -> Result<FingerprintImage, CaptureError> {
    let mut line = Line::open(port.path, port.baud, cancel)?;
    let mut inquiry = Inquiry::new(Address::default(), port.password);
    finger_line::is_still(&mut line, &mut inquiry, known, deadlines)?;
    finger_line::run(&mut line, &mut session(port, finger), deadlines, progress)
}

fn session(port: Port<'_>, finger: Finger) -> Session {
    Session::new(SessionConfig {
        address: Address::default(),
        password: port.password,
        finger,
    })
}

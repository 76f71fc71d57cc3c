//! Client side of MOSIP's Secure Biometric Interface, SBI 1.0: what is asked, and what of the answer may be believed.
//!
//! Any local process may listen on a port of the interface, so nothing counts before a signature:
//! a [`Discovered`] device becomes a [`Device`] by its signed information, a [`CaptureRequest`]
//! belongs to one device and one [`TransactionId`], and only [`CaptureRequest::open`] makes
//! [`Captured`] fingers out of an answer. Checked on the way: RS256 signature, chain to a pinned
//! provider root, environment, purpose, transaction, time, hash chain, the signed identity of the
//! device, and the finger named in the record against the finger claimed.

mod capture_request;
mod captured;
mod device;
mod digital_id;
mod fault;
mod finger_record;
mod fingers;
mod hash_chain;
mod jws;
mod roots;

pub use capture_request::{CaptureRequest, TransactionId, Wanted};
pub use captured::Captured;
pub use device::{Certification, Device, Discovered, Environment, Status};
pub use digital_id::DigitalId;
pub use fault::{DeviceError, SbiError};
pub use fingers::{DeviceSubId, sub_type};
pub use hash_chain::BlockHash;
pub use roots::ProviderRoots;

/// First port that a device service may listen on, on 127.0.0.1.
pub const FIRST_PORT: u16 = 4501;
/// Last port.
pub const LAST_PORT: u16 = 4600;
/// The longest answer that is looked at: four fingers of 1600 by 1500 pixels in base64, thrice.
pub const MAX_ANSWER: usize = 16 * 1024 * 1024;
/// How far a device's clock may be from ours.
pub const CLOCK_TOLERANCE: time::Duration = time::Duration::seconds(60);

/// Verb and path of a request; the verbs are the interface's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Which devices are there.
    Discover,
    /// What a device says of itself, signed.
    Info,
    /// Capture for a registration.
    RegistrationCapture,
    /// What the device sees, as M-JPEG, while it captures.
    Stream,
}

impl Verb {
    /// The method of the request line.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Self::Discover => "MOSIPDISC",
            Self::Info => "MOSIPDINFO",
            Self::RegistrationCapture => "RCAPTURE",
            Self::Stream => "STREAM",
        }
    }

    /// The path of the request line.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Discover => "/device",
            Self::Info => "/info",
            Self::RegistrationCapture => "/capture",
            Self::Stream => "/stream",
        }
    }
}

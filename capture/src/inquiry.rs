//! Asking a module who it is, as a machine: bytes in, steps out. No finger is needed for it.

use crate::fault::CaptureError;
use crate::fingerprint::device::DeviceCapability;

/// What the driver does next.
pub enum InquiryStep {
    /// Write these bytes, then read.
    Send(Vec<u8>),
    /// Read on.
    Read,
    /// The module has said who it is.
    Done(Statement),
    /// The inquiry is over.
    Failed(CaptureError),
}

/// What a module states of itself. Nothing in it is personal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// Model.
    pub model: String,
    /// Serial number, when it states one.
    pub serial: Option<String>,
    /// Firmware or hardware version, when it states one.
    pub firmware: Option<String>,
    /// What its images are like.
    pub capability: Option<DeviceCapability>,
    /// Parameters for an acceptance sheet: name and value.
    pub parameters: Vec<(&'static str, String)>,
}

impl Statement {
    /// Whether both name the same module, as far as it says. Parameters may change while it works; two modules of
    /// one model that state no serial number cannot be told apart.
    #[must_use]
    pub fn names_the_same(&self, other: &Self) -> bool {
        let name = |one: &Self| {
            let named = (one.model.clone(), one.serial.clone(), one.firmware.clone());
            (named, one.capability)
        };
        name(self) == name(other)
    }
}

/// A family's dialogue of one inquiry, without a line and without a clock.
pub trait Inquiry {
    /// The first command.
    fn start(&mut self) -> InquiryStep;
    /// Bytes from the line, in pieces of any size.
    fn receive(&mut self, bytes: &[u8]) -> InquiryStep;
    /// The deadline of the last command's answer has passed.
    fn expire(&mut self) -> InquiryStep;
}

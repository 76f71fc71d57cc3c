//! Code scanners and MRZ readers: where one scan ends, and what damage looks like.
//!
//! A scan ends with CR, LF, CRLF, ETX, EOT or silence. STX in front and the AIM identifier
//! (ISO/IEC 15424, `]Q1`) are no part of the text. Damage is never repaired: the card is scanned again.

pub mod elyctis;
mod frame;
mod frames;
mod mrz_lines;
pub mod wedge;

use std::io::ErrorKind;

use zeroize::Zeroizing;

use crate::fault::Fault;

pub use frame::code_in;
pub use frames::{Frames, MAX_SCAN_BYTES, SILENCE_MS};
pub use mrz_lines::MrzLines;

/// What makes a scanner of Honeywell's convention read: SYN T CR.
pub const TRIGGER_ON: [u8; 3] = [0x16, 0x54, 0x0D];
/// What makes it stop: SYN U CR.
pub const TRIGGER_OFF: [u8; 3] = [0x16, 0x55, 0x0D];

/// What a scan comes to.
pub type Scan = Result<Zeroizing<String>, ScanError>;

/// Why a scanner delivered no text. Holds nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// There is no port of that name.
    #[error("no scanner at the configured port")]
    NotFound,
    /// The operating system refuses the port.
    #[error("the scanner's port cannot be opened: {kind}")]
    PortRefused {
        /// The system's reason.
        kind: ErrorKind,
    },
    /// The line went away.
    #[error("the scanner was unplugged")]
    Unplugged,
    /// Nothing was scanned within the deadline.
    #[error("nothing was scanned within the deadline")]
    Nothing,
    /// More bytes without an end than any code of a card has.
    #[error("more than {MAX_SCAN_BYTES} bytes without an end")]
    Endless,
    /// The text does not survive as UTF-8: the scanner is set to another character set.
    #[error("the scanner's character set damages the text")]
    Charset,
    /// A scanner that types, whose letters the keyboard layout or an input method (Telex, VNI) changed.
    #[error("the keyboard changed the letters of the scan")]
    Retyped,
    /// A machine-readable zone whose check digits do not all fit.
    #[error("a check digit of the scanned zone is wrong")]
    CheckDigit,
    /// The officer stopped the scan.
    #[error("scan cancelled")]
    Cancelled,
}

impl ScanError {
    /// What was not met.
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NotFound | Self::PortRefused { .. } | Self::Unplugged => "scanner: serial port",
            Self::Nothing | Self::Cancelled => "scanner: one scan",
            Self::Endless => "scanner: end of a scan",
            Self::Charset => "RFC 3629",
            Self::Retyped => "scanner: keyboard wedge",
            Self::CheckDigit => "Doc 9303-3 §4.9",
        }
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        match self {
            Self::PortRefused { .. } => Fault::Line,
            Self::Endless | Self::Charset => Fault::Sensor,
            Self::NotFound
            | Self::Unplugged
            | Self::Nothing
            | Self::Retyped
            | Self::CheckDigit
            | Self::Cancelled => Fault::Operator,
        }
    }
}

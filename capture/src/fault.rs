//! What a capture can end in, and who has to act. EF01 module protocol, confirmation codes.

use std::io::ErrorKind;

/// Who has to act on an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The sensor, its firmware or its configuration.
    Sensor,
    /// The cable, the port or its rights.
    Line,
    /// The officer or the citizen: place the finger, plug the cable, choose another file.
    Operator,
    /// The image file or the program that made it.
    Image,
    /// This program.
    Us,
}

/// Why no finger image came from the sensor. Holds no pixel and no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// There is no port of that name, or another program holds it.
    #[error("no sensor at the configured port, or another program holds it")]
    SensorNotFound,
    /// The operating system refuses the port.
    #[error("the port cannot be opened: {kind}")]
    PortRefused {
        /// The system's reason.
        kind: ErrorKind,
    },
    /// The line went away during the work.
    #[error("the sensor was unplugged")]
    Unplugged,
    /// The port is there and nothing answers on it.
    #[error("no answer to {operation} within its deadline")]
    NoAnswer {
        /// The operation that was sent.
        operation: &'static str,
    },
    /// No finger was placed within the deadline.
    #[error("no finger on the sensor within the deadline")]
    NoFinger,
    /// The sensor saw a finger and could not take an image of it.
    #[error("the sensor failed {tries} times to take the image")]
    ImagingFailed {
        /// How often it was tried.
        tries: u8,
    },
    /// A packet's sum does not match its bytes.
    #[error("packet checksum {stated:#06x} stated, {computed:#06x} computed")]
    BadChecksum {
        /// The sum in the packet.
        stated: u16,
        /// The sum over the packet.
        computed: u16,
    },
    /// A packet's length field is outside what the protocol allows.
    #[error("packet length {length} is outside 3..=258")]
    BadLength {
        /// The field's value.
        length: u16,
    },
    /// Fewer image bytes arrived than the sensor's geometry needs.
    #[error("image truncated: {received} of {expected} bytes")]
    Truncated {
        /// Bytes that arrived.
        received: usize,
        /// Bytes of a whole image, when the geometry is known.
        expected: usize,
    },
    /// More image bytes arrived than any frame of the sensor has.
    #[error("image overlong: {received} bytes, at most {expected}")]
    Overlong {
        /// Bytes that arrived.
        received: usize,
        /// Bytes of a whole image, or the bound.
        expected: usize,
    },
    /// The upload stopped without its last-data packet.
    #[error("upload ended without the last-data packet after {received} bytes")]
    LastPacketMissing {
        /// Bytes that arrived.
        received: usize,
    },
    /// The sensor does not state its geometry and the length is of no known model.
    #[error("no known sensor sends an image of {bytes} bytes")]
    UnknownGeometry {
        /// Bytes of the upload.
        bytes: usize,
    },
    /// The sensor's password is another one.
    #[error("the sensor refused the password")]
    WrongPassword,
    /// The sensor refused an operation.
    #[error("the sensor refused {operation} with code {code:#04x}")]
    Refused {
        /// The operation that was sent.
        operation: &'static str,
        /// The confirmation code.
        code: u8,
    },
    /// A packet of a kind or form that this state has no place for.
    #[error("unexpected packet while waiting for {operation}")]
    Unexpected {
        /// The operation that was sent.
        operation: &'static str,
    },
    /// The frame holds no ridges.
    #[error("empty frame: ridges on {coverage_percent} % of it")]
    EmptyFrame {
        /// Share of blocks with ridge contrast.
        coverage_percent: u8,
    },
    /// Another sensor answers than the one that was asked who it is.
    #[error("another sensor answers than the one that was admitted")]
    OtherDevice,
    /// The officer stopped the capture.
    #[error("capture cancelled")]
    Cancelled,
    /// The session had already ended.
    #[error("the capture session is over")]
    SessionOver,
}

impl CaptureError {
    /// The part of the EF01 module protocol, or of our profile, that was not met.
    pub fn clause(&self) -> &'static str {
        match self {
            Self::SensorNotFound | Self::PortRefused { .. } | Self::Unplugged => {
                "EF01 hardware: UART connection"
            }
            Self::NoAnswer { .. } | Self::Unexpected { .. } => "EF01 acknowledge packet",
            Self::NoFinger | Self::ImagingFailed { .. } => "EF01 GenImg (01)",
            Self::BadChecksum { .. } => "EF01 packet: SUM",
            Self::BadLength { .. } => "EF01 packet: LENGTH",
            Self::Truncated { .. } | Self::Overlong { .. } | Self::LastPacketMissing { .. } => {
                "EF01 UpImage (0A): data packets"
            }
            Self::UnknownGeometry { .. } => "EF01 ReadProdInfo (3C): image size",
            Self::WrongPassword => "EF01 VfyPwd (13)",
            Self::Refused { .. } => "EF01 confirmation code",
            Self::EmptyFrame { .. } => "ISO/IEC 29794-4: foreground",
            Self::OtherDevice => "ReadProdInfo (3C), ID (85): the same at capture",
            Self::Cancelled | Self::SessionOver => "capture session",
        }
    }

    /// Who has to act.
    pub fn who(&self) -> Fault {
        match self {
            Self::SensorNotFound
            | Self::Unplugged
            | Self::NoFinger
            | Self::ImagingFailed { .. }
            | Self::EmptyFrame { .. }
            | Self::OtherDevice
            | Self::Cancelled => Fault::Operator,
            Self::PortRefused { .. }
            | Self::BadChecksum { .. }
            | Self::BadLength { .. }
            | Self::Truncated { .. }
            | Self::LastPacketMissing { .. } => Fault::Line,
            Self::NoAnswer { .. }
            | Self::Overlong { .. }
            | Self::UnknownGeometry { .. }
            | Self::WrongPassword
            | Self::Refused { .. }
            | Self::Unexpected { .. } => Fault::Sensor,
            Self::SessionOver => Fault::Us,
        }
    }
}

//! Why a device or its answer is not believed. SBI 1.0.

use super::Environment;
use crate::Fault;

/// Why nothing came out of an SBI device. Holds no pixel and no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SbiError {
    /// No pinned root: the interface is off until an operator installs one.
    #[error("no provider root is installed")]
    NoRoots,
    /// A file that should hold a provider's root does not.
    #[error("a provider root is not a certificate")]
    RootMalformed,
    /// No device of this kind answers on any port.
    #[error("no device answers on ports 4501 to 4600")]
    NotFound,
    /// The connection ended, or never stood.
    #[error("the device service went away")]
    Disconnected,
    /// No answer within its deadline.
    #[error("no answer within the deadline")]
    NoAnswer,
    /// An answer beyond its bound.
    #[error("an answer longer than any capture")]
    TooLong,
    /// Not the JSON of the interface.
    #[error("the answer does not have the form of {what}")]
    Form {
        /// What it should have been.
        what: &'static str,
    },
    /// The device itself says what is wrong.
    #[error("the device reports {0:?}")]
    Device(DeviceError),
    /// A signature that does not verify, or of another algorithm.
    #[error("the signature over {what} does not verify")]
    Signature {
        /// What was signed.
        what: &'static str,
    },
    /// A certificate chain that does not end at a pinned root, or is not valid now.
    #[error("the certificate chain over {what} does not end at a pinned root")]
    Chain {
        /// What was signed.
        what: &'static str,
    },
    /// A device that was never registered signs nothing.
    #[error("the device is not registered")]
    NotRegistered,
    /// Another environment than this terminal works in.
    #[error("the device works in {found:?}, this terminal in {wanted:?}")]
    Environment {
        /// The device's.
        found: Environment,
        /// This terminal's.
        wanted: Environment,
    },
    /// A device for another purpose than registration.
    #[error("the device is not for registration")]
    Purpose,
    /// An interface version that this program does not speak.
    #[error("the device does not speak SBI 1.0 or 0.9.5")]
    Version,
    /// The answer belongs to another transaction: an earlier one, sent again.
    #[error("the answer belongs to another transaction")]
    Replayed,
    /// The answer's time is too far from ours.
    #[error("the answer's time is {seconds} s away")]
    Time {
        /// How far, without a sign.
        seconds: u64,
    },
    /// The hashes do not follow one another.
    #[error("the hash chain is broken at block {block}")]
    HashChain {
        /// Counted from 0.
        block: usize,
    },
    /// Another device than the one that was asked.
    #[error("another device signed than the one that was asked")]
    OtherDevice,
    /// Fewer or more fingers than asked for.
    #[error("{found} fingers of {wanted}")]
    Count {
        /// Fingers in the answer.
        found: usize,
        /// Fingers asked for.
        wanted: usize,
    },
    /// A finger that was not asked for.
    #[error("a finger that was not asked for")]
    WrongFinger,
    /// One finger twice.
    #[error("one finger twice")]
    SameFinger,
    /// The record names another finger than the signed answer.
    #[error("the record names another finger than the answer")]
    RecordDiffers,
    /// The record is not one finger image of ISO/IEC 19794-4:2011.
    #[error("the finger record is malformed: {what}")]
    Record {
        /// What of it.
        what: &'static str,
    },
    /// The image in the record cannot be decoded.
    #[error("the finger image cannot be decoded")]
    Image,
    /// The officer stopped the capture.
    #[error("capture cancelled")]
    Cancelled,
}

/// What a device reports of itself, by the interface's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceError {
    /// 100.
    NotRegistered,
    /// 101: nothing on the platen.
    NoObject,
    /// 102.
    Extraction,
    /// 103.
    Tampered,
    /// 104.
    ManagementServer,
    /// 105: turned or moved.
    Orientation,
    /// 106.
    NotFound,
    /// 107.
    KeyExpired,
    /// 109: fewer fingers than asked for.
    Count,
    /// 110.
    NotReady,
    /// 111.
    Busy,
    /// 202.
    NotConnected,
    /// Any other.
    Other(u16),
}

impl DeviceError {
    /// The error of a code; nothing for 0.
    #[must_use]
    pub fn of_code(code: u16) -> Option<Self> {
        Some(match code {
            0 => return None,
            100 => Self::NotRegistered,
            101 => Self::NoObject,
            102 => Self::Extraction,
            103 => Self::Tampered,
            104 => Self::ManagementServer,
            105 => Self::Orientation,
            106 => Self::NotFound,
            107 => Self::KeyExpired,
            109 => Self::Count,
            110 => Self::NotReady,
            111 => Self::Busy,
            202 => Self::NotConnected,
            other => Self::Other(other),
        })
    }

    /// Who has to act.
    #[must_use]
    pub fn who(self) -> Fault {
        match self {
            Self::NoObject | Self::Orientation | Self::Count | Self::Busy => Fault::Operator,
            Self::NotConnected => Fault::Line,
            Self::NotRegistered
            | Self::Extraction
            | Self::Tampered
            | Self::ManagementServer
            | Self::NotFound
            | Self::KeyExpired
            | Self::NotReady
            | Self::Other(_) => Fault::Sensor,
        }
    }
}

impl SbiError {
    /// The part of the interface that was not met.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::NoRoots | Self::RootMalformed | Self::Chain { .. } | Self::NotRegistered => {
                "SBI 1.0: device trust, x5c"
            }
            Self::NotFound => "SBI 1.0: MOSIPDISC",
            Self::Disconnected | Self::NoAnswer | Self::TooLong => "SBI 1.0: HTTP on 127.0.0.1",
            Self::Form { .. } | Self::Version => "SBI 1.0: JSON schema",
            Self::Device(_) => "SBI 1.0: error codes",
            Self::Signature { .. } => "SBI 1.0: JWS RS256 (RFC 7515)",
            Self::Environment { .. } | Self::Purpose => "SBI 1.0: env, purpose",
            Self::Replayed => "SBI 1.0: transactionId",
            Self::Time { .. } => "SBI 1.0: timestamp",
            Self::HashChain { .. } => "SBI 1.0: hash, previousHash",
            Self::OtherDevice => "SBI 1.0: digitalId",
            Self::Count { .. } | Self::WrongFinger | Self::SameFinger => {
                "SBI 1.0: count, bioSubType"
            }
            Self::RecordDiffers | Self::Record { .. } | Self::Image => "ISO/IEC 19794-4:2011",
            Self::Cancelled => "capture session",
        }
    }

    /// Who has to act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::Device(error) => error.who(),
            Self::Count { .. } | Self::WrongFinger | Self::SameFinger | Self::Cancelled => {
                Fault::Operator
            }
            Self::NotFound | Self::Disconnected | Self::NoAnswer => Fault::Line,
            Self::NoRoots | Self::RootMalformed => Fault::Us,
            Self::TooLong
            | Self::Form { .. }
            | Self::Signature { .. }
            | Self::Chain { .. }
            | Self::NotRegistered
            | Self::Environment { .. }
            | Self::Purpose
            | Self::Version
            | Self::Replayed
            | Self::Time { .. }
            | Self::HashChain { .. }
            | Self::OtherDevice
            | Self::RecordDiffers
            | Self::Record { .. }
            | Self::Image => Fault::Sensor,
        }
    }
}

//! From the errors of the Secure Biometric Interface to the problems that people are told.

use capture::sbi::{DeviceError, SbiError};

use super::Problem;

impl From<&SbiError> for Problem {
    fn from(error: &SbiError) -> Self {
        match error {
            SbiError::NoRoots | SbiError::RootMalformed => Self::SbiOff,
            SbiError::NotFound | SbiError::Disconnected => Self::SbiServiceMissing,
            SbiError::NoAnswer => Self::SensorNoAnswer,
            SbiError::Device(error) => (*error).into(),
            SbiError::Signature { .. } | SbiError::Chain { .. } | SbiError::OtherDevice => {
                Self::SbiUntrusted
            }
            SbiError::NotRegistered => Self::SbiRegistration,
            SbiError::Environment { .. } | SbiError::Purpose => Self::SbiEnvironment,
            SbiError::Replayed | SbiError::HashChain { .. } => Self::SbiReplayed,
            SbiError::Time { .. } => Self::SbiClock,
            SbiError::Count { .. } => Self::FingersMissing,
            SbiError::SameFinger => Self::FingerTwice,
            SbiError::WrongFinger => Self::WrongFinger,
            SbiError::TooLong
            | SbiError::Form { .. }
            | SbiError::Version
            | SbiError::RecordDiffers
            | SbiError::Record { .. }
            | SbiError::Image => Self::SbiAnswer,
            SbiError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<DeviceError> for Problem {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::NotRegistered
            | DeviceError::ManagementServer
            | DeviceError::KeyExpired => Self::SbiRegistration,
            DeviceError::NoObject => Self::NoFinger,
            DeviceError::Extraction | DeviceError::Orientation => Self::FingerImagePoor,
            DeviceError::Tampered => Self::SensorTampered,
            DeviceError::NotFound | DeviceError::NotConnected => Self::SensorNotFound,
            DeviceError::Count => Self::FingersMissing,
            DeviceError::NotReady => Self::SensorNotReady,
            DeviceError::Busy => Self::SensorBusy,
            DeviceError::Other(_) => Self::SensorRefused,
        }
    }
}

//! From what the list of devices and the profile say to the problems that people are told.

use capture::fingerprint::device::{Shortcoming, Unfit};
use dossier::devices::{BlockReason, Refusal};

use super::Problem;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoList => Self::DeviceListMissing,
            Refusal::ListStale => Self::DeviceListStale,
            Refusal::ListExpired => Self::DeviceListExpired,
            Refusal::Unknown => Self::DeviceUnknown,
            Refusal::Firmware => Self::DeviceFirmware,
            Refusal::Certificate => Self::DeviceCertificate,
            Refusal::Simulator => Self::DeviceSimulated,
            Refusal::Purpose => Self::DevicePurpose,
            Refusal::Blocked(BlockReason::Stolen) => Self::DeviceStolen,
            Refusal::Blocked(BlockReason::Faulty) => Self::DeviceFaulty,
            Refusal::Blocked(BlockReason::Insecure) => Self::DeviceInsecure,
            Refusal::Blocked(BlockReason::Uncertified) => Self::DeviceUncertified,
            Refusal::Blocked(BlockReason::Withdrawn) => Self::DeviceWithdrawn,
        }
    }
}

impl From<&Unfit> for Problem {
    fn from(unfit: &Unfit) -> Self {
        match unfit.shortcomings().first() {
            Some(Shortcoming::GreyLevels { .. }) => Self::SensorGreyLevelsLow,
            Some(Shortcoming::Resolution { .. }) => Self::SensorResolutionLow,
            Some(Shortcoming::Class { .. }) | None => Self::SensorClassLow,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_refusal_of_a_device_has_a_code_of_its_own() {
        let codes: BTreeSet<_> = Refusal::ALL
            .map(|refusal| Problem::from(refusal).code())
            .into();
        assert_eq!(codes.len(), Refusal::ALL.len());
    }
}

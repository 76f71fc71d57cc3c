//! For each problem: what happened, and what to do.

mod bank;
mod bench;
mod camera;
mod card;
mod devices;
mod office;
mod sbi;
mod scanner;
mod sensor;

use super::{Say, backend, say};
use crate::problem::Problem;

/// What happened and what to do about it.
#[derive(Clone, Copy)]
pub struct Advice {
    /// What happened.
    pub happened: Say,
    /// What to do, in the imperative.
    pub todo: Say,
}

impl Advice {
    /// Both halves as one sentence.
    #[must_use]
    pub fn sentence(self, language: dossier::consent::Language) -> String {
        format!(
            "{}; {}.",
            self.happened.by(language),
            self.todo.by(language)
        )
    }
}

/// The advice for a problem.
#[must_use]
pub fn advice(problem: Problem) -> Advice {
    use Problem as P;
    match problem {
        P::SignInRefused
        | P::SignInLocked
        | P::SessionExpired
        | P::SignInIncomplete
        | P::Unattended => office::sign_in(problem),
        P::NoReader | P::SmartCardServiceNotRunning | P::ReaderFailed | P::CardInUse => {
            card::reader(problem)
        }
        P::NoCard
        | P::CardRemoved
        | P::WrongCan
        | P::WrongMrz
        | P::CardNotEmrtd
        | P::CardProtocol => card::card(problem),
        P::ChangedData
        | P::ChipCloned
        | P::IssuerUnknown
        | P::NotGenuine
        | P::ProofUnfinished
        | P::OtherPerson => card::verdict(problem),
        P::ScanUnreadable | P::NumberInvalid | P::MrzInvalid => card::scan(problem),
        P::ScannerMissing
        | P::ScannerUnplugged
        | P::ScanNothing
        | P::ScanCharset
        | P::ScanEndless
        | P::ScannerPortRefused
        | P::ScanRetyped
        | P::ScanCheckDigit => scanner::scanner(problem),
        P::PortraitSourceMissing
        | P::PortraitUnreadable
        | P::PortraitTooLarge
        | P::CameraRefused
        | P::CameraBusy
        | P::CameraUnplugged
        | P::CameraNoFrame
        | P::CameraNoMode
        | P::CameraAddress
        | P::CameraStream
        | P::CameraFrozen => camera::camera(problem),
        P::SensorNotFound
        | P::SensorUnplugged
        | P::NoFinger
        | P::SensorBadData
        | P::SensorUnknownGeometry
        | P::SensorNoAnswer
        | P::SensorRefused
        | P::FingerImagePoor
        | P::SensorPortRefused
        | P::FingerTwice
        | P::FingerTriesUsed
        | P::ExceptionOffline
        | P::ExceptionOver
        | P::SensorClassLow
        | P::SensorGreyLevelsLow
        | P::SensorResolutionLow
        | P::SensorSwapped
        | P::Cancelled => sensor::sensor(problem),
        P::SbiOff
        | P::SbiServiceMissing
        | P::SbiUntrusted
        | P::SbiReplayed
        | P::SbiClock
        | P::SbiEnvironment
        | P::SbiAnswer
        | P::SbiRegistration
        | P::SensorBusy
        | P::SensorNotReady
        | P::SensorTampered
        | P::FingersMissing
        | P::WrongFinger => sbi::device(problem),
        P::DeviceListMissing
        | P::DeviceListStale
        | P::DeviceListExpired
        | P::DeviceUnknown
        | P::DeviceFirmware
        | P::DeviceCertificate
        | P::DeviceSimulated
        | P::DevicePurpose
        | P::DeviceStolen
        | P::DeviceFaulty
        | P::DeviceInsecure
        | P::DeviceUncertified
        | P::DeviceWithdrawn => devices::device(problem),
        P::BackendRefused(kind) => backend::advice(kind),
        P::BackendUnreachable
        | P::BackendAnswer
        | P::TerminalKeyMissing
        | P::PolicyNotInForce
        | P::StoreUnavailable
        | P::StoreFull
        | P::FileIncomplete
        | P::NothingToPrint
        | P::PrinterMissing
        | P::PrinterFailed => office::keeping(problem),
        P::NotTheHolder
        | P::PersonNotCompared
        | P::RelyingPartyMissing
        | P::ConsentUnreadable
        | P::NothingAgreed
        | P::CoreRecordUnreadable => bank::desk(problem),
        P::SelfDecision
        | P::LeaseLost
        | P::QueueEmpty
        | P::ReasonMissing
        | P::NoteMissing
        | P::ApprovalForbidden
        | P::NotExamined => office::deciding(problem),
        P::TestKitMissing | P::SimulatorFailed | P::SheetNotWritten | P::TrustUnreadable => {
            bench::bench(problem)
        }
        P::Internal => internal(),
    }
}

fn internal() -> Advice {
    Advice {
        happened: say(
            "Chương trình gặp lỗi nội bộ",
            "The program has an internal fault",
        ),
        todo: say(
            "hãy khởi động lại chương trình và báo bộ phận kỹ thuật mã này",
            "restart the program and give technical support this code",
        ),
    }
}

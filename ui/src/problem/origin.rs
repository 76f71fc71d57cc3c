//! From the errors of reader, capture and backend to the problems that people are told.

use capture::CaptureError;
use capture::image::ImageError;
use capture::portrait::CameraError;
use capture::scanner::ScanError;
use dossier::api::ProblemType;
use reader::access::AccessError;
use reader::channel::ChannelError;
use reader::read_out::PasswordKind;
use reader::reading::ReadError;
use reader::verdict::{Assessment, CheckResult, Reason, Verdict};

use super::Problem;

impl Problem {
    /// What a reading's error means, given the password that was used.
    #[must_use]
    pub fn of_reading(error: &ReadError, password: PasswordKind) -> Self {
        match (Self::from(error), password) {
            (Self::WrongCan, PasswordKind::Mrz) => Self::WrongMrz,
            (problem, _) => problem,
        }
    }

    /// What an assessment means for the officer; nothing when the card is genuine.
    #[must_use]
    pub fn of_assessment(assessment: &Assessment) -> Option<Self> {
        let reason_of = |result: CheckResult, reasons: &[Reason]| {
            let of_result = |check: &&reader::verdict::Check| check.result == result;
            assessment
                .checks
                .iter()
                .filter(of_result)
                .any(|check| reasons.contains(&check.reason))
        };
        match assessment.verdict() {
            Verdict::Genuine => None,
            Verdict::Unread => Some(Self::CardProtocol),
            Verdict::Refuted if reason_of(CheckResult::Failed, &CHANGED) => Some(Self::ChangedData),
            Verdict::Refuted if reason_of(CheckResult::Failed, &CLONED) => Some(Self::ChipCloned),
            Verdict::Refuted => Some(Self::NotGenuine),
            Verdict::Undetermined
                if reason_of(CheckResult::Undetermined, &[Reason::IssuerUnknown]) =>
            {
                Some(Self::IssuerUnknown)
            }
            Verdict::Undetermined => Some(Self::ProofUnfinished),
        }
    }
}

const CHANGED: [Reason; 4] = [
    Reason::HashMismatch,
    Reason::SignatureInvalid,
    Reason::DataGroupMissing,
    Reason::DataGroupUnsigned,
];
const CLONED: [Reason; 3] = [
    Reason::ChipProofInvalid,
    Reason::ChipProofMissing,
    Reason::KeyNotSigned,
];

impl From<&ReadError> for Problem {
    fn from(error: &ReadError) -> Self {
        if let Some(channel) = error.channel() {
            return channel.into();
        }
        match error {
            ReadError::Access(AccessError::WrongPassword { .. }) => Self::WrongCan,
            ReadError::Access(AccessError::NotSupported(_) | AccessError::Refused { .. }) => {
                Self::CardNotEmrtd
            }
            ReadError::Access(AccessError::Crypto(_)) => Self::Internal,
            ReadError::Access(_) | ReadError::File { .. } | ReadError::Exchange(_) => {
                Self::CardProtocol
            }
        }
    }
}

impl From<&ChannelError> for Problem {
    fn from(error: &ChannelError) -> Self {
        match error {
            ChannelError::CardRemoved => Self::CardRemoved,
            ChannelError::CardReset => Self::CardInUse,
            ChannelError::ReaderGone => Self::NoReader,
            ChannelError::Refused(_) => Self::ReaderFailed,
            ChannelError::TooShort(_) => Self::CardProtocol,
        }
    }
}

impl From<&CaptureError> for Problem {
    fn from(error: &CaptureError) -> Self {
        match error {
            CaptureError::SensorNotFound => Self::SensorNotFound,
            CaptureError::PortRefused { .. } => Self::SensorPortRefused,
            CaptureError::Unplugged => Self::SensorUnplugged,
            CaptureError::NoAnswer { .. } => Self::SensorNoAnswer,
            CaptureError::NoFinger => Self::NoFinger,
            CaptureError::ImagingFailed { .. } | CaptureError::EmptyFrame { .. } => {
                Self::FingerImagePoor
            }
            CaptureError::BadChecksum { .. }
            | CaptureError::BadLength { .. }
            | CaptureError::Truncated { .. }
            | CaptureError::Overlong { .. }
            | CaptureError::LastPacketMissing { .. }
            | CaptureError::Unexpected { .. } => Self::SensorBadData,
            CaptureError::UnknownGeometry { .. } => Self::SensorUnknownGeometry,
            CaptureError::WrongPassword | CaptureError::Refused { .. } => Self::SensorRefused,
            CaptureError::OtherDevice => Self::SensorSwapped,
            CaptureError::Cancelled => Self::Cancelled,
            CaptureError::SessionOver => Self::Internal,
        }
    }
}

impl From<&ScanError> for Problem {
    fn from(error: &ScanError) -> Self {
        match error {
            ScanError::NotFound => Self::ScannerMissing,
            ScanError::PortRefused { .. } => Self::ScannerPortRefused,
            ScanError::Unplugged => Self::ScannerUnplugged,
            ScanError::Nothing => Self::ScanNothing,
            ScanError::Endless => Self::ScanEndless,
            ScanError::Charset => Self::ScanCharset,
            ScanError::Retyped => Self::ScanRetyped,
            ScanError::CheckDigit => Self::ScanCheckDigit,
            ScanError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<&CameraError> for Problem {
    fn from(error: &CameraError) -> Self {
        match error {
            CameraError::NotFound => Self::PortraitSourceMissing,
            CameraError::Refused { .. } => Self::CameraRefused,
            CameraError::Busy => Self::CameraBusy,
            CameraError::Unplugged => Self::CameraUnplugged,
            CameraError::NoFrame | CameraError::Ended => Self::CameraNoFrame,
            CameraError::NoMode => Self::CameraNoMode,
            CameraError::Status { .. } => Self::CameraAddress,
            CameraError::Stream(_) => Self::CameraStream,
            CameraError::Image(error) => error.into(),
            CameraError::Frozen => Self::CameraFrozen,
            CameraError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<&ImageError> for Problem {
    fn from(error: &ImageError) -> Self {
        match error {
            ImageError::FileTooLong { .. } | ImageError::TooManyPixels { .. } => {
                Self::PortraitTooLarge
            }
            ImageError::UnknownFormat
            | ImageError::Structure { .. }
            | ImageError::Empty
            | ImageError::Damaged { .. }
            | ImageError::PixelCount { .. }
            | ImageError::Encode => Self::PortraitUnreadable,
        }
    }
}

impl From<ProblemType> for Problem {
    fn from(kind: ProblemType) -> Self {
        match kind {
            ProblemType::SignInRefused => Self::SignInRefused,
            ProblemType::SignInLocked => Self::SignInLocked,
            ProblemType::SessionInvalid => Self::SessionExpired,
            ProblemType::QueueEmpty => Self::QueueEmpty,
            ProblemType::SelfDecision => Self::SelfDecision,
            ProblemType::AlreadyClaimed | ProblemType::LeaseLost => Self::LeaseLost,
            ProblemType::NotGenuine => Self::ApprovalForbidden,
            ProblemType::NoteRequired => Self::NoteMissing,
            other => Self::BackendRefused(other),
        }
    }
}

/// Codes of the backend's refusals: their HTTP status would not tell them apart.
pub(super) fn backend_code(kind: ProblemType) -> &'static str {
    match kind {
        ProblemType::Malformed => "S-001",
        ProblemType::SignInRefused => "S-002",
        ProblemType::SignInLocked => "S-003",
        ProblemType::SessionInvalid => "S-004",
        ProblemType::Forbidden => "S-005",
        ProblemType::TerminalUnknown => "S-006",
        ProblemType::SignatureInvalid => "S-007",
        ProblemType::SubmissionRefused => "S-008",
        ProblemType::SessionMismatch => "S-009",
        ProblemType::TooLarge => "S-010",
        ProblemType::NotFound => "S-011",
        ProblemType::QueueEmpty => "S-012",
        ProblemType::SelfDecision => "S-013",
        ProblemType::AlreadyClaimed => "S-014",
        ProblemType::LeaseLost => "S-015",
        ProblemType::AlreadyDecided => "S-016",
        ProblemType::NotGenuine => "S-017",
        ProblemType::NoteRequired => "S-018",
        ProblemType::Unavailable => "S-019",
        ProblemType::ConfirmerDecision => "S-020",
        ProblemType::SecondApproverNeeded => "S-021",
        ProblemType::HigherDecision => "S-022",
        ProblemType::RuleForbids => "S-023",
        ProblemType::PolicyNotInForce => "S-024",
        ProblemType::TerminalBlocked => "S-025",
        ProblemType::TerminalMismatch => "S-026",
        ProblemType::CertificateNeeded => "S-027",
        ProblemType::EnrolmentRefused => "S-028",
        ProblemType::TooManyRequests => "S-029",
        ProblemType::SourceEventRefused => "S-030",
        ProblemType::BankCannotFile => "S-031",
        ProblemType::PartyUnknown => "S-032",
        ProblemType::PartyRequestRefused => "S-033",
        ProblemType::ContractNotInForce => "S-034",
        ProblemType::ConsentRefused => "S-035",
        ProblemType::RequestReplayed => "S-036",
        ProblemType::SourceSilent => "S-037",
        ProblemType::SecondFactorNeeded => "S-038",
        ProblemType::SecondFactorRefused => "S-039",
        ProblemType::ProviderNotEligible => "S-043",
        ProblemType::FormNotYet => "S-041",
        ProblemType::FormNotPrintable => "S-042",
        ProblemType::ConfirmationRefused => "S-050",
        ProblemType::OwnException => "S-051",
        ProblemType::ExceptionUnconfirmed => "S-052",
        ProblemType::LockCauseRefused => "S-060",
        ProblemType::LockEvidenceMissing => "S-061",
        ProblemType::LockedAlready => "S-062",
        ProblemType::UnlockRefused => "S-063",
        ProblemType::NotToBeActivated => "S-064",
        ProblemType::AccountActive => "S-065",
        ProblemType::AccountLocked => "S-066",
        ProblemType::AccountEnded => "S-067",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use dossier::consent::Language;
    use std::collections::BTreeSet;

    fn all() -> impl Iterator<Item = Problem> {
        let backend = ProblemType::ALL.into_iter().map(Problem::BackendRefused);
        Problem::OWN.iter().copied().chain(backend)
    }

    #[test]
    fn every_problem_says_in_both_languages_what_happened_and_what_to_do() {
        for problem in all() {
            let advice = text::problem::advice(problem);
            assert!(advice.todo.vi.contains("hãy "), "{problem:?}");
            let verb = advice.todo.en.split([' ', ',']).next().unwrap();
            assert!(VERBS.contains(&verb), "{problem:?}: {verb}");
            for language in [Language::Vi, Language::En] {
                let sentence = advice.sentence(language);
                assert!(
                    advice.happened.by(language).chars().count() >= 10,
                    "{problem:?}"
                );
                assert!(
                    sentence.ends_with('.') && !sentence.contains(".."),
                    "{sentence}"
                );
            }
        }
    }

    #[test]
    fn codes_and_sentences_are_unique() {
        let codes: BTreeSet<_> = all().map(Problem::code).collect();
        let sentences: BTreeSet<_> = all()
            .map(|problem| text::problem::advice(problem).sentence(Language::Vi))
            .collect();
        assert_eq!(codes.len(), all().count());
        assert_eq!(sentences.len(), all().count());
    }

    #[test]
    fn the_password_used_decides_which_one_was_wrong() {
        let error = ReadError::Access(AccessError::WrongPassword {
            step: reader::access::ProtocolStep::Token,
            status: reader::wire::StatusWord::new(0x6300),
        });
        assert_eq!(
            Problem::of_reading(&error, PasswordKind::Can),
            Problem::WrongCan
        );
        assert_eq!(
            Problem::of_reading(&error, PasswordKind::Mrz),
            Problem::WrongMrz
        );
        let removed = ReadError::Access(AccessError::Channel(ChannelError::CardRemoved));
        assert_eq!(
            Problem::of_reading(&removed, PasswordKind::Can),
            Problem::CardRemoved
        );
    }

    #[test]
    fn unplugging_and_an_empty_glass_are_told_apart() {
        assert_eq!(
            Problem::from(&CaptureError::Unplugged),
            Problem::SensorUnplugged
        );
        assert_eq!(Problem::from(&CaptureError::NoFinger), Problem::NoFinger);
        assert_eq!(
            Problem::from(&CaptureError::UnknownGeometry { bytes: 5 }),
            Problem::SensorUnknownGeometry
        );
        assert_eq!(Problem::from(ProblemType::LeaseLost), Problem::LeaseLost);
        let down = ProblemType::Unavailable;
        assert_eq!(Problem::from(down), Problem::BackendRefused(down));
    }

    /// Imperatives that an instruction may begin with.
    const VERBS: &[&str] = &[
        "ask", "call", "carry", "check", "choose", "claim", "close", "compare", "fill", "finish",
        "hand", "have", "keep", "lay", "leave", "load", "make", "plug", "press", "put", "read",
        "refuse", "restart", "scan", "send", "sign", "start", "stop", "try", "type", "unplug",
        "use", "wait", "wipe", "write",
    ];
}

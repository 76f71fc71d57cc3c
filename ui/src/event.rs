//! What the shell's workers report back.

use std::collections::BTreeMap;

use capture::fingerprint::Finger;
use capture::image::{GreyImage, RgbaImage};
use capture::portrait::Face;
use dossier::api::{
    CaseFile, CaseRecord, Confirmation, QueueEntry, Role, SourcesAnswer, SubmissionStatus,
};
use dossier::draft::{Draft, FingerprintCapture, PortraitCapture};
use dossier::facts::CitizenFacts;
use dossier::portrait::{ModelComparison, PortraitAssessment};
use dossier::receipt::Receipt;
use dossier::relying::PartyReceipt;
use dossier::submission::SubmissionId;
use reader::channel::Traffic;
use reader::files::FileId;
use reader::read_out::ReadOut;
use reader::reading::ReadStep;
use reader::verdict::Assessment;
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::problem::Problem;

/// Names one reading or capture, so that a late report of an abandoned one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// One report of the shell. Holds citizens' data, so it has no `Debug`.
pub enum Event {
    /// The clock, sent at the start and before every batch of messages.
    Clock(OffsetDateTime),
    /// A device changed its state.
    Device {
        /// Which device.
        device: DeviceKind,
        /// Its state now.
        state: DeviceState,
    },
    /// The backend opened a session.
    SignedIn(SignedIn),
    /// The backend, or the way to it, refused the sign-in.
    SignInFailed(Problem),
    /// The session ended.
    SignedOut,
    /// The scanner delivered text.
    Scanned {
        /// The wait.
        session: SessionId,
        /// What was scanned.
        text: Zeroizing<String>,
    },
    /// The scanner delivered nothing usable.
    ScanFailed {
        /// The wait.
        session: SessionId,
        /// Why.
        problem: Problem,
    },
    /// The reading entered a step.
    CardStep {
        /// The reading.
        session: SessionId,
        /// The step.
        step: ReadStep,
    },
    /// A file of the card grows.
    CardFile {
        /// The reading.
        session: SessionId,
        /// The file.
        file: FileId,
        /// Bytes so far.
        received: usize,
        /// Bytes of the whole file, once known.
        expected: Option<usize>,
    },
    /// Who the card says to be, before any of it is checked: first by its MRZ, then with DG13 too.
    CardIdentity {
        /// The reading.
        session: SessionId,
        /// What it says.
        facts: Box<CitizenFacts>,
    },
    /// The chip's portrait, before it is checked.
    CardFace {
        /// The reading.
        session: SessionId,
        /// The portrait, decoded.
        face: RgbaImage,
    },
    /// The card left the reader; the reading goes on when it is put back.
    CardLifted {
        /// The reading.
        session: SessionId,
    },
    /// The card was read to its end and assessed.
    CardRead {
        /// The reading.
        session: SessionId,
        /// The result.
        reading: Box<CardReading>,
    },
    /// The reading ended early.
    CardFailed {
        /// The reading.
        session: SessionId,
        /// What it means for a person.
        problem: Problem,
        /// The checks, most of them not reached.
        assessment: Box<Assessment>,
    },
    /// A camera's newest frame, while nothing is taken yet.
    PortraitLive(Box<LiveFrame>),
    /// The camera gives no frames.
    CameraLost(Problem),
    /// A portrait frame was taken.
    PortraitCaptured {
        /// The capture.
        session: SessionId,
        /// The frame for the dossier.
        capture: Box<PortraitCapture>,
        /// The print that was cut from it, decoded.
        preview: RgbaImage,
    },
    /// The best frame of a try shows no portrait at all: no face, more than one, or a head over the edge.
    PortraitRefused {
        /// The capture.
        session: SessionId,
        /// What was measured.
        assessment: Box<PortraitAssessment>,
    },
    /// No portrait.
    PortraitFailed {
        /// The capture.
        session: SessionId,
        /// Why.
        problem: Problem,
    },
    /// The operator's model compared, or said why not.
    FacesCompared {
        /// The comparison.
        session: SessionId,
        /// What it came to.
        comparison: Box<ModelComparison>,
    },
    /// The sensor waits for these fingers at once.
    FingersAwaited {
        /// The capture.
        session: SessionId,
        /// Which.
        fingers: Vec<Finger>,
    },
    /// The sensor feels a finger and takes its image.
    FingerPlaced {
        /// The capture.
        session: SessionId,
    },
    /// What the sensor sees while it waits. Nobody signed it, and it is shown only.
    FingerprintLive {
        /// The capture.
        session: SessionId,
        /// The frame.
        frame: GreyImage,
    },
    /// The sensor's image grows.
    FingerprintProgress {
        /// The capture.
        session: SessionId,
        /// Bytes so far.
        received: usize,
        /// Bytes of the whole image, once known.
        expected: Option<usize>,
    },
    /// A fingerprint frame was taken.
    FingerprintCaptured {
        /// The capture.
        session: SessionId,
        /// The frame for the dossier.
        capture: Box<FingerprintCapture>,
        /// Those of other fingers that the same touch gave.
        beside: Vec<FingerprintCapture>,
        /// The same frame, decoded.
        preview: GreyImage,
    },
    /// No fingerprint.
    FingerprintFailed {
        /// The capture.
        session: SessionId,
        /// Why.
        problem: Problem,
    },
    /// The backend has noted who confirmed an exception.
    ExceptionConfirmed {
        /// The question.
        session: SessionId,
        /// What to name in the file.
        confirmation: Box<Confirmation>,
    },
    /// The backend, or the way to it, did not let the second person confirm.
    ExceptionRefused {
        /// The question.
        session: SessionId,
        /// Why.
        problem: Problem,
    },
    /// The record of the customer that the settings name.
    CoreRecord {
        /// The reading.
        session: SessionId,
        /// Its text.
        text: Zeroizing<String>,
    },
    /// The managing agency answered a relying party; its signature was verified.
    PartyAnswered {
        /// The question.
        session: SessionId,
        /// The receipt.
        receipt: Box<PartyReceipt>,
    },
    /// The managing agency did not answer.
    PartyFailed {
        /// The question.
        session: SessionId,
        /// Why.
        problem: Problem,
    },
    /// The store holds this draft durably.
    DraftSaved(Uuid),
    /// The store holds a draft of an earlier run; its card data are assessed again by the shell.
    DraftFound {
        /// The draft.
        draft: Box<Draft>,
        /// Its reading, when it has one.
        reading: Option<Box<CardReading>>,
    },
    /// The store failed; the window keeps what it has.
    StoreFailed(Problem),
    /// The draft was not sealed, not signed or not taken by the outbox: it is worked on again.
    SubmitFailed {
        /// The draft that was to be submitted.
        draft: Uuid,
        /// Why.
        problem: Problem,
    },
    /// The outbox holds the signed submission of this draft.
    SubmissionStored {
        /// The draft that was sealed.
        draft: Uuid,
        /// The submission made of it.
        submission: SubmissionId,
    },
    /// The backend acknowledged a submission.
    SubmissionSent(Receipt),
    /// A form went to the printer or to the viewer.
    FormPrinted,
    /// No form came out.
    PrintFailed(Problem),
    /// A submission waits in the outbox and will be sent again.
    SubmissionWaiting {
        /// The submission.
        submission: SubmissionId,
        /// Why it waits.
        problem: Problem,
    },
    /// The backend refused a submission for good.
    SubmissionRefused {
        /// The submission.
        submission: SubmissionId,
        /// Why.
        problem: Problem,
    },
    /// How a sent submission stands.
    SubmissionStatus(SubmissionStatus),
    /// The approver's queue.
    Queue(Vec<QueueEntry>),
    /// A claimed case.
    CaseOpened(Box<CaseView>),
    /// The sources were asked again about a claimed case.
    SourcesAnswered(Box<SourcesAnswer>),
    /// The backend recorded the decision.
    DecisionRecorded(Box<CaseRecord>),
    /// Claiming, loading or deciding failed.
    DecisionFailed(Problem),
    /// The tester's bench reports.
    Tester(Box<crate::tester::Report>),
}

/// One frame of the live picture.
pub struct LiveFrame {
    /// The frame, reduced for the screen.
    pub image: RgbaImage,
    /// Where the head is.
    pub oval: Option<Oval>,
    /// What was measured on the whole frame.
    pub assessment: PortraitAssessment,
}

/// A head's outline in shares of the frame's width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oval {
    /// Middle, from the left.
    pub across: f64,
    /// Middle, from the top.
    pub down: f64,
    /// Half the width.
    pub half_width: f64,
    /// Half the height.
    pub half_height: f64,
}

impl Oval {
    /// The outline of a face that was found in a frame of this size.
    #[must_use]
    pub fn of(face: &Face, (width, height): (u32, u32)) -> Self {
        let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let half = face.head_length() / 2.0;
        Self {
            across: face.eyes().0 / width,
            down: (face.crown() + half) / height,
            half_width: half * 0.75 / width,
            half_height: half / height,
        }
    }
}

/// Who signed in, as the backend says.
#[derive(Clone)]
pub struct SignedIn {
    /// The officer's name.
    pub name: String,
    /// The officer's identifier.
    pub officer: String,
    /// What the officer may do.
    pub role: Role,
    /// The officer's office.
    pub office: String,
    /// The backend's session.
    pub session: Uuid,
}

/// A card that was read to its end.
pub struct CardReading {
    /// The files and the chip's proofs.
    pub read_out: ReadOut,
    /// What they prove.
    pub assessment: Assessment,
    /// The chip's portrait, decoded.
    pub face: Option<RgbaImage>,
    /// The backend's challenge that the chip signed, when there was one.
    pub challenge_id: Option<Uuid>,
    /// When the reading ended.
    pub read_at: OffsetDateTime,
    /// What it cost.
    pub traffic: Traffic,
    /// Milliseconds by step.
    pub elapsed_ms: BTreeMap<&'static str, u64>,
}

/// A claimed case with its images decoded.
pub struct CaseView {
    /// The backend's file.
    pub file: CaseFile,
    /// The chip's portrait.
    pub chip_portrait: Option<RgbaImage>,
    /// The portrait taken at the counter.
    pub live_portrait: Option<RgbaImage>,
    /// The fingerprints taken at the counter.
    pub fingerprints: Vec<RgbaImage>,
}

/// A thing that the counter depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceKind {
    /// The chip card reader.
    Reader,
    /// The source of portraits.
    Camera,
    /// The fingerprint sensor.
    Fingerprint,
    /// The code scanner.
    Scanner,
    /// The backend.
    Network,
}

impl DeviceKind {
    /// All of them, in the order of the device strip.
    pub const ALL: [Self; 5] = [
        Self::Reader,
        Self::Camera,
        Self::Fingerprint,
        Self::Scanner,
        Self::Network,
    ];
}

/// How a device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    /// Nobody has looked yet.
    Unknown,
    /// Not there, or not reachable.
    Missing,
    /// There and waiting.
    Ready,
    /// At work; for the reader: a card is on it.
    Busy,
}

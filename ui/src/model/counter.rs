//! The receiving officer's work place: one citizen, five panes.

use capture::fingerprint::Finger;
use capture::fingerprint::exception::ExceptionReason;
use dossier::draft::{Draft, Missing};
use dossier::portrait::{PortraitAssessment, PortraitStanding};
use dossier::subject::DraftSubject;
use rules::profile::FingerRules;
use time::OffsetDateTime;
use uuid::{Builder, Uuid};

use super::card::{CardActivity, CardPane};
use super::submission::SubmissionRow;
use super::{Names, Picture, SignInForm};
use crate::event::{CardReading, Oval, SessionId, SignedIn};
use crate::problem::Problem;
use crate::subject::SubjectForm;

/// One citizen's file and what surrounds it.
pub struct Counter {
    /// Who is signed in.
    pub who: SignedIn,
    /// The file in progress.
    pub draft: Draft,
    /// Whether the store holds the draft as it is.
    pub kept_in_store: KeptInStore,
    /// The card pane.
    pub card: CardPane,
    /// The portrait pane.
    pub portrait: CapturePane,
    /// What the camera shows.
    pub camera: CameraView,
    /// The comparison of both portraits that a model is busy with.
    pub faces: Option<SessionId>,
    /// The fingerprint pane.
    pub fingerprint: CapturePane,
    /// The finger asked for.
    pub finger: Finger,
    /// What the sensor waits for, while it does.
    pub awaited: Vec<Finger>,
    /// Why it is not taken, while that is asked.
    pub exception: Option<ExceptionForm>,
    /// Whether the draft is being submitted.
    pub phase: Phase,
    /// Whether discarding was asked for once.
    pub discard_asked: bool,
    /// What the counter as a whole must know.
    pub notice: Option<Notice>,
    /// What was submitted.
    pub submissions: Vec<SubmissionRow>,
    /// Who registers, as typed.
    pub subject: SubjectForm,
    /// Whether that form is shown instead of the panes beside the card.
    pub subject_open: bool,
    /// Drafts of earlier runs that wait for their turn.
    pub(crate) waiting: Vec<FoundDraft>,
}

/// The question why a finger is not taken.
pub struct ExceptionForm {
    /// Which finger.
    pub finger: Finger,
    /// The reason, once chosen.
    pub reason: Option<ExceptionReason>,
    /// What the second person types, who confirms with the own account.
    pub second: SignInForm,
    /// Names the newest question to the backend.
    pub(crate) asked: SessionId,
}

/// A draft of an earlier run.
pub(crate) struct FoundDraft {
    pub(crate) draft: Box<Draft>,
    pub(crate) reading: Option<Box<CardReading>>,
}

/// A pane that takes one frame from a device.
#[derive(Default)]
pub struct CapturePane {
    /// What is going on.
    pub activity: CaptureActivity,
    /// What went wrong last.
    pub problem: Option<Problem>,
    /// The frame of the draft.
    pub picture: Option<Picture>,
    /// What the device shows while it waits; never kept.
    pub live: Option<Picture>,
}

/// The camera beside the portrait that was taken.
#[derive(Default)]
pub struct CameraView {
    /// Its newest frame.
    pub live: Option<Live>,
    /// Why there is none.
    pub problem: Option<Problem>,
    /// What the last try was refused for.
    pub refused: Option<PortraitAssessment>,
    /// Whether everything that is measured is listed.
    pub details: bool,
}

/// A frame of the live picture.
pub struct Live {
    /// The frame.
    pub picture: Picture,
    /// Where the head is.
    pub oval: Option<Oval>,
    /// What was measured.
    pub assessment: PortraitAssessment,
}

/// What a capturing device is doing.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum CaptureActivity {
    /// Nothing.
    #[default]
    Idle,
    /// Waiting for a face or a finger.
    Waiting(SessionId),
    /// The frame comes in: bytes so far and, once known, all of them.
    Receiving(SessionId, usize, Option<usize>),
}

/// How the durable store stands to the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptInStore {
    /// There is nothing to keep yet.
    Empty,
    /// It was sent to the store.
    Asked,
    /// The store holds it.
    Yes,
    /// The store failed.
    Failed,
}

/// Where the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Being worked on.
    Editing,
    /// Being sealed and stored in the outbox.
    Submitting,
}

/// A line above the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Something went wrong.
    Problem(Problem),
    /// The last file is stored.
    Stored,
    /// A form is on its way to the printer.
    Printing,
    /// A form was handed to the printer or shown.
    Printed,
}

/// The five panes, in the order of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pane {
    /// The card.
    Card,
    /// The portrait.
    Portrait,
    /// The fingerprint.
    Fingerprint,
    /// Phone and e-mail.
    Contact,
    /// Consent and submission.
    Consent,
}

/// How a pane stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneState {
    /// Its turn will come.
    Todo,
    /// It is its turn.
    Next,
    /// A device is at work.
    Busy,
    /// Done.
    Done,
    /// Something went wrong in it.
    Problem,
}

impl Counter {
    pub(crate) fn new(
        who: SignedIn,
        now: OffsetDateTime,
        names: &mut Names,
        fingers: FingerRules,
    ) -> Self {
        let mut draft = Draft::new(draft_id(&who, now, names), now);
        draft.finger_work.rules = fingers;
        let finger = draft.finger_work.next().unwrap_or(Finger::RightIndex);
        Self {
            who,
            draft,
            kept_in_store: KeptInStore::Empty,
            card: CardPane::default(),
            portrait: CapturePane::default(),
            camera: CameraView::default(),
            faces: None,
            fingerprint: CapturePane::default(),
            finger,
            awaited: Vec::new(),
            exception: None,
            phase: Phase::Editing,
            discard_asked: false,
            notice: None,
            submissions: Vec::new(),
            subject: SubjectForm::default(),
            subject_open: false,
            waiting: Vec::new(),
        }
    }

    /// Puts the finished draft aside for an empty one.
    pub(crate) fn next_citizen(&mut self, now: OffsetDateTime, names: &mut Names) {
        let draft = Draft::new(draft_id(&self.who, now, names), now);
        self.open(draft);
        self.kept_in_store = KeptInStore::Empty;
        self.card = CardPane::default();
        self.portrait = CapturePane::default();
        self.camera = CameraView::default();
        self.faces = None;
        self.fingerprint = CapturePane::default();
        self.exception = None;
        self.phase = Phase::Editing;
        self.discard_asked = false;
    }

    /// Puts a draft on the desk, under what the profile asks of fingers today.
    pub(crate) fn open(&mut self, mut draft: Draft) {
        std::mem::swap(
            &mut draft.finger_work.rules,
            &mut self.draft.finger_work.rules,
        );
        self.subject = SubjectForm::of(&draft);
        self.subject_open = false;
        self.draft = draft;
        self.ask_for_the_next_finger();
    }

    /// The finger whose turn it is; the one that was chosen when none is left.
    pub(crate) fn ask_for_the_next_finger(&mut self) {
        self.finger = self.draft.finger_work.next().unwrap_or(self.finger);
    }

    /// Whether the draft holds anything that could be lost.
    #[must_use]
    pub fn has_content(&self) -> bool {
        let draft = &self.draft;
        draft.reading.is_some()
            || draft.portrait.is_some()
            || !draft.fingerprints.is_empty()
            || !draft.finger_work.exceptions.is_empty()
            || draft.consent.is_some()
            || !draft.contact.phone.is_empty()
            || !draft.contact.email.is_empty()
            || !matches!(draft.subject, DraftSubject::Citizen)
            || !draft.integrate.is_empty()
    }

    /// The pane whose turn it is; nothing when the file is complete.
    #[must_use]
    pub fn next_pane(&self) -> Option<Pane> {
        self.draft
            .missing()
            .first()
            .map(|missing| pane_of(*missing))
    }

    /// How a pane stands.
    #[must_use]
    pub fn pane_state(&self, pane: Pane) -> PaneState {
        if self.is_busy(pane) {
            return PaneState::Busy;
        }
        let problem = match pane {
            Pane::Card => self.card.problem,
            Pane::Portrait => self.portrait.problem,
            Pane::Fingerprint => self.fingerprint.problem,
            Pane::Contact | Pane::Consent => None,
        };
        if problem.is_some() {
            return PaneState::Problem;
        }
        let missing = self.draft.missing();
        match missing.first() {
            Some(first) if pane_of(*first) == pane => PaneState::Next,
            // Submitting is the last thing to do, in the last pane.
            None if pane == Pane::Consent => PaneState::Next,
            _ if missing.iter().any(|one| pane_of(*one) == pane) => PaneState::Todo,
            _ => PaneState::Done,
        }
    }

    /// How the portrait stands.
    #[must_use]
    pub fn portrait_standing(&self) -> PortraitStanding {
        let portrait = self.draft.portrait.as_ref();
        self.draft.portrait_work.standing(portrait)
    }

    /// Whether the camera is to show what it sees: until there is a portrait, and while another is taken.
    #[must_use]
    pub fn wants_camera(&self) -> bool {
        let open = matches!(
            self.portrait_standing(),
            PortraitStanding::Open | PortraitStanding::Held { .. }
        );
        self.phase == Phase::Editing && (open || self.portrait.activity != CaptureActivity::Idle)
    }

    /// Whether a device works for a pane, or the file is being submitted.
    #[must_use]
    pub fn is_busy(&self, pane: Pane) -> bool {
        match pane {
            Pane::Card => !matches!(self.card.activity, CardActivity::Idle),
            Pane::Portrait => self.portrait.activity != CaptureActivity::Idle,
            Pane::Fingerprint => self.fingerprint.activity != CaptureActivity::Idle,
            Pane::Contact => false,
            Pane::Consent => self.phase == Phase::Submitting,
        }
    }
}

impl Pane {
    /// All panes.
    pub const ALL: [Self; 5] = [
        Self::Card,
        Self::Portrait,
        Self::Fingerprint,
        Self::Contact,
        Self::Consent,
    ];
}

fn pane_of(missing: Missing) -> Pane {
    match missing {
        Missing::CardNotRead | Missing::CardNotGenuine | Missing::Subject => Pane::Card,
        Missing::Portrait | Missing::PersonWatched => Pane::Portrait,
        Missing::Fingerprint => Pane::Fingerprint,
        Missing::PhoneMissing | Missing::PhoneInvalid | Missing::EmailInvalid => Pane::Contact,
        Missing::Consent => Pane::Consent,
    }
}

/// UUIDv7 whose random part is the backend's session and a count: unique without randomness here.
fn draft_id(who: &SignedIn, now: OffsetDateTime, names: &mut Names) -> Uuid {
    let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    let tail = who
        .session
        .as_bytes()
        .last_chunk::<8>()
        .copied()
        .map_or(0, u64::from_be_bytes);
    let mixed = tail ^ names.next();
    let mut random = [0; 10];
    for (octet, value) in random.iter_mut().skip(2).zip(mixed.to_be_bytes()) {
        *octet = value;
    }
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

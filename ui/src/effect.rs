//! What the window wants done: data, executed by the shell's workers.

use std::collections::BTreeMap;

use capture::fingerprint::Finger;
use dossier::api::{ExceptionStatement, FormName};
use dossier::decision::Decision;
use dossier::draft::{Draft, FingerprintCapture};
use dossier::relying::SharedField;
use reader::presented::Presented;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::event::{DeviceKind, SessionId};
use crate::model::Appearance;
use crate::model::bank::ConsentBasis;

/// One order to the shell. Holds citizens' data and secrets, so it has no `Debug`.
pub enum Effect {
    /// Keep how the window looks, for the next time that it is opened.
    KeepAppearance(Appearance),
    /// Open a session at the backend.
    SignIn {
        /// The officer's identifier.
        officer: String,
        /// The officer's password.
        password: Zeroizing<String>,
        /// The code of the second factor, once the backend has asked for it.
        code: Option<Zeroizing<String>>,
    },
    /// End the session; what is not sent stays in the outbox.
    SignOut,
    /// Wait for the scanner to read a QR code or an MRZ.
    Scan {
        /// Names this wait in its events.
        session: SessionId,
    },
    /// Read the card on the reader.
    ReadCard {
        /// Names this reading in its events.
        session: SessionId,
        /// What gives the key, and is compared with the chip.
        presented: Box<Presented>,
    },
    /// Show what the camera sees, or stop it.
    WatchCamera(bool),
    /// Take the best of the next portrait frames.
    CapturePortrait {
        /// Names this capture in its events.
        session: SessionId,
    },
    /// Have the operator's model compare the portraits of the chip and of the counter.
    CompareFaces {
        /// Names this comparison in its event.
        session: SessionId,
        /// DG2, as read.
        chip: Vec<u8>,
        /// The counter's frame, an image file.
        live: Zeroizing<Vec<u8>>,
    },
    /// Take one fingerprint frame.
    CaptureFingerprint {
        /// Names this capture in its events.
        session: SessionId,
        /// The finger that is asked for.
        finger: Finger,
        /// Those that a plate for four fingers may take with it.
        beside: Vec<Finger>,
        /// Those of the same hand that are excepted.
        excepted: Vec<Finger>,
        /// Those taken before: none of them may be this one.
        earlier: Vec<FingerprintCapture>,
    },
    /// Have the backend note that a second person confirms an exception.
    ConfirmException {
        /// Names this question in its events.
        session: SessionId,
        /// What is confirmed.
        statement: ExceptionStatement,
        /// The second person's identifier.
        officer: String,
        /// The second person's password.
        password: Zeroizing<String>,
        /// The code of the second person's second factor, once the backend has asked for it.
        code: Option<Zeroizing<String>>,
    },
    /// A job for the tester's bench.
    Tester(Box<crate::tester::Job>),
    /// Stop what the bench does.
    StopTester,
    /// Stop what this device does; the others go on.
    Cancel(DeviceKind),
    /// Keep this draft durably, replacing its older state.
    SaveDraft(Box<Draft>),
    /// Forget a draft that the officer discarded.
    DiscardDraft(Uuid),
    /// Seal, sign, store in the outbox, send. The draft is deleted only once the outbox holds it.
    Submit(Box<Draft>),
    /// Read the record of the customer that the settings name; nothing where they name none.
    ReadCoreRecord {
        /// Names this reading in its event.
        session: SessionId,
    },
    /// Ask the managing agency about the customer, as the relying party of the settings.
    AskParty {
        /// Names this question in its events.
        session: SessionId,
        /// What is asserted.
        inquiry: Box<PartyInquiry>,
    },
    /// Send what waits and ask how the sent submissions stand.
    RefreshSubmissions,
    /// Fetch a form of a case and print it.
    Print {
        /// The case.
        case: Uuid,
        /// Which form.
        form: FormName,
    },
    /// Ask for the approver's queue.
    RefreshQueue,
    /// Claim one case.
    Claim(Uuid),
    /// Claim the most urgent case.
    ClaimNext,
    /// Have the sources asked again about a claimed case.
    AskSources {
        /// The case.
        case: Uuid,
        /// The claim's fencing number.
        fence: u64,
    },
    /// Decide a claimed case.
    Decide {
        /// The case.
        case: Uuid,
        /// The claim's fencing number.
        fence: u64,
        /// The decision.
        decision: Decision,
    },
}

/// What a desk asserts of a customer, and on what consent. No `Debug`.
pub struct PartyInquiry {
    /// What the consent rests on.
    pub basis: ConsentBasis,
    /// Personal identification number, from the proven chip.
    pub number: Zeroizing<String>,
    /// What the chip says of each field that the customer agreed to.
    pub asserted: BTreeMap<SharedField, Zeroizing<String>>,
}

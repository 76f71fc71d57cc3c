//! What a person did, and what the workers report.

use capture::fingerprint::Finger;
use capture::fingerprint::exception::ExceptionReason;
use capture::scanner::ScanError;
use dossier::consent::{ConsentPoint, Language};
use dossier::decision::RefusalReason;
use dossier::relying::SharedField;
use dossier::submission::SubmissionId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::event::Event;
use crate::model::appearance::SizeChange;
use crate::model::approver::Question;
use crate::model::bank::Likeness;
use crate::model::inspection::Inspect;
use crate::model::tester::Tab;
use crate::subject::{SubjectChoice, SubjectField};

/// One thing that happened. Holds citizens' data and secrets, so it has no `Debug`.
pub enum Msg {
    /// A worker's report.
    Event(Event),
    /// Somebody moved the pointer or pressed a key, whatever came of it.
    Attended,
    /// Another language.
    Speak(Language),
    /// F11: the next theme.
    NextTheme,
    /// F1: the citizen's window is opened or closed.
    CitizenWindow,
    /// Larger or smaller text.
    TextSize(SizeChange),
    /// Enter: the one next action of the screen.
    Next,
    /// Esc: stop the running step, or close the notice.
    Cancel,
    /// The officer's identifier was typed, or the second person's in the form of an exception.
    OfficerTyped(String),
    /// The password was typed.
    PasswordTyped(Zeroizing<String>),
    /// The code of the second factor was typed.
    CodeTyped(Zeroizing<String>),
    /// Sign in.
    SignIn,
    /// F12: lock and sign out.
    SignOut,
    /// The card field was typed or pasted into.
    CardTextTyped(Zeroizing<String>),
    /// A scanner that types delivered text, or nothing usable.
    WedgeScanned(Result<Zeroizing<String>, ScanError>),
    /// F2: read the card with the field's text, or wait for the scanner when it is empty.
    ReadCard,
    /// F3: take a portrait.
    CapturePortrait,
    /// F6: show or hide what is measured on the portrait.
    PortraitDetails,
    /// The officer saw a living person in front of the camera, or takes it back.
    PersonWatched(bool),
    /// Another finger is asked for.
    FingerChosen(Finger),
    /// F4: take a fingerprint.
    CaptureFingerprint,
    /// F8: the chosen finger is not taken, or is to be taken after all.
    FingerException,
    /// Why it is not taken.
    ExceptionReasonChosen(ExceptionReason),
    /// Enter in the form of an exception: the second person signs.
    ConfirmException,
    /// The phone number was typed.
    PhoneTyped(String),
    /// The e-mail address was typed.
    EmailTyped(String),
    /// A point of the consent was ticked or unticked.
    Consent {
        /// The point.
        point: ConsentPoint,
        /// Whether it is ticked now.
        given: bool,
    },
    /// F10: open or close the form that says who registers.
    SubjectSheet,
    /// Something was typed into it.
    SubjectTyped(SubjectField, Zeroizing<String>),
    /// Something was chosen in it.
    SubjectChosen(SubjectChoice),
    /// F9: submit.
    Submit,
    /// Ask to throw the draft away; asked again, it is.
    Discard,
    /// F3 and F4 of a teller: the person at the desk is the one of the chip's portrait, or is not.
    PersonCompared(Likeness),
    /// The text of the customer's consent was typed.
    ConsentTyped(Zeroizing<String>),
    /// Enter in that field.
    ConsentEntered,
    /// The customer agrees that a field is asked about, or does not.
    FieldAgreed {
        /// The field.
        field: SharedField,
        /// Whether it is ticked now.
        given: bool,
    },
    /// The bank's own record of the customer was pasted.
    CorePasted(Zeroizing<String>),
    /// F9 of a teller: the customer is served, everything is forgotten.
    EndCustomer,
    /// F5: ask the backend for news.
    Refresh,
    /// Print the form of this submission; F7: of the newest.
    Print(Option<SubmissionId>),
    /// Move in the queue, +1 down, -1 up.
    Move(i8),
    /// Point at a line of the queue.
    Select(usize),
    /// Claim this case.
    Claim(Uuid),
    /// Claim the most urgent case.
    ClaimNext,
    /// A reason for refusal was chosen.
    ReasonChosen(RefusalReason),
    /// The note to the reason was typed.
    NoteTyped(String),
    /// What a source answered about the open case is ticked or unticked.
    Answered(Question),
    /// The faces of the open case are looked at closely, or otherwise.
    Inspect(Inspect),
    /// Approve the open case.
    Approve,
    /// Refuse the open case for the chosen reason.
    Refuse,
    /// What only a tester does.
    Tester(TesterMsg),
    /// Put the open case back on the screen's side: the lease stays until it runs out.
    CloseCase,
}

/// What only a tester does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TesterMsg {
    /// Another table: its digit.
    Open(Tab),
    /// Left and right: another fault of the simulator that is pointed at.
    Fault(i8),
    /// F8: forget what was learnt of the reader that is pointed at.
    Forget,
    /// F7: write the trace or the result sheet.
    Export,
}

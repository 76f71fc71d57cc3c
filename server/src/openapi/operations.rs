//! The table of operations.

use dossier::api::{PrintedAs, ProblemType as P, route};
use utoipa::openapi::HttpMethod;

/// What a caller must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Nothing at all.
    Nothing,
    /// The certificate of the terminal that the request speaks for.
    Certificate,
    /// An officer's session, and the certificate of its terminal.
    Session,
}

/// A body.
pub(super) enum Body {
    /// JSON of a schema.
    Named(&'static str),
    /// Text of a media type.
    Text(&'static str),
    /// An evidence bundle.
    Bundle,
    /// This document.
    Document,
    /// A printed form, as PDF or as its content.
    Form,
}

impl Body {
    pub(super) fn media_type(&self) -> &'static str {
        match self {
            Self::Text(media_type) => media_type,
            Self::Form => PrintedAs::Pdf.media_type(),
            Self::Named(_) | Self::Bundle | Self::Document => "application/json",
        }
    }
}

/// One operation.
pub(super) struct Row {
    pub(super) method: HttpMethod,
    pub(super) route: &'static str,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) asks: Asks,
    pub(super) query: Option<&'static str>,
    pub(super) takes: Option<Body>,
    pub(super) answers: &'static [(u16, &'static str, Option<Body>)],
    /// Beside those of terminals, sessions, bodies and limits.
    pub(super) problems: &'static [P],
}

macro_rules! rows {
    ($($method:ident $route:ident $id:literal $summary:literal $asks:ident
        $(? $query:literal)? $(takes $takes:expr)? => [$($status:literal $meaning:literal $($body:expr)?),*]
        $(or [$($problem:ident),*])?;)*) => {
        /// Every operation.
        pub(super) const TABLE: &[Row] = &[$(Row {
            method: HttpMethod::$method,
            route: route::$route,
            id: $id,
            summary: $summary,
            asks: Asks::$asks,
            query: rows!(@option $($query)?),
            takes: rows!(@option $($takes)?),
            answers: &[$(($status, $meaning, rows!(@option $($body)?))),*],
            problems: &[$($(P::$problem),*)?],
        }),*];
    };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
}

rows! {
    Post SESSIONS "signIn" "An officer signs in at a terminal." Certificate
        takes Body::Named("SignInRequest") => [201 "The session." Body::Named("Session")]
        or [SignInRefused, SignInLocked, SecondFactorNeeded, SecondFactorRefused];
    Delete CURRENT_SESSION "signOut" "Ends the session of the token." Session => [204 "Ended."];
    Post CHALLENGES "issueChallenge" "A challenge for active authentication: one session's, once." Session
        => [201 "The challenge." Body::Named("Challenge")];
    Post CONFIRMATIONS "confirmException" "A second person confirms that a finger is not taken." Session
        takes Body::Named("ConfirmationRequest") => [201 "The confirmation." Body::Named("Confirmation")]
        or [ConfirmationRefused, OwnException, SignInLocked, SecondFactorNeeded, SecondFactorRefused];
    Post SUBMISSIONS "submit" "A signed dossier; the same again is answered by the same receipt." Certificate
        takes Body::Text("application/jose")
        => [201 "Received now." Body::Named("SubmissionAnswer"), 200 "Received before." Body::Named("SubmissionAnswer")]
        or [SignatureInvalid, SubmissionRefused, SessionMismatch, Forbidden, ExceptionUnconfirmed, BankCannotFile,
            PolicyNotInForce];
    Get SUBMISSION "submissionStatus" "Where a submission of the own office stands." Session
        => [200 "Its standing." Body::Named("SubmissionStatus")] or [NotFound];
    Get QUEUE "queue" "Open cases." Session => [200 "The queue." Body::Named("Queue")];
    Post QUEUE_NEXT "claimNext" "Claims the case that is due first." Session
        => [200 "The case." Body::Named("CaseFile")] or [QueueEmpty];
    Post CLAIM "claim" "Claims one case." Session => [200 "The case." Body::Named("CaseFile")]
        or [NotFound, SelfDecision, ConfirmerDecision, SecondApproverNeeded, HigherDecision, AlreadyClaimed,
            AlreadyDecided];
    Post DECISION "decide" "Decides a claimed case." Session takes Body::Named("DecisionRequest")
        => [200 "The record." Body::Named("CaseRecord")]
        or [NotFound, SelfDecision, ConfirmerDecision, SecondApproverNeeded, HigherDecision, RuleForbids, LeaseLost,
            AlreadyDecided, NotGenuine, NoteRequired, PolicyNotInForce];
    Post LEASE "renewLease" "The lease begins anew." Session takes Body::Named("LeaseRequest")
        => [200 "The claim." Body::Named("ClaimToken")] or [NotFound, LeaseLost, AlreadyDecided];
    Post RELEASE "release" "Lays a case back, or takes it away from another officer." Session
        takes Body::Named("ReleaseRequest") => [200 "The record." Body::Named("CaseRecord")]
        or [NotFound, LeaseLost, NoteRequired, AlreadyDecided];
    Post SOURCES "askSources" "Asks the identity sources of a claimed case again." Session
        takes Body::Named("LeaseRequest") => [200 "What they answered." Body::Named("SourcesAnswer")]
        or [NotFound, LeaseLost, AlreadyDecided, SourceSilent];
    Post CONSENTS "recordConsent" "A person consents to be asked about, field by field." Session
        takes Body::Named("ConsentRequest") => [201 "The consent." Body::Named("ConsentRecorded")]
        or [ConsentRefused];
    Post CONSENT_WITHDRAWAL "withdrawConsent" "The person takes a consent back." Session
        => [204 "Taken back."] or [NotFound];
    Post RELYING_PARTY "verify" "Right or wrong to a relying party's signed request." Nothing
        takes Body::Text("application/jose") => [200 "The answer." Body::Named("PartyAnswer")]
        or [PartyUnknown, PartyRequestRefused, ProviderNotEligible, ContractNotInForce, ConsentRefused, RequestReplayed, SourceSilent];
    Post SOURCE_EVENTS "sourceEvent" "An identity source tells by itself that something has changed." Nothing
        takes Body::Text("application/jose") => [204 "Taken."] or [SourceEventRefused];
    Get ACCOUNT_TASKS "accountTasks" "Requests for locks that wait, and accounts to be activated late." Session
        => [200 "The tasks." Body::Named("AccountTasks")];
    Post ACCOUNT_SEARCH "findAccount" "An account by its file or its owner's number." Session
        takes Body::Named("AccountSearch") => [200 "The account." Body::Named("AccountRecord")] or [NotFound];
    Post LOCK_REQUESTS "askForLock" "A request for a lock or its end, with what stands behind it." Session
        takes Body::Named("LockAsk") => [201 "The account." Body::Named("AccountRecord")]
        or [NotFound, LockCauseRefused, LockEvidenceMissing, LockedAlready, UnlockRefused, AccountEnded];
    Post LOCK_DECISION "decideLock" "Grants or refuses a request that another officer wrote down." Session
        takes Body::Named("LockDecision") => [200 "The account." Body::Named("AccountRecord")]
        or [NotFound, SelfDecision, AlreadyDecided, LockCauseRefused, LockEvidenceMissing, LockedAlready,
            UnlockRefused, AccountEnded];
    Post ACTIVATION "activateLate" "Activates an account whose days to be activated in the application have passed."
        Session takes Body::Named("ActivationRequest") => [200 "The account." Body::Named("AccountRecord")]
        or [NotFound, LockEvidenceMissing, NotToBeActivated, AccountActive, AccountLocked, AccountEnded];
    Get CASE "caseRecord" "Who did what when." Session => [200 "The record." Body::Named("CaseRecord")] or [NotFound];
    Get EVIDENCE "evidence" "What a case's verdict rested on." Session => [200 "The bundle." Body::Bundle]
        or [NotFound];
    Get FORM "form" "A form of a case of the own office: request, appointment or refusal, by Accept or with .pdf or .json."
        Session => [200 "The form." Body::Form] or [NotFound, FormNotYet, FormNotPrintable];
    Post SLIPS "slip" "The slip of a verification, of the receipt that answered it." Session
        takes Body::Text("application/jose") => [200 "The slip." Body::Form] or [NotFound, FormNotPrintable];
    Get REPORT "report" "A frozen report of the provider." Session => [200 "The report." Body::Form] or [NotFound];
    Get DEVICES "devices" "The newest signed list of devices." Session
        => [200 "The list." Body::Named("DeviceListAnswer")] or [NotFound];
    Post ENROLMENTS "enrol" "A terminal's keys against a one-time code." Nothing
        takes Body::Named("EnrolmentRequest") => [201 "The certificate." Body::Named("EnrolmentAnswer")]
        or [EnrolmentRefused, Malformed, TooLarge];
    Get TERMINALS "terminals" "Terminals of the own office and those below." Session
        => [200 "The terminals." Body::Named("Terminals")];
    Post INVITATIONS "invite" "A one-time code for a terminal." Session takes Body::Named("InvitationRequest")
        => [201 "The code, told once." Body::Named("Invitation")] or [NotFound];
    Post BLOCK "block" "Shuts a terminal out." Session takes Body::Named("BlockRequest") => [204 "Shut out."]
        or [NotFound];
    Delete BLOCK "unblock" "Lets a terminal in again." Session => [204 "Let in."] or [NotFound];
    Get AUDIT "audit" "Entries of the audit log after a number." Session ? "after"
        => [200 "The entries." Body::Named("AuditPage")] or [Malformed];
    Get HEALTH "health" "Whether the database answers." Nothing => [200 "It does." Body::Named("Health")];
    Get HEALTH_LIVE "live" "Whether the process answers." Nothing => [204 "It does."];
    Get HEALTH_READY "ready" "Whether work may be sent here." Nothing
        => [200 "It may." Body::Named("ReadinessAnswer"), 503 "It may not." Body::Named("ReadinessAnswer")];
    Get OPENAPI "openapi" "This document." Nothing => [200 "The document." Body::Document];
}

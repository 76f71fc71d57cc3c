//! Requests and answers of every route, as both ends see them. Dates are RFC 3339, images base64.

mod account;
mod administration;
mod case;
mod devices;
mod enrolment;
mod exception;
mod form;
mod problem;
mod ruling;
mod session;

pub use account::{
    AccountHolder, AccountRecord, AccountSearch, AccountTasks, ActivatedWhere, ActivationRequest,
    LateAccount, LockAsk, LockDecision, LockEvidence, LockRequestRow, LockRow, LockWanted,
};
pub use administration::{
    AuditEntry, AuditPage, BlockRequest, Invitation, InvitationRequest, TerminalRow, Terminals,
};
pub use case::{
    CaseFile, CaseRecord, ChipProof, ClaimToken, DecisionRequest, Finding, FindingKind,
    Fingerprint, Image, LeaseRequest, Queue, QueueEntry, ReleaseRequest, SourcesAnswer,
    SubmissionAnswer, SubmissionStatus,
};
pub use devices::DeviceListAnswer;
pub use enrolment::{EnrolmentAnswer, EnrolmentRequest};
pub use exception::{Confirmation, ConfirmationRequest, ExceptionStatement};
pub use form::{FormName, PrintedAs};
pub use problem::{PROBLEM_MEDIA_TYPE, Problem, ProblemType};
pub use ruling::{Approvals, Ruling, RulingEnd};
pub use session::{
    Challenge, Health, Officer, ReadinessAnswer, ReadinessCheck, Role, Session, SignInRequest,
};

/// Routes, as templates of the backend's router; `{id}` stands for an identifier.
pub mod route {
    /// `POST` [`super::SignInRequest`] → [`super::Session`].
    pub const SESSIONS: &str = "/v1/sessions";
    /// `DELETE`: ends the session of the token.
    pub const CURRENT_SESSION: &str = "/v1/sessions/current";
    /// `POST` → [`super::Challenge`].
    pub const CHALLENGES: &str = "/v1/challenges";
    /// `POST` [`super::ConfirmationRequest`] → [`super::Confirmation`].
    pub const CONFIRMATIONS: &str = "/v1/exceptions/confirmations";
    /// `POST` JWS → [`super::SubmissionAnswer`].
    pub const SUBMISSIONS: &str = "/v1/submissions";
    /// `GET` → [`super::SubmissionStatus`].
    pub const SUBMISSION: &str = "/v1/submissions/{id}";
    /// `GET` → [`super::Queue`].
    pub const QUEUE: &str = "/v1/queue";
    /// `POST` → [`super::CaseFile`] of the case due first.
    pub const QUEUE_NEXT: &str = "/v1/queue/next";
    /// `POST` → [`super::CaseFile`].
    pub const CLAIM: &str = "/v1/cases/{id}/claim";
    /// `POST` [`super::DecisionRequest`] → [`super::CaseRecord`].
    pub const DECISION: &str = "/v1/cases/{id}/decision";
    /// `POST`: the lease begins anew → [`super::ClaimToken`].
    pub const LEASE: &str = "/v1/cases/{id}/lease";
    /// `POST` [`super::LeaseRequest`] → [`super::SourcesAnswer`].
    pub const SOURCES: &str = "/v1/cases/{id}/sources";
    /// `POST` [`super::ReleaseRequest`] → [`super::CaseRecord`].
    pub const RELEASE: &str = "/v1/cases/{id}/release";
    /// `GET` → [`super::CaseRecord`].
    pub const CASE: &str = "/v1/cases/{id}";
    /// `GET` → the case's evidence bundle, byte for byte as `cccd verify` takes it ([`crate::bundle`]).
    pub const EVIDENCE: &str = "/v1/cases/{id}/evidence";
    /// `GET` → a printed form of the case: a [`super::FormName`], with a suffix of [`super::PrintedAs`] or by `Accept`.
    pub const FORM: &str = "/v1/cases/{id}/forms/{form}";
    /// `POST` the receipt of a relying party's request → the slip of the verification, by `Accept`.
    pub const SLIPS: &str = "/v1/relying-party/slips";
    /// `GET` → a frozen report of the provider, by `Accept`.
    pub const REPORT: &str = "/v1/reports/{id}";
    /// `POST` JWS of a relying party ([`crate::relying::PartyRequest`]) → [`crate::relying::PartyAnswer`].
    pub const RELYING_PARTY: &str = "/v1/relying-party/requests";
    /// `POST` [`crate::relying::ConsentRequest`] → [`crate::relying::ConsentRecorded`].
    pub const CONSENTS: &str = "/v1/consents";
    /// `POST`: the person takes the consent back.
    pub const CONSENT_WITHDRAWAL: &str = "/v1/consents/{id}/withdrawal";
    /// `POST` JWS of a source: something about a person has changed there ([`crate::source::SourceEvent`]).
    pub const SOURCE_EVENTS: &str = "/v1/source-events";
    /// `GET` → [`super::AccountTasks`].
    pub const ACCOUNT_TASKS: &str = "/v1/account-tasks";
    /// `POST` [`super::AccountSearch`] → [`super::AccountRecord`].
    pub const ACCOUNT_SEARCH: &str = "/v1/accounts/search";
    /// `POST` [`super::LockAsk`] → [`super::AccountRecord`].
    pub const LOCK_REQUESTS: &str = "/v1/accounts/{id}/lock-requests";
    /// `POST` [`super::ActivationRequest`] → [`super::AccountRecord`].
    pub const ACTIVATION: &str = "/v1/accounts/{id}/activation";
    /// `POST` [`super::LockDecision`] → [`super::AccountRecord`].
    pub const LOCK_DECISION: &str = "/v1/lock-requests/{id}/decision";
    /// `GET` → [`super::DeviceListAnswer`].
    pub const DEVICES: &str = "/v1/devices";
    /// `POST` [`super::EnrolmentRequest`] → [`super::EnrolmentAnswer`]: the one request without a certificate.
    pub const ENROLMENTS: &str = "/v1/enrolments";
    /// `GET` → [`super::Terminals`].
    pub const TERMINALS: &str = "/v1/terminals";
    /// `POST` [`super::InvitationRequest`] → [`super::Invitation`].
    pub const INVITATIONS: &str = "/v1/terminals/invitations";
    /// `POST` [`super::BlockRequest`], `DELETE`.
    pub const BLOCK: &str = "/v1/terminals/{id}/block";
    /// `GET` → [`super::AuditPage`].
    pub const AUDIT: &str = "/v1/audit";
    /// `GET` → [`super::Health`].
    pub const HEALTH: &str = "/health";
    /// `GET` → 204: the process answers.
    pub const HEALTH_LIVE: &str = "/health/live";
    /// `GET` → [`super::ReadinessAnswer`].
    pub const HEALTH_READY: &str = "/health/ready";
    /// `GET` → the interface as an OpenAPI document.
    pub const OPENAPI: &str = "/openapi.json";

    /// All routes.
    pub const ALL: [&str; 37] = [
        SESSIONS,
        CURRENT_SESSION,
        CHALLENGES,
        CONFIRMATIONS,
        SUBMISSIONS,
        SUBMISSION,
        QUEUE,
        QUEUE_NEXT,
        CLAIM,
        DECISION,
        LEASE,
        SOURCES,
        RELEASE,
        CASE,
        EVIDENCE,
        FORM,
        SLIPS,
        REPORT,
        RELYING_PARTY,
        CONSENTS,
        CONSENT_WITHDRAWAL,
        SOURCE_EVENTS,
        ACCOUNT_TASKS,
        ACCOUNT_SEARCH,
        LOCK_REQUESTS,
        ACTIVATION,
        LOCK_DECISION,
        DEVICES,
        ENROLMENTS,
        TERMINALS,
        INVITATIONS,
        BLOCK,
        AUDIT,
        HEALTH,
        HEALTH_LIVE,
        HEALTH_READY,
        OPENAPI,
    ];
}

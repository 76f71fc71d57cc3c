//! The bodies' schemas. What a case holds of a citizen is described in `docs/submission-format.md` and stands here
//! as an object.

use dossier::api::{
    AuditEntry, AuditPage, BlockRequest, Challenge, ClaimToken, Confirmation, ConfirmationRequest,
    DeviceListAnswer, EnrolmentAnswer, EnrolmentRequest, ExceptionStatement, Health, Invitation,
    InvitationRequest, LeaseRequest, Officer, Problem, ProblemType, ReadinessAnswer,
    ReadinessCheck, ReleaseRequest, Role, Session, SignInRequest, SubmissionAnswer, TerminalRow,
    Terminals,
};
use utoipa::{
    ToSchema,
    openapi::{
        Components,
        schema::{ObjectBuilder, SchemaType, Type},
    },
};

/// Bodies that hold what is described elsewhere.
const ELSEWHERE: [(&str, &str); 15] = [
    (
        "AccountRecord",
        "An account with its owner, locks and open requests; docs/accounts.md.",
    ),
    (
        "AccountSearch",
        "The file or the owner's number; docs/accounts.md.",
    ),
    (
        "AccountTasks",
        "What waits for an officer; docs/accounts.md.",
    ),
    (
        "ActivationRequest",
        "The number on the owner's card; docs/accounts.md.",
    ),
    (
        "LockAsk",
        "What is asked for, with what stands behind it; docs/accounts.md.",
    ),
    ("LockDecision", "Whether it is granted; docs/accounts.md."),
    (
        "ConsentRecorded",
        "The consent as kept; docs/relying-parties.md.",
    ),
    (
        "ConsentRequest",
        "Whose consent to what, for whom; docs/relying-parties.md.",
    ),
    ("PartyAnswer", "The signed answer; docs/relying-parties.md."),
    (
        "SourcesAnswer",
        "What the identity sources answered; docs/sources.md.",
    ),
    (
        "CaseFile",
        "A claimed case with all that the officer must see; `dossier::api::CaseFile`.",
    ),
    (
        "CaseRecord",
        "Who did what when, without the person's data; `dossier::api::CaseRecord`.",
    ),
    (
        "DecisionRequest",
        "`fence` of the claim and the `decision`; `dossier::api::DecisionRequest`.",
    ),
    (
        "Queue",
        "Open `entries`, the one due first at the head, and how many `more`; `dossier::api::Queue`.",
    ),
    (
        "SubmissionStatus",
        "Where a submission stands; `dossier::api::SubmissionStatus`.",
    ),
];

pub(super) fn all(components: Components) -> Components {
    let mut components = components;
    macro_rules! add {
        ($($kind:ty),* $(,)?) => {
            $(components.schemas.insert(<$kind>::name().into_owned(), <$kind as utoipa::PartialSchema>::schema());)*
        };
    }
    add!(
        AuditEntry,
        AuditPage,
        BlockRequest,
        Challenge,
        ClaimToken,
        Confirmation,
        ConfirmationRequest,
        DeviceListAnswer,
        EnrolmentAnswer,
        EnrolmentRequest,
        ExceptionStatement,
        Health,
        Invitation,
        InvitationRequest,
        LeaseRequest,
        Officer,
        Problem,
        ProblemType,
        ReadinessAnswer,
        ReadinessCheck,
        ReleaseRequest,
        Role,
        Session,
        SignInRequest,
        SubmissionAnswer,
        TerminalRow,
        Terminals,
    );
    for (name, description) in ELSEWHERE {
        let object = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some(description));
        components.schemas.insert(name.into(), object.into());
    }
    components
}

//! `/v1/cases/{id}/forms/{form}` and `/v1/relying-party/slips`: printed forms, as PDF or as what they hold.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use dossier::{
    api::{FormName, PrintedAs, ProblemType},
    provider::FrozenReport,
    relying::PartyReceipt,
};
use forms::{Form, PrintError};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    body::{Id, TextBody},
    cases::{told, visible_to},
    signed_in::SignedIn,
};
use crate::{
    Backend,
    opened::open,
    permissions::Action,
    printing::{self, Filled, Source, Told},
    refusal::{Refusal, Unreadable},
    store::{audit, cases, consents, relying_parties, reports, sessions::Session},
};

pub(super) async fn of_case(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id((id, part)): Id<(Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let session = officer.to(Action::PrintForm)?;
    let (form, suffix) = FormName::from_path(&part).ok_or(ProblemType::NotFound)?;
    let printed_as = suffix.unwrap_or_else(|| accepted(&headers));
    let filled = filled(&backend, &session, id, form).await?;
    let bytes = match filled {
        Filled::Person(form) => print(&backend, form, printed_as).await?,
        Filled::Organisation(form) => print(&backend, form, printed_as).await?,
        Filled::Appointment(form) => print(&backend, form, printed_as).await?,
        Filled::Refusal(form) => print(&backend, form, printed_as).await?,
    };
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "case.print",
        subject: &id.to_string(),
        detail: form.word(),
    };
    // Before it is handed out.
    audit::append_alone(&backend.parts().database, backend.now(), entry).await?;
    tracing::info!(case = %id, form = form.word(), "form printed");
    Ok(answer(form.word(), printed_as, &bytes))
}

/// The slip of a receipt that this backend signed and whose digest it kept: nothing else of it is here.
pub(super) async fn slip(
    State(backend): State<Backend>,
    officer: SignedIn,
    headers: HeaderMap,
    TextBody(jws): TextBody,
) -> Result<Response, Refusal> {
    let session = officer.to(Action::PrintSlip)?;
    let parts = backend.parts();
    let key = parts.receipt_key.public();
    let key = key.map_err(|cause| Refusal::internal("key", &cause))?;
    let receipt = PartyReceipt::open(&jws, &key).ok_or(ProblemType::NotFound)?;
    let mut connection = parts.database.acquire().await?;
    let kept = consents::has_receipt(&mut connection, receipt.request, &jws).await?;
    let party = relying_parties::find(&mut connection, &receipt.party).await?;
    drop(connection);
    let party = party.filter(|_| kept).ok_or(ProblemType::NotFound)?;
    let desk = parts.offices.letterhead(&session.officer.office);
    let slip = printing::slip(desk, &party, &receipt, &jws);
    let printed_as = accepted(&headers);
    let bytes = print(&backend, slip, printed_as).await?;
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "party.slip",
        subject: &receipt.request.to_string(),
        detail: &party.id,
    };
    // Before it is handed out.
    audit::append_alone(&backend.parts().database, backend.now(), entry).await?;
    Ok(answer("slip", printed_as, &bytes))
}

/// A frozen report: what is printed comes as it was then, not set again.
pub(super) async fn report(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(id): Id<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let session = officer.to(Action::ReadReport)?;
    let parts = backend.parts();
    let mut transaction = backend.begin().await?;
    let found = reports::find(&mut transaction, id).await?;
    let (signed, pdf) = found.ok_or(ProblemType::NotFound)?;
    let key = parts.receipt_key.public();
    let key = key.map_err(|cause| Refusal::internal("key", &cause))?;
    let frozen = FrozenReport::open(&signed, &key)
        .ok_or_else(|| Refusal::internal("report", &Unreadable))?;
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "report.view",
        subject: &id.to_string(),
        detail: "",
    };
    audit::append(&mut transaction, backend.now(), entry).await?;
    transaction.commit().await?;
    let printed_as = accepted(&headers);
    let bytes = match printed_as {
        PrintedAs::Pdf => &pdf,
        PrintedAs::Json => frozen.form.as_bytes(),
    };
    Ok(answer("xt05", printed_as, bytes))
}

/// The form of a case that this officer may print.
async fn filled(
    backend: &Backend,
    session: &Session,
    id: Uuid,
    form: FormName,
) -> Result<Filled, Refusal> {
    let parts = backend.parts();
    let mut connection = parts.database.acquire().await?;
    let case = cases::find(&mut connection, id).await?;
    // A destroyed key leaves nothing to print.
    let printable = |case: &cases::Case| visible_to(case, session) && !case.wrapped_key.is_empty();
    let case = case.filter(printable).ok_or(ProblemType::NotFound)?;
    let opened = open(backend, &mut connection, &case).await?;
    drop(connection);
    let source = Source {
        case: &case,
        opened: &opened,
        offices: &parts.offices,
        rules: parts.policy.rulebook(),
    };
    match form {
        FormName::Request => Ok(source.request()),
        FormName::Appointment => Ok(source.appointment()),
        FormName::Refusal => {
            let (reason, note) = told(backend, &case, session)?;
            let reason = reason.ok_or(ProblemType::FormNotYet)?;
            let refused = source.refusal(&Told { reason, note });
            refused.ok_or_else(|| ProblemType::FormNotYet.into())
        }
    }
}

/// Typesetting takes a core for a while.
async fn print<F: Form + Send + 'static>(
    backend: &Backend,
    form: F,
    printed_as: PrintedAs,
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let printed = backend.heavy(move |parts| match printed_as {
        PrintedAs::Pdf => parts.press.pdf(&form),
        PrintedAs::Json => form
            .to_json()
            .map(String::into_bytes)
            .map_err(|_| PrintError::Json),
    });
    match printed.await? {
        Ok(bytes) => Ok(Zeroizing::new(bytes)),
        Err(PrintError::Letter(_)) => Err(ProblemType::FormNotPrintable.into()),
        Err(cause) => Err(Refusal::internal("press", &cause)),
    }
}

fn accepted(headers: &HeaderMap) -> PrintedAs {
    let accept = headers.get(header::ACCEPT);
    PrintedAs::accepted(
        accept
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default(),
    )
}

/// A person's data: no cache may keep it.
fn answer(name: &str, printed_as: PrintedAs, bytes: &[u8]) -> Response {
    let disposition = format!("inline; filename=\"{name}.{}\"", printed_as.suffix());
    let headers = [
        (header::CONTENT_TYPE, printed_as.media_type().to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::VARY, "Accept".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes.to_vec()).into_response()
}

//! `/v1/consents`: a person at the counter consents to be asked about, or takes it back.

use axum::{Json, extract::State, http::StatusCode};
use dossier::{
    api::ProblemType,
    relying::{ConsentRecorded, ConsentReference, ConsentRequest},
};
use time::Duration;
use uuid::Uuid;

use super::{
    body::{Id, JsonBody, NoBody},
    signed_in::SignedIn,
};
use crate::{
    Backend,
    permissions::Action,
    refusal::Refusal,
    store::{
        audit, cases,
        consents::{self, NewConsent},
        relying_parties,
    },
};

/// No consent counts longer.
const LONGEST: Duration = Duration::days(366);
/// The longest purpose, in characters.
const MAX_PURPOSE: usize = 300;

pub(super) async fn record(
    State(backend): State<Backend>,
    officer: SignedIn,
    JsonBody(request): JsonBody<ConsentRequest>,
) -> Result<(StatusCode, Json<ConsentRecorded>), Refusal> {
    let session = officer.to(Action::RecordConsent)?;
    let now = backend.now();
    let purpose = request.purpose.trim();
    let bounded = !purpose.is_empty() && purpose.chars().count() <= MAX_PURPOSE;
    let in_time = request.until > now && request.until <= now + LONGEST;
    if request.fields.is_empty() || !bounded || !in_time {
        return Err(ProblemType::ConsentRefused.into());
    }
    let mut transaction = backend.begin().await?;
    let case = cases::find(&mut transaction, request.case).await?;
    // Whoever has level 2 consents for themselves: the case says who that is, no number is typed.
    let granted = case.filter(|case| case.state.is_granted());
    granted.ok_or(ProblemType::ConsentRefused)?;
    let subject = cases::subject_of(&mut transaction, request.case).await?;
    let subject = subject.ok_or(ProblemType::ConsentRefused)?;
    let party = relying_parties::find(&mut transaction, &request.party).await?;
    let party = party.ok_or(ProblemType::ConsentRefused)?;
    let reference = ConsentReference {
        consent: Uuid::now_v7(),
        party: party.id,
        purpose: purpose.to_owned(),
        fields: request.fields,
        given_at: now,
        until: request.until,
    };
    let signed = reference
        .sign(&backend.parts().receipt_key)
        .ok_or(ProblemType::Unavailable)?;
    let new = NewConsent {
        consent: reference.consent,
        subject: &subject,
        party: &reference.party,
        recorded_by: &session.officer.id,
        reference: &signed,
    };
    consents::insert(&mut transaction, &new, now).await?;
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "consent.give",
        subject: &reference.consent.to_string(),
        detail: &reference.party,
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    let recorded = ConsentRecorded {
        consent: reference.consent,
        reference: signed,
    };
    Ok((StatusCode::CREATED, Json(recorded)))
}

pub(super) async fn withdraw(
    State(backend): State<Backend>,
    officer: SignedIn,
    Id(consent): Id<Uuid>,
    _: NoBody,
) -> Result<StatusCode, Refusal> {
    let session = officer.to(Action::RecordConsent)?;
    let now = backend.now();
    let mut transaction = backend.begin().await?;
    if !consents::withdraw(&mut transaction, consent, &session.officer.id, now).await? {
        return Err(ProblemType::NotFound.into());
    }
    let entry = audit::Entry {
        actor: &session.officer.id,
        action: "consent.withdraw",
        subject: &consent.to_string(),
        detail: "",
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

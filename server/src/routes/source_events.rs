//! `/v1/source-events`: a source tells that something about a person has changed there. Open cases of that person are
//! looked at again, and the person's account is locked or goes on. The source's signature is the authentication: there is no session.

use axum::{extract::State, http::StatusCode};
use dossier::{api::ProblemType, source::SourceEvent};
use time::Duration;

use super::body::TextBody;
use crate::{
    Backend, accounts,
    intake::CLOCK_TOLERANCE,
    refusal::Refusal,
    ruling,
    sources::asking,
    store::{
        audit,
        source_events::{self, Told},
    },
};

/// An older event is none: whatever the source knew then, it has answered since.
const MAX_AGE: Duration = Duration::days(7);

pub(super) async fn receive(
    State(backend): State<Backend>,
    TextBody(jws): TextBody,
) -> Result<StatusCode, Refusal> {
    let (parts, now) = (backend.parts(), backend.now());
    let event = SourceEvent::open(&jws, |source| parts.sources.event_key(source));
    let event = event.map_err(|why| {
        tracing::warn!(clause = why.clause(), %why, "a source's event is refused");
        ProblemType::SourceEventRefused
    })?;
    if event.at > now + CLOCK_TOLERANCE || now - event.at > MAX_AGE {
        tracing::warn!(
            source = event.source.word(),
            "a source's event is out of time"
        );
        return Err(ProblemType::SourceEventRefused.into());
    }
    let subject = parts.vault.pseudonym(&ruling::key_of(&event.subject))?;
    let told = Told {
        event: event.event,
        source: event.source,
        change: event.change,
        received_at: now,
    };
    let mut transaction = backend.begin().await?;
    if !source_events::insert(&mut transaction, &told, &subject).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    let of_person = event.change.as_reply((event.event, event.source), now);
    let open = match of_person {
        Some(_) => source_events::open_cases_of(&mut transaction, &subject).await?,
        None => Vec::new(),
    };
    let (source, change) = (event.source.word(), event.change.word());
    for case in &open {
        let entry = audit::Entry {
            actor: source,
            action: "case.recheck",
            subject: &case.to_string(),
            detail: change,
        };
        audit::append(&mut transaction, now, entry).await?;
    }
    accounts::events::heard(&mut transaction, &backend, (&event, &subject), now).await?;
    let entry = audit::Entry {
        actor: source,
        action: "source.event",
        subject: &event.event.to_string(),
        detail: &format!("{change} {}", open.len()),
    };
    audit::append(&mut transaction, now, entry).await?;
    transaction.commit().await?;
    tracing::info!(
        source,
        change,
        open = open.len(),
        "a source told of a change"
    );
    // Also after a lock or a death, which stands until the source itself answers otherwise.
    for case in open {
        asking::in_background(&backend, case, source);
    }
    Ok(StatusCode::NO_CONTENT)
}

//! Routes, one file per resource. Handlers are thin: read, authorize, act, answer.

mod accounts;
mod administration;
mod body;
mod cases;
mod challenges;
mod confirmations;
mod consents;
mod credentials;
mod decisions;
mod devices;
mod enrolments;
mod evidence;
mod forms;
mod health;
mod queue;
mod relying_party;
mod sessions;
mod signed_in;
mod source_events;
mod sources;
mod submissions;

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::{delete, get, post},
};
use dossier::{
    api::{ProblemType, route},
    submission::MAX_LEN,
};
use tower_http::timeout::TimeoutLayer;

use crate::{Backend, openapi, operations, refusal::Refusal};

/// Everything but a submission is small.
const SMALL: usize = 64 * 1024;
/// A request that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// All routes over one backend.
pub fn router(backend: Backend) -> Router {
    Router::new()
        .route(route::SESSIONS, post(sessions::open))
        .route(route::CURRENT_SESSION, delete(sessions::end))
        .route(route::CHALLENGES, post(challenges::issue))
        .route(route::CONFIRMATIONS, post(confirmations::confirm))
        .route(
            route::SUBMISSIONS,
            post(submissions::receive).layer(DefaultBodyLimit::max(MAX_LEN)),
        )
        .route(route::SUBMISSION, get(submissions::status))
        .route(route::QUEUE, get(queue::list))
        .route(route::QUEUE_NEXT, post(queue::next))
        .route(route::CLAIM, post(cases::claim))
        .route(route::DECISION, post(decisions::decide))
        .route(route::LEASE, post(cases::lease))
        .route(route::RELEASE, post(cases::release))
        .route(route::SOURCES, post(sources::ask_again))
        .route(route::RELYING_PARTY, post(relying_party::answer))
        .route(route::CONSENTS, post(consents::record))
        .route(route::CONSENT_WITHDRAWAL, post(consents::withdraw))
        .route(route::SOURCE_EVENTS, post(source_events::receive))
        .route(route::ACCOUNT_TASKS, get(accounts::tasks))
        .route(route::ACCOUNT_SEARCH, post(accounts::search))
        .route(route::LOCK_REQUESTS, post(accounts::ask))
        .route(route::LOCK_DECISION, post(accounts::decide))
        .route(route::ACTIVATION, post(accounts::activate))
        .route(route::CASE, get(cases::record))
        .route(route::EVIDENCE, get(evidence::export))
        .route(route::FORM, get(forms::of_case))
        .route(route::SLIPS, post(forms::slip))
        .route(route::REPORT, get(forms::report))
        .route(route::DEVICES, get(devices::newest))
        .route(route::TERMINALS, get(administration::list))
        .route(route::INVITATIONS, post(administration::invite))
        .route(
            route::BLOCK,
            post(administration::block).delete(administration::unblock),
        )
        .route(route::AUDIT, get(administration::audit))
        .route(route::ENROLMENTS, post(enrolments::redeem))
        .route(route::OPENAPI, get(openapi::serve))
        .route(route::HEALTH, get(health::health))
        .route(route::HEALTH_LIVE, get(health::live))
        .route(route::HEALTH_READY, get(health::ready))
        .fallback(|| async { Refusal::from(ProblemType::NotFound) })
        .method_not_allowed_fallback(|| async { Refusal::from(ProblemType::NotFound) })
        .layer(DefaultBodyLimit::max(SMALL))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            PATIENCE,
        ))
        .layer(from_fn_with_state(backend.clone(), operations::watch))
        .with_state(backend)
}

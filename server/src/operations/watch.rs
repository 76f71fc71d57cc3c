//! Around every request: its number, how much its caller may ask, its line in the log, its place in the figures.

use std::{net::SocketAddr, time::Instant};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use dossier::api::ProblemType;
use openssl::sha::sha256;
use tracing::Instrument;
use uuid::Uuid;

use crate::{Backend, listening::Peer, refusal::Refusal, store::to_millis};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The log line of a request names its number, its route as a template and what became of it: no path, no query, no
/// address, no person.
pub(crate) async fn watch(
    State(backend): State<Backend>,
    request: Request,
    next: Next,
) -> Response {
    // Ours alone: a number from outside could forge a line of another request.
    let id = Uuid::new_v4().simple().to_string();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("other", MatchedPath::as_str).to_owned();
    let method = method_word(request.method());
    let begun = Instant::now();
    let span = tracing::info_span!("request", id, method, route);
    let mut response = match within_limits(&backend, &request) {
        Ok(()) => next.run(request).instrument(span.clone()).await,
        Err(refusal) => refusal.into_response(),
    };
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    let figures = &backend.parts().operations.figures;
    figures.count((method, &route), status, took);
    let problem = response.extensions().get::<ProblemType>().copied();
    if let Some(kind) = problem {
        figures.count_refusal(kind);
    }
    let (problem, milliseconds) = (problem.map_or("", ProblemType::urn), took.as_millis());
    span.in_scope(|| tracing::info!(status, milliseconds, problem, "answered"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Methods are a closed list in the figures too.
fn method_word(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// A terminal pays by its certificate, a session by its token, everybody else by address: who shares an address with
/// strangers is not held up by them. Plain HTTP of this machine has no address worth counting.
fn within_limits(backend: &Backend, request: &Request) -> Result<(), Refusal> {
    let limits = &backend.parts().operations.limits;
    let now = to_millis(backend.now());
    let peer = request.extensions().get::<Peer>();
    let paid = match peer {
        Some(Peer::Terminal { id, .. }) => limits.terminal(id, now),
        Some(Peer::Loopback) => Ok(()),
        Some(Peer::Stranger) | None => {
            let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
            address.map_or(Ok(()), |ConnectInfo(address)| {
                limits.address(address.ip(), now)
            })
        }
    };
    let token = request.headers().get(header::AUTHORIZATION);
    let paid = paid.and_then(|()| match token {
        // A stranger's token is not looked at: it would fill the table.
        Some(token) if !matches!(peer, Some(Peer::Stranger) | None) => {
            limits.session(sha256(token.as_bytes()), now)
        }
        _ => Ok(()),
    });
    paid.map_err(|wait| {
        let seconds = u64::try_from(wait).unwrap_or(0).div_ceil(1000).max(1);
        Refusal::for_seconds(ProblemType::TooManyRequests, seconds)
    })
}

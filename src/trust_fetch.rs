//! Revocation lists and master lists over HTTP, asked for again only when they can have changed.
//!
//! What comes over the network is believed no more than a file: it carries its own signature.

use std::time::Duration;

use reader::trust::MAX_FILE_LEN;
use time::OffsetDateTime;
use trust_store::index::Fetched;
use ureq::Agent;
use ureq::http::StatusCode;
use ureq::http::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};

use crate::tls::towards_anybody;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(60);

/// What a server said.
pub enum Answer {
    /// A file, and how to ask for it next time.
    File(Vec<u8>, Fetched),
    /// What was fetched before is the newest.
    Unchanged,
}

/// Why nothing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No connection, or none that held to the end.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The server has no such file, or does not give it.
    #[error("the server answered {0}")]
    Status(u16),
    /// More than any list can have.
    #[error("the answer is too long")]
    TooLong,
}

/// Whether an argument of the command line is an address instead of a file.
#[must_use]
pub fn is_address(argument: &str) -> bool {
    argument.starts_with("http://") || argument.starts_with("https://")
}

/// Fetches a file; with `known`, only when it has changed since.
///
/// # Errors
/// [`FetchError`].
pub fn fetch(
    url: &str,
    known: Option<&Fetched>,
    now: OffsetDateTime,
) -> Result<Answer, FetchError> {
    let settings = Agent::config_builder()
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_global(Some(EXCHANGE_TIMEOUT))
        .http_status_as_error(false)
        .max_redirects(3)
        .tls_config(towards_anybody())
        .build();
    let mut request = Agent::from(settings).get(url);
    if let Some(etag) = known.and_then(|known| known.etag.as_ref()) {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(date) = known.and_then(|known| known.last_modified.as_ref()) {
        request = request.header(IF_MODIFIED_SINCE, date);
    }
    let mut answer = request.call().map_err(|_| FetchError::Unreachable)?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::NOT_MODIFIED if known.is_some() => return Ok(Answer::Unchanged),
        status => return Err(FetchError::Status(status.as_u16())),
    }
    let header = |name| {
        let value = answer.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let fetched = Fetched {
        url: url.to_owned(),
        at: now,
        etag: header(ETAG),
        last_modified: header(LAST_MODIFIED),
    };
    let most = u64::try_from(MAX_FILE_LEN).unwrap_or(u64::MAX);
    let body = answer.body_mut().with_config().limit(most).read_to_vec();
    match body {
        Ok(bytes) => Ok(Answer::File(bytes, fetched)),
        Err(ureq::Error::BodyExceedsLimit(_)) => Err(FetchError::TooLong),
        Err(_) => Err(FetchError::Unreachable),
    }
}

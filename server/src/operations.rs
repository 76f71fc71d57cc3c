//! What whoever runs the backend looks at: whether it can work, its figures, its log; and how much one caller may ask.

mod figures;
mod limits;
mod readiness;
mod watch;

use std::{io, net::TcpListener};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};

pub use figures::Figures;
pub use limits::{Limits, Rate, Rates};
pub(crate) use readiness::of as readiness;
pub use readiness::{Check, MIN_FREE, Probe, Readiness, Remembered};
pub(crate) use watch::watch;

use crate::Backend;

/// Everything of a running backend that is not kept.
pub struct Operations {
    /// Counters and times.
    pub figures: Figures,
    /// How much one caller may ask.
    pub limits: Limits,
    /// The last answer to whether it can work.
    pub readiness: Remembered,
}

impl Operations {
    /// A beginning with nothing counted.
    ///
    /// # Errors
    /// When a figure is defined twice.
    pub fn new(limits: Limits) -> Result<Self, prometheus::Error> {
        Ok(Self {
            figures: Figures::new()?,
            limits,
            readiness: Remembered::default(),
        })
    }
}

/// Serves the figures on a listener of their own, which nobody but this machine reaches.
///
/// # Errors
/// On any address but loopback, or when the socket fails.
pub async fn serve_figures(listener: TcpListener, backend: Backend) -> io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "figures are served on loopback only",
        ));
    }
    listener.set_nonblocking(true)?;
    let routes = Router::new()
        .route("/metrics", get(figures))
        .with_state(backend);
    axum::serve(tokio::net::TcpListener::from_std(listener)?, routes).await
}

async fn figures(State(backend): State<Backend>) -> impl IntoResponse {
    let readiness = readiness::of(&backend).await;
    let text = backend
        .parts()
        .operations
        .figures
        .text(&backend, &readiness)
        .await;
    ([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text)
}

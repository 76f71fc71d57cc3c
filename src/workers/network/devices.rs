//! The list of devices: asked for at sign-in and then every hour, so that a device that was stolen this
//! morning is refused this afternoon.

use std::time::{Duration, Instant};

use super::NetworkWorker;
use crate::backend::Backend;
use crate::clock;

/// How often the backend is asked.
const INTERVAL: Duration = Duration::from_secs(60 * 60);
/// How soon again when it did not answer.
const AGAIN: Duration = Duration::from_secs(60);

impl NetworkWorker {
    pub(super) fn fetch_device_list(&mut self) {
        self.next_list = Instant::now() + AGAIN;
        if self.session.is_none() {
            return;
        }
        match self.with_token(Backend::device_list) {
            Ok(Some(jws)) => {
                self.next_list = Instant::now() + INTERVAL;
                if let Err(error) = self.registry.take(&self.store, jws, clock::now()) {
                    tracing::error!(%error, "the list of devices is not taken");
                }
            }
            Ok(None) => tracing::warn!("the backend has no list of devices"),
            Err(error) => tracing::warn!(%error, "no list of devices"),
        }
    }
}

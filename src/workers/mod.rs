//! One thread per device, each with a bounded inbox, all reporting through one bounded outlet.

mod card;
mod executor;
mod face;
mod fingerprint;
mod network;
mod records;
mod sources;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use dossier::devices::{DeviceIdentity, Purpose};
use ui::event::Event;
use ui::problem::Problem;

use crate::clock;
use crate::device_registry::DeviceRegistry;

pub use executor::Executor;

/// Whether a device may serve a citizen's registration, or what the officer is told.
fn admitted(registry: &DeviceRegistry, device: &DeviceIdentity) -> Result<(), Problem> {
    let answer = registry.admit(device, Purpose::Enrol, clock::now());
    answer.map_err(Problem::from)
}

/// More reports than this wait only when the window has stopped looking.
const OUTLET_CAPACITY: usize = 1024;
/// A device has at most one job running and a few that the officer asked for since.
const INBOX_CAPACITY: usize = 16;

/// Where workers report, and how the window is woken.
#[derive(Clone)]
pub struct Outlet {
    events: SyncSender<Event>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Outlet {
    /// An outlet and its far end.
    #[must_use]
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> (Self, Receiver<Event>) {
        let (events, receiver) = sync_channel(OUTLET_CAPACITY);
        (Self { events, wake }, receiver)
    }

    /// Reports; a report that nobody receives any more is dropped.
    pub fn send(&self, event: Event) {
        if self.events.send(event).is_ok() {
            (self.wake)();
        }
    }
}

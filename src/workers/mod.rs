//! One thread per device, each with a bounded inbox, all reporting through one bounded outlet.

mod card;
mod executor;
mod face;
mod faces;
mod fingerprint;
mod network;
mod portrait;
mod printer;
mod records;
mod sources;
mod stop;
mod tester;

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dossier::devices::{DeviceIdentity, Purpose};
use ui::event::{Event, LiveFrame};
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
    view: LatestView,
    wake: Arc<dyn Fn() + Send + Sync>,
}

/// Room for one frame of the live picture: a newer one drops an older one that the window did not draw.
type LatestView = Arc<Mutex<Option<LiveFrame>>>;

/// The far end of an [`Outlet`].
pub struct Reports {
    events: Receiver<Event>,
    view: LatestView,
}

impl Reports {
    /// What was reported, every event before the camera's newest frame.
    #[must_use]
    pub fn next(&self) -> Option<Event> {
        self.events.try_recv().ok().or_else(|| self.view())
    }

    /// The same, waiting for an event.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> Option<Event> {
        match self.events.recv_timeout(patience) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => self.view(),
        }
    }

    fn view(&self) -> Option<Event> {
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        view.take()
            .map(|frame| Event::PortraitLive(Box::new(frame)))
    }
}

impl Outlet {
    /// An outlet and its far end.
    #[must_use]
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> (Self, Reports) {
        let (sender, events) = sync_channel(OUTLET_CAPACITY);
        let view = LatestView::default();
        let outlet = Self {
            events: sender,
            view: Arc::clone(&view),
            wake,
        };
        (outlet, Reports { events, view })
    }

    /// Shows a frame of the live picture; never waits.
    pub fn show(&self, frame: LiveFrame) {
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = Some(frame);
        (self.wake)();
    }

    /// Reports; a report that nobody receives any more is dropped.
    pub fn send(&self, event: Event) {
        if self.events.send(event).is_ok() {
            (self.wake)();
        }
    }
}

//! Stopping one piece of work, whether its device is at it already or it still waits for its turn.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ui::event::DeviceKind;

/// Set once, when one piece of work is given up; never cleared, so that no later work can lose it.
pub(super) type Stop = Arc<AtomicBool>;

/// The newest work of each device: stopping it leaves the other devices at theirs.
#[derive(Default)]
pub(super) struct Stops(BTreeMap<DeviceKind, Stop>);

impl Stops {
    /// The flag of a piece of work that begins now. A device has one at a time: what it was at before ends.
    pub(super) fn begin(&mut self, device: DeviceKind) -> Stop {
        let fresh = Stop::default();
        if let Some(before) = self.0.insert(device, Arc::clone(&fresh)) {
            before.store(true, Ordering::Relaxed);
        }
        fresh
    }

    pub(super) fn stop(&self, device: DeviceKind) {
        if let Some(flag) = self.0.get(&device) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn stop_all(&self) {
        for flag in self.0.values() {
            flag.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_set(stop: &Stop) -> bool {
        stop.load(Ordering::Relaxed)
    }

    #[test]
    fn work_that_waits_for_its_turn_is_stopped_and_stays_so() {
        let mut stops = Stops::default();
        let (first, other) = (
            stops.begin(DeviceKind::Scanner),
            stops.begin(DeviceKind::Reader),
        );
        stops.stop(DeviceKind::Scanner);
        let second = stops.begin(DeviceKind::Scanner);
        assert!(is_set(&first) && !is_set(&second) && !is_set(&other));
        let third = stops.begin(DeviceKind::Scanner);
        assert!(is_set(&second) && !is_set(&third));
        stops.stop_all();
        assert!(is_set(&third) && is_set(&other));
    }
}

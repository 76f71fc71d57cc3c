//! What the shell's own failures mean for a person.

use ui::problem::Problem;

use crate::backend::BackendError;
use crate::devices::finger_sensor::SensorError;
use crate::devices::pcsc::ReaderFailure;
use crate::store::StoreError;

/// Why no card could be reached.
#[must_use]
pub fn of_reader(failure: &ReaderFailure) -> Problem {
    match failure {
        ReaderFailure::ServiceNotRunning => Problem::SmartCardServiceNotRunning,
        ReaderFailure::NoReader => Problem::NoReader,
        ReaderFailure::NoCard => Problem::NoCard,
        ReaderFailure::Cancelled => Problem::Cancelled,
        ReaderFailure::Busy => Problem::CardInUse,
        ReaderFailure::CardMute | ReaderFailure::Other(_) => Problem::ReaderFailed,
    }
}

/// Why no finger was taken.
#[must_use]
pub fn of_sensor(error: &SensorError) -> Problem {
    match error {
        SensorError::Capture(error) => error.into(),
        SensorError::Sbi(error) => error.into(),
    }
}

/// Why the backend did not do what it was asked.
#[must_use]
pub fn of_backend(error: &BackendError) -> Problem {
    match error {
        BackendError::Unreachable => Problem::BackendUnreachable,
        BackendError::Refused(problem) => Problem::from(*problem),
        BackendError::Nonsense => Problem::BackendAnswer,
    }
}

/// Why the records did not keep something.
#[must_use]
pub fn of_store(error: &StoreError) -> Problem {
    match error {
        StoreError::Database(_) | StoreError::DraftUnreadable => Problem::StoreUnavailable,
        StoreError::OutboxFull(_) => Problem::StoreFull,
    }
}

//! When a lost secure session is worth opening again. ICAO Doc 9303-11 §9.8.3.

use crate::access::{PlainErrors, SecureMessagingError};
use crate::card::ExchangeError;

/// Sessions that cards may lose in one reading while each brings new bytes.
const MAX_SESSIONS: u32 = 16;
/// Sessions that may be lost in a row without a new byte.
const MAX_IDLE: u32 = 4;
/// Sessions that may end because an answer was not what the clause demands: after that it is no accident.
const MAX_VIOLATIONS: u32 = 3;

/// Counts lost sessions.
#[derive(Default)]
pub(super) struct Recovery {
    sessions: u32,
    idle: u32,
    violations: u32,
    progress: usize,
}

impl Recovery {
    /// Whether access is to be gained again after `error`, with `progress` bytes read so far.
    pub(super) fn allows(&mut self, error: &ExchangeError, progress: usize) -> bool {
        let ExchangeError::SecureMessaging(error) = error else {
            return false;
        };
        self.sessions += 1;
        self.idle = if progress > self.progress {
            1
        } else {
            self.idle + 1
        };
        self.progress = progress;
        match error {
            SecureMessagingError::Ended(_) => {}
            SecureMessagingError::Crypto(_) => return false,
            _ => self.violations += 1,
        }
        self.sessions <= MAX_SESSIONS && self.idle <= MAX_IDLE && self.violations <= MAX_VIOLATIONS
    }
}

/// The next way of counting, when the session was lost right after a bare error.
pub(super) fn corrected(counting: PlainErrors) -> PlainErrors {
    match counting {
        PlainErrors::Uncounted => PlainErrors::CommandCounted,
        PlainErrors::CommandCounted => PlainErrors::BothCounted,
        PlainErrors::BothCounted => PlainErrors::Uncounted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::StatusWord;

    fn ended() -> ExchangeError {
        SecureMessagingError::Ended(StatusWord::SECURE_MESSAGING_INCORRECT).into()
    }

    #[test]
    fn sessions_are_opened_again_while_they_bring_bytes() {
        let mut recovery = Recovery::default();
        let count = (1..100)
            .take_while(|count| recovery.allows(&ended(), count * 10))
            .count();
        assert_eq!(count, 16);
        let mut recovery = Recovery::default();
        let count = (1..100)
            .take_while(|_| recovery.allows(&ended(), 10))
            .count();
        assert_eq!(count, 4);
    }

    #[test]
    fn violations_are_no_accident_the_fourth_time_and_a_lost_card_never() {
        let mut recovery = Recovery::default();
        let wrong = ExchangeError::from(SecureMessagingError::WrongChecksum);
        let count = (1..100)
            .take_while(|count| recovery.allows(&wrong, count * 10))
            .count();
        assert_eq!(count, 3);
        let removed = ExchangeError::Channel(crate::channel::ChannelError::CardRemoved);
        assert!(!Recovery::default().allows(&removed, 1));
        assert!(!Recovery::default().allows(&ExchangeError::TooManyCommands(1), 1));
    }
}

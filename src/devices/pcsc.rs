//! The card reader: one exclusive PC/SC transaction per reading.

use std::ffi::{CStr, CString};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pcsc::{Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State};
use reader::channel::{CardChannel, ChannelError, KEEP_ALIVE_INTERVAL_MS};

const KEEP_ALIVE_INTERVAL: Duration = Duration::from_millis(KEEP_ALIVE_INTERVAL_MS as u64);

/// Why no card could be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReaderFailure {
    /// `pcscd` does not run.
    #[error("the smart-card service does not run")]
    ServiceNotRunning,
    /// No reader is plugged in, or none has the configured name.
    #[error("no card reader")]
    NoReader,
    /// A reader, but no card in time.
    #[error("no card on the reader")]
    NoCard,
    /// Another program holds the card.
    #[error("another program uses the card")]
    Busy,
    /// The card does not answer its power-up.
    #[error("the card does not respond")]
    CardMute,
    /// The officer stopped waiting.
    #[error("cancelled")]
    Cancelled,
    /// Anything else, in the driver's words.
    #[error("the reader failed: {0}")]
    Other(Error),
}

impl From<Error> for ReaderFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::NoService | Error::ServiceStopped | Error::ServerTooBusy => {
                Self::ServiceNotRunning
            }
            Error::NoReadersAvailable | Error::UnknownReader | Error::ReaderUnavailable => {
                Self::NoReader
            }
            Error::NoSmartcard | Error::RemovedCard => Self::NoCard,
            Error::SharingViolation => Self::Busy,
            Error::UnresponsiveCard | Error::UnpoweredCard | Error::CommError => Self::CardMute,
            other => Self::Other(other),
        }
    }
}

/// What the reader looks like from outside, for the device strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderPresence {
    /// `pcscd` does not run.
    NoService,
    /// No reader.
    NoReader,
    /// A reader without a card.
    Empty,
    /// A reader with a card.
    CardPresent,
}

/// Looks at the readers without touching a card.
#[must_use]
pub fn presence(name: Option<&str>) -> ReaderPresence {
    presence_on(&|reader| has_part(reader, name))
}

fn presence_on(wanted: &dyn Fn(&CStr) -> bool) -> ReaderPresence {
    let states = Context::establish(Scope::User)
        .map_err(ReaderFailure::from)
        .and_then(|context| {
            let states = reader_states(&context, wanted)?;
            Ok(states
                .iter()
                .any(|state| state.event_state().contains(State::PRESENT)))
        });
    match states {
        Ok(true) => ReaderPresence::CardPresent,
        Ok(false) => ReaderPresence::Empty,
        Err(ReaderFailure::ServiceNotRunning) => ReaderPresence::NoService,
        Err(_) => ReaderPresence::NoReader,
    }
}

/// The names of the readers that are plugged in, of those whose name has this part.
#[must_use]
pub fn readers(name: Option<&str>) -> Vec<String> {
    let found = Context::establish(Scope::User).and_then(|context| context.list_readers_owned());
    let readers = found.unwrap_or_default().into_iter();
    readers
        .filter(|reader| has_part(reader, name))
        .map(|reader| reader.to_string_lossy().into_owned())
        .collect()
}

/// Which readers to use and how long to wait for a card on one of them.
#[derive(Clone, Copy)]
pub struct CardPlace<'a> {
    /// Part of the reader's name; any when absent.
    pub reader: Option<&'a str>,
    /// Whether a reader of that name may be used; asked again for one that is plugged in meanwhile.
    pub admits: &'a dyn Fn(&str) -> bool,
    /// How long to wait for a card.
    pub wait: Duration,
    /// Set when the officer gives up waiting.
    pub cancelled: &'a AtomicBool,
}

/// Waits for a card, opens an exclusive transaction after a reset, and hands its channel to `work`.
///
/// The reset drops a secure session that another program may have left; the one at the end drops ours.
///
/// # Errors
/// [`ReaderFailure`] when no card could be reached; what `work` returns is passed on.
pub fn with_card<T>(
    place: &CardPlace<'_>,
    work: impl FnOnce(&mut TransactionChannel<'_, '_>) -> T,
) -> Result<T, ReaderFailure> {
    let context = Context::establish(Scope::User)?;
    let reader = wait_for_card(&context, place)?;
    let opened = Instant::now();
    let mut card = context.connect(&reader, ShareMode::Shared, Protocols::ANY)?;
    let mut transaction = card.transaction()?;
    transaction.reconnect(ShareMode::Shared, Protocols::ANY, Disposition::ResetCard)?;
    let kind = CardKind {
        reader: reader.to_string_lossy().into_owned(),
        answer_to_reset: transaction.status2_owned()?.atr().to_vec(),
    };
    let result = work(&mut TransactionChannel {
        transaction: &mut transaction,
        buffer: vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED],
        kind,
        opened,
        last_contact: Instant::now(),
    });
    // The card may be gone; there is nothing left to reset then.
    let _ = transaction.end(Disposition::ResetCard);
    Ok(result)
}

/// Gives a lifted card's absence time to be noticed: until then the reader seems to hold it.
pub fn wait_until_lifted(place: &CardPlace<'_>, limit: Duration) {
    let deadline = Instant::now() + limit;
    let here = || presence_on(&|reader| place.allows(reader)) == ReaderPresence::CardPresent;
    while here() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Which reader, and which kind of chip is on it. Nothing in it is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardKind {
    /// The reader's PC/SC name.
    pub reader: String,
    /// The card's answer to reset.
    pub answer_to_reset: Vec<u8>,
}

/// A card within its transaction.
pub struct TransactionChannel<'a, 'card> {
    transaction: &'a mut pcsc::Transaction<'card>,
    buffer: Vec<u8>,
    kind: CardKind,
    opened: Instant,
    last_contact: Instant,
}

impl TransactionChannel<'_, '_> {
    /// Reader and kind of chip.
    #[must_use]
    pub fn kind(&self) -> &CardKind {
        &self.kind
    }

    /// When the card was found on the reader, before it was powered up.
    #[must_use]
    pub fn opened(&self) -> Instant {
        self.opened
    }

    /// When the card answered last.
    #[must_use]
    pub fn last_contact(&self) -> Instant {
        self.last_contact
    }
}

impl CardChannel for TransactionChannel<'_, '_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let answer = self.transaction.transmit(command, &mut self.buffer);
        let answer = answer.map_err(channel_error)?;
        self.last_contact = Instant::now();
        // A card that vanished from a virtual reader is reported as success without a byte.
        if answer.is_empty() {
            return Err(ChannelError::CardRemoved);
        }
        Ok(answer.to_vec())
    }

    fn restart(&mut self) -> Result<bool, ChannelError> {
        let reset = Disposition::ResetCard;
        let restarted = self
            .transaction
            .reconnect(ShareMode::Shared, Protocols::ANY, reset);
        restarted.map_err(channel_error)?;
        self.last_contact = Instant::now();
        Ok(true)
    }

    fn keep_alive(&mut self) -> Result<(), ChannelError> {
        if self.last_contact.elapsed() < KEEP_ALIVE_INTERVAL {
            return Ok(());
        }
        self.transaction.status2_owned().map_err(channel_error)?;
        self.last_contact = Instant::now();
        Ok(())
    }
}

impl Drop for TransactionChannel<'_, '_> {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.buffer);
    }
}

fn channel_error(error: Error) -> ChannelError {
    match error {
        Error::RemovedCard
        | Error::NoSmartcard
        | Error::UnpoweredCard
        | Error::UnresponsiveCard
        | Error::NotTransacted => ChannelError::CardRemoved,
        Error::ResetCard => ChannelError::CardReset,
        Error::ReaderUnavailable
        | Error::UnknownReader
        | Error::NoReadersAvailable
        | Error::NoService
        | Error::ServiceStopped => ChannelError::ReaderGone,
        other => ChannelError::Refused(other as u32),
    }
}

impl CardPlace<'_> {
    fn allows(&self, reader: &CStr) -> bool {
        has_part(reader, self.reader) && (self.admits)(&reader.to_string_lossy())
    }
}

fn wait_for_card(context: &Context, place: &CardPlace<'_>) -> Result<CString, ReaderFailure> {
    let deadline = Instant::now() + place.wait;
    loop {
        if place.cancelled.load(Ordering::Relaxed) {
            return Err(ReaderFailure::Cancelled);
        }
        let mut states = reader_states(context, &|reader| place.allows(reader))?;
        let present = states.iter().find(|state| is_ready(state.event_state()));
        if let Some(state) = present {
            return Ok(state.name().to_owned());
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ReaderFailure::NoCard);
        }
        for state in &mut states {
            state.sync_current_state();
        }
        // Woken by the card, and every half second to notice a reader that was just plugged in.
        match context.get_status_change(left.min(Duration::from_millis(500)), &mut states) {
            Ok(()) | Err(Error::Timeout) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn is_ready(state: State) -> bool {
    state.contains(State::PRESENT) && !state.intersects(State::MUTE | State::EXCLUSIVE)
}

fn reader_states(
    context: &Context,
    wanted: &dyn Fn(&CStr) -> bool,
) -> Result<Vec<ReaderState>, ReaderFailure> {
    let readers = context.list_readers_owned()?;
    let mut states: Vec<_> = readers
        .into_iter()
        .filter(|reader| wanted(reader))
        .map(|reader| ReaderState::new(reader, State::UNAWARE))
        .collect();
    if states.is_empty() {
        return Err(ReaderFailure::NoReader);
    }
    match context.get_status_change(Duration::ZERO, &mut states) {
        Ok(()) | Err(Error::Timeout) => Ok(states),
        Err(error) => Err(error.into()),
    }
}

fn has_part(reader: &CStr, name: Option<&str>) -> bool {
    name.is_none_or(|name| reader.to_string_lossy().contains(name))
}

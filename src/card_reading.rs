//! One reading through PC/SC: the pure reader on a real channel, with traffic and time beside it.

use std::collections::BTreeMap;
use std::time::Instant;

use reader::card::ExchangeError;
use reader::channel::{CardChannel, ChannelError, Exchange, Metered, Traffic};
use reader::read_out::ReadOut;
use reader::reading::{self, ReadError, ReadEvent, ReadFailure, ReadRequest, ReadStep};

use crate::devices::pcsc::{self, CardPlace, ReaderFailure};
use crate::randomness::SystemRandomness;

/// A reading, successful or not, and what it cost.
pub struct CardReading {
    /// The files and proofs, or why they are incomplete.
    pub outcome: Result<ReadOut, Box<ReadFailure>>,
    /// Commands and bytes.
    pub traffic: Traffic,
    /// Milliseconds per step; `total` is the whole transaction, power-up included.
    pub elapsed_ms: BTreeMap<&'static str, f64>,
}

/// Reads the card on a reader.
///
/// # Errors
/// [`ReaderFailure`] when no card could be reached at all.
pub fn read_card(
    place: &CardPlace<'_>,
    request: &ReadRequest,
    watch: &mut dyn FnMut(&ReadEvent<'_>),
) -> Result<CardReading, ReaderFailure> {
    pcsc::with_card(place, |channel| {
        let mut stopwatch = Stopwatch::start();
        let mut metered = Metered::new(|command: &[u8]| channel.transmit(command), log_exchange);
        let outcome = reading::read(
            |command: &[u8]| metered.transmit(command),
            request,
            &mut SystemRandomness,
            &mut |event| {
                if let ReadEvent::Step(step) = event {
                    stopwatch.enter(step_name(step));
                }
                watch(&event);
            },
        );
        CardReading {
            outcome: outcome.map_err(Box::new),
            traffic: metered.traffic(),
            elapsed_ms: stopwatch.stop(),
        }
    })
}

fn log_exchange(exchange: Exchange) {
    let [class, instruction, p1, p2] = exchange.header;
    tracing::trace!(
        command = format_args!("{class:02X}{instruction:02X}{p1:02X}{p2:02X}"),
        sent = exchange.command_len,
        received = exchange.response_len,
        status = format_args!("{:04X}", exchange.status),
        "apdu"
    );
}

fn step_name(step: ReadStep) -> &'static str {
    match step {
        ReadStep::CardAccess => "card_access",
        ReadStep::Access => "access",
        ReadStep::Files => "files",
        ReadStep::ChipAuthentication => "chip_authentication",
        ReadStep::ActiveAuthentication => "active_authentication",
    }
}

/// Sums the time spent in each step; a step may be entered more than once.
struct Stopwatch {
    started: Instant,
    current: Option<(&'static str, Instant)>,
    sums: BTreeMap<&'static str, f64>,
}

impl Stopwatch {
    fn start() -> Self {
        Self {
            started: Instant::now(),
            current: None,
            sums: BTreeMap::new(),
        }
    }

    fn enter(&mut self, step: &'static str) {
        self.leave();
        self.current = Some((step, Instant::now()));
    }

    fn leave(&mut self) {
        if let Some((step, since)) = self.current.take() {
            *self.sums.entry(step).or_default() += milliseconds(since);
        }
    }

    fn stop(mut self) -> BTreeMap<&'static str, f64> {
        self.leave();
        self.sums.insert("total", milliseconds(self.started));
        self.sums
    }
}

/// A reading that never reached a card.
#[must_use]
pub fn unreached() -> ReadFailure {
    ReadFailure {
        error: ReadError::Exchange(ExchangeError::Channel(ChannelError::ReaderGone)),
        partial: Box::default(),
    }
}

/// Milliseconds since an instant, to the microsecond.
#[must_use]
pub fn milliseconds(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 1e6).round() / 1e3
}

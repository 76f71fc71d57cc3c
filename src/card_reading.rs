//! One reading through PC/SC: the pure reader on a real channel, with traffic and time beside it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use reader::card::ExchangeError;
use reader::channel::{CardChannel, ChannelError, Exchange, Metered, Traffic};
use reader::chip::ChallengeExpectation;
use reader::presented::Presented;
use reader::read_out::ReadOut;
use reader::reading::{
    self, ReadAids, ReadError, ReadEvent, ReadFailure, ReadRequest, ReadStep, ReaderProfile,
};
use reader::trust::TrustAnchors;
use reader::verdict::{self, Assessment};

use crate::clock;
use crate::devices::pcsc::{self, CardKind, CardPlace, ReaderFailure, TransactionChannel};
use crate::judging::Judging;
use crate::randomness::SystemRandomness;
use crate::reader_profiles::ReaderProfiles;
use crate::terminal_keys::Signer;

/// A card may be lifted so often in one reading before the officer is told to begin anew.
const MAX_LIFTS: u32 = 3;
/// A reader notices a card that left within this time.
const LIFT_NOTICED: Duration = Duration::from_secs(1);
/// More commands than any healthy reading has are counted and not kept.
const MAX_EXCHANGES: usize = 4096;
/// Commands before the first step: what is asked about the chip itself.
const OPENING: &str = "opening";

/// A reading, successful or not, what it proves, and what it cost.
pub struct CardReading {
    /// The files and proofs, or why they are incomplete.
    pub outcome: Result<ReadOut, Box<ReadFailure>>,
    /// What follows from it.
    pub assessment: Assessment,
    /// Commands and bytes.
    pub traffic: Traffic,
    /// Milliseconds per step; `total` is from power-up to the last answer, `verdict` from there to the
    /// verdict.
    pub elapsed_ms: BTreeMap<&'static str, f64>,
    /// Every command, without its data.
    pub exchanges: Vec<TimedExchange>,
    /// Reader and chip; nothing when no card was reached.
    pub kind: Option<CardKind>,
    /// What was known of both before.
    pub known: ReaderProfile,
    /// What is known of both now.
    pub learnt: ReaderProfile,
}

/// One command and its answer, and how long the answer took.
#[derive(Clone, Copy)]
pub struct TimedExchange {
    /// Header, lengths and status word.
    pub exchange: Exchange,
    /// The step it belongs to.
    pub step: &'static str,
    /// From the command's first byte to the answer's last, as the driver gives them.
    pub time: Duration,
}

/// One reading to perform, and what its verdict must know of the counter.
pub struct CardRequest {
    /// For the chip.
    pub read: ReadRequest,
    /// What was presented, first what gave the key.
    pub presented: Vec<Presented>,
    /// What the challenge is worth.
    pub expected: ChallengeExpectation,
}

/// What a reading brings along, and what it leaves for the next one.
#[derive(Default)]
pub struct ReadingTools {
    profiles: ReaderProfiles,
    aids: ReadAids,
}

/// What a watcher is told.
pub enum Progress<'a> {
    /// The reading goes on.
    Reading(&'a ReadEvent<'a>),
    /// The card left the reader and is waited for.
    Lifted,
    /// The reading was complete and is judged; the card is only now powered down.
    Judged(&'a CardReading),
}

impl ReadingTools {
    /// With the profiles of reader and chip, and who signs for the terminal.
    #[must_use]
    pub fn new(profiles: ReaderProfiles, terminal: Option<Signer>) -> Self {
        let aids = ReadAids {
            terminal,
            ..ReadAids::default()
        };
        Self { profiles, aids }
    }
}

/// Reads the card on a reader. A card that is lifted and put back within the waiting time is read on,
/// with access control and the chip's proofs anew. The verdict is prepared while the card still sends.
///
/// # Errors
/// [`ReaderFailure`] when no card could be reached at all.
pub fn read_card(
    place: &CardPlace<'_>,
    request: &CardRequest,
    tools: &mut ReadingTools,
    trust: &TrustAnchors,
    watch: &mut dyn FnMut(Progress<'_>),
) -> Result<CardReading, ReaderFailure> {
    tools.aids.partial = None;
    tools.aids.today = Some(clock::now().date());
    let mut reading = read_once(place, request, tools, trust, watch)?;
    for _ in 0..MAX_LIFTS {
        let failure = match &mut reading.outcome {
            Err(failure) if failure.is_card_removed() && !place.wait.is_zero() => failure,
            _ => break,
        };
        watch(Progress::Lifted);
        tools.aids.partial = Some(std::mem::take(&mut *failure.partial));
        match read_when_back(place, request, tools, trust, watch) {
            Ok(next) => reading = next.after(&reading),
            Err(reader) => {
                tracing::info!(%reader, "the card was not put back");
                *failure.partial = tools.aids.partial.take().unwrap_or_default();
                break;
            }
        }
    }
    Ok(reading)
}

fn read_when_back(
    place: &CardPlace<'_>,
    request: &CardRequest,
    tools: &mut ReadingTools,
    trust: &TrustAnchors,
    watch: &mut dyn FnMut(Progress<'_>),
) -> Result<CardReading, ReaderFailure> {
    pcsc::wait_until_lifted(place, LIFT_NOTICED);
    let deadline = Instant::now() + place.wait;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let place = CardPlace {
            wait: left,
            ..*place
        };
        let given_up = left.is_zero() || place.cancelled.load(Ordering::Relaxed);
        match read_once(&place, request, tools, trust, watch) {
            // A card that is just being put down may not answer its first power-up.
            Err(ReaderFailure::NoCard | ReaderFailure::CardMute) if !given_up => {
                std::thread::sleep(Duration::from_millis(100));
            }
            outcome => return outcome,
        }
    }
}

/// One transaction, from power-up to its end.
fn read_once(
    place: &CardPlace<'_>,
    request: &CardRequest,
    tools: &mut ReadingTools,
    trust: &TrustAnchors,
    watch: &mut dyn FnMut(Progress<'_>),
) -> Result<CardReading, ReaderFailure> {
    std::thread::scope(|scope| {
        let judging = Judging::start(scope, trust);
        pcsc::with_card(place, |channel| {
            let kind = channel.kind().clone();
            tools.aids.profile = tools.profiles.profile(&kind);
            if let Some(partial) = &tools.aids.partial {
                judging.files(&partial.files);
            }
            let known = tools.aids.profile.clone();
            let mut reading = read_and_judge(channel, request, &mut tools.aids, judging, watch);
            reading.kind = Some(kind.clone());
            (reading.known, reading.learnt) = (known, tools.aids.profile.clone());
            if reading.outcome.is_ok() {
                watch(Progress::Judged(&reading));
                tools.profiles.remember(&kind, tools.aids.profile.clone());
            }
            reading
        })
    })
}

/// From the first command to the verdict.
fn read_and_judge(
    channel: &mut TransactionChannel<'_, '_>,
    request: &CardRequest,
    aids: &mut ReadAids,
    judging: Judging<'_, '_>,
    watch: &mut dyn FnMut(Progress<'_>),
) -> CardReading {
    let mut stopwatch = Stopwatch::start(channel.opened());
    let (step, took) = (Cell::new(OPENING), Cell::new(Duration::ZERO));
    let mut exchanges = Vec::new();
    let watched = Watched {
        channel: Lent(channel),
        took: &took,
    };
    let mut metered = Metered::new(watched, |exchange| {
        log_exchange(exchange);
        if exchanges.len() < MAX_EXCHANGES {
            exchanges.push(TimedExchange {
                exchange,
                step: step.get(),
                time: took.get(),
            });
        }
    });
    let outcome = reading::read_with(
        Lent(&mut metered),
        &request.read,
        aids,
        &mut SystemRandomness,
        &mut |event| {
            match event {
                ReadEvent::Step(entered) => {
                    step.set(step_name(entered));
                    stopwatch.enter(step.get());
                }
                ReadEvent::FileDone { file, bytes } => judging.file(file, bytes),
                ReadEvent::File { .. } => {}
            }
            watch(Progress::Reading(&event));
        },
    );
    let outcome = outcome.map(|read_out| ReadOut {
        presented: request.presented.clone(),
        ..read_out
    });
    let traffic = metered.traffic();
    let last_answer = channel.last_contact();
    let mut elapsed_ms = stopwatch.stop(last_answer);
    let assessment = match &outcome {
        Ok(read_out) => judging.finish().assess(read_out, request.expected),
        Err(failure) => verdict::unread(failure),
    };
    elapsed_ms.insert("verdict", milliseconds(last_answer));
    CardReading {
        outcome: outcome.map_err(Box::new),
        assessment,
        traffic,
        elapsed_ms,
        exchanges,
        kind: None,
        known: ReaderProfile::default(),
        learnt: ReaderProfile::default(),
    }
}

/// A channel that takes the time of each answer.
struct Watched<'a, C> {
    channel: C,
    took: &'a Cell<Duration>,
}

impl<C: CardChannel> CardChannel for Watched<'_, C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let begun = Instant::now();
        let answer = self.channel.transmit(command);
        self.took.set(begun.elapsed());
        answer
    }

    fn restart(&mut self) -> Result<bool, ChannelError> {
        self.channel.restart()
    }

    fn keep_alive(&mut self) -> Result<(), ChannelError> {
        self.channel.keep_alive()
    }
}

/// A channel that its owner wants back.
pub(crate) struct Lent<'a, C>(pub(crate) &'a mut C);

impl<C: CardChannel> CardChannel for Lent<'_, C> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        self.0.transmit(command)
    }

    fn restart(&mut self) -> Result<bool, ChannelError> {
        self.0.restart()
    }

    fn keep_alive(&mut self) -> Result<(), ChannelError> {
        self.0.keep_alive()
    }
}

impl CardReading {
    /// Files and proofs, complete or not.
    #[must_use]
    pub fn read_out(&self) -> &ReadOut {
        match &self.outcome {
            Ok(read_out) => read_out,
            Err(failure) => &failure.partial,
        }
    }

    /// The same reading with what its earlier part cost.
    fn after(mut self, earlier: &Self) -> Self {
        self.traffic.count += earlier.traffic.count;
        self.traffic.bytes_out += earlier.traffic.bytes_out;
        self.traffic.bytes_in += earlier.traffic.bytes_in;
        for (step, ms) in &earlier.elapsed_ms {
            *self.elapsed_ms.entry(step).or_default() += ms;
        }
        let earlier = earlier.exchanges.iter().copied();
        self.exchanges.splice(0..0, earlier);
        self
    }
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
    fn start(started: Instant) -> Self {
        Self {
            started,
            current: None,
            sums: BTreeMap::new(),
        }
    }

    fn enter(&mut self, step: &'static str) {
        let now = Instant::now();
        self.leave(now);
        self.current = Some((step, now));
    }

    fn leave(&mut self, now: Instant) {
        if let Some((step, since)) = self.current.take() {
            *self.sums.entry(step).or_default() += rounded(now.saturating_duration_since(since));
        }
    }

    fn stop(mut self, end: Instant) -> BTreeMap<&'static str, f64> {
        self.leave(end);
        let total = rounded(end.saturating_duration_since(self.started));
        self.sums.insert("total", total);
        self.sums
    }
}

/// A reading that never reached a card.
#[must_use]
pub fn unreached() -> CardReading {
    let failure = ReadFailure {
        error: ReadError::Exchange(ExchangeError::Channel(ChannelError::ReaderGone)),
        partial: Box::default(),
    };
    CardReading {
        assessment: verdict::unread(&failure),
        outcome: Err(Box::new(failure)),
        traffic: Traffic::default(),
        elapsed_ms: BTreeMap::new(),
        exchanges: Vec::new(),
        kind: None,
        known: ReaderProfile::default(),
        learnt: ReaderProfile::default(),
    }
}

/// Milliseconds since an instant, to the microsecond.
#[must_use]
pub fn milliseconds(since: Instant) -> f64 {
    rounded(since.elapsed())
}

fn rounded(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

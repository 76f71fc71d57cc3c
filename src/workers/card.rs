//! The card worker: reads cards, and between readings watches the reader.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use capture::image::RgbaImage;
use dossier::facts::CitizenFacts;
use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::presented::Presented;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{IdentityWatch, ReadEvent, ReadRequest};
use reader::trust::ReferenceTime;
use reader::verdict::{self, Assessment};
use trust_store::LiveTrust;
use ui::event::{CardReading, DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;
use uuid::Uuid;

use super::face::{FacePreview, decode};
use super::stop::Stop;
use super::{Outlet, admitted};
use crate::card_reading::{self, CardRequest, Progress, ReadingTools, read_card};
use crate::clock;
use crate::config::CardConfig;
use crate::device_registry::DeviceRegistry;
use crate::devices::identity;
use crate::devices::pcsc::{self, CardPlace, ReaderPresence, presence};
use crate::problem;

/// How often the reader is looked at while nothing is read.
const WATCH_INTERVAL: Duration = Duration::from_millis(700);

/// One reading to perform.
pub(super) struct CardJob {
    pub(super) session: SessionId,
    pub(super) presented: Presented,
    pub(super) challenge: ActiveAuthenticationChallenge,
    /// The backend's name for the challenge, when it issued it.
    pub(super) challenge_id: Option<Uuid>,
    pub(super) stop: Stop,
}

/// What the card worker owns.
pub(super) struct CardWorker {
    pub(super) config: CardConfig,
    pub(super) tools: ReadingTools,
    pub(super) trust: Arc<LiveTrust>,
    pub(super) registry: Arc<DeviceRegistry>,
    pub(super) outlet: Outlet,
}

impl CardWorker {
    pub(super) fn run(mut self, inbox: &Receiver<CardJob>) {
        let mut seen = None;
        loop {
            self.watch_reader(&mut seen);
            match inbox.recv_timeout(WATCH_INTERVAL) {
                Ok(job) => self.read(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn watch_reader(&self, seen: &mut Option<ReaderPresence>) {
        let now = presence(self.config.reader.as_deref());
        if *seen == Some(now) {
            return;
        }
        *seen = Some(now);
        let state = match now {
            ReaderPresence::NoService | ReaderPresence::NoReader => DeviceState::Missing,
            ReaderPresence::Empty => DeviceState::Ready,
            ReaderPresence::CardPresent => DeviceState::Busy,
        };
        self.outlet.send(Event::Device {
            device: DeviceKind::Reader,
            state,
        });
    }

    /// Why no reader that is plugged in may be used; with none plugged in, one is waited for.
    fn refusal(&self) -> Option<Problem> {
        let mut refused = None;
        for name in pcsc::readers(self.config.reader.as_deref()) {
            match admitted(&self.registry, &identity::of_reader(&name)) {
                Ok(()) => return None,
                Err(problem) => refused = refused.or(Some(problem)),
            }
        }
        refused
    }

    fn read(&mut self, job: CardJob) {
        let CardJob {
            session,
            presented,
            challenge,
            challenge_id,
            stop,
        } = job;
        let Some(key) = presented.access_key() else {
            tracing::error!("what was presented gives no key");
            return;
        };
        let request = CardRequest {
            read: ReadRequest {
                key,
                challenge,
                allow_bac: self.config.allow_bac,
            },
            presented: vec![presented],
            // A challenge that the backend did not issue convinces nobody elsewhere.
            expected: match challenge_id {
                Some(_) => ChallengeExpectation::Exactly(challenge),
                None => ChallengeExpectation::NotFresh(challenge),
            },
        };
        if let Some(problem) = self.refusal() {
            return self.outlet.send(Event::CardFailed {
                session,
                problem,
                assessment: Box::new(card_reading::unreached().assessment),
            });
        }
        let registry = Arc::clone(&self.registry);
        // A reader of two slots is two readers: the card may come to either.
        let admits = |name: &str| admitted(&registry, &identity::of_reader(name)).is_ok();
        let place = CardPlace {
            reader: self.config.reader.as_deref(),
            admits: &admits,
            wait: Duration::from_secs(self.config.wait_seconds),
            cancelled: &stop,
        };
        let mut report = Reporter::new(session, challenge_id, &self.outlet);
        let trust = self.trust.current(clock::now());
        let reading = read_card(&place, &request, &mut self.tools, &trust, &mut |progress| {
            report.tell(&progress);
        });
        let event = match reading {
            Ok(reading) => match reading.outcome {
                // Told already, while the card was being powered down.
                Ok(_) => return,
                Err(failure) => {
                    tracing::info!(error = %failure.error, "reading ended early");
                    Event::CardFailed {
                        session,
                        problem: Problem::from(&failure.error),
                        assessment: Box::new(reading.assessment),
                    }
                }
            },
            Err(failure) => Event::CardFailed {
                session,
                problem: problem::of_reader(&failure),
                assessment: Box::new(card_reading::unreached().assessment),
            },
        };
        self.outlet.send(event);
    }
}

/// Tells the window how a reading goes.
struct Reporter<'a> {
    session: SessionId,
    challenge_id: Option<Uuid>,
    outlet: &'a Outlet,
    identity: IdentityWatch,
    face: Option<FacePreview>,
}

impl<'a> Reporter<'a> {
    fn new(session: SessionId, challenge_id: Option<Uuid>, outlet: &'a Outlet) -> Self {
        Self {
            session,
            challenge_id,
            outlet,
            identity: IdentityWatch::default(),
            face: None,
        }
    }

    fn tell(&mut self, progress: &Progress<'_>) {
        let session = self.session;
        let event = match progress {
            Progress::Lifted => {
                // Whoever puts a card on the reader next may be another person.
                self.identity = IdentityWatch::default();
                self.outlet.send(Event::CardLifted { session });
                return;
            }
            Progress::Judged(reading) => {
                self.conclude(reading);
                return;
            }
            Progress::Reading(event) => *event,
        };
        match *event {
            ReadEvent::Step(step) => self.outlet.send(Event::CardStep { session, step }),
            ReadEvent::File {
                file,
                received,
                expected,
            } => self.outlet.send(Event::CardFile {
                session,
                file,
                received,
                expected,
            }),
            ReadEvent::FileDone { file, bytes } => {
                if let Some(document) = self.identity.observe(event) {
                    let facts = Box::new(CitizenFacts::from(document.value()));
                    self.outlet.send(Event::CardIdentity { session, facts });
                }
                if file == FileId::DataGroup(DataGroupNumber::FACE) {
                    self.face = FacePreview::start(session, bytes, self.outlet.clone());
                }
            }
        }
    }

    /// The verdict, with the portrait that was decoded while the chip still proved itself.
    fn conclude(&mut self, reading: &card_reading::CardReading) {
        let session = self.session;
        let Ok(read_out) = &reading.outcome else {
            return;
        };
        let steps = reading.elapsed_ms.iter();
        let concluded = CardReading {
            face: portrait(&reading.assessment, self.face.take()),
            read_out: read_out.clone(),
            assessment: reading.assessment.clone(),
            challenge_id: self.challenge_id,
            read_at: clock::now(),
            traffic: reading.traffic,
            elapsed_ms: steps.map(|(step, ms)| (*step, whole(*ms))).collect(),
        };
        tracing::info!(
            verdict = concluded.assessment.verdict().word(),
            commands = reading.traffic.count,
            "card read"
        );
        self.outlet.send(Event::CardRead {
            session,
            reading: Box::new(concluded),
        });
    }
}

fn whole(milliseconds: f64) -> u64 {
    let time = Duration::try_from_secs_f64(milliseconds / 1e3).unwrap_or_default();
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Judges a reading and decodes its portrait.
pub(super) fn assess(
    read_out: ReadOut,
    trust: &LiveTrust,
    expected: ChallengeExpectation,
) -> CardReading {
    let read_at = clock::now();
    let trust = trust.current(read_at);
    let assessment = verdict::assess(&read_out, &trust, ReferenceTime(read_at), expected);
    CardReading {
        face: portrait(&assessment, None),
        read_out,
        assessment,
        challenge_id: None,
        read_at,
        traffic: Default::default(),
        elapsed_ms: Default::default(),
    }
}

fn portrait(assessment: &Assessment, preview: Option<FacePreview>) -> Option<RgbaImage> {
    let face = assessment.document()?.face.as_ref()?;
    let early = preview.and_then(|preview| preview.of(&face.image));
    early.or_else(|| decode(&face.image))
}

//! The card worker: reads cards, and between readings watches the reader.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use capture::image::RgbaImage;
use dossier::facts::CitizenFacts;
use reader::access::AccessKey;
use reader::chip::ChallengeExpectation;
use reader::files::{DataGroupNumber, FileId};
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{IdentityWatch, ReadEvent, ReadRequest};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{self, Assessment};
use ui::event::{CardReading, DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;
use uuid::Uuid;

use super::Outlet;
use super::face::{FacePreview, decode};
use crate::card_reading::{self, Progress, ReadingTools, milliseconds, read_card};
use crate::clock;
use crate::config::CardConfig;
use crate::devices::pcsc::{CardPlace, ReaderPresence, presence};
use crate::problem;

/// How often the reader is looked at while nothing is read.
const WATCH_INTERVAL: Duration = Duration::from_millis(700);

/// One reading to perform.
pub(super) struct CardJob {
    pub(super) session: SessionId,
    pub(super) key: AccessKey,
    pub(super) challenge: ActiveAuthenticationChallenge,
    /// The backend's name for the challenge, when it issued it.
    pub(super) challenge_id: Option<Uuid>,
}

/// What the card worker owns.
pub(super) struct CardWorker {
    pub(super) config: CardConfig,
    pub(super) tools: ReadingTools,
    pub(super) anchors: TrustAnchors,
    pub(super) cancelled: Arc<AtomicBool>,
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

    fn read(&mut self, job: CardJob) {
        let CardJob {
            session,
            key,
            challenge,
            challenge_id,
        } = job;
        let request = ReadRequest {
            key,
            challenge,
            allow_bac: self.config.allow_bac,
        };
        let place = CardPlace {
            reader: self.config.reader.as_deref(),
            wait: Duration::from_secs(self.config.wait_seconds),
            cancelled: &self.cancelled,
        };
        self.cancelled.store(false, Ordering::Relaxed);
        let mut report = Reporter::new(session, &self.outlet);
        let reading = read_card(&place, &request, &mut self.tools, &mut |progress| {
            report.tell(&progress);
        });
        let face = report.face;
        let event = match reading {
            Ok(reading) => self.conclude(session, reading, (challenge, challenge_id), face),
            Err(failure) => Event::CardFailed {
                session,
                problem: problem::of_reader(&failure),
                assessment: Box::new(verdict::unread(&card_reading::unreached())),
            },
        };
        self.outlet.send(event);
    }

    fn conclude(
        &self,
        session: SessionId,
        reading: card_reading::CardReading,
        (challenge, challenge_id): (ActiveAuthenticationChallenge, Option<Uuid>),
        face: Option<FacePreview>,
    ) -> Event {
        let read_out = match reading.outcome {
            Ok(read_out) => read_out,
            Err(failure) => {
                tracing::info!(error = %failure.error, "reading ended early");
                return Event::CardFailed {
                    session,
                    problem: Problem::from(&failure.error),
                    assessment: Box::new(verdict::unread(&failure)),
                };
            }
        };
        let started = Instant::now();
        let expected = ChallengeExpectation::Exactly(challenge);
        let mut concluded = assess_with(read_out, &self.anchors, expected, face);
        concluded.challenge_id = challenge_id;
        concluded.traffic = reading.traffic;
        let steps = reading.elapsed_ms.into_iter();
        concluded.elapsed_ms = steps.map(|(step, ms)| (step, whole(ms))).collect();
        concluded
            .elapsed_ms
            .insert("verdict", whole(milliseconds(started)));
        tracing::info!(
            verdict = concluded.assessment.verdict().word(),
            commands = reading.traffic.count,
            "card read"
        );
        Event::CardRead {
            session,
            reading: Box::new(concluded),
        }
    }
}

/// Tells the window how a reading goes.
struct Reporter<'a> {
    session: SessionId,
    outlet: &'a Outlet,
    identity: IdentityWatch,
    face: Option<FacePreview>,
}

impl<'a> Reporter<'a> {
    fn new(session: SessionId, outlet: &'a Outlet) -> Self {
        Self {
            session,
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
}

fn whole(milliseconds: f64) -> u64 {
    let time = Duration::try_from_secs_f64(milliseconds / 1e3).unwrap_or_default();
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Judges a reading and decodes its portrait.
pub(super) fn assess(
    read_out: ReadOut,
    anchors: &TrustAnchors,
    expected: ChallengeExpectation,
) -> CardReading {
    assess_with(read_out, anchors, expected, None)
}

/// As [`assess`], with the portrait that was decoded while the chip still proved itself.
fn assess_with(
    read_out: ReadOut,
    anchors: &TrustAnchors,
    expected: ChallengeExpectation,
    preview: Option<FacePreview>,
) -> CardReading {
    let read_at = clock::now();
    let assessment = verdict::assess(&read_out, anchors, ReferenceTime(read_at), expected);
    CardReading {
        face: portrait(&assessment, preview),
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

//! The card worker: reads cards, and between readings watches the reader.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use capture::image::{Limits, RgbaImage};
use reader::access::AccessKey;
use reader::chip::ChallengeExpectation;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::reading::{ReadEvent, ReadRequest};
use reader::trust::{ReferenceTime, TrustAnchors};
use reader::verdict::{self, Assessment};
use ui::event::{CardReading, DeviceKind, DeviceState, Event, SessionId};
use ui::problem::Problem;
use uuid::Uuid;

use super::Outlet;
use crate::card_reading::{self, milliseconds, read_card};
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
    pub(super) anchors: TrustAnchors,
    pub(super) cancelled: Arc<AtomicBool>,
    pub(super) outlet: Outlet,
}

impl CardWorker {
    pub(super) fn run(self, inbox: &Receiver<CardJob>) {
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

    fn read(&self, job: CardJob) {
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
        let event = match read_card(&place, &request, &mut |event| self.report(session, event)) {
            Ok(reading) => self.conclude(session, reading, challenge, challenge_id),
            Err(failure) => Event::CardFailed {
                session,
                problem: problem::of_reader(&failure),
                assessment: Box::new(verdict::unread(&card_reading::unreached())),
            },
        };
        self.outlet.send(event);
    }

    fn report(&self, session: SessionId, event: &ReadEvent<'_>) {
        match *event {
            ReadEvent::Step(step) => self.outlet.send(Event::CardStep { session, step }),
            ReadEvent::File {
                file,
                received,
                expected,
            } => {
                self.outlet.send(Event::CardFile {
                    session,
                    file,
                    received,
                    expected,
                });
            }
            ReadEvent::FileDone { .. } => {}
        }
    }

    fn conclude(
        &self,
        session: SessionId,
        reading: card_reading::CardReading,
        challenge: ActiveAuthenticationChallenge,
        challenge_id: Option<Uuid>,
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
        let mut concluded = assess(read_out, &self.anchors, expected);
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
    let read_at = clock::now();
    let assessment = verdict::assess(&read_out, anchors, ReferenceTime(read_at), expected);
    CardReading {
        face: decode_face(&assessment),
        read_out,
        assessment,
        challenge_id: None,
        read_at,
        traffic: Default::default(),
        elapsed_ms: Default::default(),
    }
}

fn decode_face(assessment: &Assessment) -> Option<RgbaImage> {
    let face = assessment.document()?.face.as_ref()?;
    match capture::image::decode(&face.image, Limits::PORTRAIT) {
        Ok(image) => Some(image),
        Err(error) => {
            tracing::warn!(%error, "the chip's portrait cannot be decoded");
            None
        }
    }
}

//! The network worker: everything that talks to the backend, and the outbox that outlives it.

mod cases;
mod delivery;
mod devices;
mod exceptions;
mod party;
mod sign_in;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use dossier::api::{self, ConfirmationRequest, DecisionRequest, FormName, ProblemType};
use dossier::decision::Decision;
use dossier::draft::Draft;
use dossier::submission::{SubmissionId, TerminalKey};
use reader::presented::Presented;
use reader::read_out::ActiveAuthenticationChallenge;
use rules::policy::Policy;
use ui::effect::{Effect, PartyInquiry};
use ui::event::{DeviceKind, DeviceState, Event, SessionId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Outlet;
use super::card::CardJob;
use super::printer::PrintJob;
use super::records::RecordsJob;
use super::stop::Stop;
use crate::backend::{Backend, BackendError};
use crate::device_registry::DeviceRegistry;
use crate::randomness::random_bytes;
use crate::store::Store;

pub(super) use party::Party;

/// How often the outbox and open cases are looked after.
const TICK: Duration = Duration::from_secs(2);
/// The longest pause between two attempts to deliver.
const MAX_PAUSE: Duration = Duration::from_secs(30);

pub(super) enum NetworkJob {
    SignIn {
        officer: String,
        password: Zeroizing<String>,
        code: Option<Zeroizing<String>>,
    },
    SignOut,
    ReadCard {
        session: SessionId,
        presented: Box<Presented>,
        stop: Stop,
    },
    ConfirmException(SessionId, ConfirmationRequest),
    Submit(Box<Draft>),
    ReadCoreRecord(SessionId),
    AskParty {
        session: SessionId,
        inquiry: Box<PartyInquiry>,
    },
    RefreshSubmissions,
    Print {
        case: Uuid,
        form: FormName,
    },
    RefreshQueue,
    Claim(Uuid),
    ClaimNext,
    AskSources {
        case: Uuid,
        fence: u64,
    },
    Decide {
        case: Uuid,
        fence: u64,
        decision: Decision,
    },
}

impl NetworkJob {
    /// The job of an effect, when the network worker performs it.
    pub(super) fn of(effect: Effect) -> Option<Self> {
        Some(match effect {
            Effect::SignIn {
                officer,
                password,
                code,
            } => Self::SignIn {
                officer,
                password,
                code,
            },
            Effect::SignOut => Self::SignOut,
            Effect::ConfirmException {
                session,
                statement,
                officer,
                password,
                code,
            } => {
                let request = ConfirmationRequest {
                    statement,
                    officer,
                    password: password.as_str().to_owned(),
                    code: code.map(|code| code.as_str().to_owned()),
                };
                Self::ConfirmException(session, request)
            }
            Effect::Submit(draft) => Self::Submit(draft),
            Effect::ReadCoreRecord { session } => Self::ReadCoreRecord(session),
            Effect::AskParty { session, inquiry } => Self::AskParty { session, inquiry },
            Effect::RefreshSubmissions => Self::RefreshSubmissions,
            Effect::Print { case, form } => Self::Print { case, form },
            Effect::RefreshQueue => Self::RefreshQueue,
            Effect::Claim(case) => Self::Claim(case),
            Effect::ClaimNext => Self::ClaimNext,
            Effect::AskSources { case, fence } => Self::AskSources { case, fence },
            Effect::Decide {
                case,
                fence,
                decision,
            } => Self::Decide {
                case,
                fence,
                decision,
            },
            Effect::KeepAppearance(_)
            | Effect::Scan { .. }
            | Effect::ReadCard { .. }
            | Effect::WatchCamera(_)
            | Effect::CapturePortrait { .. }
            | Effect::CompareFaces { .. }
            | Effect::CaptureFingerprint { .. }
            | Effect::Cancel(_)
            | Effect::SaveDraft(_)
            | Effect::DiscardDraft(_)
            | Effect::Tester(_)
            | Effect::StopTester => return None,
        })
    }
}

pub(super) struct NetworkWorker {
    backend: Backend,
    terminal: String,
    key: TerminalKey,
    policy: Policy,
    /// For whom a teller asks.
    party: Option<Party>,
    store: Store,
    registry: Arc<DeviceRegistry>,
    card: SyncSender<CardJob>,
    records: SyncSender<RecordsJob>,
    printer: SyncSender<PrintJob>,
    outlet: Outlet,
    session: Option<api::Session>,
    /// Submissions of this officer whose decision is still awaited.
    awaited: BTreeSet<SubmissionId>,
    reachable: Option<bool>,
    /// When the list of devices is asked for again.
    next_list: Instant,
    next_attempt: Instant,
    pause: Duration,
}

impl NetworkWorker {
    pub(super) fn new(
        backend: Backend,
        (terminal, key, policy, party): (String, TerminalKey, Policy, Option<Party>),
        (store, registry): (Store, Arc<DeviceRegistry>),
        (card, records, printer): (
            SyncSender<CardJob>,
            SyncSender<RecordsJob>,
            SyncSender<PrintJob>,
        ),
        outlet: Outlet,
    ) -> Self {
        Self {
            backend,
            terminal,
            key,
            policy,
            party,
            store,
            registry,
            next_list: Instant::now(),
            card,
            records,
            printer,
            outlet,
            session: None,
            awaited: BTreeSet::new(),
            reachable: None,
            next_attempt: Instant::now(),
            pause: TICK,
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<NetworkJob>) {
        loop {
            match inbox.recv_timeout(TICK) {
                Ok(job) => self.perform(job),
                Err(RecvTimeoutError::Timeout) => self.tick(),
                Err(RecvTimeoutError::Disconnected) => return self.end_session(),
            }
        }
    }

    fn perform(&mut self, job: NetworkJob) {
        match job {
            NetworkJob::SignIn {
                officer,
                password,
                code,
            } => self.sign_in(&officer, (&password, code.as_ref())),
            NetworkJob::SignOut => {
                self.end_session();
                self.outlet.send(Event::SignedOut);
            }
            NetworkJob::ReadCard {
                session,
                presented,
                stop,
            } => self.fetch_challenge(session, *presented, stop),
            NetworkJob::ConfirmException(session, request) => {
                self.confirm_exception(session, &request);
            }
            NetworkJob::Submit(draft) => self.submit(&draft),
            NetworkJob::ReadCoreRecord(session) => self.read_core_record(session),
            NetworkJob::AskParty { session, inquiry } => self.ask_party(session, &inquiry),
            NetworkJob::RefreshSubmissions => {
                self.next_attempt = Instant::now();
                self.deliver();
                self.ask_for_decisions();
            }
            NetworkJob::Print { case, form } => self.print(case, form),
            NetworkJob::RefreshQueue => self.refresh_queue(),
            NetworkJob::Claim(case) => self.open_case(|backend, token| backend.claim(token, case)),
            NetworkJob::ClaimNext => self.open_case(Backend::claim_next),
            NetworkJob::AskSources { case, fence } => self.ask_sources(case, fence),
            NetworkJob::Decide {
                case,
                fence,
                decision,
            } => {
                self.decide(case, &DecisionRequest { fence, decision });
            }
        }
    }

    fn tick(&mut self) {
        self.deliver();
        if Instant::now() >= self.next_list {
            self.fetch_device_list();
        }
        if self.session.is_some() && !self.awaited.is_empty() {
            self.ask_for_decisions();
        } else {
            let reachable = self.backend.is_reachable();
            self.note_reachable(reachable);
        }
    }

    fn fetch_challenge(&mut self, session: SessionId, presented: Presented, stop: Stop) {
        let issued = self.with_token(Backend::challenge);
        let (challenge_id, challenge) = match issued {
            Ok((id, challenge)) => (Some(id), challenge),
            // Without the backend the proof convinces this terminal only; the backend will say so.
            Err(_) => (None, random_bytes()),
        };
        let challenge = ActiveAuthenticationChallenge(challenge);
        let job = CardJob {
            session,
            presented,
            challenge,
            challenge_id,
            stop,
        };
        if self.card.try_send(job).is_err() {
            tracing::error!("the card worker does not take its job");
        }
    }

    fn with_token<T>(
        &mut self,
        call: impl FnOnce(&Backend, &str) -> Result<T, BackendError>,
    ) -> Result<T, BackendError> {
        let answer = match &self.session {
            Some(session) => call(&self.backend, &session.token),
            None => Err(BackendError::Refused(ProblemType::SessionInvalid)),
        };
        self.heard(answer)
    }

    /// Notes from any answer whether the backend can be reached.
    fn heard<T>(&mut self, answer: Result<T, BackendError>) -> Result<T, BackendError> {
        self.note_reachable(!matches!(answer, Err(BackendError::Unreachable)));
        answer
    }

    fn note_reachable(&mut self, reachable: bool) {
        if self.reachable != Some(reachable) {
            self.reachable = Some(reachable);
            let state = if reachable {
                DeviceState::Ready
            } else {
                DeviceState::Missing
            };
            self.outlet.send(Event::Device {
                device: DeviceKind::Network,
                state,
            });
        }
    }
}

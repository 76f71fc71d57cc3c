//! Turns the window's effects into jobs of the workers.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context;
use dossier::consent::Language;
use rules::profile::{FingerRules, Intended};
use time::{Date, OffsetDateTime};
use trust_store::LiveTrust;
use ui::Model;
use ui::effect::Effect;
use ui::event::DeviceKind;
use ui::model::bank::BankDesk;

use super::card::{CardJob, CardWorker};
use super::faces::{FacesJob, FacesWorker};
use super::fingerprint::{FingerprintJob, FingerprintWorker};
use super::network::{NetworkJob, NetworkWorker, Party};
use super::portrait::{LookForCode, PortraitJob, PortraitWorker};
use super::printer::{PrintJob, PrinterWorker};
use super::records::{RecordsJob, RecordsWorker};
use super::sources::{ScanJob, ScannerWorker};
use super::stop::{Stop, Stops};
use super::tester::TesterWorker;
use super::{INBOX_CAPACITY, Outlet, admitted};
use crate::appearance;
use crate::backend::Backend;
use crate::card_reading::ReadingTools;
use crate::clock;
use crate::config::{Config, ScannerConfig};
use crate::device_registry::DeviceRegistry;
use crate::devices::finger_sensor::{FingerSensor, Touch};
use crate::devices::identity::of_camera;
use crate::face_model::{FaceModel, own_program};
use crate::keys::TerminalSecrets;
use crate::policy;
use crate::reader_profiles::{self, ReaderProfiles};
use crate::store::Store;

/// All workers of one terminal. Dropping it lets them finish their job and waits for them.
pub struct Executor {
    inboxes: Option<Inboxes>,
    stops: Stops,
    bench_stop: Stop,
    /// How long the camera looks for a code, where it is the scanner.
    camera_scans: Option<Duration>,
    threads: Vec<JoinHandle<()>>,
    fingers: FingerRules,
    bank: Option<BankDesk>,
    intended: Intended,
    policy_until: Date,
    known_moment: Option<OffsetDateTime>,
}

struct Inboxes {
    fingerprint: SyncSender<FingerprintJob>,
    portrait: SyncSender<PortraitJob>,
    /// Where the settings name a model.
    faces: Option<SyncSender<FacesJob>>,
    scanner: SyncSender<ScanJob>,
    records: SyncSender<RecordsJob>,
    network: SyncSender<NetworkJob>,
    tester: SyncSender<ui::tester::Job>,
}

impl Executor {
    /// Opens the terminal's secrets and records and starts its workers.
    ///
    /// # Errors
    /// When the passphrase, the records, the trust folder, the backend's key or the policy cannot be used.
    pub fn start(config: &Config, outlet: &Outlet) -> anyhow::Result<Self> {
        let secrets = TerminalSecrets::open(config)?;
        let last_seen = config.folder.join("last-seen");
        let trust = Arc::new(LiveTrust::open(&config.resolve(&config.trust), &last_seen)?);
        let drafts = Store::open(&config.folder, &secrets.records)?;
        let outbox = Store::open(&config.folder, &secrets.records)?;
        let backend = Backend::new(config, secrets.connection.as_ref())?;
        let registry = Arc::new(DeviceRegistry::load(&outbox, backend.key().clone())?);
        let policy = policy::load(config)?;
        let profile = &policy.rulebook().profile;
        let (fingers, intended) = (profile.fingers.rules(), profile.intended);
        let policy_until = profile.valid_until;
        let known_moment = trust.current(clock::now()).newest_known_moment();
        let party = Party::open(config)?;
        let bank = party.as_ref().map(Party::desk);
        let mut threads = Vec::new();

        let card = CardWorker {
            config: config.card.clone(),
            tools: reading_tools(config),
            trust: Arc::clone(&trust),
            registry: Arc::clone(&registry),
            outlet: outlet.clone(),
        };
        let card: SyncSender<CardJob> = start(&mut threads, "card", |inbox| card.run(&inbox))?;
        let fingerprint = FingerprintWorker {
            sensor: config.resolved_fingerprint().map(FingerSensor::new),
            admission: {
                let list = Arc::clone(&registry);
                Box::new(move |sensor| admitted(&list, sensor))
            },
            rules: fingers.clone(),
            outlet: outlet.clone(),
        };
        let fingerprint = start(&mut threads, "fingerprint", |inbox| fingerprint.run(&inbox))?;
        let (camera, view) = (config.resolved_portrait(), outlet.clone());
        let identity = camera.as_ref().map(of_camera);
        let list = Arc::clone(&registry);
        let admission = Box::new(move || match &identity {
            Some(camera) => admitted(&list, camera),
            None => Ok(()),
        });
        let portrait = start(&mut threads, "portrait", move |inbox| {
            PortraitWorker::new(camera, admission, view).run(&inbox);
        })?;
        let faces = match config.resolved_face_model() {
            None => None,
            Some(model) => {
                let worker = FacesWorker {
                    model: FaceModel::of(model, own_program()?)?,
                    outlet: outlet.clone(),
                };
                Some(start(&mut threads, "faces", |inbox| worker.run(&inbox))?)
            }
        };
        let scanner = ScannerWorker {
            config: config.resolved_scanner(),
            registry: Arc::clone(&registry),
            outlet: outlet.clone(),
        };
        let scanner = start(&mut threads, "scanner", |inbox| scanner.run(&inbox))?;
        let bench_stop = Stop::default();
        let bench = TesterWorker::new(
            config.clone(),
            (Arc::clone(&trust), Arc::clone(&registry)),
            Arc::clone(&bench_stop),
            outlet.clone(),
        );
        let tester = start(&mut threads, "tester", |inbox| bench.run(&inbox))?;
        let records = RecordsWorker {
            store: drafts,
            trust,
            outlet: outlet.clone(),
            appearance: appearance::file_in(&config.folder),
        };
        let records: SyncSender<RecordsJob> =
            start(&mut threads, "records", |inbox| records.run(&inbox))?;
        let printer = PrinterWorker {
            config: config.printing.clone(),
            folder: config.folder.clone(),
            outlet: outlet.clone(),
        };
        let printer: SyncSender<PrintJob> =
            start(&mut threads, "printer", |inbox| printer.run(&inbox))?;
        let network = NetworkWorker::new(
            backend,
            (config.terminal.clone(), secrets.signing, policy, party),
            (outbox, Arc::clone(&registry)),
            (card, records.clone(), printer),
            outlet.clone(),
        );
        let network = start(&mut threads, "network", |inbox| network.run(&inbox))?;
        let inboxes = Inboxes {
            fingerprint,
            portrait,
            faces,
            scanner,
            records,
            network,
            tester,
        };
        Ok(Self {
            inboxes: Some(inboxes),
            stops: Stops::default(),
            bench_stop,
            camera_scans: match config.scanner {
                Some(ScannerConfig::Camera(ref camera)) => {
                    Some(Duration::from_secs(camera.wait_seconds))
                }
                _ => None,
            },
            threads,
            fingers,
            bank,
            intended,
            policy_until,
            known_moment,
        })
    }

    /// A window that nobody has signed in to, under the policy and the settings of this terminal.
    #[must_use]
    pub fn model(&self, config: &Config, language: Language) -> Model {
        Model::new(clock::now(), language, self.fingers.clone())
            .under(self.intended)
            .keeping_up(self.policy_until, self.known_moment)
            .locking_after(config.lock_after())
            .comparing_faces(config.face_model.is_some())
            .at_bank(self.bank.clone())
            .looking(appearance::load_or_usual(&appearance::file_in(
                &config.folder,
            )))
    }

    /// Hands one effect to the worker that performs it.
    pub fn perform(&mut self, effect: Effect) {
        let Some(inboxes) = &self.inboxes else { return };
        let accepted = match effect {
            Effect::Cancel(device) => {
                self.stops.stop(device);
                true
            }
            Effect::Scan { session } => {
                let stop = self.stops.begin(DeviceKind::Scanner);
                match self.camera_scans {
                    Some(wait) => inboxes
                        .portrait
                        .try_send(PortraitJob::FindCode(LookForCode {
                            session,
                            stop,
                            wait,
                        }))
                        .is_ok(),
                    None => inboxes.scanner.try_send(ScanJob { session, stop }).is_ok(),
                }
            }
            Effect::ReadCard { session, presented } => {
                let stop = self.stops.begin(DeviceKind::Reader);
                let job = NetworkJob::ReadCard {
                    session,
                    presented,
                    stop,
                };
                inboxes.network.send(job).is_ok()
            }
            Effect::WatchCamera(on) => inboxes.portrait.try_send(PortraitJob::Watch(on)).is_ok(),
            Effect::CapturePortrait { session } => {
                let stop = self.stops.begin(DeviceKind::Camera);
                let job = PortraitJob::Take { session, stop };
                inboxes.portrait.try_send(job).is_ok()
            }
            Effect::CompareFaces {
                session,
                chip,
                live,
            } => inboxes.faces.as_ref().is_some_and(|inbox| {
                let job = FacesJob {
                    session,
                    chip,
                    live,
                };
                inbox.try_send(job).is_ok()
            }),
            Effect::CaptureFingerprint {
                session,
                finger,
                beside,
                excepted,
                earlier,
            } => inboxes
                .fingerprint
                .try_send(FingerprintJob {
                    session,
                    touch: Touch {
                        finger,
                        beside,
                        excepted,
                    },
                    earlier,
                    stop: self.stops.begin(DeviceKind::Fingerprint),
                })
                .is_ok(),
            // A draft must never be dropped: these two wait for room.
            Effect::SaveDraft(draft) => inboxes.records.send(RecordsJob::Save(draft)).is_ok(),
            Effect::DiscardDraft(draft) => inboxes.records.send(RecordsJob::Discard(draft)).is_ok(),
            Effect::KeepAppearance(looks) => {
                let job = RecordsJob::Appearance(looks);
                inboxes.records.try_send(job).is_ok()
            }
            Effect::Tester(job) => inboxes.tester.try_send(*job).is_ok(),
            Effect::StopTester => {
                self.bench_stop.store(true, Ordering::Relaxed);
                true
            }
            other => NetworkJob::of(other).is_some_and(|job| inboxes.network.send(job).is_ok()),
        };
        if !accepted {
            tracing::error!("a worker does not take its job");
        }
    }
}

impl Drop for Executor {
    fn drop(&mut self) {
        self.stops.stop_all();
        self.bench_stop.store(true, Ordering::Relaxed);
        self.inboxes = None;
        for thread in self.threads.drain(..) {
            // A worker that panicked has said so on standard error already.
            let _ = thread.join();
        }
    }
}

/// Neither a damaged file of profiles nor a token that is not plugged in keeps a counter closed: the
/// reading is slower then, or says that fingerprints stay closed.
fn reading_tools(config: &Config) -> ReadingTools {
    let profiles = config.folder.join(reader_profiles::FILE_NAME);
    let signer = config.terminal_authentication.as_ref().and_then(|keys| {
        keys.open(&config.folder)
            .inspect_err(|error| {
                tracing::error!(
                    error = format_args!("{error:#}"),
                    "no terminal authentication"
                );
            })
            .ok()
    });
    ReadingTools::new(ReaderProfiles::load_or_forget(&profiles), signer)
}

fn start<J: Send + 'static>(
    threads: &mut Vec<JoinHandle<()>>,
    name: &str,
    work: impl FnOnce(Receiver<J>) + Send + 'static,
) -> anyhow::Result<SyncSender<J>> {
    let (sender, inbox) = sync_channel(INBOX_CAPACITY);
    let thread = std::thread::Builder::new()
        .name(name.into())
        .spawn(move || work(inbox));
    threads.push(thread.with_context(|| format!("cannot start the {name} worker"))?);
    Ok(sender)
}

//! A worker in front of a simulated sensor that can be unplugged and replaced.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::fingerprint::Finger;
use capture::sbi::Environment;
use device_twin::pty::{Device, Line, Pace};
use device_twin::sbi::{Keys, SbiConfig, Service};
use dossier::draft::FingerprintCapture;
use rules::profile::{FingerRules, GateRule};
use tempfile::TempDir;
use ui::event::{Event, SessionId};
use ui::problem::Problem;

use super::super::{FingerprintJob, FingerprintWorker};
use crate::config::{Ef01Sensor, FingerprintConfig, SbiSensor, SfmSensor};
use crate::devices::finger_sensor::{FingerSensor, Touch};
use crate::workers::{Outlet, Reports};

/// Longer than every deadline of a capture together.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// With an image.
    Captured,
    /// With so many images of one touch.
    Together(usize),
    /// With a sentence, and nothing else.
    Refused(Problem),
}

/// Sensors of every class, and a gate that advises.
pub(super) fn trial() -> FingerRules {
    let mut rules = FingerRules::default();
    rules.device.class_enrol = 0;
    rules.device.grey_levels = 16;
    rules.image.gate = GateRule::Advises;
    rules
}

pub(super) fn ef01() -> impl FnOnce(String) -> FingerprintConfig {
    |port| {
        FingerprintConfig::Ef01(Ef01Sensor {
            port,
            wait_seconds: 1,
            baud: None,
            password: None,
        })
    }
}

pub(super) fn sfm() -> impl FnOnce(String) -> FingerprintConfig {
    |port| {
        FingerprintConfig::Sfm(SfmSensor {
            port,
            wait_seconds: 1,
            baud: None,
        })
    }
}

/// The worker, its reports, and what is plugged in.
pub(super) struct Counter {
    inbox: Option<SyncSender<FingerprintJob>>,
    reports: Reports,
    worker: Option<JoinHandle<()>>,
    admitted: Arc<Mutex<Vec<String>>>,
    device: Option<Plugged>,
    sessions: u64,
    /// What the last job gave.
    pub(super) taken: Vec<FingerprintCapture>,
    folder: TempDir,
}

/// A simulated device on its own thread.
struct Plugged {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Counter {
    /// A worker whose sensor is at the bench's port.
    pub(super) fn facing(
        family: impl FnOnce(String) -> FingerprintConfig,
        rules: FingerRules,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let port = folder.path().join("fingerprint");
        let config = family(port.to_str().expect("a plain path").to_owned());
        let (outlet, reports) = Outlet::new(Arc::new(|| ()));
        let (inbox, jobs) = sync_channel(4);
        let admitted = Arc::new(Mutex::new(Vec::<String>::new()));
        let noted = Arc::clone(&admitted);
        let worker = FingerprintWorker {
            sensor: Some(FingerSensor::new(config)),
            admission: Box::new(move |sensor| {
                let mut noted = noted.lock().expect("the list");
                let name = sensor.serial.clone().unwrap_or_default();
                if noted.last() != Some(&name) {
                    noted.push(name);
                }
                Ok(())
            }),
            rules,
            outlet,
        };
        let worker = std::thread::spawn(move || worker.run(&jobs));
        Self {
            inbox: Some(inbox),
            reports,
            worker: Some(worker),
            admitted,
            device: None,
            sessions: 0,
            taken: Vec::new(),
            folder,
        }
    }

    /// A worker whose device is a service that ends at this root.
    pub(super) fn facing_sbi(keys: &Keys) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let root = folder.path().join("root.pem");
        std::fs::write(&root, keys.root_pem().expect("a root")).expect("the root");
        let mut counter = Self::facing(
            |_| {
                FingerprintConfig::Sbi(SbiSensor {
                    roots: vec![root],
                    environment: Environment::Staging,
                    wait_seconds: 1,
                })
            },
            FingerRules {
                image: trial().image,
                ..FingerRules::default()
            },
        );
        counter.folder = folder;
        counter
    }

    /// Puts a module on the line in place of the one before.
    pub(super) fn plug(&mut self, mut module: impl Device + Send + 'static) {
        self.device = None;
        let line = Line::open(Some(&self.folder.path().join("fingerprint")));
        let line = line.expect("a pseudo-terminal");
        self.device = Some(Plugged::start(move |stop| {
            line.serve(&mut module, Pace::Unlimited, stop)
                .expect("the line");
        }));
    }

    /// Starts a service in place of the one before.
    pub(super) fn serve(&mut self, config: SbiConfig, keys: Keys) {
        self.device = None;
        let mut service = Service::open(config, keys).expect("a free port");
        self.device = Some(Plugged::start(move |stop| {
            service.serve(stop).expect("the service");
        }));
    }

    /// Asks for one finger and watches to the end of the job.
    pub(super) fn take(&mut self) -> Ended {
        self.lay(Touch::of(Finger::RightIndex), Vec::new())
    }

    /// Lays fingers on the sensor and watches to the end of the job; none of them may be one taken earlier.
    pub(super) fn lay(&mut self, touch: Touch, earlier: Vec<FingerprintCapture>) -> Ended {
        self.sessions += 1;
        let ours = SessionId(self.sessions);
        let inbox = self.inbox.as_ref().expect("the worker is there");
        let job = FingerprintJob {
            session: ours,
            touch,
            earlier,
            stop: Arc::default(),
        };
        inbox.send(job).expect("the worker takes its job");
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            match self.reports.wait(Duration::from_millis(100)) {
                Some(Event::FingerprintCaptured {
                    session,
                    beside,
                    capture,
                    ..
                }) if session == ours => {
                    let together = beside.len() + 1;
                    self.taken = std::iter::once(*capture).chain(beside).collect();
                    return match together {
                        1 => Ended::Captured,
                        count => Ended::Together(count),
                    };
                }
                Some(Event::FingerprintFailed { session, problem }) if session == ours => {
                    return Ended::Refused(problem);
                }
                _ => {}
            }
        }
        panic!("the worker does not end");
    }

    /// Serial numbers of the devices that the list was asked about, each once in a row.
    pub(super) fn admitted(&self) -> Vec<String> {
        self.admitted.lock().expect("the list").clone()
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.inbox = None;
        self.device = None;
        if let Some(worker) = self.worker.take() {
            worker.join().expect("the worker's thread");
        }
    }
}

impl Plugged {
    fn start(serve: impl FnOnce(&AtomicBool) + Send + 'static) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || serve(&stopped));
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for Plugged {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the device's thread");
        }
    }
}

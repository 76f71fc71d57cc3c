//! The bench's worker: one job after another. It holds no device between two jobs, and nothing of a card's holder.

mod devices;
mod trusted;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use dossier::card_trace::CardTrace;
use reader::chip::ChallengeExpectation;
use reader::presented::Presented;
use reader::read_out::ActiveAuthenticationChallenge;
use reader::reading::ReadRequest;
use time::format_description::well_known::Rfc3339;
use trust_store::LiveTrust;
use ui::event::Event;
use ui::problem::Problem;
use ui::tester::{CardResult, CaseRow, DeviceRow, Job, ProfileRow, Report};

use super::Outlet;
use crate::card_reading::{CardRequest, ReadingTools, read_card};
use crate::config::Config;
use crate::device_registry::DeviceRegistry;
use crate::devices::pcsc::CardPlace;
use crate::randomness::random_bytes;
use crate::reader_profiles::{self, ReaderProfiles};
use crate::simulators::Simulators;
use crate::{card_trace, clock, conformance, problem};

/// The folder of traces and sheets within the terminal's.
const BENCH_FOLDER: &str = "bench";

/// What the bench owns.
pub(super) struct TesterWorker {
    config: Config,
    trust: Arc<LiveTrust>,
    registry: Arc<DeviceRegistry>,
    stop: Arc<AtomicBool>,
    outlet: Outlet,
    simulators: Simulators,
    devices: Vec<DeviceRow>,
    cases: Vec<CaseRow>,
    trace: Option<CardTrace>,
}

impl TesterWorker {
    pub(super) fn new(
        config: Config,
        (trust, registry): (Arc<LiveTrust>, Arc<DeviceRegistry>),
        stop: Arc<AtomicBool>,
        outlet: Outlet,
    ) -> Self {
        Self {
            simulators: Simulators::of(config.test_kit.clone()),
            config,
            trust,
            registry,
            stop,
            outlet,
            devices: Vec::new(),
            cases: Vec::new(),
            trace: None,
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<Job>) {
        while let Ok(job) = inbox.recv() {
            self.stop.store(false, Ordering::Relaxed);
            if let Err(problem) = self.perform(job) {
                self.tell(Report::Failed(problem));
            }
            self.tell(Report::Done);
        }
    }

    fn perform(&mut self, job: Job) -> Result<(), Problem> {
        match job {
            Job::ListDevices => self.devices(devices::list),
            Job::TestDevices => self.devices(devices::test),
            Job::ReadCard(presented) => self.read_card(*presented)?,
            Job::ExportTrace => self.export_trace()?,
            Job::CheckConformance => self.check_conformance()?,
            Job::ExportSheet => self.export_sheet()?,
            Job::LoadTrust => {
                let folder = self.config.resolve(&self.config.trust);
                let overview = trusted::overview(&folder, clock::now())?;
                self.tell(Report::Trust(overview));
            }
            Job::LoadProfiles => self.load_profiles(),
            Job::ForgetProfile(row) => {
                let forgotten = self.profiles().forget(&row.reader, &row.answer_to_reset);
                forgotten.map_err(|error| noted(&error, Problem::SheetNotWritten))?;
                self.load_profiles();
            }
            Job::LoadSimulators => self.load_simulators()?,
            Job::StartSimulator(family, fault) => {
                let started = self.simulators.start(family, &fault);
                let failed = started.map_err(|error| noted(&error, Problem::SimulatorFailed));
                self.load_simulators()?;
                failed?;
            }
            Job::StopSimulator(family) => {
                self.simulators.stop(family);
                self.load_simulators()?;
            }
        }
        Ok(())
    }

    fn tell(&self, report: Report) {
        self.outlet.send(Event::Tester(Box::new(report)));
    }

    fn devices(&mut self, look: fn(&Config, &DeviceRegistry, &AtomicBool) -> Vec<DeviceRow>) {
        let rows = look(&self.config, &self.registry, &self.stop);
        self.devices.clone_from(&rows);
        self.tell(Report::Devices(rows));
    }

    fn profiles(&self) -> ReaderProfiles {
        let file = self.config.folder.join(reader_profiles::FILE_NAME);
        ReaderProfiles::load_or_forget(&file)
    }

    fn load_profiles(&self) {
        let profiles = self.profiles();
        let rows = profiles.entries().map(|(reader, atr, profile)| ProfileRow {
            reader: reader.to_owned(),
            answer_to_reset: atr.to_vec(),
            learnt: profile.to_fields(),
        });
        self.tell(Report::Profiles(rows.collect()));
    }

    fn load_simulators(&mut self) -> Result<(), Problem> {
        let listed = self.simulators.list();
        let listed = listed.map_err(|error| noted(&error, Problem::TestKitMissing))?;
        self.tell(Report::Simulators(listed));
        Ok(())
    }

    /// Reads any card that the key opens, and lets go of everything but the trace and the checks.
    fn read_card(&mut self, presented: Presented) -> Result<(), Problem> {
        let challenge = ActiveAuthenticationChallenge(random_bytes());
        let request = CardRequest {
            read: ReadRequest {
                key: presented.access_key().ok_or(Problem::NumberInvalid)?,
                challenge,
                allow_bac: true,
            },
            presented: vec![presented],
            expected: ChallengeExpectation::NotFresh(challenge),
        };
        let place = CardPlace {
            reader: self.config.card.reader.as_deref(),
            admits: &|_| true,
            wait: Duration::ZERO,
            cancelled: &self.stop,
        };
        let mut tools = ReadingTools::new(self.profiles(), None);
        let trust = self.trust.current(clock::now());
        let reading = read_card(&place, &request, &mut tools, &trust, &mut |_| ())
            .map_err(|failure| problem::of_reader(&failure))?;
        let trace = card_trace::of(&reading).ok_or(Problem::NoCard)?;
        self.trace = Some(trace.clone());
        let failure = reading.outcome.as_ref().err();
        self.tell(Report::Card(Box::new(CardResult {
            trace,
            verdict: reading.assessment.verdict(),
            checks: reading.assessment.checks.clone(),
            problem: failure.map(|failure| Problem::from(&failure.error)),
        })));
        Ok(())
    }

    fn check_conformance(&mut self) -> Result<(), Problem> {
        self.cases.clear();
        let kit = self.config.test_kit.clone();
        let (cases, outlet) = (&mut self.cases, &self.outlet);
        let run = conformance::run(kit, &self.stop, &mut |case| {
            cases.push(case.clone());
            outlet.send(Event::Tester(Box::new(Report::Case(case))));
        });
        run.map_err(|error| noted(&error, Problem::TestKitMissing))
    }

    /// A folder for this moment's files.
    fn folder(&self, what: &str) -> PathBuf {
        let moment = clock::now().format(&Rfc3339).unwrap_or_default();
        let moment: String = moment
            .chars()
            .take(19)
            .filter(|letter| letter.is_ascii_alphanumeric())
            .collect();
        let folder = self.config.folder.join(BENCH_FOLDER);
        folder.join(format!("{what}-{moment}"))
    }

    fn export_trace(&self) -> Result<(), Problem> {
        let trace = self.trace.as_ref().ok_or(Problem::NoCard)?;
        let written = card_trace::write(trace, &self.folder("trace"));
        let path = written.map_err(|error| noted(&error, Problem::SheetNotWritten))?;
        self.tell(Report::Written(path.display().to_string()));
        Ok(())
    }

    /// Dated, with program and terminal: what an acceptance needs.
    fn export_sheet(&self) -> Result<(), Problem> {
        let folder = self.folder("sheet");
        let path = folder.join("sheet.json");
        let sheet = serde_json::json!({
            "program": concat!("cccd ", env!("CARGO_PKG_VERSION")),
            "terminal": self.config.terminal,
            "at": clock::now().format(&Rfc3339).unwrap_or_default(),
            "devices": self.devices.iter().map(devices::json).collect::<Vec<_>>(),
            "conformance": self.cases.iter().map(conformance::json).collect::<Vec<_>>(),
        });
        let text = format!("{sheet:#}\n");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| noted(&error.into(), Problem::SheetNotWritten))?;
        self.tell(Report::Written(path.display().to_string()));
        Ok(())
    }
}

fn noted(error: &anyhow::Error, problem: Problem) -> Problem {
    tracing::warn!(error = format_args!("{error:#}"), "the bench's job failed");
    problem
}

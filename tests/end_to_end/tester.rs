//! The integration tester's bench: traces that replay and name nobody, the conformance table, simulators, the window.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use card_twin::profile::Profile;
use dossier::card_trace::CardTrace;
use reader::presented::{Presented, PresentedKind};
use terminal::config::Config;
use terminal::workers::{Executor, Outlet, Reports};
use ui::Effect;
use ui::event::Event;
use ui::tester::{Family, Job, Report, StepEnd};

use crate::counter::{CAN, Counter};
use crate::process::{binary, succeed};
use crate::report::GENUINE;

/// A read card's trace.
fn traced(counter: &Counter, name: &str, profile: &str) -> (PathBuf, CardTrace) {
    let folder = counter.path(name);
    let words = folder.to_str().expect("UTF-8");
    let output = counter.read(&["--can", CAN, "--trace", words]);
    assert_eq!(output.status.code(), Some(GENUINE), "{profile}");
    let path = folder.join("trace.json");
    let trace = CardTrace::parse(&fs::read(&path).expect("trace")).expect("a trace");
    (path, trace)
}

fn compared(first: &Path, second: &Path) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cccd"));
    command.arg("trace").arg(first).arg(second);
    command.output().expect("cccd trace").status.code()
}

#[test]
fn a_trace_of_every_kind_of_card_replays_as_a_twin_of_another_making_and_names_nobody() {
    for profile in Profile::all().expect("profiles") {
        // Its key is derived from the zone; a CAN opens all others.
        if !profile.pace {
            continue;
        }
        let mut counter = Counter::prepare();
        counter.start_pcscd();
        counter.put_card_of(&profile.name, &[]);
        let (first, trace) = traced(&counter, "first", &profile.name);
        let text = fs::read_to_string(&first).expect("trace");
        for personal in [
            "NGUYEN",
            "Nguyễn",
            "001199000018",
            "000018",
            "199000018",
            "1999-03-15",
            "990315",
        ] {
            assert!(!text.contains(personal), "{}: {personal}", profile.name);
        }
        counter.remove_card();
        let settings = counter.path("first/twin.toml");
        let settings = settings.to_str().expect("UTF-8");
        counter.put_card_with(&["--profile-file", settings]);
        let (second, again) = traced(&counter, "second", &profile.name);
        assert_eq!(trace.parting(&again), None, "{}", profile.name);
        assert_eq!(compared(&first, &second), Some(0), "{}", profile.name);
        let lengths = |trace: &CardTrace| trace.card.files.clone();
        let face =
            |lengths: Vec<(String, usize)>| lengths.into_iter().find(|(name, _)| name == "DG2");
        assert_eq!(
            face(lengths(&trace)),
            face(lengths(&again)),
            "{}",
            profile.name
        );
    }
}

#[test]
fn traces_of_different_kinds_of_card_part() {
    let mut counter = Counter::prepare();
    counter.start_pcscd();
    counter.put_card_of("cccd-2021", &[]);
    let (first, _) = traced(&counter, "first", "cccd-2021");
    counter.remove_card();
    counter.put_card_of("cccd-2021", &["q20-eof-6282", "q22-eof-6b00-6988"]);
    let (second, _) = traced(&counter, "second", "cccd-2021");
    assert_eq!(compared(&first, &second), Some(2));
}

#[test]
fn every_case_of_the_conformance_table_ends_as_it_must() {
    binary("cccd-twin");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cccd"));
    let output = succeed(command.args(["conformance", "--json"]));
    let sheet: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let cases = sheet["cases"].as_array().expect("cases");
    assert!(cases.len() > 40, "{}", cases.len());
    for case in cases {
        assert_eq!(case["end"], "passed", "{case}");
    }
    let documented = include_str!("../../docs/conformance.md");
    for case in cases {
        let id = case["case"].as_str().expect("id");
        assert!(documented.contains(id), "{id} stands in no document");
    }
}

/// A bench without a window.
struct Bench {
    executor: Executor,
    reports: Reports,
}

impl Bench {
    fn open(counter: &Counter) -> Self {
        let mut config = Config::load(&counter.settings()).expect("settings");
        config.test_kit = binary("cccd-testkit").parent().map(Path::to_owned);
        let (outlet, reports) = Outlet::new(Arc::new(|| ()));
        Self {
            executor: Executor::start(&config, &outlet).expect("workers"),
            reports,
        }
    }

    /// What is reported until the job is over.
    fn does(&mut self, job: Job) -> Vec<Report> {
        self.executor.perform(Effect::Tester(Box::new(job)));
        let deadline = Instant::now() + Duration::from_secs(90);
        let mut all = Vec::new();
        while Instant::now() < deadline {
            if let Some(Event::Tester(report)) = self.reports.wait(Duration::from_secs(1)) {
                match *report {
                    Report::Done => return all,
                    other => all.push(other),
                }
            }
        }
        panic!("the job does not end");
    }
}

#[test]
fn the_bench_lists_tests_reads_and_writes_its_sheet() {
    let counter = Counter::complete(&[]);
    let mut bench = Bench::open(&counter);
    let listed = bench.does(Job::ListDevices);
    let [Report::Devices(devices)] = listed.as_slice() else {
        panic!("no devices");
    };
    assert!(devices.len() >= 3 && devices.iter().all(|device| device.steps.is_empty()));
    let tested = bench.does(Job::TestDevices);
    let [Report::Devices(devices)] = tested.as_slice() else {
        panic!("no devices");
    };
    let failed = devices.iter().flat_map(|device| &device.steps);
    let mut failed = failed.filter(|step| matches!(step.end, StepEnd::Failed(_)));
    assert!(failed.next().is_none());
    let Ok(can) = Presented::new(PresentedKind::Can, CAN) else {
        panic!("no CAN");
    };
    let read = bench.does(Job::ReadCard(Box::new(can)));
    let [Report::Card(card)] = read.as_slice() else {
        panic!("no card");
    };
    assert!(card.trace.commands.len() > 50 && !card.checks.is_empty());
    for job in [Job::ExportTrace, Job::ExportSheet] {
        let written = bench.does(job);
        let [Report::Written(path)] = written.as_slice() else {
            panic!("nothing written");
        };
        assert!(Path::new(path).is_file(), "{path}");
        let text = fs::read_to_string(path).expect("file");
        assert!(!text.contains("NGUYEN") && !text.contains("001199000018"));
    }
    let trusted = bench.does(Job::LoadTrust);
    let [Report::Trust(trust)] = trusted.as_slice() else {
        panic!("no trust");
    };
    assert!(trust.rows.iter().any(|row| row.until.is_some()));
    let learnt = bench.does(Job::LoadProfiles);
    let [Report::Profiles(profiles)] = learnt.as_slice() else {
        panic!("no profiles");
    };
    let row = profiles
        .first()
        .expect("the reading taught something")
        .clone();
    let forgotten = bench.does(Job::ForgetProfile(row));
    assert!(matches!(forgotten.as_slice(), [Report::Profiles(rows)] if rows.is_empty()));
}

#[test]
fn a_simulator_is_started_with_a_fault_of_its_menu_and_stopped() {
    let counter = Counter::complete(&[]);
    let mut bench = Bench::open(&counter);
    let running = |reports: &[Report], family: Family| {
        reports.iter().find_map(|report| match report {
            Report::Simulators(all) => {
                let mut all = all.iter();
                all.find(|one| one.family == family)?.running.clone()
            }
            _ => None,
        })
    };
    let listed = bench.does(Job::LoadSimulators);
    let [Report::Simulators(all)] = listed.as_slice() else {
        panic!("no simulators");
    };
    for simulator in all {
        assert!(simulator.faults.len() > 4, "{}", simulator.family.word());
        assert_eq!(
            simulator.faults[0].name,
            "none",
            "{}",
            simulator.family.word()
        );
    }
    for (family, fault) in [
        (Family::Ef01, "bad-sum"),
        (Family::Sfm, "busy"),
        (Family::Scanner, "charset"),
        (Family::Camera, "dark"),
    ] {
        let started = bench.does(Job::StartSimulator(family, fault.to_owned()));
        let runs = running(&started, family).expect("it runs");
        assert_eq!(runs.fault, fault);
        let is_there = match family {
            Family::Camera => runs.place.starts_with("http://127.0.0.1:"),
            _ => Path::new(&runs.place).exists(),
        };
        assert!(is_there, "{}", runs.place);
        let stopped = bench.does(Job::StopSimulator(family));
        assert_eq!(running(&stopped, family), None);
    }
    let unknown = bench.does(Job::StartSimulator(Family::Ef01, "no-such".to_owned()));
    assert!(
        unknown
            .iter()
            .any(|report| matches!(report, Report::Failed(_)))
    );
}

//! How long one reading of the virtual card takes, whole process, through the real pcscd.

use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::{Measure, percentile};
use crate::demo;
use crate::install::{self, Scope};
use crate::interrupt::Interrupt;
use crate::pcscd;
use crate::processes::Processes;
use crate::workspace::Workspace;

const ROUNDS: usize = 20;
const TARGET_MS: f64 = 1000.0;
const PROFILE_FOLDER: &str = "release";
const CAN: &str = "000018";
const PATIENCE: Duration = Duration::from_secs(20);

/// Builds the release programs, inserts a card, reads it again and again.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Measure>> {
    let interrupt = Interrupt::install()?;
    install::run(&[Scope::Build, Scope::Run])?;
    let mut processes = Processes::new(interrupt.clone());
    let packages = ["--package", "terminal", "--package", "card-twin"];
    let mut build = workspace.cargo(&["build", "--release", "--bins"]);
    build.args(packages);
    processes.run_ok("cargo build", build)?;
    let _turn = workspace.pcsc_lock()?;
    insert_card(workspace, &mut processes)?;

    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        interrupt.check()?;
        rounds.push(round(workspace)?);
    }
    let exchange_ms = exchange(workspace);
    processes.stop_all()?;
    Ok(measures(&rounds, exchange_ms))
}

fn insert_card(workspace: &Workspace, processes: &mut Processes) -> Result<()> {
    let folder = workspace.target.join("bench").join("read");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let pki = folder.join("pki");
    let mut mint = workspace.program(PROFILE_FOLDER, "cccd-twin");
    mint.arg("mint").arg("--pki").arg(&pki);
    processes.run_ok("cccd-twin mint", mint)?;
    pcscd::ensure_running(processes, &folder.join("pcscd.log"))?;
    let person = workspace
        .root
        .join("card-twin/persons/nguyen-thi-vi-du.toml");
    let mut card = workspace.program(PROFILE_FOLDER, "cccd-twin");
    card.args(["--profile", "cccd-2021", "--person"]);
    card.arg(person).arg("--pki").arg(&pki);
    demo::insert_card(processes, card, &folder.join("card.log"))?;
    // pcscd polls its readers: the first readings may come before it has seen the card.
    processes.wait_for("a first reading", PATIENCE, || round(workspace).ok())?;
    Ok(())
}

/// What `cccd read --json` reports, as far as it is measured here.
#[derive(Deserialize)]
struct Report {
    verdict: String,
    timing_ms: std::collections::BTreeMap<String, f64>,
    apdu: Traffic,
}

#[derive(Deserialize)]
struct Traffic {
    count: u32,
    bytes_out: u32,
    bytes_in: u32,
}

struct Round {
    wall_ms: f64,
    report: Report,
}

fn round(workspace: &Workspace) -> Result<Round> {
    let trust = workspace.target.join("bench/read/pki/trust");
    let mut command = workspace.program(PROFILE_FOLDER, "cccd");
    command
        .args(["read", "--can", CAN, "--json", "--trust"])
        .arg(trust);
    let started = Instant::now();
    let output = output_of(command)?;
    let wall_ms = started.elapsed().as_secs_f64() * 1000.0;
    let report: Report = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("cccd read: {}", output.status))?;
    ensure!(report.verdict == "genuine", "verdict {}", report.verdict);
    Ok(Round { wall_ms, report })
}

/// The median of one bare exchange with the card, when the terminal can measure it.
fn exchange(workspace: &Workspace) -> Option<f64> {
    let mut command = workspace.program(PROFILE_FOLDER, "cccd");
    command.args(["ping", "--count", "200", "--json"]);
    let output = output_of(command)
        .ok()
        .filter(|output| output.status.success())?;
    let report: Value = serde_json::from_slice(&output.stdout).ok()?;
    report.pointer("/exchange_ms/p50")?.as_f64()
}

fn output_of(mut command: Command) -> Result<Output> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    output.context("cannot start cccd")
}

fn measures(rounds: &[Round], exchange_ms: Option<f64>) -> Vec<Measure> {
    let of = |value: fn(&Round) -> f64| rounds.iter().map(value).collect::<Vec<f64>>();
    let wall = of(|round| round.wall_ms);
    let total = of(|round| {
        round
            .report
            .timing_ms
            .get("total")
            .copied()
            .unwrap_or(f64::NAN)
    });
    let count = of(|round| round.report.apdu.count.into());
    let sent = of(|round| round.report.apdu.bytes_out.into());
    let received = of(|round| round.report.apdu.bytes_in.into());
    let apdus = percentile(&count, 50);
    let limit = exchange_ms.map(|exchange| exchange * apdus);
    let mut measures = vec![
        Measure::of("read_wall_p50", percentile(&wall, 50), "ms")
            .at_most(TARGET_MS)
            .limit(limit),
        Measure::of("read_wall_p95", percentile(&wall, 95), "ms")
            .at_most(TARGET_MS)
            .limit(limit),
        Measure::of("read_reported_p50", percentile(&total, 50), "ms").limit(limit),
        Measure::of("read_apdus", apdus, "count"),
        Measure::of("read_bytes_out", percentile(&sent, 50), "bytes"),
        Measure::of("read_bytes_in", percentile(&received, 50), "bytes"),
    ];
    measures.extend(exchange_ms.map(|value| Measure::of("exchange_p50", value, "ms")));
    measures
}

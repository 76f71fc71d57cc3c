//! `cccd read` of the virtual card through the real pcscd, where the link costs nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::standard_card::{self, CAN};
use super::{Measure, ROUNDS, Strategy, percentile};
use crate::demo;
use crate::interrupt::Interrupt;
use crate::pcscd;
use crate::processes::Processes;
use crate::virtual_reader::{self, Slot};
use crate::workspace::Workspace;

const PROFILE_FOLDER: &str = "release";
const PATIENCE: Duration = Duration::from_secs(20);
/// Process, reading and verdict together.
const MOST_WALL_MS: f64 = 1000.0;
const MOST_AFTER_LAST_ANSWER_MS: f64 = 10.0;
const MOST_CPU_MS: f64 = 40.0;
/// `/proc` counts processor time in hundredths of a second, on every Linux.
const MS_PER_TICK: f64 = 10.0;

/// Builds the release programs and reads each kind of card again and again.
pub(super) fn measure(workspace: &Workspace, processes: &mut Processes) -> Result<Vec<Measure>> {
    let mut build = workspace.cargo(&["build", "--release", "--bins"]);
    build.args(["--package", "terminal", "--package", "card-twin"]);
    processes.run_ok("cargo build", build)?;
    let _turn = workspace.pcsc_lock()?;
    let folder = workspace.target.join("bench").join("read");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut mint = workspace.program(PROFILE_FOLDER, "cccd-twin");
    mint.arg("mint").arg("--pki").arg(folder.join("pki"));
    processes.run_ok("cccd-twin mint", mint)?;
    pcscd::ensure_running(processes, &folder.join("pcscd.log"))?;
    let mut measures = Vec::new();
    for strategy in Strategy::ALL {
        measures.extend(read_often(workspace, &folder, strategy)?);
    }
    processes.stop_all()?;
    Ok(measures)
}

/// One card, inserted and taken away again.
fn read_often(workspace: &Workspace, folder: &Path, strategy: Strategy) -> Result<Vec<Measure>> {
    let interrupt = Interrupt::install()?;
    let mut card = Processes::new(interrupt.clone());
    let files = standard_card::write(workspace, folder, strategy)?;
    let mut twin = workspace.program(PROFILE_FOLDER, "cccd-twin");
    twin.arg("--profile-file").arg(&files.profile);
    twin.arg("--person").arg(&files.person);
    twin.arg("--pki").arg(folder.join("pki"));
    demo::insert_card(&mut card, twin, &folder.join("card.log"))?;
    let round = || round(workspace, folder, strategy);
    // pcscd polls its readers: the first readings may come before it has seen the card.
    card.wait_for("a first reading", PATIENCE, || round().ok())?;
    let before = children_cpu_ms()?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        interrupt.check()?;
        rounds.push(round()?);
    }
    let cpu_ms = (children_cpu_ms()? - before) / f64::from(u32::try_from(ROUNDS)?);
    let exchange_ms = exchange(workspace);
    card.stop_all()?;
    card.wait_for("an empty reader", PATIENCE, || {
        matches!(virtual_reader::slot(), Ok(Slot::Empty)).then_some(())
    })?;
    Ok(measures(strategy, &rounds, cpu_ms, exchange_ms))
}

/// What `cccd read --json` reports, as far as it is measured here.
#[derive(Deserialize)]
struct Report {
    verdict: String,
    timing_ms: BTreeMap<String, f64>,
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

impl Round {
    fn ms(&self, what: &str) -> f64 {
        let ms = self.report.timing_ms.get(what);
        ms.copied().unwrap_or(f64::NAN)
    }
}

fn round(workspace: &Workspace, folder: &Path, strategy: Strategy) -> Result<Round> {
    let mut command = workspace.program(PROFILE_FOLDER, "cccd");
    command.args(["read", "--can", CAN, "--json", "--trust"]);
    command.arg(folder.join("pki/trust")).arg("--profiles");
    command.arg(folder.join(format!("{}-profiles.txt", strategy.name())));
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

/// Processor time of all children that ended.
fn children_cpu_ms() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    ticks_of_children(&stat)
        .map(|ticks| ticks * MS_PER_TICK)
        .context("/proc/self/stat")
}

/// cutime and cstime, fields 16 and 17 of proc(5); the name before them may hold spaces.
fn ticks_of_children(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(13);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

fn measures(
    strategy: Strategy,
    rounds: &[Round],
    cpu_ms: f64,
    exchange_ms: Option<f64>,
) -> Vec<Measure> {
    let of = |value: fn(&Round) -> f64| rounds.iter().map(value).collect::<Vec<f64>>();
    let named = |what| format!("pcscd_{}_{what}", strategy.name());
    let wall = of(|round| round.wall_ms);
    let to_verdict = of(|round| round.ms("total") + round.ms("verdict"));
    let after_last_answer = of(|round| round.ms("verdict"));
    let apdus = percentile(&of(|round| round.report.apdu.count.into()), 50);
    let sent = of(|round| round.report.apdu.bytes_out.into());
    let received = of(|round| round.report.apdu.bytes_in.into());
    let limit = exchange_ms.map(|exchange| exchange * apdus);
    let ms = |what, values: &[f64], percent, target| {
        Measure::of(named(what), percentile(values, percent), "ms").at_most(target)
    };
    let mut measures = vec![
        ms(
            "to_verdict_p50",
            &to_verdict,
            50,
            strategy.most_to_verdict(),
        )
        .limit(limit),
        Measure::of(named("to_verdict_p95"), percentile(&to_verdict, 95), "ms").limit(limit),
        ms(
            "after_last_answer_p50",
            &after_last_answer,
            50,
            MOST_AFTER_LAST_ANSWER_MS,
        ),
        ms(
            "after_last_answer_p95",
            &after_last_answer,
            95,
            MOST_AFTER_LAST_ANSWER_MS,
        ),
        Measure::of(named("cpu_per_read"), cpu_ms, "ms").at_most(MOST_CPU_MS),
        ms("process_p50", &wall, 50, MOST_WALL_MS).limit(limit),
        ms("process_p95", &wall, 95, MOST_WALL_MS).limit(limit),
        Measure::of(named("apdus"), apdus, "count").at_most(strategy.most_apdus()),
        Measure::of(named("bytes_out"), percentile(&sent, 50), "bytes"),
        Measure::of(named("bytes_in"), percentile(&received, 50), "bytes"),
    ];
    let exchange = exchange_ms.map(|value| Measure::of(named("exchange_p50"), value, "ms"));
    measures.extend(exchange);
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_of_children_stands_behind_any_name() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 1 2 3 4 50 60 700 80 20 0 1 0 9";
        assert_eq!(
            ticks_of_children(stat).map(f64::to_bits),
            Some(780_f64.to_bits())
        );
        assert_eq!(ticks_of_children("7 (x) S 1"), None);
        assert!(children_cpu_ms().is_ok());
    }
}

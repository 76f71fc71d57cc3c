//! The package `read-bench`: the link by its model, the computing of card and reader as it was.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{Measure, ROUNDS, Strategy};
use crate::processes::Processes;
use crate::workspace::Workspace;

/// At the usual bit rate a reading takes at most so much of the least that is possible.
const MOST_OF_FLOOR: f64 = 1.10;
const USUAL_RATE: u32 = 424;

/// What `read-bench` prints. Times in milliseconds.
#[derive(Deserialize)]
struct Report {
    rows: Vec<Row>,
    comparisons: Vec<Comparison>,
}

#[derive(Deserialize)]
struct Row {
    strategy: String,
    kbit_per_s: u32,
    first_apdus: f64,
    apdus: f64,
    floor_apdus: f64,
    bytes: f64,
    floor_bytes: f64,
    wall_p50: f64,
    wall_p95: f64,
    floor: f64,
    reader_p50: f64,
}

#[derive(Deserialize)]
struct Comparison {
    strategy: String,
    kbit_per_s: u32,
    ours: Side,
    theirs: Side,
}

#[derive(Deserialize)]
struct Side {
    apdus: f64,
    wall_p50: f64,
    reader_p50: f64,
}

/// Builds and runs the package, which is no member of the workspace.
pub(super) fn measure(workspace: &Workspace, processes: &mut Processes) -> Result<Vec<Measure>> {
    let folder = workspace.target.join("read-bench");
    let mut build = workspace.cargo(&["build", "--release", "--manifest-path"]);
    build.arg(workspace.root.join("read-bench/Cargo.toml"));
    build.arg("--target-dir").arg(&folder);
    processes.run_ok("cargo build", build)?;
    let mut program = std::process::Command::new(folder.join("release/read-bench"));
    program.arg(ROUNDS.to_string()).stdin(Stdio::null());
    let output = program.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "read-bench: {}", output.status);
    let report: Report = serde_json::from_slice(&output.stdout).context("read-bench")?;
    print!("{}", text(&report));
    let rows = report.rows.iter().flat_map(of_row);
    Ok(rows
        .chain(report.comparisons.iter().flat_map(of_comparison))
        .collect())
}

fn of_row(row: &Row) -> Vec<Measure> {
    let named = |what| format!("model_{}_{}_{what}", row.strategy, row.kbit_per_s);
    let strategy = Strategy::ALL
        .into_iter()
        .find(|one| one.name() == row.strategy);
    let apdus = |what, value| {
        let measure = Measure::of(named(what), value, "count").limit(Some(row.floor_apdus));
        match strategy {
            Some(strategy) => measure.at_most(strategy.most_apdus()),
            None => measure,
        }
    };
    let time = |what, value| Measure::of(named(what), value, "ms").limit(Some(row.floor));
    let ratio = Measure::of(named("ratio"), row.wall_p50 / row.floor, "x floor").limit(Some(1.0));
    vec![
        apdus("first_apdus", row.first_apdus),
        apdus("apdus", row.apdus),
        Measure::of(named("bytes"), row.bytes, "bytes").limit(Some(row.floor_bytes)),
        time("wall_p50", row.wall_p50),
        time("wall_p95", row.wall_p95),
        match row.kbit_per_s {
            USUAL_RATE => ratio.at_most(MOST_OF_FLOOR),
            _ => ratio,
        },
        Measure::of(named("own_computing_p50"), row.reader_p50, "ms"),
    ]
}

fn of_comparison(one: &Comparison) -> Vec<Measure> {
    let named = |what| format!("dmrtd_{}_{}_{what}", one.strategy, one.kbit_per_s);
    let wall = one.ours.wall_p50 / one.theirs.wall_p50;
    vec![
        Measure::of(named("apdus"), one.theirs.apdus, "count"),
        Measure::of(named("wall_p50"), one.theirs.wall_p50, "ms"),
        Measure::of(named("own_computing_p50"), one.theirs.reader_p50, "ms"),
        Measure::of(named("ours_apdus"), one.ours.apdus, "count").at_most(one.theirs.apdus),
        Measure::of(named("ours_wall_p50"), one.ours.wall_p50, "ms").at_most(one.theirs.wall_p50),
        Measure::of(named("ours_computing_p50"), one.ours.reader_p50, "ms"),
        Measure::of(named("ours_of_theirs"), wall, "x dmrtd").at_most(1.0),
    ]
}

/// Both tables as people read them.
fn text(report: &Report) -> String {
    let mut text = format!(
        "{:<14}{:>6}{:>7}{:>7}{:>8}{:>10}{:>10}{:>10}{:>8}\n",
        "strategy", "kbit/s", "APDUs", "floor", "bytes", "p50 ms", "p95 ms", "floor ms", "ratio"
    );
    for row in &report.rows {
        text.push_str(&format!(
            "{:<14}{:>6}{:>7}{:>7}{:>8}{:>10.1}{:>10.1}{:>10.1}{:>8.3}\n",
            row.strategy,
            row.kbit_per_s,
            row.apdus,
            row.floor_apdus,
            row.bytes,
            row.wall_p50,
            row.wall_p95,
            row.floor,
            row.wall_p50 / row.floor
        ));
    }
    text.push_str(&format!(
        "\n{:<14}{:>6}{:>12}{:>12}{:>12}{:>12}{:>8}\n",
        "both readers", "kbit/s", "our APDUs", "dmrtd APDUs", "our ms", "dmrtd ms", "ratio"
    ));
    for one in &report.comparisons {
        text.push_str(&format!(
            "{:<14}{:>6}{:>12}{:>12}{:>12.1}{:>12.1}{:>8.3}\n",
            one.strategy,
            one.kbit_per_s,
            one.ours.apdus,
            one.theirs.apdus,
            one.ours.wall_p50,
            one.theirs.wall_p50,
            one.ours.wall_p50 / one.theirs.wall_p50
        ));
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_go_with_strategy_and_rate() {
        let row = |kbit_per_s, apdus| Row {
            strategy: "extended64k".to_owned(),
            kbit_per_s,
            first_apdus: apdus,
            apdus,
            floor_apdus: 17.0,
            bytes: 22_000.0,
            floor_bytes: 21_000.0,
            wall_p50: 900.0,
            wall_p95: 950.0,
            floor: 800.0,
            reader_p50: 5.0,
        };
        let met = |row: &Row, what: &str| {
            let measures = of_row(row);
            let found = measures.iter().find(|one| one.name.ends_with(what));
            found.map(|one| one.met)
        };
        assert_eq!(met(&row(424, 20.0), "_apdus"), Some(Some(true)));
        assert_eq!(met(&row(424, 21.0), "_apdus"), Some(Some(false)));
        assert_eq!(met(&row(424, 20.0), "_ratio"), Some(Some(false)));
        assert_eq!(met(&row(848, 20.0), "_ratio"), Some(None));
    }
}

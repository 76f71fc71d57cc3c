//! The backend as a process under load, on both databases, beside what the machine allows; and killed again and again.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use test_database::{Cluster, Commits};

use super::{Measure, printed_value};
use crate::workspace::Workspace;

/// Rounds of `kill -9`.
const KILLS: &str = "200";
/// What a backend takes in each second, unless the machine allows less.
const INTAKE: f64 = 60.0;
/// The part of what the machine allows that counts then.
const OF_THE_LIMIT: f64 = 0.7;

/// Figures with a greatest value, and what they are counted in.
const AT_MOST: [(&str, &str, f64); 5] = [
    ("intake_p99", "ms", 500.0),
    ("next_p99", "ms", 20.0),
    ("slip_p99", "ms", 50.0),
    ("decided_twice", "cases", 0.0),
    ("memory_peak", "MB", 300.0),
];
/// Figures without one.
const TOLD: [(&str, &str); 10] = [
    ("submission", "MB"),
    ("signature_checks", "/s"),
    ("images_measured_again", "/s"),
    ("synchronised_writes", "/s"),
    ("checked", "/s"),
    ("intake_p50", "ms"),
    ("intake_longest", "ms"),
    ("next_p50", "ms"),
    ("slip_p50", "ms"),
    ("decisions", "/s"),
];

/// First SQLite, then PostgreSQL with durable commits.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Measure>> {
    let cluster = Cluster::start(Commits::Durable)?;
    let url = cluster.url("postgres");
    let mut measures = Vec::new();
    for (engine, address) in [("sqlite", None), ("postgresql", Some(url.as_str()))] {
        measures.extend(under_load(workspace, engine, address)?);
        let mut killed = suite(workspace, "kill::", address);
        killed.env("CCCD_KILL_ROUNDS", KILLS);
        said(&mut killed)?;
        let rounds = Measure::of(
            format!("{engine}_kills_without_loss"),
            KILLS.parse()?,
            "rounds",
        );
        measures.push(rounds);
    }
    Ok(measures)
}

/// The suite's own tests of this name, in release.
fn suite(workspace: &Workspace, filter: &str, address: Option<&str>) -> Command {
    let arguments = ["test", "--release", "--quiet", "--package", "server"];
    let mut command = workspace.cargo(&arguments);
    command.args(["--test", "backend", filter, "--", "--nocapture"]);
    if let Some(address) = address {
        command.env("CCCD_TEST_POSTGRES", address);
    }
    command
}

fn under_load(workspace: &Workspace, engine: &str, address: Option<&str>) -> Result<Vec<Measure>> {
    let mut load = suite(workspace, "load::", address);
    load.env("CCCD_LOAD", "much");
    let text = said(&mut load)?;
    let value = |name: &str| printed_value(&text, name);
    let named = |name: &str| format!("{engine}_{name}");
    let mut measures = vec![intake(engine, &value)?];
    for (name, unit, most) in AT_MOST {
        measures.push(Measure::of(named(name), value(name)?, unit).at_most(most));
    }
    for (name, unit) in TOLD {
        measures.push(Measure::of(named(name), value(name)?, unit));
    }
    Ok(measures)
}

/// The rate of intake beside what checking signatures on all cores and then writing to the disk would allow.
fn intake(engine: &str, value: &impl Fn(&str) -> Result<f64>) -> Result<Measure> {
    let (checks, writes) = (value("signature_checks")?, value("synchronised_writes")?);
    let limit = 1.0 / (1.0 / checks + 1.0 / writes);
    let needed = INTAKE.min(OF_THE_LIMIT * limit);
    println!(
        "{engine}: 1 / (1 / {checks:.1} checks + 1 / {writes:.1} writes) = {limit:.1} a second; needed: \
         min({INTAKE}, {OF_THE_LIMIT} x {limit:.1}) = {needed:.1}"
    );
    let measure = Measure::of(format!("{engine}_intake"), value("intake")?, "/s");
    Ok(measure.at_least(needed).limit(Some(limit)))
}

fn said(command: &mut Command) -> Result<String> {
    let output = command.output().context("cargo test")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "the backend failed: {text}{errors}"
    );
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_needed_rate_is_the_lower_of_the_two() {
        let at = |checks: f64, writes: f64| {
            let value = move |name: &str| {
                Ok(match name {
                    "signature_checks" => checks,
                    "synchronised_writes" => writes,
                    _ => 50.0,
                })
            };
            intake("sqlite", &value).unwrap()
        };
        let slow = Measure::of("sqlite_intake", 50.0, "/s").at_least(35.0);
        assert_eq!(at(100.0, 100.0), slow.limit(Some(50.0)));
        let fast = Measure::of("sqlite_intake", 50.0, "/s").at_least(60.0);
        assert_eq!(at(2000.0, 2000.0), fast.limit(Some(1000.0)));
    }
}

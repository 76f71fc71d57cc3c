//! `cargo xtask bench NAME`: a table for people, a JSON file for scripts.

mod capture;
mod read;
mod server;
mod trust;
mod ui;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;

use crate::workspace::Workspace;

/// The measurements there are.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Bench {
    /// One reading: on a modelled radio link, beside another reader, and through pcscd.
    Read,
    /// Loading a trust store of hundreds of certificates, and one card under it.
    Trust,
    /// Minutiae, comparison and WSQ on synthetic fingers.
    Capture,
    /// The backend under load on both databases, and killed again and again.
    Server,
    /// The window: first frame, sign-in, key to paint while a card is read, idle, memory, one registration by keys.
    Ui,
    /// False matches and false non-matches on synthetic fingers.
    Matching,
}

/// Measures and reports; a missed target is a result, not an error.
pub(crate) fn run(workspace: &Workspace, bench: Bench) -> Result<()> {
    let (name, measures) = match bench {
        Bench::Read => ("read", read::measure(workspace)?),
        Bench::Trust => ("trust", trust::measure(workspace)?),
        Bench::Capture => ("capture", capture::measure(workspace)?),
        Bench::Server => ("server", server::measure(workspace)?),
        Bench::Ui => ("ui", ui::measure(workspace)?),
        Bench::Matching => ("matching", capture::match_rates(workspace)?),
    };
    let path = workspace.target.join("bench").join(format!("{name}.json"));
    print!("{}", table(&measures));
    write(&path, &measures)?;
    println!("written to {}", path.display());
    Ok(())
}

/// One figure. `limit` is what the machine itself allows, measured in the same run.
#[derive(Serialize, Debug, PartialEq)]
pub(crate) struct Measure {
    name: String,
    value: f64,
    unit: &'static str,
    target: Option<f64>,
    met: Option<bool>,
    limit: Option<f64>,
}

impl Measure {
    pub(crate) fn of(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value,
            unit,
            target: None,
            met: None,
            limit: None,
        }
    }

    pub(crate) fn at_most(mut self, target: f64) -> Self {
        self.target = Some(target);
        self.met = Some(self.value <= target);
        self
    }

    pub(crate) fn at_least(mut self, target: f64) -> Self {
        self.target = Some(target);
        self.met = Some(self.value >= target);
        self
    }

    pub(crate) fn limit(mut self, limit: Option<f64>) -> Self {
        self.limit = limit;
        self
    }
}

/// The number after this name at the beginning of a line.
fn printed_value(text: &str, name: &str) -> Result<f64> {
    let number = text.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some(name)).then(|| words.next()).flatten()
    });
    let number = number.with_context(|| format!("no figure {name}"))?;
    number.parse().with_context(|| format!("figure {name}"))
}

/// The value below which `percent` of a hundred lie (nearest rank).
pub(crate) fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

fn table(measures: &[Measure]) -> String {
    let mut text = format!(
        "{:<40} {:>10} {:<8} {:>10} {:>5} {:>10}\n",
        "name", "value", "unit", "target", "met", "limit"
    );
    let number = |value: Option<f64>| value.map_or("-".to_owned(), figure);
    for one in measures {
        let met = one.met.map_or("-", |met| if met { "yes" } else { "NO" });
        let (target, limit) = (number(one.target), number(one.limit));
        let line = format!(
            "{:<40} {:>10} {:<8} {target:>10} {met:>5} {limit:>10}\n",
            one.name,
            figure(one.value),
            one.unit
        );
        text.push_str(&line);
    }
    text
}

/// Ratios need more places than counts.
fn figure(value: f64) -> String {
    if value.abs() < 10.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.1}")
    }
}

fn write(path: &Path, measures: &[Measure]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, serde_json::to_vec_pretty(measures)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_by_nearest_rank() {
        let values: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        assert_eq!(percentile(&values, 50).to_bits(), 10_f64.to_bits());
        assert_eq!(percentile(&values, 95).to_bits(), 19_f64.to_bits());
        assert_eq!(percentile(&[7.0], 50).to_bits(), 7_f64.to_bits());
        assert!(percentile(&[], 50).is_nan());
    }

    #[test]
    fn the_file_has_the_agreed_fields() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bench/read.json");
        let late = Measure::of("wall", 1200.5, "ms").at_most(1000.0);
        let plain = Measure::of("apdus", 90.0, "count").limit(Some(80.0));
        write(&path, &[late, plain]).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let expected = serde_json::json!([
            {"name": "wall", "value": 1200.5, "unit": "ms", "target": 1000.0, "met": false, "limit": null},
            {"name": "apdus", "value": 90.0, "unit": "count", "target": null, "met": null, "limit": 80.0},
        ]);
        assert_eq!(read, expected);
    }

    #[test]
    fn a_missed_target_shows_in_the_table() {
        let text = table(&[Measure::of("wall", 1200.0, "ms").at_most(1000.0)]);
        assert!(text.lines().nth(1).unwrap().contains(" NO "), "{text}");
    }
}

//! What is printed: one row for each strategy and bit rate, times in milliseconds.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use card_twin::link::Link;
use serde::Serialize;

use crate::clocked_card::{Measured, bytes};
use crate::desk::Strategy;

const RATES: [u32; 4] = [106, 212, 424, 848];

/// Everything that was measured.
#[derive(Default, Serialize)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) comparisons: Vec<Comparison>,
}

/// Our reader on the standard card.
#[derive(Serialize)]
pub(crate) struct Row {
    strategy: Strategy,
    kbit_per_s: u32,
    /// Of the first reading, which still learns what the card can.
    first_apdus: usize,
    apdus: usize,
    floor_apdus: usize,
    bytes: usize,
    floor_bytes: usize,
    wall_p50: f64,
    wall_p95: f64,
    floor: f64,
    /// The reader's own computing.
    reader_p50: f64,
    card_p50: f64,
    after_last_answer_p50: f64,
    after_last_answer_p95: f64,
}

impl Row {
    pub(crate) fn each_rate(strategy: Strategy, readings: &[Measured]) -> Result<Vec<Self>> {
        let first = readings.first().context("no reading")?;
        let last = readings.last().context("no reading")?;
        let beaten =
            last.passed.len() < last.floor.len() || bytes(&last.passed) < bytes(&last.floor);
        ensure!(!beaten, "a reading below the floor: the floor is wrong");
        let row = |kbit_per_s| {
            let link = Link::at(kbit_per_s).context("bit rate")?;
            Ok(Self {
                strategy,
                kbit_per_s,
                first_apdus: first.passed.len(),
                apdus: last.passed.len(),
                floor_apdus: last.floor.len(),
                bytes: bytes(&last.passed),
                floor_bytes: bytes(&last.floor),
                wall_p50: percentile(readings, 50, |one| one.wall(link)),
                wall_p95: percentile(readings, 95, |one| one.wall(link)),
                floor: percentile(readings, 50, |one| one.floor(link)),
                reader_p50: percentile(readings, 50, |one| one.reader),
                card_p50: percentile(readings, 50, |one| one.card),
                after_last_answer_p50: percentile(readings, 50, |one| one.after_last_answer),
                after_last_answer_p95: percentile(readings, 95, |one| one.after_last_answer),
            })
        };
        RATES.into_iter().map(row).collect()
    }
}

/// Both readers on a card without chip authentication.
#[derive(Serialize)]
pub(crate) struct Comparison {
    strategy: Strategy,
    kbit_per_s: u32,
    ours: Side,
    theirs: Side,
}

#[derive(Serialize)]
struct Side {
    apdus: usize,
    bytes: usize,
    wall_p50: f64,
    reader_p50: f64,
}

impl Comparison {
    pub(crate) fn each_rate(
        strategy: Strategy,
        ours: &[Measured],
        theirs: &[Measured],
    ) -> Result<Vec<Self>> {
        let one = |kbit_per_s| {
            let link = Link::at(kbit_per_s).context("bit rate")?;
            Ok(Self {
                strategy,
                kbit_per_s,
                ours: Side::of(ours, link)?,
                theirs: Side::of(theirs, link)?,
            })
        };
        RATES.into_iter().map(one).collect()
    }
}

impl Side {
    fn of(readings: &[Measured], link: Link) -> Result<Self> {
        let last = readings.last().context("no reading")?;
        Ok(Self {
            apdus: last.passed.len(),
            bytes: bytes(&last.passed),
            wall_p50: percentile(readings, 50, |one| one.wall(link)),
            reader_p50: percentile(readings, 50, |one| one.reader),
        })
    }
}

/// The time within which `percent` of a hundred readings were done (nearest rank), in milliseconds.
fn percentile(readings: &[Measured], percent: usize, of: impl Fn(&Measured) -> Duration) -> f64 {
    let mut times: Vec<Duration> = readings.iter().map(of).collect();
    times.sort();
    let rank = (times.len() * percent).div_ceil(100).max(1);
    let time = times.get(rank - 1).copied().unwrap_or_default();
    (time.as_secs_f64() * 1e6).round() / 1e3
}

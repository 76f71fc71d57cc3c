//! What one reading costs: commands, bytes, time on a modelled radio link and the reader's own computing,
//! for each strategy and bit rate, beside the least that the protocols allow and beside another reader.

mod clocked_card;
mod desk;
mod floor;
mod ours;
mod report;
mod theirs;

use anyhow::{Context, Result};

use desk::{Desk, Strategy};
use report::{Comparison, Report, Row};

const ROUNDS: usize = 50;

fn main() -> Result<()> {
    let rounds = match std::env::args().nth(1) {
        Some(text) => text.parse().context("how many readings?")?,
        None => ROUNDS,
    };
    let desk = Desk::set_up()?;
    let mut report = Report::default();
    for strategy in Strategy::ALL {
        let profile = desk.standard(strategy)?;
        let readings = ours::read_often(&desk, &profile, rounds)?;
        report.rows.extend(Row::each_rate(strategy, &readings)?);
    }
    for strategy in Strategy::ALL {
        let profile = desk.for_both(strategy)?;
        let theirs = theirs::read_often(&desk, &profile, rounds)?;
        let ours = ours::read_often(&desk, &profile, rounds)?;
        let each = Comparison::each_rate(strategy, &ours, &theirs)?;
        report.comparisons.extend(each);
    }
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

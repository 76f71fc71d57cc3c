//! `cccd verify`: the same verdict from saved files, without a card.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use reader::channel::Traffic;
use reader::chip::ChallengeExpectation;
use reader::trust::ReferenceTime;
use reader::verdict;
use time::{Date, Time, UtcOffset, macros::format_description};

use super::default_trust_folder;
use super::report::{Output, Printed};
use crate::card_reading::milliseconds;
use crate::{clock, saved_reading};

#[derive(Args)]
pub(super) struct VerifyArgs {
    /// Folder that `cccd read --save` wrote.
    folder: PathBuf,
    /// Folder of trusted country signing CA certificates.
    #[arg(long, default_value_os_t = default_trust_folder())]
    trust: PathBuf,
    /// Judge as of noon (+07:00) of this day instead of now.
    #[arg(long, value_name = "YYYY-MM-DD")]
    at: Option<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let anchors = trust_store::load(&args.trust)?.trust;
    let read_out = saved_reading::load(&args.folder)?;
    let at = args
        .at
        .as_deref()
        .map_or_else(|| Ok(ReferenceTime(clock::now())), noon_of)?;
    let started = Instant::now();
    // Nobody can tell from a folder who chose the challenge: the report says so.
    let assessment = verdict::assess(&read_out, &anchors, at, ChallengeExpectation::Any);
    let elapsed_ms = BTreeMap::from([("verdict", milliseconds(started))]);
    Printed {
        assessment: &assessment,
        read_out: &read_out,
        elapsed_ms: &elapsed_ms,
        traffic: Traffic::default(),
    }
    .print(&args.output)?;
    Ok(ExitCode::from(assessment.verdict().exit_code()))
}

fn noon_of(day: &str) -> anyhow::Result<ReferenceTime> {
    let day = Date::parse(day, format_description!("[year]-[month]-[day]")).context("--at")?;
    let noon = Time::from_hms(12, 0, 0)?;
    let hanoi = UtcOffset::from_hms(7, 0, 0)?;
    Ok(ReferenceTime(day.with_time(noon).assume_offset(hanoi)))
}

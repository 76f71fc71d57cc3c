//! `cccd verify`: the same verdict from a saved folder or an evidence bundle, without a card.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use dossier::bundle::{self, Agreement, Bundle, BundleError, Repeated, TrustBasis};
use dossier::consent::Language;
use reader::channel::Traffic;
use reader::chip::ChallengeExpectation;
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustPolicy};
use reader::verdict::{self, Assessment};
use time::{Date, Time, UtcOffset, macros::format_description};
use ui::text;
use uuid::Uuid;

use super::default_trust_folder;
use super::evidence::Inspection;
use super::report::{Output, Printed};
use crate::card_reading::milliseconds;
use crate::{clock, saved_reading};

#[derive(Args)]
pub(super) struct VerifyArgs {
    /// Folder that `cccd read --save` wrote, or file that `cccd read --bundle` wrote.
    saved: PathBuf,
    /// Folder of trusted country signing CA certificates. A bundle without it is judged by what it records
    /// itself: the verdict as recorded, which nobody else is bound to trust.
    #[arg(long)]
    trust: Option<PathBuf>,
    /// Judge as of noon (+07:00) of this day instead of now.
    #[arg(long, value_name = "YYYY-MM-DD")]
    at: Option<String>,
    /// Write the log of the inspection, without personal data, as XML.
    #[arg(long, value_name = "FILE")]
    xml: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// A verdict over saved bytes.
struct Judged {
    transaction: Uuid,
    read_out: ReadOut,
    assessment: Assessment,
    at: ReferenceTime,
    policy: TrustPolicy,
    traffic: Traffic,
    basis: TrustBasis,
    agreement: Option<Agreement>,
}

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let at = args.at.as_deref().map(noon_of).transpose()?;
    let started = Instant::now();
    let judged = if args.saved.is_file() {
        of_bundle(&args.saved, args.trust.as_deref(), at)?
    } else {
        of_folder(args, at.unwrap_or_else(now))?
    };
    let elapsed_ms = BTreeMap::from([("verdict", milliseconds(started))]);
    if let Some(path) = &args.xml {
        let inspection = Inspection {
            transaction: judged.transaction,
            at: judged.at,
            read_out: &judged.read_out,
            assessment: &judged.assessment,
            traffic: judged.traffic,
            elapsed_ms: &elapsed_ms,
            basis: judged.basis,
            policy: judged.policy,
        };
        inspection.write_xml(path)?;
    }
    Printed {
        assessment: &judged.assessment,
        read_out: &judged.read_out,
        elapsed_ms: &elapsed_ms,
        traffic: judged.traffic,
        basis: judged.basis,
        agreement: judged.agreement.as_ref(),
    }
    .print(&args.output)?;
    Ok(ExitCode::from(judged.assessment.verdict().exit_code()))
}

fn of_folder(args: &VerifyArgs, at: ReferenceTime) -> anyhow::Result<Judged> {
    let folder = args.trust.clone().unwrap_or_else(default_trust_folder);
    let trust = trust_store::load(&folder)?.trust;
    let read_out = saved_reading::load(&args.saved)?;
    // Nobody can tell from a folder who chose the challenge: the report says so.
    let assessment = verdict::assess(&read_out, &trust, at, ChallengeExpectation::Any);
    Ok(Judged {
        transaction: Uuid::new_v4(),
        read_out,
        assessment,
        at,
        policy: trust.policy(),
        traffic: Traffic::default(),
        basis: TrustBasis::Own,
        agreement: None,
    })
}

fn of_bundle(
    path: &Path,
    trust: Option<&Path>,
    at: Option<ReferenceTime>,
) -> anyhow::Result<Judged> {
    let bundle = open(path)?;
    anyhow::ensure!(
        at.is_none() || trust.is_some(),
        "--at needs --trust: what a bundle records is of its own moment"
    );
    let own = trust.map(trust_store::load).transpose()?;
    let own = own.map(|loaded| (loaded.trust, at.unwrap_or_else(now)));
    let repeated = bundle.repeat(own.as_ref().map(|(trust, at)| (trust, *at)));
    let Repeated {
        assessment,
        at,
        policy,
        basis,
        agreement,
    } = repeated.map_err(|error| said(&error))?;
    Ok(Judged {
        transaction: bundle.transaction,
        read_out: bundle.read_out,
        assessment,
        at,
        policy,
        traffic: bundle.traffic,
        basis,
        agreement: Some(agreement),
    })
}

fn open(path: &Path) -> anyhow::Result<Bundle> {
    let file = File::open(path).context("evidence bundle")?;
    let bytes = bundle::bytes_of(file).context("evidence bundle")?;
    Bundle::from_bytes(&bytes).map_err(|error| said(&error))
}

/// The sentence for people, and the words for support.
fn said(error: &BundleError) -> anyhow::Error {
    let sentence = text::evidence::error(error).by(Language::Vi);
    anyhow::anyhow!("{sentence} ({error}; {})", error.clause())
}

fn now() -> ReferenceTime {
    ReferenceTime(clock::now())
}

fn noon_of(day: &str) -> anyhow::Result<ReferenceTime> {
    let day = Date::parse(day, format_description!("[year]-[month]-[day]")).context("--at")?;
    let noon = Time::from_hms(12, 0, 0)?;
    let hanoi = UtcOffset::from_hms(7, 0, 0)?;
    Ok(ReferenceTime(day.with_time(noon).assume_offset(hanoi)))
}

//! `cccd ping`: what one exchange with the card on the reader costs, whatever its contents.

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use clap::Args;
use reader::channel::CardChannel;

use super::report::Output;
use super::say;
use crate::card_reading::milliseconds;
use crate::devices::pcsc::{self, CardPlace};

/// GET CHALLENGE for eight bytes, ISO/IEC 7816-4 §11.5.3: answered without access to anything.
const GET_CHALLENGE: [u8; 5] = [0x00, 0x84, 0x00, 0x00, 0x08];

#[derive(Args)]
pub(super) struct PingArgs {
    /// Part of the reader's name.
    #[arg(long)]
    reader: Option<String>,
    /// How many exchanges.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    count: u16,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &PingArgs) -> anyhow::Result<ExitCode> {
    let place = CardPlace {
        reader: args.reader.as_deref(),
        admits: &|_| true,
        wait: Duration::ZERO,
        cancelled: &AtomicBool::new(false),
    };
    let exchanges = pcsc::with_card(&place, |channel| {
        (0..args.count)
            .map(|_| {
                let started = Instant::now();
                channel
                    .transmit(&GET_CHALLENGE)
                    .map(|_| milliseconds(started))
            })
            .collect::<Result<Vec<_>, _>>()
    });
    let mut exchanges = exchanges
        .map_err(|failure| anyhow!("{failure}"))?
        .context("exchange")?;
    ensure!(!exchanges.is_empty(), "no exchange took place");
    exchanges.sort_by(f64::total_cmp);
    let (p50, p95) = (percentile(&exchanges, 50), percentile(&exchanges, 95));
    if args.output.json {
        let report = serde_json::json!({ "exchange_ms": { "p50": p50, "p95": p95 } });
        say(&report.to_string())?;
    } else {
        say(&format!(
            "{} exchanges: p50 {p50:.3} ms, p95 {p95:.3} ms",
            exchanges.len()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get(last * percent / 100)
        .copied()
        .unwrap_or_default()
}

//! How long a large trust store takes to load, and a card to verify under it.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Measure;
use crate::workspace::Workspace;

/// The German list of 588 certificates.
const LOAD_TARGET_MS: f64 = 150.0;
const CARD_TARGET_MS: f64 = 5.0;
/// Signatures that the verdict of one card needs: security object, document signer, active authentication.
const SIGNATURES_P256: f64 = 2.0;

#[derive(Deserialize)]
struct Told {
    list: String,
    certificates: u32,
    accepted: u32,
    import_ms: f64,
    judge_all_ms: f64,
    load_ms: Percentiles,
    load_cpu_ms: f64,
    card_cpu_ms: f64,
    first_card_ms: Percentiles,
    card_ms: Percentiles,
    digest_ms: f64,
    signature_p256_ms: f64,
    signature_p384_ms: f64,
}

#[derive(Deserialize)]
struct Percentiles {
    p50: f64,
    p95: f64,
}

/// Builds the measuring program in release and runs it.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Measure>> {
    let arguments = [
        "run",
        "--release",
        "-q",
        "-p",
        "trust-store",
        "--example",
        "measure",
    ];
    let output = workspace.cargo(&arguments).output().context("measure")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let told: Told = serde_json::from_str(text.trim()).with_context(|| {
        let why = String::from_utf8_lossy(&output.stderr);
        format!("the measuring program said nothing: {why}")
    })?;
    println!("list: {}", told.list);
    Ok(measures(&told))
}

fn measures(told: &Told) -> Vec<Measure> {
    // What the machine itself needs: hashing the files and one signature of the list; the signatures alone.
    let load_limit = Some(told.digest_ms + told.signature_p256_ms);
    let card_limit = Some(SIGNATURES_P256 * told.signature_p256_ms + told.signature_p384_ms);
    vec![
        Measure::of("certificates", f64::from(told.certificates), "count"),
        Measure::of("accepted", f64::from(told.accepted), "count"),
        Measure::of("import", told.import_ms, "ms"),
        Measure::of("judge every certificate", told.judge_all_ms, "ms"),
        Measure::of("load p50", told.load_ms.p50, "ms")
            .at_most(LOAD_TARGET_MS)
            .limit(load_limit),
        Measure::of("load p95", told.load_ms.p95, "ms")
            .at_most(LOAD_TARGET_MS)
            .limit(load_limit),
        Measure::of("load, processor time", told.load_cpu_ms, "ms")
            .at_most(LOAD_TARGET_MS)
            .limit(load_limit),
        Measure::of("first card p50", told.first_card_ms.p50, "ms").limit(card_limit),
        Measure::of("first card p95", told.first_card_ms.p95, "ms").limit(card_limit),
        Measure::of("card p50", told.card_ms.p50, "ms")
            .at_most(CARD_TARGET_MS)
            .limit(card_limit),
        Measure::of("card p95", told.card_ms.p95, "ms")
            .at_most(CARD_TARGET_MS)
            .limit(card_limit),
        Measure::of("card, processor time", told.card_cpu_ms, "ms")
            .at_most(CARD_TARGET_MS)
            .limit(card_limit),
    ]
}

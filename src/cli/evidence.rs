//! `--bundle` and `--xml`: a verdict's evidence in one file, and its log without personal data.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use dossier::bundle::{Bundle, Circumstances, TrustBasis};
use dossier::consent::Language;
use dossier::process_log::ProcessLog;
use reader::channel::Traffic;
use reader::chip::ChallengeExpectation;
use reader::read_out::ReadOut;
use reader::trust::{ReferenceTime, TrustAnchors, TrustPolicy};
use reader::verdict::{self, Assessment};
use ui::text;
use uuid::Uuid;

use crate::saved_reading;

/// As the log and the bundle name it.
const PROGRAM: (&str, &str) = ("cccd", env!("CARGO_PKG_VERSION"));

/// A verdict, and what its log says of how it came about.
pub(super) struct Inspection<'a> {
    pub(super) transaction: Uuid,
    pub(super) at: ReferenceTime,
    pub(super) read_out: &'a ReadOut,
    pub(super) assessment: &'a Assessment,
    pub(super) traffic: Traffic,
    pub(super) elapsed_ms: &'a BTreeMap<&'static str, f64>,
    pub(super) basis: TrustBasis,
    pub(super) policy: TrustPolicy,
}

impl Inspection<'_> {
    /// Writes the log.
    pub(super) fn write_xml(&self, path: &Path) -> anyhow::Result<()> {
        let elapsed_us = microseconds(self.elapsed_ms);
        let log = ProcessLog {
            transaction: self.transaction,
            program: PROGRAM,
            at: self.at.0,
            access: self.read_out.evidence.access,
            traffic: self.traffic,
            elapsed_us: &elapsed_us,
            basis: self.basis,
            policy: self.policy,
            checks: &self.assessment.checks,
            mismatches: &self.assessment.mismatches,
            verdict: self.assessment.verdict(),
        };
        std::fs::write(path, log.to_xml())
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Writes the bundle, readable by its owner only. The verdict is made again for the very moment that the
    /// bundle names.
    pub(super) fn write_bundle(
        &self,
        path: &Path,
        trust: &TrustAnchors,
        challenge: ChallengeExpectation,
    ) -> anyhow::Result<()> {
        let assessment = verdict::assess(self.read_out, trust, self.at, challenge);
        let circumstances = Circumstances {
            transaction: self.transaction,
            program: PROGRAM,
            trust,
            at: self.at,
            challenge,
            traffic: self.traffic,
            elapsed_us: microseconds(self.elapsed_ms),
        };
        let bundle = Bundle::record(self.read_out, &assessment, circumstances);
        let bytes = bundle.to_bytes().map_err(|error| {
            anyhow::anyhow!("{}", text::evidence::error(&error).by(Language::Vi))
        })?;
        saved_reading::write_private(path, &bytes)
    }
}

fn microseconds(elapsed_ms: &BTreeMap<&'static str, f64>) -> BTreeMap<String, u64> {
    let whole = |ms: f64| {
        let time = std::time::Duration::try_from_secs_f64(ms / 1e3).unwrap_or_default();
        u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
    };
    elapsed_ms
        .iter()
        .map(|(step, ms)| ((*step).to_owned(), whole(*ms)))
        .collect()
}

//! The JSON that scripts read: verdict, checks, document, timing, traffic. BSI TR-03135 words.

use std::collections::BTreeMap;

use reader::{
    channel::Traffic,
    verdict::{Assessment, Check},
};
use serde::Serialize;

use crate::facts::CitizenFacts;

/// A verdict with its reasons. It holds citizens' data: no `Debug`, never logged.
#[derive(Clone, Serialize)]
pub struct Report {
    /// `genuine`, `refuted`, `undetermined` or `unread`.
    pub verdict: &'static str,
    /// Every check, also those not reached.
    pub checks: Vec<CheckReport>,
    /// What the card says; empty when nothing could be read.
    pub document: CitizenFacts,
    /// Milliseconds by step.
    pub timing_ms: BTreeMap<String, f64>,
    /// What passed between reader and card.
    pub apdu: TrafficReport,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// Stable name, for example `passive.path`.
    pub id: String,
    /// Word of BSI TR-03135.
    pub result: &'static str,
    /// The clause that demands the check.
    pub clause: &'static str,
    /// Code of the reason.
    pub reason: String,
    /// The entry of the signed defect list that is the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defect_entry: Option<u16>,
}

/// Command and response traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TrafficReport {
    /// Command-response pairs.
    pub count: u32,
    /// Bytes sent.
    pub bytes_out: u64,
    /// Bytes received.
    pub bytes_in: u64,
}

impl Report {
    /// Writes down an assessment with what the shell measured.
    #[must_use]
    pub fn new(
        assessment: &Assessment,
        timing_ms: BTreeMap<String, f64>,
        traffic: Traffic,
    ) -> Self {
        Self {
            verdict: assessment.verdict().word(),
            checks: assessment.checks.iter().map(CheckReport::from).collect(),
            document: assessment
                .document()
                .map(CitizenFacts::from)
                .unwrap_or_default(),
            timing_ms,
            apdu: TrafficReport {
                count: traffic.count,
                bytes_out: traffic.bytes_out,
                bytes_in: traffic.bytes_in,
            },
        }
    }
}

impl From<&Check> for CheckReport {
    fn from(check: &Check) -> Self {
        Self {
            id: check.id.name(),
            result: check.result.word(),
            clause: check.id.clause(),
            reason: check.reason.code(),
            defect_entry: check.reason.cited_entry(),
        }
    }
}

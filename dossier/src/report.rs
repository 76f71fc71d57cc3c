//! The JSON that scripts read: verdict, checks, document, timing, traffic. BSI TR-03135 words.

use std::collections::BTreeMap;

use reader::{
    channel::Traffic,
    chip::Convinces,
    read_out::{ReadOut, TerminalAuthorisation},
    verdict::{Assessment, Check},
};
use serde::Serialize;

use crate::{
    bundle::{Agreement, TrustBasis},
    facts::CitizenFacts,
};

/// The report of an inspection: a verdict, whose trust it rests on, and what the chip let the terminal read.
/// It holds citizens' data: no `Debug`, never logged.
#[derive(Clone, Serialize)]
pub struct InspectionReport {
    /// The verdict.
    #[serde(flatten)]
    pub report: Report,
    /// How terminal authentication ended.
    pub terminal_authentication: TerminalReport,
    /// Word of [`TrustBasis`].
    pub basis: &'static str,
    /// Word of [`Agreement`], when the verdict is repeated from a bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<&'static str>,
    /// Checks that ended otherwise than the bundle recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<String>,
}

/// How terminal authentication ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TerminalReport {
    /// `not_offered`, `not_reached`, `not_authorised`, `refused` or `authorised`.
    pub state: &'static str,
    /// Holder reference of the terminal's certificate, when it was authorised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Status word of a refusal, hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Fingerprints read from DG3.
    pub fingers: usize,
}

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
    /// Whom a chip's proof convinces: `terminal_and_backend`, `nonce_not_fresh` or `terminal_only`; absent for
    /// other checks, and for a proof that did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convinces: Option<&'static str>,
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

impl InspectionReport {
    /// Puts a report together with where it comes from.
    #[must_use]
    pub fn new(
        report: Report,
        read_out: &ReadOut,
        assessment: &Assessment,
        basis: TrustBasis,
        agreement: Option<&Agreement>,
    ) -> Self {
        Self {
            report,
            terminal_authentication: TerminalReport::new(read_out, assessment),
            basis: basis.word(),
            agreement: agreement.map(Agreement::word),
            differing: agreement.map_or(&[][..], Agreement::differing).to_vec(),
        }
    }
}

impl TerminalReport {
    fn new(read_out: &ReadOut, assessment: &Assessment) -> Self {
        use TerminalAuthorisation as T;
        let (state, holder, status) = match &read_out.evidence.terminal_authentication {
            T::NotOffered => ("not_offered", None, None),
            T::NotReached => ("not_reached", None, None),
            T::NotAuthorised => ("not_authorised", None, None),
            T::Refused(status) => ("refused", None, *status),
            T::Authorised { holder, .. } => ("authorised", Some(holder.clone()), None),
        };
        let document = assessment.document();
        Self {
            state,
            holder,
            status: status.map(|status| format!("{status:04X}")),
            fingers: document.map_or(0, |document| document.fingers.len()),
        }
    }
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
            convinces: Convinces::of(check).map(Convinces::word),
            defect_entry: check.reason.cited_entry(),
        }
    }
}

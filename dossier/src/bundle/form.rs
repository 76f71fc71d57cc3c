//! A bundle's evidence as JSON, bounded.

use std::collections::BTreeMap;

use reader::channel::Traffic;
use reader::chip::ChallengeExpectation;
use reader::read_out::{ActiveAuthenticationChallenge, ReadOut};
use reader::verdict::Verdict;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::trust_form::TrustForm;
use super::{Bundle, BundleError, RecordedCheck};
use crate::codec;
use crate::codec::base64::Octets;

const MAX_CHECKS: usize = 64;
const MAX_STEPS: usize = 32;
const MAX_WORD: usize = 64;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceForm {
    transaction: Uuid,
    program: String,
    program_version: String,
    #[serde(with = "time::serde::rfc3339")]
    reference_time: OffsetDateTime,
    challenge: ChallengeForm,
    #[serde(with = "codec::read_out")]
    reading: ReadOut,
    trust: TrustForm,
    #[serde(with = "codec::verdict")]
    verdict: Verdict,
    checks: Vec<RecordedCheck>,
    commands: u32,
    bytes_out: u64,
    bytes_in: u64,
    elapsed_us: BTreeMap<String, u64>,
}

/// What the judge knew of RND.IFD.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ChallengeForm {
    /// The backend issued it for this reading.
    Fresh(Octets),
    /// It is known, but not as a fresh one of the backend.
    NotFresh(Octets),
    /// Nothing.
    Unknown,
    /// It belongs to another reading.
    Foreign,
}

impl EvidenceForm {
    /// Whether every part is within what a bundle may hold.
    pub(super) fn is_bounded(&self) -> bool {
        let words = [&self.program, &self.program_version].into_iter();
        let checks = self.checks.iter();
        let mut words = words
            .chain(self.elapsed_us.keys())
            .chain(checks.flat_map(|one| [&one.id, &one.result, &one.reason]));
        self.checks.len() <= MAX_CHECKS
            && self.elapsed_us.len() <= MAX_STEPS
            && words.all(|word| word.len() <= MAX_WORD)
            && self.trust.is_bounded()
    }
}

impl From<&Bundle> for EvidenceForm {
    fn from(bundle: &Bundle) -> Self {
        let challenge = match bundle.challenge {
            ChallengeExpectation::Exactly(known) => ChallengeForm::Fresh(Octets::new(&known.0)),
            ChallengeExpectation::NotFresh(known) => ChallengeForm::NotFresh(Octets::new(&known.0)),
            ChallengeExpectation::Any => ChallengeForm::Unknown,
            ChallengeExpectation::Foreign => ChallengeForm::Foreign,
        };
        Self {
            transaction: bundle.transaction,
            program: bundle.program.clone(),
            program_version: bundle.program_version.clone(),
            reference_time: bundle.at,
            challenge,
            reading: bundle.read_out.clone(),
            trust: TrustForm::from(&bundle.trust),
            verdict: bundle.verdict,
            checks: bundle.checks.clone(),
            commands: bundle.traffic.count,
            bytes_out: bundle.traffic.bytes_out,
            bytes_in: bundle.traffic.bytes_in,
            elapsed_us: bundle.elapsed_us.clone(),
        }
    }
}

impl TryFrom<EvidenceForm> for Bundle {
    type Error = BundleError;

    fn try_from(form: EvidenceForm) -> Result<Self, BundleError> {
        if !form.is_bounded() {
            return Err(BundleError::Malformed);
        }
        let octets = |octets: Octets| {
            let octets: Result<[u8; 8], _> = octets.0.as_slice().try_into();
            octets
                .map(ActiveAuthenticationChallenge)
                .map_err(|_| BundleError::Malformed)
        };
        let challenge = match form.challenge {
            ChallengeForm::Fresh(known) => ChallengeExpectation::Exactly(octets(known)?),
            ChallengeForm::NotFresh(known) => ChallengeExpectation::NotFresh(octets(known)?),
            ChallengeForm::Unknown => ChallengeExpectation::Any,
            ChallengeForm::Foreign => ChallengeExpectation::Foreign,
        };
        Ok(Self {
            transaction: form.transaction,
            program: form.program,
            program_version: form.program_version,
            at: form.reference_time,
            challenge,
            read_out: form.reading,
            trust: form.trust.try_into()?,
            verdict: form.verdict,
            checks: form.checks,
            traffic: Traffic {
                count: form.commands,
                bytes_out: form.bytes_out,
                bytes_in: form.bytes_in,
            },
            elapsed_us: form.elapsed_us,
        })
    }
}

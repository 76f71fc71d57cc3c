//! The evidence bundle: one file with everything that a verdict rested on, so that anyone can repeat it.
//! BSI TR-03135 §5.
//!
//! JSON in one canonical form: `{"format":"cccd-evidence","version":1,"sha256":"…","evidence":{…}}`. The
//! digest is over the canonical bytes of `evidence`, and the whole file must come out the same when it is
//! written again: a file with one changed byte is refused. The digest shows change, not who made the file.
//! The file is personal data.

mod form;
mod repeated;
mod trust_form;

use std::collections::BTreeMap;
use std::io::{self, Read};

use openssl::sha::sha256;
use reader::{
    channel::Traffic,
    chip::ChallengeExpectation,
    read_out::ReadOut,
    trust::{RecordMalformed, ReferenceTime, TrustAnchors, TrustRecord},
    verdict::{Assessment, Verdict},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::fault::Fault;
use form::EvidenceForm;
pub use repeated::{Agreement, Repeated, TrustBasis};

/// The longest bundle, in bytes: every file of a card at its longest would not fit, a card's do.
pub const MAX_LEN: usize = 8 * 1024 * 1024;

const FORMAT: &str = "cccd-evidence";
const VERSION: u8 = 1;

/// Everything that one verdict rested on, and the verdict. A citizen's data: no `Debug`.
#[derive(Clone)]
pub struct Bundle {
    /// Names this verdict in records without personal data.
    pub transaction: Uuid,
    /// The program that judged.
    pub program: String,
    /// Its version.
    pub program_version: String,
    /// The moment that was judged for.
    pub at: OffsetDateTime,
    /// What the judge knew of the challenge.
    pub challenge: ChallengeExpectation,
    /// Files, chip evidence, and what was presented.
    pub read_out: ReadOut,
    /// What of the judge's trust concerned this reading.
    pub trust: TrustRecord,
    /// The verdict.
    pub verdict: Verdict,
    /// Every check: name, result, reason.
    pub checks: Vec<RecordedCheck>,
    /// What passed between reader and card.
    pub traffic: Traffic,
    /// Microseconds by step.
    pub elapsed_us: BTreeMap<String, u64>,
}

/// How a check ended, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedCheck {
    /// Name.
    pub id: String,
    /// Word of BSI TR-03135.
    pub result: String,
    /// Code of the reason.
    pub reason: String,
}

/// What a bundle adds to a reading and its assessment.
pub struct Circumstances<'a> {
    /// Names the verdict.
    pub transaction: Uuid,
    /// The program that judged, and its version.
    pub program: (&'a str, &'a str),
    /// The trust that was used.
    pub trust: &'a TrustAnchors,
    /// The moment that was judged for.
    pub at: ReferenceTime,
    /// What was known of the challenge.
    pub challenge: ChallengeExpectation,
    /// What passed between reader and card.
    pub traffic: Traffic,
    /// Microseconds by step.
    pub elapsed_us: BTreeMap<String, u64>,
}

/// Why bytes are no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Longer than [`MAX_LEN`].
    #[error("the evidence bundle has {len} bytes")]
    TooLong {
        /// Its length.
        len: usize,
    },
    /// Not the form of a bundle.
    #[error("the evidence bundle is malformed")]
    Malformed,
    /// Another format or version.
    #[error("the evidence bundle is of another format or version")]
    OtherFormat,
    /// Not the one form of what it says: it was changed or written by another program.
    #[error("the evidence bundle is not in its canonical form")]
    NotCanonical,
    /// The digest is not that of the evidence: it was changed.
    #[error("the evidence bundle was changed: its digest does not fit")]
    DigestDiffers,
    /// What it records of the trust cannot be read.
    #[error(transparent)]
    Trust(#[from] RecordMalformed),
    /// It could not be written out.
    #[error("the evidence bundle could not be written out")]
    NotWritable,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File<E> {
    format: String,
    version: u8,
    sha256: String,
    evidence: E,
}

impl Bundle {
    /// Records a verdict over a complete reading.
    #[must_use]
    pub fn record(
        read_out: &ReadOut,
        assessment: &Assessment,
        circumstances: Circumstances<'_>,
    ) -> Self {
        let (program, version) = circumstances.program;
        Self {
            transaction: circumstances.transaction,
            program: program.to_owned(),
            program_version: version.to_owned(),
            at: circumstances.at.0,
            challenge: circumstances.challenge,
            read_out: read_out.clone(),
            trust: circumstances.trust.record_for(read_out),
            verdict: assessment.verdict(),
            checks: recorded(assessment),
            traffic: circumstances.traffic,
            elapsed_us: circumstances.elapsed_us,
        }
    }

    /// The file. Readable by its owner only: it holds a citizen's data.
    ///
    /// # Errors
    /// [`BundleError::NotWritable`] or [`BundleError::TooLong`].
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, BundleError> {
        let form = EvidenceForm::from(self);
        if !form.is_bounded() {
            return Err(BundleError::NotWritable);
        }
        let bytes = written(&form)?;
        if bytes.len() > MAX_LEN {
            return Err(BundleError::TooLong { len: bytes.len() });
        }
        Ok(bytes)
    }

    /// Reads what [`Bundle::to_bytes`] wrote, and nothing that differs from it in one byte.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BundleError> {
        if bytes.len() > MAX_LEN {
            return Err(BundleError::TooLong { len: bytes.len() });
        }
        let file: File<EvidenceForm> =
            serde_json::from_slice(bytes).map_err(|_| BundleError::Malformed)?;
        if file.format != FORMAT || file.version != VERSION {
            return Err(BundleError::OtherFormat);
        }
        if digest(&file.evidence)? != file.sha256 {
            return Err(BundleError::DigestDiffers);
        }
        if written(&file.evidence)?.as_slice() != bytes {
            return Err(BundleError::NotCanonical);
        }
        file.evidence.try_into()
    }
}

impl BundleError {
    /// The clause that the bytes are measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Trust(_) => "9303-12 §5.3",
            Self::DigestDiffers | Self::NotCanonical => "TR-03135 §5",
            Self::TooLong { .. } | Self::Malformed | Self::OtherFormat | Self::NotWritable => {
                "RFC 8259"
            }
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        match self {
            Self::NotWritable => Fault::Us,
            _ => Fault::Operator,
        }
    }
}

/// The bytes of a file that may be a bundle, and not many more than a bundle can have.
///
/// # Errors
/// When the source cannot be read.
pub fn bytes_of(source: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(MAX_LEN as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn recorded(assessment: &Assessment) -> Vec<RecordedCheck> {
    assessment
        .checks
        .iter()
        .map(|check| RecordedCheck {
            id: check.id.name(),
            result: check.result.word().to_owned(),
            reason: check.reason.code(),
        })
        .collect()
}

fn canonical(form: &EvidenceForm) -> Result<Zeroizing<Vec<u8>>, BundleError> {
    serde_json::to_vec(form)
        .map(Zeroizing::new)
        .map_err(|_| BundleError::NotWritable)
}

fn digest(form: &EvidenceForm) -> Result<String, BundleError> {
    let digest = sha256(&canonical(form)?);
    Ok(digest.iter().map(|octet| format!("{octet:02x}")).collect())
}

fn written(form: &EvidenceForm) -> Result<Zeroizing<Vec<u8>>, BundleError> {
    let file = File {
        format: FORMAT.to_owned(),
        version: VERSION,
        sha256: digest(form)?,
        evidence: form,
    };
    serde_json::to_vec(&file)
        .map(Zeroizing::new)
        .map_err(|_| BundleError::NotWritable)
}

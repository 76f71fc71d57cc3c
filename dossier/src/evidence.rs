//! `evidence.json`: what was seen of the chip besides its files, for a verdict elsewhere.

use reader::{presented::Presented, read_out::ChipEvidence};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::{
    codec::{
        evidence::EvidenceForm,
        presented::{self, PresentedForm},
    },
    fault::Fault,
};

/// The largest `evidence.json` that is read, in bytes.
pub const MAX_LEN: usize = 64 * 1024;

/// Why bytes are no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// Longer than [`MAX_LEN`].
    #[error("evidence of {len} bytes is too long")]
    TooLong {
        /// Its length.
        len: usize,
    },
    /// Not the form of evidence, at this line and column.
    #[error("evidence is malformed at line {line}, column {column}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A value that is out of bounds.
    #[error("evidence holds a value out of bounds")]
    OutOfBounds,
    /// Evidence that could not be written out.
    #[error("evidence could not be written out")]
    NotWritable,
}

impl EvidenceError {
    /// The clause that the bytes are measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::OutOfBounds => "9303-11 §6",
            Self::TooLong { .. } | Self::Malformed { .. } | Self::NotWritable => "RFC 8259",
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

/// Writes evidence as JSON. It holds the ephemeral key of chip authentication: treat it as secret.
///
/// # Errors
/// [`EvidenceError::NotWritable`], which no evidence of this version gives.
pub fn to_bytes(evidence: &ChipEvidence) -> Result<Zeroizing<Vec<u8>>, EvidenceError> {
    serde_json::to_vec_pretty(&EvidenceForm::from(evidence))
        .map(Zeroizing::new)
        .map_err(|_| EvidenceError::NotWritable)
}

/// Writes what was presented at the counter as JSON. Citizens' data.
///
/// # Errors
/// [`EvidenceError::NotWritable`], which no text gives.
pub fn presented_to_bytes(presented: &[Presented]) -> Result<Zeroizing<Vec<u8>>, EvidenceError> {
    let forms: Vec<PresentedForm> = presented.iter().map(PresentedForm::from).collect();
    serde_json::to_vec_pretty(&forms)
        .map(Zeroizing::new)
        .map_err(|_| EvidenceError::NotWritable)
}

/// Reads what [`presented_to_bytes`] wrote.
///
/// # Errors
/// [`EvidenceError`] when the bytes are not exactly that.
pub fn presented_from_bytes(bytes: &[u8]) -> Result<Vec<Presented>, EvidenceError> {
    let forms: Vec<PresentedForm> = parsed(bytes)?;
    presented::all(forms).map_err(|_| EvidenceError::OutOfBounds)
}

/// Reads what [`to_bytes`] wrote.
///
/// # Errors
/// [`EvidenceError`] when the bytes are not exactly that.
pub fn from_bytes(bytes: &[u8]) -> Result<ChipEvidence, EvidenceError> {
    let form: EvidenceForm = parsed(bytes)?;
    form.try_into().map_err(|_| EvidenceError::OutOfBounds)
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, EvidenceError> {
    if bytes.len() > MAX_LEN {
        return Err(EvidenceError::TooLong { len: bytes.len() });
    }
    serde_json::from_slice(bytes).map_err(|why| EvidenceError::Malformed {
        line: why.line(),
        column: why.column(),
    })
}

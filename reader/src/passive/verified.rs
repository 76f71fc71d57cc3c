//! Values that only passive authentication makes. ICAO Doc 9303-11 §5.1.

use super::Tolerance;
use crate::trust::ReferenceTime;

/// A value that a trusted issuer signed. Nothing outside `passive` can make one.
#[derive(Clone)]
pub struct Verified<T> {
    value: T,
    evidence: PassiveEvidence,
}

impl<T> Verified<T> {
    pub(super) fn new(value: T, evidence: PassiveEvidence) -> Self {
        Self { value, evidence }
    }

    /// What was signed.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value without its proof, for a document that fails elsewhere.
    #[must_use]
    pub fn into_unverified(self) -> Unverified<T> {
        Unverified(self.value)
    }

    /// What the trust rests on.
    #[must_use]
    pub fn evidence(&self) -> &PassiveEvidence {
        &self.evidence
    }
}

/// A value that was read but whose issuer is unknown or refuted. To be shown as such.
#[derive(Clone)]
pub struct Unverified<T>(T);

impl<T> Unverified<T> {
    /// Marks a value as not verified.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, which proves nothing.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.0
    }
}

/// What a verification rests on, for the record of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassiveEvidence {
    /// SHA-256 of EF.SOD as read.
    pub sod_sha256: [u8; 32],
    /// The document signer.
    pub document_signer: CertificateId,
    /// The trusted country signing CA at the end of the path.
    pub country_signing_ca: CertificateId,
    /// The moment the path was judged for.
    pub reference_time: ReferenceTime,
    /// What the signature was accepted with.
    pub tolerances: Vec<Tolerance>,
}

/// Names one certificate beyond doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateId {
    /// Subject, one line.
    pub subject: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of the DER certificate.
    pub sha256: [u8; 32],
}

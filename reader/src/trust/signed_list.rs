//! Lists that someone signed: master lists and deviation lists (ICAO Doc 9303-12 §9, §10), document signer
//! lists and defect lists (BSI TR-03129-2 §7, §8).
//!
//! A list is believed when its one signer may sign such lists and has a path to a certificate that the
//! operator pinned. What is inside a list vouches for no other list.

use time::OffsetDateTime;

use super::anchors::{Scope, TrustAnchors};
use super::certificate::Certificate;
use super::encoded::EncodedCertificate;
use super::refusal::TrustRefusal;
use crate::crypto::cms::SignedData;
use crate::passive::signed_data;
use crate::verdict::{Reason, Rule};
use crate::wire::der::Elements;

/// The most certificates of one list: the largest of the world has about a thousand.
const MAX_CERTIFICATES: usize = 10_000;

/// What a list is for. The extended key usage of its signer must say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// CscaMasterList.
    Master,
    /// DocumentSignerList.
    DocumentSigners,
    /// DefectList.
    Defects,
    /// DeviationList.
    Deviations,
}

/// A list whose signature and signer are verified.
pub(super) struct SignedList {
    pub(super) kind: ListKind,
    pub(super) content: Vec<u8>,
    pub(super) signed_at: OffsetDateTime,
    pub(super) signer: Certificate,
    pub(super) country: Option<String>,
    pub(super) pinned: String,
}

impl ListKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Master,
        Self::DocumentSigners,
        Self::Defects,
        Self::Deviations,
    ];

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Master => "master-list",
            Self::DocumentSigners => "document-signer-list",
            Self::Defects => "defect-list",
            Self::Deviations => "deviation-list",
        }
    }

    /// Whether it counts for documents of the state of its signer only.
    fn is_of_one_state(self) -> bool {
        match self {
            Self::Defects | Self::Deviations => true,
            Self::Master | Self::DocumentSigners => false,
        }
    }

    /// The kind that a SignedData says it is.
    pub(super) fn of(signed: &SignedData) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.content_type() == signed.content_type())
    }

    /// id-icao-cscaMasterList, id-DocumentSignerList, id-DefectList, id-icao-DeviationList.
    pub(super) fn content_type(self) -> &'static [u32] {
        match self {
            Self::Master => &[2, 23, 136, 1, 1, 2],
            Self::DocumentSigners => &[0, 4, 0, 127, 0, 7, 3, 1, 6],
            Self::Defects => &[0, 4, 0, 127, 0, 7, 3, 1, 5],
            Self::Deviations => &[2, 23, 136, 1, 1, 7],
        }
    }

    /// id-icao-cscaMasterListSigningKey, id-documentSignerListSigningKey,
    /// id-electronicDefectListSigningKey, id-icao-DeviationListSigningKey.
    fn purpose(self) -> &'static [u8] {
        match self {
            Self::Master => &[0x67, 0x81, 0x08, 0x01, 0x01, 0x03],
            Self::DocumentSigners => &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x0B, 0x01, 0x04, 0x02],
            Self::Defects => &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x0B, 0x02, 0x01, 0x02],
            Self::Deviations => &[0x67, 0x81, 0x08, 0x01, 0x01, 0x08],
        }
    }
}

impl SignedList {
    /// Verifies a list up to a pinned certificate.
    pub(super) fn verify(file: &[u8], trust: &TrustAnchors) -> Result<Self, TrustRefusal> {
        let signed =
            SignedData::from_content_info(file).map_err(|_| unsigned_or_malformed(file))?;
        let kind = ListKind::of(&signed).ok_or(TrustRefusal::Unrecognised)?;
        if signed.signer_infos().is_empty() {
            return Err(TrustRefusal::ListUnsigned);
        }
        let opened = signed_data::open(&signed, kind.content_type(), trust).map_err(refusal)?;
        let (dated, signer) = (opened.signing_time, opened.signer);
        Rule::ListDated.demands(dated.is_some(), TrustRefusal::ListUndated)?;
        let signed_at = dated.unwrap_or_else(|| signer.not_before());
        accept_signer(&signer, kind)?;
        let pinned = trust.authority_of(&signer, Scope::Pinned);
        Rule::ListPinned.demands(pinned.is_some(), TrustRefusal::ListSignerUnknown)?;
        let valid = signer.is_valid_at(signed_at);
        Rule::ListSignerValid.demands(valid, TrustRefusal::ListSignerNotValidThen)?;
        // A state speaks of its own documents, by a signer that its own CSCA made.
        let own = pinned.is_none_or(|pinned| pinned.country() == signer.country());
        let of_one_state = !kind.is_of_one_state() || (own && signer.country().is_some());
        Rule::ListOfOneState.demands(of_one_state, TrustRefusal::ListSignerUnfit)?;
        Ok(Self {
            kind,
            content: opened.content,
            signed_at,
            country: signer.country().map(str::to_owned),
            pinned: pinned.map_or_else(String::new, |pinned| pinned.subject().to_owned()),
            signer,
        })
    }

    /// The certificates of a master list or a document signer list.
    pub(super) fn certificates(&self) -> Result<Vec<&[u8]>, TrustRefusal> {
        set_of_certificates(&self.content).ok_or(TrustRefusal::ListMalformed)
    }
}

/// SEQUENCE { version INTEGER 0, SET OF Certificate }.
fn set_of_certificates(content: &[u8]) -> Option<Vec<&[u8]>> {
    let mut list = Elements::inside(content, 0x30)?;
    let version = list.take(0x02)?;
    let certificates = Elements::new(list.take(0x31)?).all_whole(0x30, MAX_CERTIFICATES)?;
    (version == [0] && list.is_empty() && !certificates.is_empty()).then_some(certificates)
}

/// A list without the envelope that would sign it is a different thing to be told than a damaged file.
fn unsigned_or_malformed(file: &[u8]) -> TrustRefusal {
    match set_of_certificates(file) {
        Some(_) => TrustRefusal::ListUnsigned,
        None => TrustRefusal::ListMalformed,
    }
}

fn refusal(reason: Reason) -> TrustRefusal {
    match reason {
        Reason::SignatureInvalid | Reason::DigestDiffers => TrustRefusal::ListSignatureInvalid,
        Reason::AlgorithmRefused | Reason::AlgorithmsDisagree => TrustRefusal::AlgorithmRefused,
        Reason::IssuerUnknown => TrustRefusal::ListSignerUnknown,
        _ => TrustRefusal::ListMalformed,
    }
}

fn accept_signer(signer: &Certificate, kind: ListKind) -> Result<(), TrustRefusal> {
    let der = signer
        .x509()
        .to_der()
        .map_err(|_| TrustRefusal::ListMalformed)?;
    let encoded = EncodedCertificate::parse(&der).ok_or(TrustRefusal::ListMalformed)?;
    let is_ca = encoded.may_sign_certificates()
        || encoded
            .basic_constraints()
            .is_some_and(|constraints| constraints.is_ca);
    Rule::ListSignerIsNoCa.demands(!is_ca, TrustRefusal::ListSignerUnfit)?;
    let fits = encoded.purposes().contains(&kind.purpose());
    Rule::ListPurpose.demands(fits, TrustRefusal::ListSignerUnfit)?;
    signer
        .x509()
        .accept_key()
        .map_err(|_| TrustRefusal::KeyRefused)
}

//! Lists that someone signed: master lists (ICAO Doc 9303-12 §9), document signer lists and defect lists
//! (BSI TR-03129-2 §7, §8).
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
use crate::verdict::Reason;
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
}

/// A list whose signature and signer are verified.
pub(super) struct SignedList {
    pub(super) kind: ListKind,
    pub(super) content: Vec<u8>,
    pub(super) signed_at: OffsetDateTime,
    pub(super) signer: String,
    pub(super) country: Option<String>,
    pub(super) pinned: String,
}

impl ListKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Master, Self::DocumentSigners, Self::Defects];

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Master => "master-list",
            Self::DocumentSigners => "document-signer-list",
            Self::Defects => "defect-list",
        }
    }

    /// id-icao-cscaMasterList, id-DocumentSignerList, id-DefectList.
    fn content_type(self) -> &'static [u32] {
        match self {
            Self::Master => &[2, 23, 136, 1, 1, 2],
            Self::DocumentSigners => &[0, 4, 0, 127, 0, 7, 3, 1, 6],
            Self::Defects => &[0, 4, 0, 127, 0, 7, 3, 1, 5],
        }
    }

    /// id-icao-cscaMasterListSigningKey, id-documentSignerListSigningKey,
    /// id-electronicDefectListSigningKey.
    fn purpose(self) -> &'static [u8] {
        match self {
            Self::Master => &[0x67, 0x81, 0x08, 0x01, 0x01, 0x03],
            Self::DocumentSigners => &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x0B, 0x01, 0x04, 0x02],
            Self::Defects => &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x0B, 0x02, 0x01, 0x02],
        }
    }
}

impl SignedList {
    /// Verifies a list up to a pinned certificate.
    pub(super) fn verify(file: &[u8], trust: &TrustAnchors) -> Result<Self, TrustRefusal> {
        let signed =
            SignedData::from_content_info(file).map_err(|_| unsigned_or_malformed(file))?;
        let kind = ListKind::ALL
            .into_iter()
            .find(|kind| kind.content_type() == signed.content_type())
            .ok_or(TrustRefusal::Unrecognised)?;
        if signed.signer_infos().is_empty() {
            return Err(TrustRefusal::ListUnsigned);
        }
        let opened = signed_data::open(&signed, kind.content_type(), trust).map_err(refusal)?;
        let signed_at = opened.signing_time.ok_or(TrustRefusal::ListUndated)?;
        let signer = opened.signer;
        accept_signer(&signer, kind)?;
        let pinned = trust
            .authority_of(&signer, Scope::Pinned)
            .ok_or(TrustRefusal::ListSignerUnknown)?;
        if !signer.is_valid_at(signed_at) {
            return Err(TrustRefusal::ListSignerNotValidThen);
        }
        Ok(Self {
            kind,
            content: opened.content,
            signed_at,
            signer: signer.subject().to_owned(),
            country: signer.country().map(str::to_owned),
            pinned: pinned.subject().to_owned(),
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
    if is_ca || !encoded.purposes().contains(&kind.purpose()) {
        return Err(TrustRefusal::ListSignerUnfit);
    }
    signer
        .x509()
        .accept_key()
        .map_err(|_| TrustRefusal::KeyRefused)
}

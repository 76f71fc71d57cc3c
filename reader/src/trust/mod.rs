//! Whom the operator trusts. ICAO Doc 9303-12 §5.

mod anchor;
mod anchors;
mod certificate;
mod defect;
mod defect_list;
mod deviation_list;
mod document_reference;
mod document_signers;
mod encoded;
mod known_defects;
mod loading;
mod policy;
mod provenance;
mod record;
mod reference_time;
mod refusal;
mod revocation;
mod revocation_list;
mod signed_list;
mod speaking;
mod state_tolerance;
mod tolerance;

pub use anchor::{Anchor, Role};
pub use anchors::{AnchorRefused, TrustAnchors};
pub use certificate::ProfileError;
pub(crate) use certificate::{Certificate, moment};
pub use defect::Defect;
pub use defect_list::{DefectEntry, DefectList};
pub use document_reference::SignerReference;
pub use loading::{
    Loaded, MAX_FILE_LEN, SeveralCertificates, TrustFile, certificate_fingerprint, fingerprint,
};
pub use policy::{RevocationPolicy, Sha1Policy, TrustPolicy};
pub use provenance::{Provenance, Route};
pub use record::{RecordMalformed, RecordedCertificate, TrustRecord};
pub use reference_time::ReferenceTime;
pub use refusal::TrustRefusal;
pub use revocation_list::RevocationList;
pub use signed_list::ListKind;
pub use state_tolerance::StateTolerance;
pub use tolerance::{Tolerance, Tolerances};

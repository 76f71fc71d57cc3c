//! Whom the operator trusts. ICAO Doc 9303-12 §5.

mod anchor;
mod anchors;
mod certificate;
mod defect_list;
mod document_signers;
mod encoded;
mod loading;
mod policy;
mod provenance;
mod record;
mod reference_time;
mod refusal;
mod revocation;
mod revocation_list;
mod signed_list;
mod tolerance;

pub use anchor::{Anchor, Role};
pub use anchors::{AnchorRefused, TrustAnchors};
pub use certificate::ProfileError;
pub(crate) use certificate::{Certificate, moment};
pub use defect_list::{Defect, DefectEntry, DefectList};
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
pub use tolerance::{Tolerance, Tolerances};

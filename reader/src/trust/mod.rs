//! Whom the operator trusts. ICAO Doc 9303-12 §5.

mod anchors;
mod certificate;
mod policy;
mod provenance;
mod reference_time;

pub use anchors::{Anchor, AnchorRefused, TrustAnchors};
pub use certificate::ProfileError;
pub(crate) use certificate::{Certificate, moment};
pub use policy::{RevocationPolicy, TrustPolicy};
pub use provenance::{Provenance, Route};
pub use reference_time::ReferenceTime;

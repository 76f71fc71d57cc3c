//! Whom the operator trusts. ICAO Doc 9303-12 §5.

mod anchors;
mod certificate;
mod reference_time;

pub use anchors::{AnchorRefused, TrustAnchors};
pub use certificate::ProfileError;
pub(crate) use certificate::{Certificate, moment};
pub use reference_time::ReferenceTime;

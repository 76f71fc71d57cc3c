//! Whether the clock can be right. RFC 5280 §6.1.1 (b).
//!
//! A clock that is earlier than a signed moment is wrong; a clock that is late cannot be told from a
//! right one. Doubt is shown and refutes nobody.

use super::{Check, CheckId, CheckResult, Reason};
use crate::trust::{ReferenceTime, TrustAnchors};

/// `clock.plausible`.
pub(super) fn check(trust: &TrustAnchors, at: ReferenceTime) -> Check {
    let (result, reason) = match trust.newest_known_moment() {
        Some(known) if at.0 < known => (CheckResult::Undetermined, Reason::ClockDoubtful),
        _ => (CheckResult::Successful, Reason::AsRequired),
    };
    Check {
        id: CheckId::ClockPlausible,
        result,
        reason,
    }
}

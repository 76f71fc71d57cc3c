//! Whether the clock can be right. RFC 5280 §6.1.1 (b).
//!
//! A clock that is earlier than a signed moment is wrong; a clock that is late cannot be told from a
//! right one. Doubt is shown and refutes nobody: what such a clock would clear is left open.

use super::{Check, CheckId, CheckResult, Reason};
use crate::trust::{ReferenceTime, TrustAnchors};

/// `clock.plausible`.
pub(super) fn check(trust: &TrustAnchors, at: ReferenceTime) -> Check {
    let (result, reason) = if trust.doubts(at) {
        (CheckResult::Undetermined, Reason::ClockDoubtful)
    } else {
        (CheckResult::Successful, Reason::AsRequired)
    };
    Check {
        id: CheckId::ClockPlausible,
        result,
        reason,
    }
}

/// A date of expiry that has not passed by a clock that was set back may have passed.
pub(super) fn reopen_expiry(checks: &mut [Check], trust: &TrustAnchors, at: ReferenceTime) {
    let expiry = checks
        .iter_mut()
        .find(|check| check.id == CheckId::DocumentExpiry && check.reason == Reason::AsRequired);
    if let Some(expiry) = expiry.filter(|_| trust.doubts(at)) {
        expiry.result = CheckResult::Undetermined;
        expiry.reason = Reason::ClockDoubtful;
    }
}

//! One country in the signer, its CA and the MRZ. ICAO Doc 9303-12 §7.1.1, 9303-3 §5.

use crate::mrz::MachineReadableZone;
use crate::trust::Certificate;
use crate::verdict::{CheckResult, Reason};

/// Three-letter code of the MRZ and two-letter code of certificates. Cards of other states cannot
/// be proven by this program.
const STATES: [(&str, &str); 3] = [("VNM", "VN"), ("UTO", "UT"), ("D", "DE")];

/// Compares countries; without a CA only contradictions are found.
pub(super) fn compare(
    signer: &Certificate,
    authority: Option<&Certificate>,
    mrz: Option<&MachineReadableZone>,
) -> (CheckResult, Reason) {
    let failed = (CheckResult::Failed, Reason::CountryDiffers);
    let Some(signer) = signer.country() else {
        return failed;
    };
    if authority.is_some_and(|authority| authority.country() != Some(signer)) {
        return failed;
    }
    let Some(mrz) = mrz else {
        return (CheckResult::Undetermined, Reason::MrzMalformed);
    };
    let state = STATES
        .iter()
        .find(|(three, _)| *three == mrz.issuing_state());
    match (state, authority) {
        (Some((_, two)), _) if *two != signer => failed,
        (Some(_), Some(_)) => (CheckResult::Successful, Reason::AsRequired),
        (None, Some(_)) => (CheckResult::Undetermined, Reason::CountryDiffers),
        (_, None) => (CheckResult::Undetermined, Reason::IssuerUnknown),
    }
}

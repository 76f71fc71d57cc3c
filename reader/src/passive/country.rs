//! One country in the signer, its CA and the MRZ. ICAO Doc 9303-12 §7.1.1, 9303-11 §5.1, 9303-3 §5.

mod states;

use crate::mrz::MachineReadableZone;
use crate::trust::Certificate;
use crate::verdict::{CheckResult, Reason, Rule};

/// Compares countries; without a CA only contradictions are found.
pub(super) fn compare(
    signer: &Certificate,
    authority: Option<&Certificate>,
    mrz: Option<&MachineReadableZone>,
) -> (CheckResult, Reason) {
    match contradiction(signer, authority, mrz) {
        Err(reason) => (CheckResult::Failed, reason),
        Ok(()) if mrz.is_none() => (CheckResult::Undetermined, Reason::MrzMalformed),
        Ok(()) if authority.is_none() => (CheckResult::Undetermined, Reason::IssuerUnknown),
        Ok(()) => (CheckResult::Successful, Reason::AsRequired),
    }
}

fn contradiction(
    signer: &Certificate,
    authority: Option<&Certificate>,
    mrz: Option<&MachineReadableZone>,
) -> Result<(), Reason> {
    let country = signer.country();
    let of_issuer = authority.is_none_or(|authority| authority.country() == country);
    let named = country.is_some() && of_issuer;
    Rule::CountryOfIssuer.demands(named, Reason::CountryDiffers)?;
    let of_document =
        mrz.is_none_or(|mrz| states::alpha_2(mrz.issuing_state()) == country && country.is_some());
    Rule::CountryOfDocument.demands(of_document, Reason::CountryDiffers)
}

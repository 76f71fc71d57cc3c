//! One country in the signer, its CA and the MRZ. ICAO Doc 9303-12 §7.1.1, 9303-11 §5.1, 9303-3 §5.

mod states;

use crate::mrz::MachineReadableZone;
use crate::trust::Certificate;
use crate::verdict::{CheckResult, Reason, Rule};

/// Compares countries; without a CA only contradictions are found. What a defect list puts in the place of
/// the signer's country counts when that agrees with everything else.
pub(super) fn compare(
    signer: &Certificate,
    authority: Option<&Certificate>,
    mrz: Option<&MachineReadableZone>,
    corrected: Option<(u16, String)>,
) -> (CheckResult, Reason) {
    let found = contradiction(signer.country(), authority, mrz);
    let corrected = corrected.filter(|(_, country)| {
        found.is_err() && contradiction(two_letters(country).as_deref(), authority, mrz).is_ok()
    });
    let agreed = match (found, corrected) {
        (Ok(()), _) => Reason::AsRequired,
        (Err(_), Some((entry, _))) => Reason::ListedDefect { entry },
        (Err(reason), None) => return (CheckResult::Failed, reason),
    };
    match (mrz, authority) {
        (None, _) => (CheckResult::Undetermined, Reason::MrzMalformed),
        (Some(_), None) => (CheckResult::Undetermined, Reason::IssuerUnknown),
        (Some(_), Some(_)) => (CheckResult::Successful, agreed),
    }
}

/// The code of certificates, whether two or three letters are given.
fn two_letters(country: &str) -> Option<String> {
    let country = country.to_ascii_uppercase();
    match country.len() {
        3 => states::alpha_2(&country).map(str::to_owned),
        _ => Some(country),
    }
}

fn contradiction(
    country: Option<&str>,
    authority: Option<&Certificate>,
    mrz: Option<&MachineReadableZone>,
) -> Result<(), Reason> {
    let of_issuer = authority.is_none_or(|authority| authority.country() == country);
    let named = country.is_some() && of_issuer;
    Rule::CountryOfIssuer.demands(named, Reason::CountryDiffers)?;
    let of_document =
        mrz.is_none_or(|mrz| states::alpha_2(mrz.issuing_state()) == country && country.is_some());
    Rule::CountryOfDocument.demands(of_document, Reason::CountryDiffers)
}

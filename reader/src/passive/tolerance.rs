//! Deviations of signed objects that are taken, each by its name. ICAO Doc 9303-10 §4.6.2, 9303-12 §4.4.

use crate::verdict::Reason;

/// A deviation from the standard that a signature was accepted with. It shows in the check's reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tolerance {
    /// SHA-1, because the operator's policy takes it.
    Sha1,
    /// BER with indefinite or overlong lengths around the signed attributes, which are DER.
    BasicEncodingRules,
    /// A content type of its own that the state of the signer is known for.
    NationalContentType,
    /// A signature over the content itself, without signed attributes, that the state of the signer is
    /// known for.
    BareSignature,
}

/// Content types that states sign instead of id-icao-ldsSecurityObject, by country of the signer.
///
/// The Netherlands signed under the arc of their printer (Sdu) in the first years. Any other deviation of a
/// state counts only when a defect list that the operator believes names it.
const CONTENT_TYPES: [(&str, &[u32]); 1] = [("NL", &[1, 3, 27, 1, 1, 1])];

/// Whether the state of this country is known to sign this content type.
pub(super) fn lists_content_type(country: Option<&str>, content_type: &[u32]) -> bool {
    CONTENT_TYPES
        .iter()
        .any(|(state, listed)| Some(*state) == country && *listed == content_type)
}

/// The reason to report with a signature that was accepted with these.
pub(super) fn reason(tolerances: &[Tolerance]) -> Reason {
    match tolerances.iter().min() {
        None => Reason::AsRequired,
        Some(Tolerance::Sha1) => Reason::HashWeak,
        Some(
            Tolerance::BasicEncodingRules
            | Tolerance::NationalContentType
            | Tolerance::BareSignature,
        ) => Reason::WithinTolerance,
    }
}

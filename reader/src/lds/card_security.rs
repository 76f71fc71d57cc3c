//! EF.CardSecurity: the content of its SignedData. ICAO Doc 9303-10 §3.11.4, 9303-11 §9.2.9.

use super::{LdsError, SecurityInfos};

/// The SecurityInfos that were signed.
///
/// # Errors
/// [`LdsError`] when the bytes are not SecurityInfos.
pub fn parse(content: &[u8]) -> Result<SecurityInfos, LdsError> {
    SecurityInfos::parse(content)
}

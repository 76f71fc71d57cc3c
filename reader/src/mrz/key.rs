//! MRZ_information, from which the chip's access keys are derived. ICAO Doc 9303-11 §4.3.2, §4.4.4.1.

use zeroize::Zeroizing;

use super::check_digit::check_digit;

/// Document number, date of birth and date of expiry, each with its check digit. A secret: no `Debug`.
#[derive(Clone)]
pub struct MrzKey(Zeroizing<Vec<u8>>);

impl MrzKey {
    /// From the three fields as the MRZ prints them, without check digits: a number of up to nine
    /// characters is padded with `<`, dates are `yymmdd`.
    #[must_use]
    pub fn from_fields(
        document_number: &str,
        date_of_birth: &str,
        date_of_expiry: &str,
    ) -> Option<Self> {
        let mut information = Zeroizing::new(Vec::new());
        let padded = Zeroizing::new(format!("{document_number:<<9}"));
        for field in [padded.as_str(), date_of_birth, date_of_expiry] {
            information.extend_from_slice(field.as_bytes());
            information.push(check_digit(field)?);
        }
        Some(Self(information))
    }

    /// The characters whose SHA-1 is the seed of the access keys.
    #[must_use]
    pub fn information(&self) -> &[u8] {
        &self.0
    }
}

//! The 12-digit number of a citizen. Circular 59/2021/TT-BCA art. 4; field 1 of DG13.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::td1::Sex;

/// Twelve digits: place of registration, century and sex, year of birth, six digits. No `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Zeroize, ZeroizeOnDrop)]
pub struct PersonalNumber(String);

/// Why a text is no personal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonalNumberError {
    /// Not twelve characters.
    #[error("{0} characters where 12 digits are required")]
    Length(usize),
    /// Something else than digits.
    #[error("a personal number has digits only")]
    NotDigits,
}

impl PersonalNumber {
    /// From twelve digits; spaces around them are ignored.
    ///
    /// # Errors
    /// [`PersonalNumberError`] when the text is not twelve digits.
    pub fn new(text: &str) -> Result<Self, PersonalNumberError> {
        let text = text.trim();
        if !text.bytes().all(|character| character.is_ascii_digit()) {
            return Err(PersonalNumberError::NotDigits);
        }
        if text.len() != 12 {
            return Err(PersonalNumberError::Length(text.len()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The card access number of the citizen's card: the last six digits.
    #[must_use]
    pub fn can(&self) -> &str {
        self.0.get(6..).unwrap_or_default()
    }

    /// The number of the card in its MRZ: the last nine digits.
    #[must_use]
    pub fn document_number(&self) -> &str {
        self.0.get(3..).unwrap_or_default()
    }

    /// The sex that the fourth digit tells.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.century_digit().is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// The first year of the century of birth, for example 1900.
    #[must_use]
    pub fn century(&self) -> u16 {
        1900 + u16::from(self.century_digit() / 2) * 100
    }

    fn century_digit(&self) -> u8 {
        self.0
            .as_bytes()
            .get(3)
            .map_or(0, |digit| digit.saturating_sub(b'0'))
    }
}

impl PersonalNumberError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "Circular 59/2021/TT-BCA art. 4"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> crate::fault::Fault {
        crate::fault::Fault::Operator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_tells_can_sex_and_century() {
        let number = PersonalNumber::new(" 001199000018 ").unwrap();
        assert_eq!(number.can(), "000018");
        assert_eq!(number.document_number(), "199000018");
        assert_eq!(number.sex(), Sex::Female);
        assert_eq!(number.century(), 1900);
        assert_eq!(PersonalNumber::new("001206000011").unwrap().century(), 2000);
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(
            PersonalNumber::new("00119900001").err(),
            Some(PersonalNumberError::Length(11))
        );
        assert_eq!(
            PersonalNumber::new("00119900001O").err(),
            Some(PersonalNumberError::NotDigits)
        );
        assert_eq!(
            PersonalNumber::new("").err(),
            Some(PersonalNumberError::Length(0))
        );
    }
}

//! The passwords that open a chip. ICAO Doc 9303-11 §4.2, §4.4.4.1, §9.7.3.

use zeroize::Zeroizing;

use crate::crypto::CryptoError;
use crate::crypto::digest::DigestAlgorithm;
use crate::mrz::MrzKey;
use crate::read_out::PasswordKind;

/// What the holder shows to have the chip opened. Secret: no `Debug`.
pub enum AccessKey {
    /// The card access number.
    Can(CardAccessNumber),
    /// Document number, date of birth and date of expiry from the machine-readable zone.
    Mrz(MrzKey),
    /// The holder's personal identification number.
    Pin(PersonalIdentificationNumber),
}

/// A number that the holder keeps secret, for cards that open by one. No `Debug`.
pub struct PersonalIdentificationNumber(Zeroizing<Vec<u8>>);

/// The characters of a personal identification number are too few, too many or no digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a personal identification number has 4 to 12 digits")]
pub struct PersonalIdentificationNumberError;

impl PersonalIdentificationNumber {
    /// Takes 4 to 12 ASCII digits.
    ///
    /// # Errors
    /// [`PersonalIdentificationNumberError`] for anything else.
    pub fn new(text: &str) -> Result<Self, PersonalIdentificationNumberError> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(4..=12).contains(&text.len()) {
            return Err(PersonalIdentificationNumberError);
        }
        Ok(Self(Zeroizing::new(text.as_bytes().to_vec())))
    }
}

/// Six digits printed on the card, or the last six of Vietnam's personal number. No `Debug`.
#[derive(Clone)]
pub struct CardAccessNumber(Zeroizing<Vec<u8>>);

/// Why a text is no card access number; the text itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardAccessNumberError {
    /// Not six characters.
    #[error("a card access number has 6 digits, not {0} characters")]
    Length(usize),
    /// Something other than a digit.
    #[error("character {0} of the card access number is no digit")]
    NotDigit(usize),
}

impl CardAccessNumber {
    /// Takes exactly six ASCII digits.
    ///
    /// # Errors
    /// [`CardAccessNumberError`] names the length or the position that is wrong.
    pub fn new(text: &str) -> Result<Self, CardAccessNumberError> {
        let len = text.chars().count();
        if len != 6 {
            return Err(CardAccessNumberError::Length(len));
        }
        if let Some(at) = text.chars().position(|letter| !letter.is_ascii_digit()) {
            return Err(CardAccessNumberError::NotDigit(at + 1));
        }
        Ok(Self(Zeroizing::new(text.as_bytes().to_vec())))
    }
}

impl AccessKey {
    /// Which password it is.
    #[must_use]
    pub fn kind(&self) -> PasswordKind {
        match self {
            Self::Can(_) => PasswordKind::Can,
            Self::Mrz(_) => PasswordKind::Mrz,
            Self::Pin(_) => PasswordKind::Pin,
        }
    }

    /// K of PACE: the digits themselves, or the whole SHA-1 of the MRZ information.
    pub(crate) fn pace_secret(&self) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        match self {
            Self::Can(number) => Ok(number.0.clone()),
            Self::Mrz(key) => mrz_digest(key),
            Self::Pin(number) => Ok(number.0.clone()),
        }
    }
}

/// Kseed of basic access control: the first 16 bytes of the SHA-1 of the MRZ information.
pub(crate) fn basic_access_seed(key: &MrzKey) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    let mut digest = mrz_digest(key)?;
    digest.truncate(16);
    Ok(digest)
}

fn mrz_digest(key: &MrzKey) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    DigestAlgorithm::Sha1
        .digest(&[key.information()])
        .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_digits_are_a_card_access_number() {
        assert!(CardAccessNumber::new("000018").is_ok());
        assert!(PersonalIdentificationNumber::new("123456").is_ok());
        for wrong in ["123", "1234567890123", "12345a"] {
            assert!(PersonalIdentificationNumber::new(wrong).is_err());
        }
        let wrong = |text| CardAccessNumber::new(text).err();
        assert_eq!(wrong("00018"), Some(CardAccessNumberError::Length(5)));
        assert_eq!(wrong("0000018"), Some(CardAccessNumberError::Length(7)));
        assert_eq!(wrong("00O018"), Some(CardAccessNumberError::NotDigit(3)));
        assert_eq!(
            wrong("00001\u{0668}"),
            Some(CardAccessNumberError::NotDigit(6))
        );
    }
}

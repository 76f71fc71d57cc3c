//! The three lines of a card. ICAO Doc 9303-5 §4.2.
//!
//! | line | characters | content |
//! |---|---|---|
//! | 1 | 1-2, 3-5, 6-14, 15, 16-30 | code, state, number, check digit, optional data |
//! | 2 | 1-7, 8, 9-15, 16-18, 19-29, 30 | birth, sex, expiry, nationality, optional data, composite |
//! | 3 | 1-30 | name |

use time::Date;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Expiry, MrzDate, MrzError, MrzField, MrzKey, PersonalNumber, check_digit};

#[cfg(test)]
mod tests;

/// Characters of a TD1 zone, without line ends.
pub(super) const LENGTH: usize = 90;

/// Sex as documents state it. ICAO Doc 9303-5 §4.2.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// F.
    Female,
    /// M.
    Male,
    /// `<`.
    Unspecified,
}

/// The MRZ of a card, every check digit right. A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Td1 {
    text: String,
    document_number: String,
    optional_data: String,
    surname: String,
    given_names: String,
    #[zeroize(skip)]
    date_of_birth: MrzDate,
    #[zeroize(skip)]
    sex: Sex,
    #[zeroize(skip)]
    expiry: Expiry,
}

impl Td1 {
    /// From 90 characters without line ends.
    ///
    /// # Errors
    /// [`MrzError`] naming the first field that breaks the standard.
    pub fn parse(text: &str) -> Result<Self, MrzError> {
        alphabet(text, LENGTH)?;
        if !matches!(text.as_bytes().first(), Some(b'A' | b'C' | b'I')) {
            return Err(MrzError::Value(MrzField::DocumentCode));
        }
        let (document_number, optional_data) = document_number(text)?;
        let date_of_birth = date(text, 30, MrzField::DateOfBirth)?;
        let expiry = date(text, 38, MrzField::DateOfExpiry)?
            .as_expiry()
            .ok_or(MrzError::Value(MrzField::DateOfExpiry))?;
        let sex = sex(text.as_bytes().get(37))?;
        let composite = [(5, 30), (30, 37), (38, 45), (48, 59)]
            .map(|(from, to)| field(text, from, to))
            .concat();
        checked(&composite, text, 59, MrzField::Composite)?;
        let (surname, given_names) = name(field(text, 60, 90))?;
        Ok(Self {
            text: text.into(),
            document_number,
            optional_data,
            surname,
            given_names,
            date_of_birth,
            sex,
            expiry,
        })
    }

    /// The 90 characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Document code, for example `ID`.
    #[must_use]
    pub fn document_code(&self) -> &str {
        field(&self.text, 0, 2).trim_end_matches('<')
    }

    /// Issuing state, for example `VNM`.
    #[must_use]
    pub fn issuing_state(&self) -> &str {
        field(&self.text, 2, 5).trim_end_matches('<')
    }

    /// Document number without fillers; longer than nine characters when it overflows.
    #[must_use]
    pub fn document_number(&self) -> &str {
        &self.document_number
    }

    /// The citizen's number, which Vietnam prints in the optional data.
    #[must_use]
    pub fn personal_number(&self) -> Option<PersonalNumber> {
        self.optional_data
            .get(..12)
            .and_then(|digits| PersonalNumber::new(digits).ok())
    }

    /// Whether the last character of line 1 is the check digit over the citizen's number, as Vietnam
    /// prints it. No rule of Doc 9303: a mismatch is a hint, never a refusal.
    #[must_use]
    pub fn personal_number_digit_fits(&self) -> Option<bool> {
        let number = self.personal_number()?;
        let printed = self.text.as_bytes().get(29).copied();
        Some(check_digit(number.as_str()) == printed)
    }

    /// Date of birth as printed: two digits of the year.
    #[must_use]
    pub fn date_of_birth(&self) -> MrzDate {
        self.date_of_birth
    }

    /// Day of birth, when the personal number tells the century.
    #[must_use]
    pub fn day_of_birth(&self) -> Option<Date> {
        self.date_of_birth
            .in_century(self.personal_number()?.century())
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// Until when the card is valid.
    #[must_use]
    pub fn expiry(&self) -> Expiry {
        self.expiry
    }

    /// Nationality, for example `VNM`.
    #[must_use]
    pub fn nationality(&self) -> &str {
        field(&self.text, 45, 48).trim_end_matches('<')
    }

    /// Primary identifier, for example `NGUYEN`.
    #[must_use]
    pub fn surname(&self) -> &str {
        &self.surname
    }

    /// Secondary identifier, for example `THI VI DU`.
    #[must_use]
    pub fn given_names(&self) -> &str {
        &self.given_names
    }

    /// What the chip's access keys are derived from.
    #[must_use]
    pub fn key(&self) -> Option<MrzKey> {
        let number = &self.document_number;
        MrzKey::from_fields(number, field(&self.text, 30, 36), field(&self.text, 38, 44))
    }
}

/// Number and the optional data after it. 9303-5 §4.2.2 note j: a long number goes on behind `<`.
fn document_number(text: &str) -> Result<(String, String), MrzError> {
    let principal = field(text, 5, 14);
    let optional = field(text, 15, 30);
    if field(text, 14, 15) != "<" {
        checked(principal, text, 14, MrzField::DocumentNumber)?;
        return Ok((principal.trim_end_matches('<').into(), optional.into()));
    }
    let wrong = MrzError::CheckDigit(MrzField::DocumentNumber);
    let (overflow, rest) = optional.split_once('<').ok_or(wrong)?;
    let (more, digit) = overflow
        .split_at_checked(overflow.len().saturating_sub(1))
        .ok_or(wrong)?;
    let number = format!("{principal}{more}");
    if more.is_empty() || check_digit(&number) != digit.bytes().next() {
        return Err(wrong);
    }
    Ok((number, rest.into()))
}

/// Only characters of the MRZ, as many as the size has.
pub(super) fn alphabet(text: &str, length: usize) -> Result<(), MrzError> {
    let foreign = |c| !matches!(c, b'A'..=b'Z' | b'0'..=b'9' | b'<');
    if let Some(position) = text.bytes().position(foreign) {
        return Err(MrzError::Character(position));
    }
    if text.len() == length {
        Ok(())
    } else {
        Err(MrzError::Length(text.len()))
    }
}

pub(super) fn sex(printed: Option<&u8>) -> Result<Sex, MrzError> {
    match printed {
        Some(b'F') => Ok(Sex::Female),
        Some(b'M') => Ok(Sex::Male),
        Some(b'<') => Ok(Sex::Unspecified),
        _ => Err(MrzError::Value(MrzField::Sex)),
    }
}

pub(super) fn date(text: &str, from: usize, which: MrzField) -> Result<MrzDate, MrzError> {
    let digits = field(text, from, from + 6);
    checked(digits, text, from + 6, which)?;
    MrzDate::parse(digits).ok_or(MrzError::Value(which))
}

pub(super) fn checked(
    covered: &str,
    text: &str,
    digit_at: usize,
    which: MrzField,
) -> Result<(), MrzError> {
    let printed = text.as_bytes().get(digit_at).copied();
    if check_digit(covered) == printed {
        Ok(())
    } else {
        Err(MrzError::CheckDigit(which))
    }
}

pub(super) fn name(line: &str) -> Result<(String, String), MrzError> {
    let line = line.trim_end_matches('<');
    if line.is_empty() || line.bytes().any(|character| character.is_ascii_digit()) {
        return Err(MrzError::Value(MrzField::Name));
    }
    let (surname, given) = line.split_once("<<").unwrap_or((line, ""));
    Ok((words(surname), words(given)))
}

fn words(part: &str) -> String {
    part.split('<')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Characters `from..to` of a text that is known to be ASCII.
pub(super) fn field(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

//! Zones of two lines: TD2 and TD3. ICAO Doc 9303-6 §4.2, 9303-4 §4.2.
//!
//! | line | TD2 | TD3 | content |
//! |---|---|---|---|
//! | 1 | 1-2, 3-5, 6-36 | 1-2, 3-5, 6-44 | code, state, name |
//! | 2 | 1-10, 11-13, 14-20 | the same | number, nationality, birth |
//! | 2 | 21, 22-28, 29-35, 36 | 21, 22-28, 29-43, 44 | sex, expiry, optional data, composite |

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::td1::{self, Sex, checked, date, field};
use super::{Expiry, MrzDate, MrzError, MrzField, MrzKey, PersonalNumber, check_digit};

#[cfg(test)]
mod tests;

/// Characters of a TD2 zone, without line ends.
pub(super) const TD2_LENGTH: usize = 72;
/// Characters of a TD3 zone, without line ends.
pub(super) const TD3_LENGTH: usize = 88;

/// An MRZ of two lines, every check digit right. A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TwoLineZone {
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

impl TwoLineZone {
    /// From the 72 characters of a TD2 zone without line ends.
    ///
    /// # Errors
    /// [`MrzError`] naming the first field that breaks the standard.
    pub fn td2(text: &str) -> Result<Self, MrzError> {
        td1::alphabet(text, TD2_LENGTH)?;
        if !matches!(text.as_bytes().first(), Some(b'A' | b'C' | b'I')) {
            return Err(MrzError::Value(MrzField::DocumentCode));
        }
        let (document_number, optional_data) = long_or_short_number(second(text))?;
        Self::parse(text, document_number, optional_data)
    }

    /// From the 88 characters of a TD3 zone without line ends.
    ///
    /// # Errors
    /// [`MrzError`] naming the first field that breaks the standard.
    pub fn td3(text: &str) -> Result<Self, MrzError> {
        td1::alphabet(text, TD3_LENGTH)?;
        if text.as_bytes().first() != Some(&b'P') {
            return Err(MrzError::Value(MrzField::DocumentCode));
        }
        let line = second(text);
        checked(field(line, 0, 9), line, 9, MrzField::DocumentNumber)?;
        let optional = field(line, 28, 42);
        // 9303-4 §4.2.2.2: without optional data its check digit may be the filler.
        let unused = optional.bytes().all(|one| one == b'<') && field(line, 42, 43) == "<";
        if !unused {
            checked(optional, line, 42, MrzField::OptionalData)?;
        }
        let number = field(line, 0, 9).trim_end_matches('<').to_owned();
        Self::parse(text, number, optional.to_owned())
    }

    fn parse(text: &str, document_number: String, optional_data: String) -> Result<Self, MrzError> {
        let line = second(text);
        let date_of_birth = date(line, 13, MrzField::DateOfBirth)?;
        let expiry = date(line, 21, MrzField::DateOfExpiry)?
            .as_expiry()
            .ok_or(MrzError::Value(MrzField::DateOfExpiry))?;
        let sex = td1::sex(line.as_bytes().get(20))?;
        let last = line.len().saturating_sub(1);
        let composite = [(0, 10), (13, 20), (21, last)]
            .map(|(from, to)| field(line, from, to))
            .concat();
        checked(&composite, line, last, MrzField::Composite)?;
        let (surname, given_names) = td1::name(field(text, 5, line.len()))?;
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

    /// The characters, without line ends.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Document code, for example `P`.
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

    /// Twelve digits at the start of the optional data, where Vietnam prints the citizen's number.
    #[must_use]
    pub fn personal_number(&self) -> Option<PersonalNumber> {
        let digits = self.optional_data.get(..12)?;
        PersonalNumber::new(digits).ok()
    }

    /// Date of birth as printed: two digits of the year.
    #[must_use]
    pub fn date_of_birth(&self) -> MrzDate {
        self.date_of_birth
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// Until when the document is valid.
    #[must_use]
    pub fn expiry(&self) -> Expiry {
        self.expiry
    }

    /// Nationality, for example `VNM`.
    #[must_use]
    pub fn nationality(&self) -> &str {
        field(second(&self.text), 10, 13).trim_end_matches('<')
    }

    /// Primary identifier.
    #[must_use]
    pub fn surname(&self) -> &str {
        &self.surname
    }

    /// Secondary identifier.
    #[must_use]
    pub fn given_names(&self) -> &str {
        &self.given_names
    }

    /// What the chip's access keys are derived from.
    #[must_use]
    pub fn key(&self) -> Option<MrzKey> {
        let line = second(&self.text);
        MrzKey::from_fields(
            &self.document_number,
            field(line, 13, 19),
            field(line, 21, 27),
        )
    }
}

/// The second line: the latter half of the characters.
fn second(text: &str) -> &str {
    text.get(text.len() / 2..).unwrap_or_default()
}

/// Number and the optional data after it. 9303-6 §4.2.2.2 note j: a long number goes on behind `<`.
fn long_or_short_number(line: &str) -> Result<(String, String), MrzError> {
    let principal = field(line, 0, 9);
    let optional = field(line, 28, 35);
    if field(line, 9, 10) != "<" {
        checked(principal, line, 9, MrzField::DocumentNumber)?;
        return Ok((principal.trim_end_matches('<').into(), optional.into()));
    }
    let wrong = MrzError::CheckDigit(MrzField::DocumentNumber);
    let (overflow, rest) = optional.split_once('<').unwrap_or((optional, ""));
    let (more, digit) = overflow
        .split_at_checked(overflow.len().saturating_sub(1))
        .ok_or(wrong)?;
    let number = format!("{principal}{more}");
    if more.is_empty() || check_digit(&number) != digit.bytes().next() {
        return Err(wrong);
    }
    Ok((number, rest.into()))
}

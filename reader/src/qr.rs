//! The QR code printed on the card: fields separated by `|`. Circular 06/2021/TT-BCA, Circular 16/2024/TT-BCA.
//!
//! | field | content |
//! |---|---|
//! | 1 | personal number, 12 digits |
//! | 2 | old 9-digit number, may be empty |
//! | 3 | full name |
//! | 4 | date of birth, ddMMyyyy |
//! | 5 | sex: Nam or Nữ |
//! | 6 | residence |
//! | 7 | date of issue, ddMMyyyy |
//! | 8... | cards of 2024 add four fields whose order no source tells: kept as they are |

use time::{Date, Month};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::fault::Fault;
use crate::mrz::{NumberWarning, PersonalNumber, Sex};

#[cfg(test)]
mod tests;

const FIELDS: usize = 7;
const MAX_CHARACTERS: usize = 2048;

/// What the printed QR code says. Unsigned, a citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct QrText {
    /// Field 1.
    pub personal_number: PersonalNumber,
    /// Field 2.
    pub old_identity_number: Option<String>,
    /// Field 3, composed Unicode (NFC).
    pub full_name: String,
    /// Field 4.
    #[zeroize(skip)]
    pub date_of_birth: Option<Date>,
    /// Field 5.
    #[zeroize(skip)]
    pub sex: Sex,
    /// Field 6, composed Unicode (NFC).
    pub residence: String,
    /// Field 7.
    #[zeroize(skip)]
    pub date_of_issue: Option<Date>,
    /// Fields 8 and more, as they are.
    pub extras: Vec<String>,
}

/// The cards that print this form of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QrLayout {
    /// Seven fields.
    Card2021,
    /// Eleven fields.
    Card2024,
    /// Another number, more than seven: read as far as it is known.
    Unknown,
}

/// A field of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QrField {
    /// Field 1.
    PersonalNumber,
    /// Field 2.
    OldIdentityNumber,
    /// Field 3.
    FullName,
    /// Field 4.
    DateOfBirth,
    /// Field 5.
    Sex,
    /// Field 6.
    Residence,
    /// Field 7.
    DateOfIssue,
}

/// Something odd in a code that can be used: a reason to scan again, never to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QrWarning {
    /// The field does not have its form; the chip tells it again.
    Unreadable(QrField),
    /// The field has letters that the keyboard layout of a scanner made.
    Mangled(QrField),
    /// The number does not fit its tables or the other fields.
    Number(NumberWarning),
}

/// Why a text is not a card's QR text; never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// Fewer fields than every card has.
    #[error("{0} fields where at least 7 are required")]
    TooFewFields(usize),
    /// Longer than any card's text.
    #[error("{0} characters are too many for a card's QR text")]
    TooLong(usize),
    /// Field 1 is not a personal number.
    #[error("field 1 is not a personal number")]
    PersonalNumber,
    /// Field 3 is empty.
    #[error("field 3 has no name")]
    Name,
}

impl QrText {
    /// From the scanned text; line ends around it are ignored.
    ///
    /// # Errors
    /// [`QrError`] when number or name cannot be read. Dates and sex that a keyboard layout has
    /// mangled are left out instead, because the chip tells them again.
    pub fn parse(text: &str) -> Result<Self, QrError> {
        let characters = text.chars().count();
        if characters > MAX_CHARACTERS {
            return Err(QrError::TooLong(characters));
        }
        let mut fields = text.trim().split('|').map(str::trim);
        let mut next = || fields.next().unwrap_or_default();
        let [number, old, name, birth, sex, residence, issue] = std::array::from_fn(|_| next());
        let extras: Vec<String> = fields.map(str::to_owned).collect();
        let separators = text.matches('|').count();
        if separators + 1 < FIELDS {
            return Err(QrError::TooFewFields(separators + 1));
        }
        if name.is_empty() {
            return Err(QrError::Name);
        }
        Ok(Self {
            personal_number: PersonalNumber::new(number).map_err(|_| QrError::PersonalNumber)?,
            old_identity_number: (!old.is_empty()).then(|| old.to_owned()),
            full_name: name.nfc().collect(),
            date_of_birth: date(birth),
            sex: sex_of(sex),
            residence: residence.nfc().collect(),
            date_of_issue: date(issue),
            extras,
        })
    }
}

impl QrText {
    /// Which cards print this form.
    #[must_use]
    pub fn layout(&self) -> QrLayout {
        match self.extras.len() {
            0 => QrLayout::Card2021,
            4 => QrLayout::Card2024,
            _ => QrLayout::Unknown,
        }
    }

    /// Whether another text is the same card's code, whatever the scanner did to its spelling.
    #[must_use]
    pub fn is_same_card(&self, other: &Self) -> bool {
        self.personal_number == other.personal_number && self.date_of_issue == other.date_of_issue
    }

    /// What is odd in the code, field by field.
    #[must_use]
    pub fn warnings(&self) -> Vec<QrWarning> {
        let old_number = self.old_identity_number.as_deref();
        // Nine digits, or twelve when the person had the number of an older card.
        let old_fits = old_number.is_none_or(|old| {
            matches!(old.len(), 9 | 12) && old.bytes().all(|digit| digit.is_ascii_digit())
        });
        let unreadable = [
            (!old_fits, QrField::OldIdentityNumber),
            (self.date_of_birth.is_none(), QrField::DateOfBirth),
            (self.sex == Sex::Unspecified, QrField::Sex),
            (self.residence.is_empty(), QrField::Residence),
            (self.date_of_issue.is_none(), QrField::DateOfIssue),
        ];
        let mangled = [
            (is_mangled(&self.full_name), QrField::FullName),
            (is_mangled(&self.residence), QrField::Residence),
        ];
        let number = self.personal_number.warnings(self.date_of_birth, self.sex);
        let odd = |(odd, field): (bool, QrField)| odd.then_some(field);
        unreadable
            .into_iter()
            .filter_map(odd)
            .map(QrWarning::Unreadable)
            .chain(mangled.into_iter().filter_map(odd).map(QrWarning::Mangled))
            .chain(number.into_iter().map(QrWarning::Number))
            .collect()
    }
}

impl QrError {
    /// The field to look at, when it is one.
    #[must_use]
    pub fn field(&self) -> Option<QrField> {
        match self {
            Self::PersonalNumber => Some(QrField::PersonalNumber),
            Self::Name => Some(QrField::FullName),
            Self::TooFewFields(_) | Self::TooLong(_) => None,
        }
    }

    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        "Circular 16/2024/TT-BCA"
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

/// The replacement character and the question marks that a scanner sends for letters it cannot type.
fn is_mangled(text: &str) -> bool {
    text.contains(['\u{FFFD}', '?'])
}

fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|character| character.is_ascii_digit()) {
        return None;
    }
    let month = Month::try_from(text.get(2..4)?.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(
        text.get(4..8)?.parse().ok()?,
        month,
        text.get(0..2)?.parse().ok()?,
    )
    .ok()
}

fn sex_of(text: &str) -> Sex {
    let composed: String = text.nfc().collect();
    match composed.to_lowercase().as_str() {
        "nam" => Sex::Male,
        "nữ" => Sex::Female,
        _ => Sex::Unspecified,
    }
}

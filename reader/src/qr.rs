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
use crate::mrz::{PersonalNumber, Sex};

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

impl QrError {
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

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const CARD_2021: &str =
        "001199000018|012345678|Nguyễn Thị Ví Dụ|15031999|Nữ|Số 1 Phố Mẫu, Hà Nội|20042021";

    #[test]
    fn a_card_of_2021_has_seven_fields() {
        let qr = QrText::parse(&format!("{CARD_2021}\r\n")).ok().unwrap();
        assert_eq!(qr.personal_number.can(), "000018");
        assert_eq!(qr.old_identity_number.as_deref(), Some("012345678"));
        assert_eq!(qr.full_name, "Nguyễn Thị Ví Dụ");
        assert_eq!(qr.date_of_birth, Some(date!(1999 - 03 - 15)));
        assert_eq!(qr.sex, Sex::Female);
        assert_eq!(qr.residence, "Số 1 Phố Mẫu, Hà Nội");
        assert_eq!(qr.date_of_issue, Some(date!(2021 - 04 - 20)));
        assert!(qr.extras.is_empty());
    }

    #[test]
    fn a_card_of_2024_keeps_its_extra_fields() {
        let qr = QrText::parse("001199000018||Nguyễn Thị Ví Dụ|15031999|Nữ|Hà Nội|20042025||||")
            .ok()
            .unwrap();
        assert_eq!(qr.old_identity_number, None);
        assert_eq!(qr.extras, ["", "", "", ""]);
    }

    #[test]
    fn decomposed_names_are_composed() {
        let qr = QrText::parse(
            "001199000018||Nguye\u{302}\u{303}n|15031999|Nu\u{31b}\u{303}|x|20042025",
        )
        .ok()
        .unwrap();
        assert_eq!(qr.full_name, "Nguyễn");
        assert_eq!(qr.sex, Sex::Female);
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(QrText::parse("").err(), Some(QrError::TooFewFields(1)));
        assert_eq!(
            QrText::parse("001199000018|a|b").err(),
            Some(QrError::TooFewFields(3))
        );
        assert_eq!(
            QrText::parse("1|2|3|4|5|6|7").err(),
            Some(QrError::PersonalNumber)
        );
        assert_eq!(
            QrText::parse("001199000018|||15031999|Nữ|x|y").err(),
            Some(QrError::Name)
        );
        assert_eq!(
            QrText::parse(&"|".repeat(5000)).err(),
            Some(QrError::TooLong(5000))
        );
    }

    #[test]
    fn mangled_dates_are_left_out() {
        let qr = QrText::parse("001199000018||A|99999999|N?|x|")
            .ok()
            .unwrap();
        assert_eq!(qr.date_of_birth, None);
        assert_eq!(qr.sex, Sex::Unspecified);
    }
}

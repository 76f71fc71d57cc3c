//! An MRZ that a person typed or a scanner read. ICAO Doc 9303-5 §4.2, 9303-3 §4.3.

use super::look_alike::{Corrected, number_and_digit, only_reading};
use super::td1::{self, checked, field};
use super::{MachineReadableZone, MrzError, MrzField, MrzKey, PersonalNumber, Td1};

/// A typed or scanned MRZ whose check digits all fit.
#[derive(Clone)]
pub struct MrzText {
    zone: Td1,
    corrected: Vec<usize>,
}

/// A character of the document number that was probably meant to be another one. No `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LookAlike {
    /// Place in the document number, from 1.
    pub place: usize,
    /// What it should be for the check digit to fit.
    pub likely: char,
}

impl MrzText {
    /// From three lines in any case, with any white space. Letters that scanners take for digits,
    /// and digits for letters, are corrected where a field can only have the one kind.
    ///
    /// # Errors
    /// [`MrzError`] naming the field to look at.
    pub fn parse(text: &str) -> Result<Self, MrzError> {
        let Corrected { text, places } = Corrected::new(text)?;
        Ok(Self {
            zone: Td1::parse(&text)?,
            corrected: places,
        })
    }

    /// The zone.
    #[must_use]
    pub fn td1(&self) -> &Td1 {
        &self.zone
    }

    /// Places, from 0, of the characters that were corrected.
    #[must_use]
    pub fn corrected(&self) -> &[usize] {
        &self.corrected
    }

    /// What the chip's access keys are derived from.
    #[must_use]
    pub fn key(&self) -> Option<MrzKey> {
        self.zone.key()
    }

    /// The citizen's number.
    #[must_use]
    pub fn personal_number(&self) -> Option<PersonalNumber> {
        self.zone.personal_number()
    }

    /// Every field of a card's zone whose check digit or value is wrong, not only the first. The
    /// composite digit is named only when all the others fit: it covers them too.
    ///
    /// # Errors
    /// [`MrzError`] when the text has not the characters of a TD1 zone.
    pub fn wrong_fields(text: &str) -> Result<Vec<MrzField>, MrzError> {
        let Corrected { text, .. } = Corrected::new(text)?;
        td1::alphabet(&text, td1::LENGTH)?;
        let mut wrong = Vec::new();
        if field(&text, 14, 15) != "<" {
            let number = checked(field(&text, 5, 14), &text, 14, MrzField::DocumentNumber);
            wrong.extend(number.err());
        }
        wrong.extend(td1::date(&text, 30, MrzField::DateOfBirth).err());
        wrong.extend(td1::date(&text, 38, MrzField::DateOfExpiry).err());
        wrong.extend(td1::sex(text.as_bytes().get(37)).err());
        wrong.extend(td1::name(field(&text, 60, 90)).err());
        if wrong.is_empty() {
            wrong.extend(Td1::parse(&text).err());
        }
        Ok(wrong.into_iter().filter_map(field_of).collect())
    }

    /// Which characters of the document number to read again: O and 0, I and 1, where exactly one
    /// reading fits the check digit.
    #[must_use]
    pub fn look_alikes(text: &str) -> Vec<LookAlike> {
        let Ok(Corrected { text, .. }) = Corrected::new(text) else {
            return Vec::new();
        };
        let Some((number, digit)) = number_and_digit(&text) else {
            return Vec::new();
        };
        let Some(likely) = only_reading(number, digit) else {
            return Vec::new();
        };
        (1..)
            .zip(number.chars().zip(likely.chars()))
            .filter(|(_, (typed, likely))| typed != likely)
            .map(|(place, (_, likely))| LookAlike { place, likely })
            .collect()
    }
}

impl MachineReadableZone {
    /// From typed or scanned lines of any of the three sizes, corrected like [`MrzText::parse`].
    ///
    /// # Errors
    /// [`MrzError`] naming the field to look at.
    pub fn from_scan(text: &str) -> Result<Self, MrzError> {
        Self::parse(&Corrected::new(text)?.text)
    }
}

fn field_of(error: MrzError) -> Option<MrzField> {
    match error {
        MrzError::CheckDigit(field) | MrzError::Value(field) => Some(field),
        MrzError::Length(_) | MrzError::Character(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "IDVNM1990000184001199000018<<5\n9903159F3903157VNM<<<<<<<<<<<2\r\nNGUYEN<<THI<VI<DU<<<<<<<<<<<<<\n";

    #[test]
    fn three_lines_in_any_case_are_read() {
        for text in [
            LINES.to_owned(),
            LINES.to_lowercase(),
            format!("  {LINES}\t"),
        ] {
            let zone = MrzText::parse(&text).ok().unwrap();
            assert_eq!(
                zone.key().unwrap().information(),
                b"199000018499031593903157"
            );
            assert_eq!(zone.personal_number().unwrap().can(), "000018");
            assert!(zone.corrected().is_empty());
        }
    }

    #[test]
    fn letters_and_digits_that_look_alike_are_corrected() {
        let scanned = LINES
            .replace("000018", "OOOOI8")
            .replace("NGUYEN", "N6UYEN");
        let zone = MrzText::parse(&scanned).ok().unwrap();
        assert_eq!(zone.td1().surname(), "NGUYEN");
        assert_eq!(zone.corrected(), [8, 9, 10, 11, 12, 21, 22, 23, 24, 25, 61]);
    }

    #[test]
    fn a_mistyped_field_is_named() {
        let wrong = |from: &str, to: &str| MrzText::parse(&LINES.replace(from, to)).err().unwrap();
        assert_eq!(
            wrong("9903159", "9903169"),
            MrzError::CheckDigit(MrzField::DateOfBirth)
        );
        assert_eq!(
            wrong("3903157", "3904157"),
            MrzError::CheckDigit(MrzField::DateOfExpiry)
        );
        assert_eq!(
            wrong("1990000184", "1990000284"),
            MrzError::CheckDigit(MrzField::DocumentNumber)
        );
        assert_eq!(wrong("VI<DU", "VI<Đ"), MrzError::Length(89));
        assert!(matches!(wrong("VI<DU", "VI<ĐU"), MrzError::Character(_)));
    }

    #[test]
    fn all_wrong_fields_are_named_at_once() {
        let wrong = |text: &str| MrzText::wrong_fields(text).unwrap();
        assert_eq!(wrong(LINES), []);
        let two = LINES
            .replace("1990000184", "1990000185")
            .replace("3903157", "3903158");
        assert_eq!(
            wrong(&two),
            [MrzField::DocumentNumber, MrzField::DateOfExpiry]
        );
        let optional = LINES.replace("001199000018<<5", "001199000019<<5");
        assert_eq!(wrong(&optional), [MrzField::Composite]);
        assert_eq!(MrzText::wrong_fields("AB"), Err(MrzError::Length(2)));
    }

    #[test]
    fn quirk_45_a_letter_o_in_a_number_is_hinted() {
        let specimen = "I<UTOD2314589O7<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        assert_eq!(
            MrzText::parse(specimen).err(),
            Some(MrzError::CheckDigit(MrzField::DocumentNumber))
        );
        let hints = MrzText::look_alikes(specimen);
        assert!(
            hints
                == [LookAlike {
                    place: 9,
                    likely: '0'
                }]
        );
        assert!(MrzText::look_alikes(LINES).is_empty());
        let passport = "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8989O2C36UTO7408122F1204159ZE184226B<<<<<10";
        assert!(
            MrzText::look_alikes(passport)
                == [LookAlike {
                    place: 6,
                    likely: '0'
                }]
        );
    }

    #[test]
    fn booklets_are_scanned_too() {
        let specimen = "ppuTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\nL898902C36UT07408122F1204159ZE184226B<<<<<10\r\n";
        let zone = MachineReadableZone::from_scan(specimen).unwrap();
        assert!(matches!(zone, MachineReadableZone::Td3(_)));
        assert_eq!(zone.nationality(), "UTO");
    }
}

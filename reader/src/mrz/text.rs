//! An MRZ that a person typed or a scanner read. ICAO Doc 9303-5 §4.2, 9303-3 §4.3.

use zeroize::Zeroizing;

use super::td1::LENGTH;
use super::{MrzError, MrzKey, PersonalNumber, Td1};

/// A typed or scanned MRZ whose check digits all fit.
#[derive(Clone)]
pub struct MrzText(Td1);

impl MrzText {
    /// From three lines in any case, with any white space. Letters that scanners take for digits,
    /// and digits for letters, are corrected where a field can only have the one kind.
    ///
    /// # Errors
    /// [`MrzError`] naming the field to look at.
    pub fn parse(text: &str) -> Result<Self, MrzError> {
        let typed: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect(),
        );
        let characters = typed.chars().count();
        if characters != LENGTH {
            return Err(MrzError::Length(characters));
        }
        let vietnamese = typed
            .get(2..5)
            .is_some_and(|state| state.eq_ignore_ascii_case("VNM"));
        let corrected =
            typed
                .chars()
                .enumerate()
                .map(|(at, character)| match kind(at, vietnamese) {
                    Kind::Digits => as_digit(character),
                    Kind::Letters => as_letter(character),
                    Kind::Either => character.to_ascii_uppercase(),
                });
        let corrected = Zeroizing::new(corrected.collect::<String>());
        Td1::parse(&corrected).map(Self)
    }

    /// The zone.
    #[must_use]
    pub fn td1(&self) -> &Td1 {
        &self.0
    }

    /// What the chip's access keys are derived from.
    #[must_use]
    pub fn key(&self) -> Option<MrzKey> {
        self.0.key()
    }

    /// The citizen's number.
    #[must_use]
    pub fn personal_number(&self) -> Option<PersonalNumber> {
        self.0.personal_number()
    }
}

enum Kind {
    Digits,
    Letters,
    Either,
}

fn kind(at: usize, vietnamese: bool) -> Kind {
    match at {
        2..=4 | 45..=47 | 60.. => Kind::Letters,
        14 | 30..=36 | 38..=44 | 59 => Kind::Digits,
        5..=13 | 15..=26 | 29 if vietnamese => Kind::Digits,
        _ => Kind::Either,
    }
}

fn as_digit(character: char) -> char {
    match character.to_ascii_uppercase() {
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        other => other,
    }
}

fn as_letter(character: char) -> char {
    match character {
        '0' => 'O',
        '1' => 'I',
        '2' => 'Z',
        '5' => 'S',
        '6' => 'G',
        '8' => 'B',
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::MrzField;

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
        }
    }

    #[test]
    fn letters_and_digits_that_look_alike_are_corrected() {
        let scanned = LINES
            .replace("000018", "OOOOI8")
            .replace("NGUYEN", "N6UYEN");
        assert_eq!(
            MrzText::parse(&scanned).ok().unwrap().td1().surname(),
            "NGUYEN"
        );
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
}

//! Letters and digits that scanners and people take for one another. ICAO Doc 9303-3 §4.3, 9303-5 §4.2.

use zeroize::Zeroizing;

use super::td1::{LENGTH as TD1_LENGTH, field};
use super::two_lines::{TD2_LENGTH, TD3_LENGTH};
use super::{MrzError, check_digit};

/// More doubtful characters than a number of nine has are not tried.
const MOST_DOUBTS: usize = 9;

/// What may stand at one place of a zone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Letter,
    Either,
}

/// A typed or scanned zone without white space, in capitals, look-alikes put right where a place
/// can only have the one kind.
pub(super) struct Corrected {
    pub(super) text: Zeroizing<String>,
    /// Places, from 0, where another character was typed.
    pub(super) places: Vec<usize>,
}

impl Corrected {
    /// From text of any of the three sizes.
    pub(super) fn new(text: &str) -> Result<Self, MrzError> {
        let typed: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect(),
        );
        let characters = typed.chars().count();
        if ![TD1_LENGTH, TD2_LENGTH, TD3_LENGTH].contains(&characters) {
            return Err(MrzError::Length(characters));
        }
        let vietnamese = typed
            .get(2..5)
            .is_some_and(|state| state.eq_ignore_ascii_case("VNM"));
        let mut places = Vec::new();
        let mut corrected = Zeroizing::new(String::with_capacity(characters));
        for (at, character) in typed.chars().enumerate() {
            let capital = character.to_ascii_uppercase();
            let meant = match kind(characters, at, vietnamese) {
                Kind::Digit => as_digit(capital),
                Kind::Letter => as_letter(capital),
                Kind::Either => capital,
            };
            if meant != capital {
                places.push(at);
            }
            corrected.push(meant);
        }
        Ok(Self {
            text: corrected,
            places,
        })
    }
}

/// The one way to read O for 0 and I for 1, or the reverse, that fits the printed check digit;
/// nothing when the number fits as it stands, or when several readings fit.
pub(super) fn only_reading(number: &str, printed_digit: u8) -> Option<Zeroizing<String>> {
    if check_digit(number) == Some(printed_digit) {
        return None;
    }
    let doubtful: Vec<usize> = number
        .bytes()
        .enumerate()
        .filter(|(_, one)| matches!(one, b'O' | b'0' | b'I' | b'1'))
        .map(|(at, _)| at)
        .collect();
    if doubtful.len() > MOST_DOUBTS {
        return None;
    }
    let mut fitting = (1..1_u32 << doubtful.len())
        .map(|choice| exchanged(number, &doubtful, choice))
        .filter(|reading| check_digit(reading) == Some(printed_digit));
    match (fitting.next(), fitting.next()) {
        (Some(reading), None) => Some(reading),
        _ => None,
    }
}

fn exchanged(number: &str, doubtful: &[usize], choice: u32) -> Zeroizing<String> {
    let chosen = |at| {
        doubtful
            .iter()
            .position(|one| *one == at)
            .is_some_and(|bit| choice >> bit & 1 == 1)
    };
    let exchange = |(at, character)| match character {
        'O' if chosen(at) => '0',
        '0' if chosen(at) => 'O',
        'I' if chosen(at) => '1',
        '1' if chosen(at) => 'I',
        other => other,
    };
    Zeroizing::new(number.chars().enumerate().map(exchange).collect())
}

/// The number of the document and its check digit, as typed.
pub(super) fn number_and_digit(zone: &str) -> Option<(&str, u8)> {
    let from = if zone.len() == TD1_LENGTH {
        5
    } else {
        zone.len() / 2
    };
    let digit = zone.as_bytes().get(from + 9)?;
    Some((field(zone, from, from + 9), *digit))
}

fn kind(length: usize, at: usize, vietnamese: bool) -> Kind {
    if length == TD1_LENGTH {
        return match at {
            2..=4 | 45..=47 | 60.. => Kind::Letter,
            14 | 30..=36 | 38..=44 | 59 => Kind::Digit,
            5..=13 | 15..=26 | 29 if vietnamese => Kind::Digit,
            _ => Kind::Either,
        };
    }
    let line = length / 2;
    match at.checked_sub(line) {
        // State and name.
        None => match at {
            0..=1 => Kind::Either,
            _ => Kind::Letter,
        },
        Some(9 | 13..=19 | 21..=27) => Kind::Digit,
        Some(10..=12) => Kind::Letter,
        Some(last) if last + 1 == line => Kind::Digit,
        Some(_) => Kind::Either,
    }
}

/// The digit that a character in the place of a digit was meant to be.
pub(super) fn as_digit(character: char) -> char {
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
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reading_that_fits_is_found() {
        // L898902C3 of the specimen, the zero typed as the letter.
        assert_eq!(
            only_reading("L8989O2C3", b'6')
                .as_deref()
                .map(String::as_str),
            Some("L898902C3")
        );
        assert!(only_reading("L898902C3", b'6').is_none(), "fits as it is");
        assert!(
            only_reading("L898922C3", b'6').is_none(),
            "nothing in doubt"
        );
        assert!(only_reading("OOOOOOOOOOOO", b'1').is_none(), "too many");
    }

    #[test]
    fn every_size_has_its_places() {
        let specimen = "PPUTOER1KSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UT07408122F12O4159ZE184226B<<<<<10";
        let corrected = Corrected::new(specimen).unwrap();
        assert_eq!(corrected.places, [7, 56, 67]);
        assert_eq!(number_and_digit(&corrected.text), Some(("L898902C3", b'6')));
        let other = Corrected::new("PPUTO").err();
        assert_eq!(other, Some(MrzError::Length(5)));
    }
}

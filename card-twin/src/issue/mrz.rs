//! Machine-readable zone of size 1 as the Vietnamese card fills it, and DG1. ICAO Doc 9303-5 §4.2.

use time::Date;
use unicode_normalization::UnicodeNormalization;

use crate::der;
use crate::person::{Person, Sex};

/// Three lines of 30 characters, joined.
///
/// The document number is the last nine digits of the personal number; the optional data hold all
/// twelve and end with their own check digit, which Doc 9303 does not ask for.
pub(crate) fn td1(person: &Person) -> String {
    let document_number = person.number.get(3..).unwrap_or_default();
    let number_digit = check_digit(document_number);
    let line1 = format!(
        "IDVNM{document_number}{number_digit}{}<<{}",
        person.number,
        check_digit(&person.number)
    );
    let (born, expires) = (six_digits(person.born), expiry(person));
    let sex = match person.sex {
        Sex::Male => 'M',
        Sex::Female => 'F',
    };
    let dates = format!(
        "{born}{}{sex}{expires}{}",
        check_digit(&born),
        check_digit(&expires)
    );
    let checked = format!(
        "{}{born}{}{expires}{}{:<<11}",
        line1.get(5..).unwrap_or_default(),
        check_digit(&born),
        check_digit(&expires),
        ""
    );
    format!(
        "{line1}{dates}VNM{:<<11}{}{}",
        "",
        check_digit(&checked),
        name_line(&person.name)
    )
}

/// What opens the chip by MRZ: number, birth and expiry with their check digits. Doc 9303-11 §4.3.2.
pub(crate) fn information(person: &Person) -> String {
    let number = person.number.get(3..).unwrap_or_default().to_owned();
    [number, six_digits(person.born), expiry(person)]
        .iter()
        .map(|field| format!("{field}{}", check_digit(field)))
        .collect()
}

/// EF.DG1: the MRZ in tag 5F1F.
pub(crate) fn data_group_1(person: &Person) -> Vec<u8> {
    der::group(0x61, [der::tlv(0x5F1F, td1(person).as_bytes())])
}

/// Weights 7, 3, 1 modulo 10. Doc 9303-3 §4.9.
pub(crate) fn check_digit(text: &str) -> u32 {
    let weighed = text.chars().zip([7, 3, 1].into_iter().cycle());
    weighed
        .map(|(letter, weight)| letter.to_digit(36).unwrap_or(0) * weight)
        .sum::<u32>()
        % 10
}

fn expiry(person: &Person) -> String {
    // Cards without an end date print the last day of 1999.
    person
        .expires
        .map_or_else(|| "991231".to_owned(), six_digits)
}

fn six_digits(date: Date) -> String {
    format!(
        "{:02}{:02}{:02}",
        date.year().rem_euclid(100),
        u8::from(date.month()),
        date.day()
    )
}

/// Surname, two fillers, the other names; letters without marks, Đ as D.
fn name_line(name: &str) -> String {
    let plain: String = name
        .to_uppercase()
        .nfd()
        .filter_map(|letter| match letter {
            'Đ' => Some('D'),
            'A'..='Z' => Some(letter),
            ' ' => Some('<'),
            _ => None,
        })
        .collect();
    let names = plain.replacen('<', "<<", 1);
    format!("{names:<<30}").chars().take(30).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_the_published_examples() {
        assert_eq!(check_digit("520727"), 3);
        assert_eq!(check_digit("AB2134<<<"), 5);
        assert_eq!(
            check_digit("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<"),
            2
        );
    }

    #[test]
    fn names_lose_their_marks_and_keep_their_letters() {
        assert_eq!(name_line("Đặng Ỷ Ưu"), "DANG<<Y<UU<<<<<<<<<<<<<<<<<<<<");
        assert_eq!(name_line(&"A".repeat(40)).len(), 30);
    }
}

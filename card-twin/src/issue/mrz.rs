//! Machine-readable zone of cards and passports, and DG1. ICAO Doc 9303-5 §4.2, Doc 9303-4 §4.2.

use time::Date;
use unicode_normalization::UnicodeNormalization;

use crate::der;
use crate::person::{Person, Sex};
use crate::profile::Document;

/// How the zone is laid out.
#[derive(Clone, Copy)]
pub(crate) struct Zone {
    pub(crate) document: Document,
    pub(crate) issuer: &'static str,
    /// The document number is the whole personal number and runs into the optional data.
    pub(crate) long_number: bool,
    /// The optional data end with a filler instead of a check digit.
    pub(crate) filler: bool,
}

impl Default for Zone {
    fn default() -> Self {
        Self {
            document: Document::Td1,
            issuer: "VNM",
            long_number: false,
            filler: false,
        }
    }
}

impl Zone {
    /// All lines, joined.
    pub(crate) fn text(&self, person: &Person) -> String {
        match self.document {
            Document::Td1 => self.td1(person),
            Document::Td3 => self.td3(person),
        }
    }

    /// Document number with its check digit.
    pub(crate) fn document_number(&self, person: &Person) -> String {
        let number = match self.document {
            Document::Td3 => person
                .passport_number
                .clone()
                .unwrap_or_else(|| format!("C{}", person.number.get(5..).unwrap_or_default())),
            Document::Td1 if self.long_number => person.number.clone(),
            Document::Td1 => person.number.get(3..).unwrap_or_default().to_owned(),
        };
        let number = format!("{number:<<9}");
        format!("{number}{}", check_digit(&number))
    }

    /// What opens the chip by MRZ: number, birth and expiry with check digits. Doc 9303-11 §4.3.2.
    pub(crate) fn information(&self, person: &Person) -> String {
        let dates = [six_digits(person.born), expiry(person)];
        let dates = dates
            .iter()
            .map(|field| format!("{field}{}", check_digit(field)));
        std::iter::once(self.document_number(person))
            .chain(dates)
            .collect()
    }

    /// EF.DG1: the zone in tag 5F1F.
    pub(crate) fn data_group_1(&self, person: &Person) -> Vec<u8> {
        der::group(0x61, [der::tlv(0x5F1F, self.text(person).as_bytes())])
    }

    /// The document number is the last nine digits of the personal number; the optional data hold all
    /// twelve and end with their own check digit, which Doc 9303 does not ask for.
    fn td1(&self, person: &Person) -> String {
        let number = self.document_number(person);
        let digit = if self.filler {
            "<".to_owned()
        } else {
            check_digit(&person.number).to_string()
        };
        let line1 = match number.split_at_checked(9) {
            Some((head, tail)) if self.long_number => {
                format!("{:<<30}", format!("ID{}{head}<{tail}", self.issuer))
            }
            _ => format!("ID{}{number}{}<<{digit}", self.issuer, person.number),
        };
        let dates = dates(person);
        let checked =
            dates.get(..7).unwrap_or_default().to_owned() + dates.get(8..).unwrap_or_default();
        let checked = format!("{}{checked}{:<<11}", line1.get(5..).unwrap_or_default(), "");
        format!(
            "{line1}{dates}VNM{:<<11}{}{}",
            "",
            check_digit(&checked),
            name_line(&person.name, 30)
        )
    }

    fn td3(&self, person: &Person) -> String {
        let line1 = format!("P<{}{}", self.issuer, name_line(&person.name, 39));
        let number = self.document_number(person);
        let dates = dates(person);
        let optional = format!("{:<<14}", person.number);
        let optional = format!("{optional}{}", check_digit(&optional));
        let checked = format!(
            "{number}{}{}{optional}",
            dates.get(..7).unwrap_or_default(),
            dates.get(8..).unwrap_or_default()
        );
        format!(
            "{line1}{number}VNM{dates}{optional}{}",
            check_digit(&checked)
        )
    }
}

/// Birth, sex and expiry with check digits.
fn dates(person: &Person) -> String {
    let (born, expires) = (six_digits(person.born), expiry(person));
    let sex = match person.sex {
        Sex::Male => 'M',
        Sex::Female => 'F',
    };
    format!(
        "{born}{}{sex}{expires}{}",
        check_digit(&born),
        check_digit(&expires)
    )
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
fn name_line(name: &str, width: usize) -> String {
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
    format!("{names:<<width$}").chars().take(width).collect()
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
        assert_eq!(name_line("Đặng Ỷ Ưu", 30), "DANG<<Y<UU<<<<<<<<<<<<<<<<<<<<");
        assert_eq!(name_line(&"A".repeat(40), 30).len(), 30);
    }
}

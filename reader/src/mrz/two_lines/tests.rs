//! Zones of two lines from Doc 9303. ICAO Doc 9303-4 §4.2, 9303-6 §4.2.

use serde_json::Value;

use super::*;

const TD3: &str = "P<VNMNGUYEN<<THI<VI<DU<<<<<<<<<<<<<<<<<<<<<<";

fn lines(example: &Value) -> String {
    let lines = example["lines"].as_array().unwrap();
    lines.iter().filter_map(Value::as_str).collect()
}

/// A passport of the standard person with these fields and right check digits.
fn passport(number: &str, optional: &str, optional_digit: Option<char>) -> String {
    let digit = |field: &str| char::from(check_digit(field).unwrap());
    let number = format!("{number:<<9}");
    let optional = format!("{optional:<<14}");
    let optional_digit = optional_digit.unwrap_or_else(|| digit(&optional));
    let head = format!("{number}{}", digit(&number));
    let tail = format!("3903157{optional}{optional_digit}");
    let composite = digit(&format!("{head}9903159{tail}"));
    format!("{TD3}{head}VNM9903159F{tail}{composite}")
}

#[test]
fn examples_of_doc_9303_td3() {
    let examples = test_vectors::icao()["mrz"]["td3"].as_array().unwrap();
    for example in examples {
        let zone = TwoLineZone::td3(&lines(example)).unwrap();
        assert_eq!(zone.document_number(), "L898902C3");
        assert_eq!((zone.document_code(), zone.issuing_state()), ("PP", "UTO"));
        assert_eq!(
            (zone.surname(), zone.given_names()),
            ("ERIKSSON", "ANNA MARIA")
        );
    }
    assert_eq!(examples.len(), 2);
}

#[test]
fn examples_of_doc_9303_td2() {
    let examples = test_vectors::icao()["mrz"]["td2"].as_array().unwrap();
    let numbers: Vec<String> = examples
        .iter()
        .map(|example| TwoLineZone::td2(&lines(example)).unwrap())
        .map(|zone| zone.document_number().to_owned())
        .collect();
    assert_eq!(numbers, ["D23145890", "D23145890734"]);
}

#[test]
fn a_passport_of_the_standard_person_is_read() {
    let zone = TwoLineZone::td3(&passport("C00000018", "001199000018", None)).unwrap();
    assert_eq!(zone.nationality(), "VNM");
    assert_eq!(zone.personal_number().unwrap().as_str(), "001199000018");
    assert!(zone.sex() == Sex::Female);
    assert_eq!(
        zone.key().unwrap().information(),
        passport("C00000018", "", None)
            .get(44..54)
            .map(|number| format!("{number}99031593903157"))
            .unwrap()
            .as_bytes()
    );
}

#[test]
fn a_filler_stands_for_the_digit_of_empty_optional_data() {
    for digit in ['<', '0'] {
        assert!(TwoLineZone::td3(&passport("C1", "", Some(digit))).is_ok());
    }
    let wrong = Some(MrzError::CheckDigit(MrzField::OptionalData));
    assert_eq!(
        TwoLineZone::td3(&passport("C1", "", Some('1'))).err(),
        wrong
    );
    assert_eq!(
        TwoLineZone::td3(&passport("C1", "001199000018", Some('<'))).err(),
        wrong
    );
}

#[test]
fn every_wrong_character_names_its_field() {
    let good = passport("C00000018", "001199000018", None);
    let wrong_at = |at: usize, character: &str| {
        let mut text = good.clone();
        text.replace_range(at..=at, character);
        TwoLineZone::td3(&text).err().unwrap()
    };
    let digit = MrzError::CheckDigit;
    assert_eq!(wrong_at(45, "9"), digit(MrzField::DocumentNumber));
    assert_eq!(wrong_at(57, "8"), digit(MrzField::DateOfBirth));
    assert_eq!(wrong_at(66, "8"), digit(MrzField::DateOfExpiry));
    assert_eq!(wrong_at(73, "8"), digit(MrzField::OptionalData));
    assert_eq!(wrong_at(87, "<"), digit(MrzField::Composite));
    assert_eq!(wrong_at(64, "X"), MrzError::Value(MrzField::Sex));
    assert_eq!(wrong_at(0, "I"), MrzError::Value(MrzField::DocumentCode));
    assert_eq!(wrong_at(9, "1"), MrzError::Value(MrzField::Name));
    assert_eq!(wrong_at(50, "c"), MrzError::Character(50));
}

#[test]
fn other_lengths_are_refused() {
    let good = passport("C00000018", "", None);
    assert_eq!(
        TwoLineZone::td3(&good[..87]).err(),
        Some(MrzError::Length(87))
    );
    assert_eq!(TwoLineZone::td2(&good).err(), Some(MrzError::Length(88)));
}

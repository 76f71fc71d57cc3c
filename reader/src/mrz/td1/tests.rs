//! Zones of Doc 9303 and of a fictitious citizen. ICAO Doc 9303-5 §4.2.

use time::macros::date;

use super::*;

const VI_DU: &str = "IDVNM1990000184001199000018<<5\
    9903159F3903157VNM<<<<<<<<<<<2\
    NGUYEN<<THI<VI<DU<<<<<<<<<<<<<";

#[test]
fn test_cccd_2021() {
    let zone = Td1::parse(VI_DU).unwrap();
    assert_eq!(
        (
            zone.document_code(),
            zone.issuing_state(),
            zone.nationality()
        ),
        ("ID", "VNM", "VNM")
    );
    assert_eq!(zone.document_number(), "199000018");
    assert_eq!(zone.personal_number().unwrap().as_str(), "001199000018");
    assert_eq!(zone.personal_number_digit_fits(), Some(true));
    assert_eq!(zone.day_of_birth(), Some(date!(1999 - 03 - 15)));
    assert!(zone.sex() == Sex::Female && zone.expiry() == Expiry::On(date!(2039 - 03 - 15)));
    assert_eq!(
        (zone.surname(), zone.given_names()),
        ("NGUYEN", "THI VI DU")
    );
    assert_eq!(
        zone.key().unwrap().information(),
        b"199000018499031593903157"
    );
}

#[test]
fn examples_of_doc_9303() {
    for example in test_vectors::mrz_td1() {
        let parsed = Td1::parse(&example.lines.concat());
        if example.composite_ok {
            let number = parsed.unwrap().document_number().to_owned();
            assert_eq!(
                number,
                example.document_number.trim_end_matches('<'),
                "{}",
                example.source
            );
        } else {
            let wrong = Some(MrzError::CheckDigit(MrzField::Composite));
            assert_eq!(parsed.err(), wrong, "{}", example.source);
        }
    }
}

#[test]
fn mrz_information_of_a_long_number() {
    let example = test_vectors::example("bac-mrz-long");
    let lines: Vec<&str> = example["inputs"]["td1_lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|line| line.as_str())
        .collect();
    let key = Td1::parse(&lines.concat()).unwrap().key().unwrap();
    assert_eq!(
        key.information(),
        example["intermediate"]["MRZ_information"]
            .as_str()
            .unwrap()
            .as_bytes()
    );
}

#[test]
fn mrz_information_of_a_short_number() {
    let example = test_vectors::example("bac-mrz-short");
    let key = MrzKey::from_fields("L898902C", "690806", "940623").unwrap();
    assert_eq!(
        key.information(),
        example["intermediate"]["MRZ_information"]
            .as_str()
            .unwrap()
            .as_bytes()
    );
}

#[test]
fn every_wrong_character_names_its_field() {
    let wrong_at = |at: usize, character: &str| {
        let mut text = VI_DU.to_owned();
        text.replace_range(at..=at, character);
        Td1::parse(&text).err().unwrap()
    };
    assert_eq!(
        wrong_at(6, "8"),
        MrzError::CheckDigit(MrzField::DocumentNumber)
    );
    assert_eq!(
        wrong_at(31, "8"),
        MrzError::CheckDigit(MrzField::DateOfBirth)
    );
    assert_eq!(
        wrong_at(39, "8"),
        MrzError::CheckDigit(MrzField::DateOfExpiry)
    );
    assert_eq!(wrong_at(20, "8"), MrzError::CheckDigit(MrzField::Composite));
    assert_eq!(wrong_at(37, "X"), MrzError::Value(MrzField::Sex));
    assert_eq!(wrong_at(0, "P"), MrzError::Value(MrzField::DocumentCode));
    assert_eq!(wrong_at(60, "1"), MrzError::Value(MrzField::Name));
    assert_eq!(wrong_at(3, "n"), MrzError::Character(3));
}

#[test]
fn other_lengths_are_refused() {
    assert_eq!(Td1::parse("").err(), Some(MrzError::Length(0)));
    assert_eq!(Td1::parse(&VI_DU[..89]).err(), Some(MrzError::Length(89)));
    assert_eq!(
        Td1::parse(&format!("{VI_DU}<")).err(),
        Some(MrzError::Length(91))
    );
}

#[test]
fn a_card_for_life_has_no_day_of_expiry() {
    let line2 = "9903159F9912315VNM<<<<<<<<<<<";
    let covered = format!("1990000184001199000018<<599031599912315{}", "<".repeat(11));
    let composite = char::from(check_digit(&covered).unwrap());
    let text = format!("{}{line2}{composite}{}", &VI_DU[..30], &VI_DU[60..]);
    assert!(Td1::parse(&text).unwrap().expiry() == Expiry::Never);
    let other_digit = text.replace("<<5", "<<9");
    let covered = covered.replace("<<5", "<<9");
    let composite = char::from(check_digit(&covered).unwrap());
    let other_digit = format!("{}{line2}{composite}{}", &other_digit[..30], &VI_DU[60..]);
    let zone = Td1::parse(&other_digit).unwrap();
    assert_eq!(zone.personal_number_digit_fits(), Some(false));
}

#[test]
fn impossible_dates_are_refused() {
    let digit = char::from(check_digit("991332").unwrap());
    let text = format!("{}991332{digit}{}", &VI_DU[..30], &VI_DU[37..]);
    assert_eq!(
        Td1::parse(&text).err(),
        Some(MrzError::Value(MrzField::DateOfBirth))
    );
}

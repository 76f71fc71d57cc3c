//! Codes of the standard person, as printed and as scanners send them. Circular 16/2024/TT-BCA.

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
    let qr =
        QrText::parse("001199000018||Nguye\u{302}\u{303}n|15031999|Nu\u{31b}\u{303}|x|20042025")
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

#[test]
fn a_good_code_has_no_warning_and_tells_its_layout() {
    let card_2021 = QrText::parse(CARD_2021).ok().unwrap();
    assert_eq!(card_2021.layout(), QrLayout::Card2021);
    assert_eq!(card_2021.warnings(), []);
    let card_2024 = QrText::parse(&format!("{CARD_2021}||||")).ok().unwrap();
    assert_eq!(card_2024.layout(), QrLayout::Card2024);
    assert_eq!(card_2024.warnings(), []);
    assert!(card_2021.is_same_card(&card_2024));
    let nine = QrText::parse(&format!("{CARD_2021}|a|b")).ok().unwrap();
    assert_eq!(nine.layout(), QrLayout::Unknown);
    assert_eq!(nine.extras, ["a", "b"]);
}

#[test]
fn every_odd_field_is_named_and_none_refuses() {
    let odd = |from: &str, to: &str| {
        let qr = QrText::parse(&CARD_2021.replace(from, to)).ok().unwrap();
        qr.warnings()
    };
    let unreadable = QrWarning::Unreadable;
    assert_eq!(
        odd("012345678", "01234567"),
        [unreadable(QrField::OldIdentityNumber)]
    );
    assert_eq!(odd("012345678", ""), []);
    assert_eq!(
        odd("15031999", "31021999"),
        [unreadable(QrField::DateOfBirth)]
    );
    assert_eq!(odd("Nữ", "N?"), [unreadable(QrField::Sex)]);
    assert_eq!(
        odd("20042021", "2004202"),
        [unreadable(QrField::DateOfIssue)]
    );
    assert_eq!(
        odd("Số 1 Phố Mẫu, Hà Nội", ""),
        [unreadable(QrField::Residence)]
    );
    assert_eq!(
        odd("Dụ", "D\u{FFFD}"),
        [QrWarning::Mangled(QrField::FullName)]
    );
    assert_eq!(odd("Mẫu", "M?u"), [QrWarning::Mangled(QrField::Residence)]);
    let number = QrWarning::Number;
    assert_eq!(
        odd("001199", "003199"),
        [number(NumberWarning::PlaceNotListed)]
    );
    assert_eq!(
        odd("001199", "001198"),
        [number(NumberWarning::YearOfBirthDiffers)]
    );
    assert_eq!(odd("001199", "001099"), [number(NumberWarning::SexDiffers)]);
}

#[test]
fn an_unusable_field_is_named() {
    assert_eq!(
        QrError::PersonalNumber.field(),
        Some(QrField::PersonalNumber)
    );
    assert_eq!(QrError::Name.field(), Some(QrField::FullName));
    assert_eq!(QrError::TooFewFields(3).field(), None);
}

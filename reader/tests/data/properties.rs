//! What holds for any bytes and any text, parser by parser.

use proptest::prelude::*;
use reader::lds::{AtrInfo, Cvca, Dg11, Dg12, Dg13, Dir, dg1, dg2, dg3, dg7, dg16};
use reader::mrz::{MachineReadableZone, MrzError, MrzText, PersonalNumber, check_digit};
use reader::qr::QrText;
use reader::wire::tlv::encode;
use unicode_normalization::UnicodeNormalization;

fn zone(number: &str, birth: &str, expiry: &str, optional: &str, name: &str) -> String {
    let digit = |field: &str| char::from(check_digit(field).unwrap());
    let line_1 = format!("{number}{}{optional:<<15}", digit(number));
    let birth = format!("{birth}{}", digit(birth));
    let expiry = format!("{expiry}{}", digit(expiry));
    let fillers = "<".repeat(11);
    let composite = digit(&format!("{line_1}{birth}{expiry}{fillers}"));
    format!("IDVNM{line_1}{birth}F{expiry}VNM{fillers}{composite}{name:<<30}")
}

prop_compose! {
    fn any_zone()(
        number in "[0-9]{9}",
        year in 0..100_u8,
        month in 1..=12_u8,
        day in 1..=28_u8,
        optional in "[0-9]{12}",
        name in "[A-Z]{2,9}<<[A-Z]{2,9}",
    ) -> String {
        let date = format!("{year:02}{month:02}{day:02}");
        zone(&number, &date, &date, &optional, &name)
    }
}

fn text() -> impl Strategy<Value = String> {
    "[^|<]{0,40}"
}

proptest! {
    #[test]
    fn a_zone_that_is_parsed_keeps_its_text(text in any_zone()) {
        let zone = MachineReadableZone::parse(&text).ok().unwrap();
        prop_assert_eq!(zone.text(), &text);
        prop_assert!(zone.key().is_some());
        prop_assert_eq!(MrzText::wrong_fields(&text), Ok(Vec::new()));
        let spaced = format!(" {}\r\n{}\n{}", &text[..30], &text[30..60], &text[60..]).to_lowercase();
        let scanned = MrzText::parse(&spaced).ok().unwrap();
        prop_assert_eq!(scanned.td1().text(), &text);
    }

    #[test]
    fn a_changed_digit_is_found_and_its_field_named(text in any_zone(), at in 30..44_usize) {
        let digits = text.as_bytes()[at].is_ascii_digit();
        prop_assume!(digits);
        let other = (text.as_bytes()[at] - b'0' + 1) % 10;
        let mut changed = text.clone();
        changed.replace_range(at..=at, &other.to_string());
        let refused = MachineReadableZone::parse(&changed).err();
        prop_assert!(matches!(refused, Some(MrzError::CheckDigit(_) | MrzError::Value(_))));
        prop_assert!(!MrzText::wrong_fields(&changed).unwrap().is_empty());
    }

    #[test]
    fn a_letter_o_for_a_zero_is_read_as_the_zero(text in any_zone()) {
        let typed: String = text
            .char_indices()
            .map(|(at, one)| if at < 60 && one == '0' { 'O' } else { one })
            .collect();
        let read = MrzText::parse(&typed).ok().unwrap();
        prop_assert_eq!(read.td1().text(), &text);
    }

    #[test]
    fn any_text_of_any_size_is_parsed_or_refused(
        any in "\\PC{0,100}",
        two in "[A-Z0-9<]{72}",
        three in "P[A-Z0-9<]{87}",
    ) {
        for text in [any, two, three] {
            let _ = (MachineReadableZone::parse(&text).is_ok(), MachineReadableZone::from_scan(&text).is_ok());
            let _ = (MrzText::wrong_fields(&text).is_ok(), MrzText::look_alikes(&text).len());
            let _ = PersonalNumber::look_alike(&text);
        }
    }

    #[test]
    fn a_hint_on_a_number_is_that_number(number in "[0-9]{12}") {
        let typed = number.replace('0', "O").replace('1', "l");
        prop_assume!(typed != number);
        let meant = PersonalNumber::look_alike(&typed);
        prop_assert!(meant == PersonalNumber::new(&number).ok());
    }

    #[test]
    fn a_code_of_seven_or_more_fields_is_read(
        number in "[0-9]{12}",
        name in "[A-Za-zÀ-ƯẠ-ỹ]{1,20}",
        rest in prop::collection::vec(text(), 4..12),
    ) {
        let code = format!("{number}||{name}|{}", rest.join("|"));
        let qr = QrText::parse(&code).ok().unwrap();
        prop_assert_eq!(qr.personal_number.as_str(), &number);
        prop_assert_eq!(qr.extras.len(), rest.len() - 4);
        let _ = qr.warnings();
    }

    #[test]
    fn details_come_back_as_written(values in prop::collection::vec("[A-Za-zÀ-ƯẠ-ỹ0-9/]{1,30}", 12)) {
        let fields: Vec<u8> = (1_u8..)
            .zip(&values)
            .flat_map(|(number, value)| {
                let field = [encode(0x02, &[number]), encode(0x0C, value.as_bytes())].concat();
                encode(0x30, &field)
            })
            .collect();
        let body = [encode(0x02, &[1]), encode(0x31, &fields)].concat();
        let details = Dg13::parse(&encode(0x6D, &encode(0x30, &body))).ok().unwrap();
        prop_assert_eq!(details.personal_number.as_ref(), Some(&composed(&values[0])));
        prop_assert_eq!(details.date_of_expiry.as_ref(), Some(&composed(&values[11])));
        let decomposed: String = values[1].nfd().collect();
        let name = [encode(0x02, &[2]), encode(0x0C, decomposed.as_bytes())].concat();
        let body = encode(0x30, &encode(0x31, &encode(0x30, &name)));
        let again = Dg13::parse(&encode(0x6D, &body)).ok().unwrap();
        prop_assert_eq!(&again.full_name, &details.full_name);
    }

    #[test]
    fn bytes_in_the_tag_of_a_file_are_parsed_or_refused(
        inside in prop::collection::vec(any::<u8>(), 0..200),
        nested in prop::sample::select(vec![0x7F61, 0x7F60, 0xA0, 0x30, 0x5F2E, 0x7F2E]),
    ) {
        let wrapped = encode(nested, &inside);
        for content in [&inside, &wrapped] {
            let of = |tag: u32| encode(tag, content);
            let _ = (dg1::zone(&of(0x61)).is_ok(), dg2::parse(&of(0x75)).is_ok());
            let _ = (dg3::parse(&of(0x63)).is_ok(), dg7::parse(&of(0x67)).is_ok());
            let _ = (Dg11::parse(&of(0x6B)).is_ok(), Dg12::parse(&of(0x6C)).is_ok());
            let _ = (Dg13::parse(&of(0x6D)).is_ok(), dg16::parse(&of(0x70)).is_ok());
            let _ = (AtrInfo::parse(content).is_ok(), Dir::parse(content).is_ok());
            let _ = Cvca::parse(content).is_ok();
        }
    }
}

fn composed(text: &str) -> String {
    text.nfc().collect::<String>().trim().to_owned()
}

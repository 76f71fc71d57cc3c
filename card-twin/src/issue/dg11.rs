//! DG11 and DG12: additional details of person and document. ICAO Doc 9303-10 §4.7.11, §4.7.12.

use time::Date;

use crate::der;
use crate::person::Person;

/// EF.DG11; with `nested`, the date is BCD and other names stand in A0 objects within an A0 object.
pub(super) fn person_details(person: &Person, nested: bool) -> Vec<u8> {
    let name = der::tlv(0x5F0E, person.name.replace(' ', "<").as_bytes());
    let number = der::tlv(0x5F10, person.number.as_bytes());
    let born = der::tlv(0x5F2B, &date(person.born, nested));
    let place = der::tlv(0x5F11, person.origin.as_bytes());
    if !nested {
        let tags = der::tlv(0x5C, &[0x5F, 0x0E, 0x5F, 0x10, 0x5F, 0x2B, 0x5F, 0x11]);
        return der::group(0x6B, [tags, name, number, born, place]);
    }
    let tags = [
        0x5F, 0x0E, 0xA0, 0x5F, 0x0F, 0x5F, 0x10, 0x5F, 0x2B, 0x5F, 0x11,
    ];
    let others = der::group(
        0xA0,
        [
            der::integer(2),
            der::tlv(0x5F0F, b"VI<DU<MOT"),
            der::group(0xA0, [der::tlv(0x5F0F, b"VI<DU<HAI")]),
        ],
    );
    let tags = der::tlv(0x5C, &tags);
    der::group(0x6B, [tags, name, others, number, born, place])
}

/// EF.DG12; with `empty`, an object without a value.
pub(super) fn document_details(person: &Person, empty: bool) -> Vec<u8> {
    let authority = der::tlv(0x5F19, "Cục Mẫu Thử".as_bytes());
    let issued = der::tlv(0x5F26, &date(person.issued, false));
    let mut tags = vec![0x5F, 0x19, 0x5F, 0x26];
    let mut parts = vec![authority, issued];
    if empty {
        tags.extend([0x5F, 0x85]);
        // Written by hand: as a tag, 5F85 has another byte to come, and cards leave it out.
        parts.push(vec![0x5F, 0x85, 0x00]);
    }
    let list = der::tlv(0x5C, &tags);
    der::group(0x6C, std::iter::once(list).chain(parts))
}

/// yyyymmdd in digits, or packed in four bytes.
fn date(date: Date, packed: bool) -> Vec<u8> {
    let digits = format!(
        "{:04}{:02}{:02}",
        date.year(),
        u8::from(date.month()),
        date.day()
    );
    if !packed {
        return digits.into_bytes();
    }
    let digits = digits.as_bytes();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | (digit & 0x0F)))
        .collect()
}

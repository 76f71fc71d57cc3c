//! DG13, the national data of the Vietnamese card: sixteen numbered fields.

use crate::der::{self, OID, PRINTABLE_STRING, SEQUENCE, SET, UTF8_STRING};
use crate::person::{Person, day_month_year};

/// 1.0.10646.1.0.8: the text is UTF-8.
const UTF8_OID: [u8; 6] = [0x28, 0xD3, 0x16, 0x01, 0x00, 0x08];

/// `6D { SEQUENCE { INTEGER 1, OID, SET { SEQUENCE { INTEGER n, value } … } } }`, fields by number.
pub(super) fn build(person: &Person) -> Vec<u8> {
    let text = |value: &str| vec![der::tlv(UTF8_STRING, value.as_bytes())];
    let plain = |value: &str| vec![der::tlv(PRINTABLE_STRING, value.as_bytes())];
    let name = |value: &str| der::group(SEQUENCE, [der::tlv(UTF8_STRING, value.as_bytes())]);
    let expires = person.expires.map_or_else(
        || "Không thời hạn".to_owned(),
        |date| day_month_year(date, "/"),
    );
    let fields: [Vec<Vec<u8>>; 16] = [
        plain(&person.number),
        text(&person.name),
        plain(&day_month_year(person.born, "/")),
        text(person.sex.vietnamese()),
        text(&person.nationality),
        text(&person.ethnicity),
        text(&person.religion),
        text(&person.origin),
        text(&person.residence),
        text(&person.features),
        plain(&day_month_year(person.issued, "/")),
        text(&expires),
        vec![name(&person.father), name(&person.mother)],
        person.spouse.as_deref().map(name).into_iter().collect(),
        person.old_number.as_deref().map(plain).unwrap_or_default(),
        plain(&person.field_16),
    ];
    let elements = (1_u8..).zip(fields).map(|(number, values)| {
        let number = der::integer(number);
        der::group(SEQUENCE, std::iter::once(number).chain(values))
    });
    let fields = der::group(SET, elements);
    der::group(
        0x6D,
        [der::group(
            SEQUENCE,
            [der::integer(1), der::tlv(OID, &UTF8_OID), fields],
        )],
    )
}

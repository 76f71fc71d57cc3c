//! EF.DG13: the citizen's details as Vietnam lays them out. ICAO Doc 9303-10 §4.7.13 leaves the content open.
//!
//! ```text
//! 6D { SEQUENCE { INTEGER 1, OID 1.0.10646.1.0.8, SET { SEQUENCE { INTEGER n, value } ... } } }
//! ```
//! Missing elements, empty values, unknown numbers, either string type and fields without the SET
//! around them are accepted: the layout was observed, not published.

use time::{Date, Month};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::shown_text::shown_text;
use super::{LdsError, open};
use crate::wire::tlv::Node;

const FILE: &str = "EF.DG13";
const SEQUENCE: u32 = 0x30;
const SET: u32 = 0x31;
const INTEGER: u32 = 0x02;

/// Sixteen fields; texts are composed Unicode (NFC) without control or direction characters.
/// A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Dg13 {
    /// 1: số CCCD.
    pub personal_number: Option<String>,
    /// 2: họ và tên.
    pub full_name: Option<String>,
    /// 3: ngày sinh, as on the chip.
    pub date_of_birth: Option<String>,
    /// 4: giới tính.
    pub sex: Option<String>,
    /// 5: quốc tịch.
    pub nationality: Option<String>,
    /// 6: dân tộc.
    pub ethnicity: Option<String>,
    /// 7: tôn giáo.
    pub religion: Option<String>,
    /// 8: quê quán; on cards of 2024 perhaps nơi đăng ký khai sinh.
    pub place_of_origin: Option<String>,
    /// 9: nơi thường trú; on cards of 2024 perhaps nơi cư trú.
    pub place_of_residence: Option<String>,
    /// 10: đặc điểm nhận dạng.
    pub identifying_features: Option<String>,
    /// 11: ngày cấp, as on the chip.
    pub date_of_issue: Option<String>,
    /// 12: ngày hết hạn, as on the chip; a text when the card is for life.
    pub date_of_expiry: Option<String>,
    /// 13, first part: họ tên cha.
    pub father: Option<String>,
    /// 13, second part: họ tên mẹ.
    pub mother: Option<String>,
    /// 14: họ tên vợ hoặc chồng.
    pub spouse: Option<String>,
    /// 15: số CMND cũ.
    pub old_identity_number: Option<String>,
    /// 16: sixteen characters whose meaning is not known.
    pub field_16: Option<String>,
}

/// The day of a date field, which the chip writes as `dd/MM/yyyy`; nothing for any other text.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let [day, month, year]: [&str; 3] = text.split('/').collect::<Vec<_>>().try_into().ok()?;
    if (day.len(), month.len(), year.len()) != (2, 2, 4) {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse::<u16>().ok()?.into(), month, day.parse().ok()?).ok()
}

impl Dg13 {
    /// From the file's bytes, after their hash was compared.
    ///
    /// # Errors
    /// [`LdsError`] when the file does not have the layout, a field stands twice or is no text.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let file = open(bytes, FILE, 0x6D)?;
        let missing = LdsError::Missing {
            file: FILE,
            element: "SEQUENCE",
        };
        let body = file.node().child(SEQUENCE).ok_or(missing)?;
        let fields = body.child(SET).unwrap_or(body);
        let mut details = Self::default();
        let mut seen = [false; 17];
        for field in fields.children().filter(|field| field.tag() == SEQUENCE) {
            let mut parts = field.children();
            let number = match parts
                .next()
                .filter(|part| part.tag() == INTEGER)
                .map(Node::value)
            {
                Some([number]) => usize::from(*number),
                _ => {
                    return Err(LdsError::Value {
                        file: FILE,
                        element: "field number",
                    });
                }
            };
            if let Some(seen) = seen.get_mut(number)
                && std::mem::replace(seen, true)
            {
                return Err(LdsError::Duplicate {
                    file: FILE,
                    element: "field number",
                });
            }
            details.set(number, texts(parts)?);
        }
        Ok(details)
    }

    fn set(&mut self, number: usize, texts: Vec<Option<String>>) {
        let mut texts = texts.into_iter();
        let first = texts.next().flatten();
        let place = match number {
            1 => &mut self.personal_number,
            2 => &mut self.full_name,
            3 => &mut self.date_of_birth,
            4 => &mut self.sex,
            5 => &mut self.nationality,
            6 => &mut self.ethnicity,
            7 => &mut self.religion,
            8 => &mut self.place_of_origin,
            9 => &mut self.place_of_residence,
            10 => &mut self.identifying_features,
            11 => &mut self.date_of_issue,
            12 => &mut self.date_of_expiry,
            13 => {
                self.mother = texts.next().flatten();
                &mut self.father
            }
            14 => &mut self.spouse,
            15 => &mut self.old_identity_number,
            16 => &mut self.field_16,
            _ => return,
        };
        *place = first;
    }
}

/// The texts of one field: directly, or in sequences of their own (parents, spouse).
fn texts<'a>(parts: impl Iterator<Item = Node<'a>>) -> Result<Vec<Option<String>>, LdsError> {
    let mut found = Vec::new();
    for part in parts {
        if part.tag() == SEQUENCE {
            let inside = part
                .children()
                .map(|inner| text(inner.value()))
                .collect::<Result<Vec<_>, _>>()?;
            found.extend(if inside.is_empty() {
                vec![None]
            } else {
                inside
            });
        } else {
            found.push(text(part.value())?);
        }
    }
    Ok(found)
}

fn text(octets: &[u8]) -> Result<Option<String>, LdsError> {
    shown_text(octets, FILE)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wire::tlv::encode;

    fn file(fields: &[Vec<u8>]) -> Vec<u8> {
        let version = test_vectors::unhex("020101 060628d316010008");
        encode(
            0x6D,
            &encode(0x30, &[version, encode(0x31, &fields.concat())].concat()),
        )
    }

    fn field(number: u8, rest: &[u8]) -> Vec<u8> {
        encode(0x30, &[&[0x02, 0x01, number], rest].concat())
    }

    #[test]
    fn test_cccd_2021_layout() {
        let parents = "3013 0c11 4e677579e1bb856e2056c4836e20436861 3013 0c11 5472e1baa76e205468e1bb8b204de1bab9";
        let details = Dg13::parse(&file(&[
            field(1, &encode(0x13, b"001199000018")),
            field(2, &encode(0x0C, "Nguyễn Thị Ví Dụ".as_bytes())),
            field(3, &encode(0x13, b"15/03/1999")),
            field(4, &encode(0x0C, "Nữ".as_bytes())),
            field(12, &encode(0x0C, "Không thời hạn".as_bytes())),
            field(13, &test_vectors::unhex(parents)),
            field(14, &[]),
            field(15, &encode(0x13, b"012345678")),
            field(16, &encode(0x13, b"0123456789ABCDEF")),
            field(40, &encode(0x13, b"unknown")),
        ]))
        .unwrap();
        assert_eq!(details.personal_number.as_deref(), Some("001199000018"));
        assert_eq!(details.full_name.as_deref(), Some("Nguyễn Thị Ví Dụ"));
        assert_eq!(
            details.date_of_birth.as_deref().and_then(date),
            Some(date!(1999 - 03 - 15))
        );
        assert_eq!(details.date_of_expiry.as_deref().and_then(date), None);
        assert_eq!(details.father.as_deref(), Some("Nguyễn Văn Cha"));
        assert_eq!(details.mother.as_deref(), Some("Trần Thị Mẹ"));
        assert_eq!(details.spouse, None);
        assert_eq!(details.old_identity_number.as_deref(), Some("012345678"));
        assert_eq!(details.field_16.as_deref(), Some("0123456789ABCDEF"));
        assert_eq!(details.religion, None);
    }

    #[test]
    fn spouse_and_nested_parents_are_read() {
        let spouse = encode(0x30, &encode(0x0C, "Lê Văn Chồng".as_bytes()));
        let both = encode(0x30, &[encode(0x0C, b"A"), encode(0x0C, b"B")].concat());
        let details = Dg13::parse(&file(&[field(14, &spouse), field(13, &both)])).unwrap();
        assert_eq!(details.spouse.as_deref(), Some("Lê Văn Chồng"));
        assert_eq!(
            (details.father.as_deref(), details.mother.as_deref()),
            (Some("A"), Some("B"))
        );
    }

    #[test]
    fn fields_without_a_set_are_read() {
        let example = test_vectors::example("dg13-vn-synthetic");
        let details = Dg13::parse(&test_vectors::hex(&example["hex"])).unwrap();
        let expected: Vec<_> = example["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["value"].as_str())
            .collect();
        let found = [
            &details.personal_number,
            &details.full_name,
            &details.date_of_birth,
            &details.sex,
            &details.nationality,
            &details.ethnicity,
            &details.religion,
            &details.place_of_origin,
            &details.place_of_residence,
            &details.identifying_features,
            &details.date_of_issue,
            &details.date_of_expiry,
        ];
        assert_eq!(found.map(|one| one.as_deref()).to_vec(), expected);
    }

    #[test]
    fn hostile_texts_are_refused_or_made_harmless() {
        let wrong = Some(LdsError::Value {
            file: FILE,
            element: "text",
        });
        assert_eq!(
            Dg13::parse(&file(&[field(2, &encode(0x0C, &[0xFF, 0xFE]))])).err(),
            wrong
        );
        assert_eq!(
            Dg13::parse(&file(&[field(2, &encode(0x0C, &[b'a'; 5000]))])).err(),
            wrong
        );
        let turned = Dg13::parse(&file(&[field(
            2,
            &encode(0x0C, "A\u{202E}B\u{0}C".as_bytes()),
        )]))
        .unwrap();
        assert_eq!(turned.full_name.as_deref(), Some("ABC"));
        let decomposed = Dg13::parse(&file(&[field(
            2,
            &encode(0x0C, "Nguye\u{302}\u{303}n".as_bytes()),
        )]))
        .unwrap();
        assert_eq!(decomposed.full_name.as_deref(), Some("Nguyễn"));
    }

    #[test]
    fn a_field_that_stands_twice_is_refused() {
        let twice = file(&[field(1, &encode(0x13, b"1")), field(1, &encode(0x13, b"2"))]);
        assert_eq!(
            Dg13::parse(&twice).err(),
            Some(LdsError::Duplicate {
                file: FILE,
                element: "field number"
            })
        );
    }
}

//! A field as two registers write it: the chip's word beside another system's record of the same person.

use time::Date;
use time::macros::format_description;

use super::mismatch::{Degree, IdentityField};
use super::value::Value;

/// What a comparison of two written values says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// They mean the same.
    Same,
    /// They do not.
    Differs(Degree),
    /// One of them is empty, damaged, or not of the field's form.
    NotComparable,
}

/// Compares two written values of one field. A number is compared whole.
#[must_use]
pub fn compare_written(field: IdentityField, one: &str, other: &str) -> Written {
    match (value(field, one), value(field, other)) {
        (Some(one), Some(other)) => one.differs(&other).map_or(Written::Same, Written::Differs),
        _ => Written::NotComparable,
    }
}

fn value(field: IdentityField, text: &str) -> Option<Value> {
    use IdentityField as F;
    let text = text.trim();
    if text.is_empty() || text.contains(['?', '\u{FFFD}']) {
        return None;
    }
    match field {
        F::Number | F::DocumentNumber | F::OldNumber => {
            let grouped = |letter: char| letter.is_ascii_digit() || letter == ' ';
            text.chars()
                .all(grouped)
                .then(|| Value::Words(text.to_owned()))
        }
        F::Name => Some(Value::Name(text.to_owned())),
        F::DateOfBirth | F::DateOfIssue => iso_day(text).or_else(|| Value::day(text)),
        F::DateOfExpiry => iso_day(text).or_else(|| Value::expiry(text)),
        F::Sex => Value::sex(text),
        // Only one country has a known code; any other is compared as it is written.
        F::Nationality => Some(match Value::country(text) {
            Some(_) => Value::Words("VNM".to_owned()),
            None => Value::Words(text.to_owned()),
        }),
        F::Residence => Some(Value::Words(text.to_owned())),
    }
}

fn iso_day(text: &str) -> Option<Value> {
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"));
    day.ok().map(Value::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_registers_write_differently_is_the_same_and_what_differs_differs() {
        use IdentityField as F;
        use Written::{Differs, NotComparable, Same};
        let rows = [
            (F::Name, "Nguyễn Thị Ví Dụ", "NGUYỄN  THỊ VÍ DỤ", Same),
            (
                F::Name,
                "Nguyễn Thị Ví Dụ",
                "Nguyen Thi Vi Du",
                Differs(Degree::Marks),
            ),
            (
                F::Name,
                "Nguyễn Thị Ví Dụ",
                "Nguyễn Thị Vi Du A",
                Differs(Degree::Value),
            ),
            (
                F::Name,
                "Nguyễn Thị Ví Dụ",
                "Nguy?n Th? Ví D?",
                NotComparable,
            ),
            (F::Number, "001199000018", "001 199 000 018", Same),
            (
                F::Number,
                "001199000018",
                "199000018",
                Differs(Degree::Value),
            ),
            (F::Number, "001199000018", "00119900001B", NotComparable),
            (F::DateOfBirth, "1999-03-15", "15/03/1999", Same),
            (F::DateOfBirth, "1999-03-15", "15-03-1999", Same),
            (
                F::DateOfBirth,
                "1999-03-15",
                "1999-05-13",
                Differs(Degree::Value),
            ),
            (F::DateOfBirth, "1999-03-15", "13/1999", NotComparable),
            (
                F::DateOfExpiry,
                "2039-03-15",
                "Không thời hạn",
                Differs(Degree::Value),
            ),
            (F::Sex, "F", "Nữ", Same),
            (F::Sex, "F", "Nam", Differs(Degree::Value)),
            (F::Sex, "X", "Nam", NotComparable),
            (F::Nationality, "VNM", "Việt Nam", Same),
            (F::Nationality, "VNM", "Lào", Differs(Degree::Value)),
            (
                F::Residence,
                "Số 1 Phố Mẫu, Hà Nội",
                "số 1, phố Mẫu – Hà Nội",
                Same,
            ),
            (F::Residence, "Số 1 Phố Mẫu, Hà Nội", "", NotComparable),
        ];
        for (field, one, other, expected) in rows {
            let told = (
                compare_written(field, one, other),
                compare_written(field, other, one),
            );
            assert_eq!(told, (expected, expected), "{field:?}: {other}");
        }
    }
}

//! The bank's own record of a customer, pasted or from a file: lines of a label and a value.

use std::collections::BTreeMap;

use reader::verdict::IdentityField;
use zeroize::Zeroizing;

use crate::problem::Problem;
use crate::text::fold::folded;

/// The longest record that is looked at, in bytes.
pub const MAX_LEN: usize = 16 * 1024;
/// More lines than this are no record of one person.
const MAX_LINES: usize = 200;
/// The longest value, in characters.
const MAX_VALUE: usize = 300;

/// What the bank's own system says of the customer. A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, Default)]
pub struct CoreRecord(BTreeMap<IdentityField, Zeroizing<String>>);

impl CoreRecord {
    /// Reads a record. Lines with other labels are passed over.
    ///
    /// # Errors
    /// [`Problem::CoreRecordUnreadable`] when no line has a known label, one has it twice, or it is too long.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let refused = Err(Problem::CoreRecordUnreadable);
        if text.len() > MAX_LEN {
            return refused;
        }
        let mut record = BTreeMap::new();
        for line in text.lines().take(MAX_LINES) {
            let Some((label, value)) = line.split_once(['\t', ':', '=']) else {
                continue;
            };
            let (Some(field), value) = (field_of(label), value.trim()) else {
                continue;
            };
            if value.is_empty() {
                continue;
            }
            let value = Zeroizing::new(value.to_owned());
            // Two values of one field: nobody knows which is meant.
            if value.chars().count() > MAX_VALUE || record.insert(field, value).is_some() {
                return refused;
            }
        }
        if record.is_empty() {
            return refused;
        }
        Ok(Self(record))
    }

    /// What it says of a field.
    #[must_use]
    pub fn says(&self, field: IdentityField) -> Option<&str> {
        self.0.get(&field).map(|value| value.as_str())
    }
}

fn field_of(label: &str) -> Option<IdentityField> {
    use IdentityField as F;
    let label = folded(label);
    let words: Vec<_> = label
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    Some(match words.join(" ").as_str() {
        "so dinh danh ca nhan"
        | "so dinh danh"
        | "so cccd"
        | "so can cuoc"
        | "personal number"
        | "id number" => F::Number,
        "ho chu dem va ten"
        | "ho chu dem va ten khai sinh"
        | "ho va ten"
        | "ho ten"
        | "ten khach hang"
        | "full name"
        | "name" => F::Name,
        "ngay sinh" | "ngay thang nam sinh" | "date of birth" | "birth date" => F::DateOfBirth,
        "gioi tinh" | "sex" | "gender" => F::Sex,
        "quoc tich" | "nationality" => F::Nationality,
        "noi cu tru"
        | "noi thuong tru"
        | "dia chi thuong tru"
        | "permanent residence"
        | "residence" => F::Residence,
        "so the" | "document number" | "card number" => F::DocumentNumber,
        "co gia tri den" | "ngay het han" | "valid until" | "date of expiry" | "expiry date" => {
            F::DateOfExpiry
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_by_its_labels_in_either_language() {
        let text = "Mã khách hàng: 77\r\nSố định danh cá nhân: 001199000018\r\nHọ và tên\tNguyễn Thị Ví Dụ\n\
                    NGÀY SINH = 15/03/1999\nGiới tính:\nDate of expiry: 2039-03-15";
        let record = CoreRecord::parse(text).ok().unwrap();
        let says = |field| record.says(field);
        assert_eq!(says(IdentityField::Number), Some("001199000018"));
        assert_eq!(says(IdentityField::Name), Some("Nguyễn Thị Ví Dụ"));
        assert_eq!(says(IdentityField::DateOfBirth), Some("15/03/1999"));
        assert_eq!(says(IdentityField::Sex), None, "an empty value is no value");
        assert_eq!(says(IdentityField::DateOfExpiry), Some("2039-03-15"));
    }

    #[test]
    fn no_record_two_values_and_endless_ones_are_refused() {
        let long = format!("Họ tên: {}", "a".repeat(MAX_VALUE + 1));
        let huge = "Ghi chú: x\n".repeat(MAX_LEN);
        let twice = "Họ tên: A\nFull name: B".to_owned();
        for text in [String::new(), "xin chào".into(), twice, long, huge] {
            assert!(CoreRecord::parse(&text).is_err(), "{}", text.len());
        }
    }
}

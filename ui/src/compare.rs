//! The printed, unsigned QR code against the chip.

use dossier::facts::CitizenFacts;
use reader::mrz::Sex;
use reader::qr::QrText;
use unicode_normalization::UnicodeNormalization;

/// One field in which the two differ. A citizen's data: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: ComparedField,
    /// What the QR code says.
    pub printed: String,
    /// What the chip says.
    pub chip: String,
}

/// Fields that QR code and chip share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedField {
    /// Personal number.
    Number,
    /// Full name.
    Name,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Place of residence.
    Residence,
}

/// The differences; a field that either side lacks is not compared.
#[must_use]
pub fn differences(qr: &QrText, chip: &CitizenFacts) -> Vec<Difference> {
    let birth = qr.date_of_birth.map(|date| date.to_string());
    let sex = match qr.sex {
        Sex::Female => Some("F".to_owned()),
        Sex::Male => Some("M".to_owned()),
        Sex::Unspecified => None,
    };
    let number = Some(qr.personal_number.as_str().to_owned());
    [
        (ComparedField::Number, number, &chip.number),
        (ComparedField::Name, Some(qr.full_name.clone()), &chip.name),
        (ComparedField::DateOfBirth, birth, &chip.date_of_birth),
        (ComparedField::Sex, sex, &chip.sex),
        (
            ComparedField::Residence,
            Some(qr.residence.clone()),
            &chip.residence,
        ),
    ]
    .into_iter()
    .filter_map(|(field, printed, chip)| {
        let (printed, chip) = (printed.filter(|text| !text.is_empty())?, chip.clone()?);
        (folded(&printed) != folded(&chip)).then_some(Difference {
            field,
            printed,
            chip,
        })
    })
    .collect()
}

/// One Unicode form, one case, letters and digits only.
fn folded(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chip() -> CitizenFacts {
        let mut facts = CitizenFacts::default();
        facts.number = Some("001199000018".into());
        facts.name = Some("NGUYỄN THỊ VÍ DỤ".into());
        facts.date_of_birth = Some("1999-03-15".into());
        facts.sex = Some("F".into());
        facts.residence = Some("Số 1 Phố Mẫu,  Hà Nội".into());
        facts
    }

    fn qr(text: &str) -> QrText {
        QrText::parse(text).ok().unwrap()
    }

    #[test]
    fn case_spaces_and_unicode_forms_are_no_difference() {
        let same = qr(
            "001199000018||Nguye\u{302}\u{303}n Thị Ví Dụ|15031999|Nữ|số 1 Phố Mẫu, Hà Nội|20042021",
        );
        assert!(differences(&same, &chip()).is_empty());
    }

    #[test]
    fn every_field_that_differs_is_named() {
        let other = qr("001199000019||Nguyễn Thị Ví Du|16031999|Nam|Số 2 Phố Mẫu, Hà Nội|20042021");
        let fields: Vec<_> = differences(&other, &chip())
            .iter()
            .map(|one| one.field)
            .collect();
        assert_eq!(
            fields,
            [
                ComparedField::Number,
                ComparedField::Name,
                ComparedField::DateOfBirth,
                ComparedField::Sex,
                ComparedField::Residence
            ]
        );
    }
}

//! Where two sources name the person differently: what the officer sees first.

use reader::verdict::{Degree, Mismatch};

/// The mismatches in the order of their weight: another document, another value, other marks.
#[must_use]
pub fn by_weight(mismatches: &[Mismatch]) -> Vec<Mismatch> {
    let mut sorted = mismatches.to_vec();
    sorted.sort_by_key(|one| (weight(one), one.field));
    sorted
}

fn weight(mismatch: &Mismatch) -> u8 {
    match (mismatch.is_of_another_document(), mismatch.degree) {
        (true, _) => 0,
        (false, Degree::Value) => 1,
        (false, Degree::Marks) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reader::verdict::{IdentityField, IdentitySource, Said, Standing};

    fn mismatch(field: IdentityField, degree: Degree, source: IdentitySource) -> Mismatch {
        let said = |source, standing| Said {
            source,
            standing,
            text: "x".into(),
        };
        Mismatch {
            field,
            degree,
            one: said(source, Standing::NotSigned),
            other: said(IdentitySource::Dg1, Standing::Signed),
        }
    }

    #[test]
    fn another_document_comes_first_and_marks_last() {
        let qr = IdentitySource::Qr;
        let marks = mismatch(IdentityField::Name, Degree::Marks, qr);
        let sex = mismatch(IdentityField::Sex, Degree::Value, qr);
        let number = mismatch(IdentityField::Number, Degree::Value, qr);
        let typed = mismatch(
            IdentityField::Number,
            Degree::Value,
            IdentitySource::TypedNumber,
        );
        let sorted = by_weight(&[marks.clone(), sex.clone(), typed.clone(), number.clone()]);
        assert!(sorted == [number, typed, sex, marks]);
    }
}

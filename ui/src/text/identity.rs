//! Words for sources of a person's data and for what they are worth.

use dossier::consent::Language;
use reader::verdict::{Degree, IdentityField, IdentitySource, Mismatch, Standing};

use super::{Say, say, screen};

/// A field that sources share.
#[must_use]
pub fn field(field: IdentityField) -> Say {
    match field {
        IdentityField::Number => screen::NUMBER,
        IdentityField::DocumentNumber => say("Số thẻ (9 số)", "Document number (9 digits)"),
        IdentityField::Name => screen::NAME,
        IdentityField::DateOfBirth => screen::BIRTH,
        IdentityField::Sex => screen::SEX,
        IdentityField::Nationality => screen::NATIONALITY,
        IdentityField::DateOfExpiry => screen::EXPIRY,
        IdentityField::DateOfIssue => say("Ngày cấp", "Date of issue"),
        IdentityField::OldNumber => say("Số CMND cũ", "Old ID number"),
        IdentityField::Residence => screen::RESIDENCE,
    }
}

/// Where a value stands.
#[must_use]
pub fn source(source: IdentitySource) -> Say {
    match source {
        IdentitySource::TypedNumber => say("số đã nhập", "typed number"),
        IdentitySource::Qr => say("mã QR", "QR code"),
        IdentitySource::PrintedMrz => say("MRZ in trên thẻ", "printed MRZ"),
        IdentitySource::Dg13 => say("chip (DG13)", "chip (DG13)"),
        IdentitySource::Dg1 => say("chip (DG1)", "chip (DG1)"),
    }
}

/// What the word of a source is worth.
#[must_use]
pub fn standing(standing: Standing) -> Say {
    match standing {
        Standing::NotSigned => say("không được ký", "not signed"),
        Standing::NotProven => say("chữ ký chưa được chứng minh", "signature not proven"),
        Standing::Signed => say("được ký", "signed"),
    }
}

/// How far two values are apart.
#[must_use]
pub fn degree(degree: Degree) -> Say {
    match degree {
        Degree::Value => say("Khác nhau", "Differs"),
        Degree::Marks => say("Chỉ khác dấu", "Only marks differ"),
    }
}

/// One line: the field, and for both sources the value and what it is worth.
#[must_use]
pub fn line(
    mismatch: &Mismatch,
    language: Language,
    show: impl Fn(IdentityField, &str) -> String,
) -> String {
    let said = |said: &reader::verdict::Said| {
        format!(
            "{} “{}” ({})",
            source(said.source).by(language),
            show(mismatch.field, &said.text),
            standing(said.standing).by(language)
        )
    };
    format!(
        "{} – {}: {}, {}",
        degree(mismatch.degree).by(language),
        field(mismatch.field).by(language),
        said(&mismatch.one),
        said(&mismatch.other)
    )
}

/// The words of a mismatch that is told without its values.
#[must_use]
pub fn without_values(words: [&str; 5], language: Language) -> Option<String> {
    let [of_field, one, one_standing, other, other_standing] = words;
    let of_source = |word| {
        let mut all = IdentitySource::ALL.into_iter();
        all.find(|source| source.word() == word)
    };
    let of_standing = |word| {
        let mut all = Standing::ALL.into_iter();
        all.find(|standing| standing.word() == word)
    };
    let named = IdentityField::ALL
        .into_iter()
        .find(|field| field.word() == of_field)?;
    Some(format!(
        "{}: {} ({}) – {} ({})",
        field(named).by(language),
        source(of_source(one)?).by(language),
        standing(of_standing(one_standing)?).by(language),
        source(of_source(other)?).by(language),
        standing(of_standing(other_standing)?).by(language)
    ))
}

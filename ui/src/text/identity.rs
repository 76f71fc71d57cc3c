//! Words for sources of a person's data and for what they are worth.

use dossier::consent::Language;
use reader::presented::PresentedKind;
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

/// What was presented is not of the kind that it is said to be.
#[must_use]
pub fn not_of_kind(kind: PresentedKind) -> Say {
    match kind {
        PresentedKind::Qr => say(
            "Nội dung không phải mã QR của thẻ căn cước; hãy quét lại mã QR ở mặt thẻ.",
            "The text is not the QR code of an ID card: scan the card's QR code again.",
        ),
        PresentedKind::Mrz => say(
            "Nội dung không phải dòng MRZ hoặc sai số kiểm tra; hãy quét hoặc nhập lại đủ các dòng MRZ ở mặt sau thẻ.",
            "The text is no MRZ, or a check digit is wrong: scan or type all lines of the card's MRZ again.",
        ),
        PresentedKind::Number => say(
            "Số định danh phải có đúng 12 chữ số; hãy nhập lại theo thẻ.",
            "A personal number has exactly 12 digits: type it again from the card.",
        ),
        PresentedKind::Can => say(
            "Mã CAN phải là 6 chữ số cuối của số định danh; hãy nhập lại theo thẻ.",
            "A card access number is the last 6 digits of the personal number: type it again from the card.",
        ),
    }
}

/// What was presented is right and gives no key to the chip.
pub const NO_KEY: Say = say(
    "Nội dung đúng nhưng không mở được chip; hãy dùng mã QR hoặc 6 số cuối của số định danh.",
    "The text is right but opens no chip: use the QR code or the last 6 digits of the personal number.",
);

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

//! One field in which two sources differ. ICAO Doc 9303-11 §3.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Two sources that say different things of one field. A citizen's data: no `Debug`, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Mismatch {
    /// The field.
    #[zeroize(skip)]
    pub field: IdentityField,
    /// How far apart they are.
    #[zeroize(skip)]
    pub degree: Degree,
    /// The source further from the chip's signature.
    pub one: Said,
    /// The source nearer to it.
    pub other: Said,
}

/// What a source says.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Said {
    /// The source.
    #[zeroize(skip)]
    pub source: IdentitySource,
    /// What its word is worth.
    #[zeroize(skip)]
    pub standing: Standing,
    /// The value in its own form; dates as ISO 8601 where the day is known.
    pub text: String,
}

/// A field that more than one source has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityField {
    /// The 12-digit number of the citizen.
    Number,
    /// The document number of the MRZ: the last nine digits of the citizen's number.
    DocumentNumber,
    /// Full name.
    Name,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Nationality.
    Nationality,
    /// Date of expiry.
    DateOfExpiry,
    /// Date of issue.
    DateOfIssue,
    /// The earlier number, nine digits.
    OldNumber,
    /// Place of residence.
    Residence,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentitySource {
    /// Typed at the counter.
    TypedNumber,
    /// The QR code printed on the card.
    Qr,
    /// The machine-readable zone printed on the card.
    PrintedMrz,
    /// DG13 of the chip.
    Dg13,
    /// DG1 of the chip.
    Dg1,
}

/// What the word of a source is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Printed or typed: nobody signed it.
    NotSigned,
    /// On the chip, but its signature is not proven here.
    NotProven,
    /// A trusted issuer signed it.
    Signed,
}

/// How far two values are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Degree {
    /// They mean different things.
    Value,
    /// The same letters with other marks.
    Marks,
}

impl IdentityField {
    /// All fields.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::DocumentNumber,
        Self::Name,
        Self::DateOfBirth,
        Self::Sex,
        Self::Nationality,
        Self::DateOfExpiry,
        Self::DateOfIssue,
        Self::OldNumber,
        Self::Residence,
    ];

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::DocumentNumber => "document_number",
            Self::Name => "name",
            Self::DateOfBirth => "date_of_birth",
            Self::Sex => "sex",
            Self::Nationality => "nationality",
            Self::DateOfExpiry => "date_of_expiry",
            Self::DateOfIssue => "date_of_issue",
            Self::OldNumber => "old_number",
            Self::Residence => "residence",
        }
    }
}

impl IdentitySource {
    /// All sources.
    pub const ALL: [Self; 5] = [
        Self::TypedNumber,
        Self::Qr,
        Self::PrintedMrz,
        Self::Dg13,
        Self::Dg1,
    ];

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::TypedNumber => "typed_number",
            Self::Qr => "qr",
            Self::PrintedMrz => "printed_mrz",
            Self::Dg13 => "dg13",
            Self::Dg1 => "dg1",
        }
    }

    /// Whether the chip holds it.
    #[must_use]
    pub fn is_on_chip(self) -> bool {
        matches!(self, Self::Dg13 | Self::Dg1)
    }
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NotSigned, Self::NotProven, Self::Signed];

    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSigned => "not_signed",
            Self::NotProven => "not_proven",
            Self::Signed => "signed",
        }
    }
}

impl Degree {
    /// The word of records.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Marks => "marks",
        }
    }
}

impl Mismatch {
    /// Whether what was presented belongs to another document than the chip: the card in hand and the
    /// chip in it were not issued together. Only what no scanner and no typist gets wrong counts: the QR
    /// code's number, and of the MRZ what its check digits cover.
    #[must_use]
    pub fn is_of_another_document(&self) -> bool {
        use IdentityField as F;
        let covered = match self.one.source {
            IdentitySource::Qr => matches!(self.field, F::Number | F::DocumentNumber),
            IdentitySource::PrintedMrz => matches!(
                self.field,
                F::Number | F::DocumentNumber | F::DateOfBirth | F::DateOfExpiry
            ),
            IdentitySource::TypedNumber | IdentitySource::Dg13 | IdentitySource::Dg1 => false,
        };
        covered && self.degree == Degree::Value && self.other.source.is_on_chip()
    }
}

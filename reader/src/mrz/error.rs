//! Why a machine-readable zone is refused. ICAO Doc 9303-3 §4, 9303-5 §4.2.

use crate::fault::Fault;

/// Why a machine-readable zone is refused; never holds its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MrzError {
    /// A TD1 zone has 90 characters, TD2 72, TD3 88.
    #[error("{0} characters where 90 (TD1), 72 (TD2) or 88 (TD3) are required")]
    Length(usize),
    /// A character that no MRZ has.
    #[error("character {0} cannot stand in an MRZ")]
    Character(usize),
    /// The check digit does not fit its field.
    #[error("check digit of {0:?} does not fit")]
    CheckDigit(MrzField),
    /// A field has a value that the standard does not allow.
    #[error("{0:?} has a value that is not allowed")]
    Value(MrzField),
}

/// A field of a zone; the places are those of TD1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MrzField {
    /// Line 1, characters 1 and 2.
    DocumentCode,
    /// Line 1, from character 6.
    DocumentNumber,
    /// Line 2, characters 1 to 6.
    DateOfBirth,
    /// Line 2, character 8.
    Sex,
    /// Line 2, characters 9 to 14.
    DateOfExpiry,
    /// TD3, line 2, characters 29 to 42: the only optional data with a check digit of its own.
    OptionalData,
    /// Line 2, character 30: over all the other fields.
    Composite,
    /// Line 3.
    Name,
}

impl MrzError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        match self {
            Self::Length(_) | Self::Value(_) => "9303-5 §4.2.2",
            Self::Character(_) => "9303-3 §4.3",
            Self::CheckDigit(_) => "9303-3 §4.9",
        }
    }

    /// Who must act: zones are typed or scanned; one from a chip is judged by its reader.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Operator
    }
}

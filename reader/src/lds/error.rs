//! Why an elementary file cannot be used. ICAO Doc 9303-10 §4.

use crate::fault::Fault;
use crate::wire::tlv::TlvError;

/// Why an elementary file cannot be used; never holds what stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LdsError {
    /// The file is not one well-formed data object.
    #[error("{file}: {error}")]
    Tlv {
        /// Name of the file.
        file: &'static str,
        /// What is wrong.
        error: TlvError,
    },
    /// The file's tag is not the one of its kind.
    #[error("{file}: tag {found:#x} where {expected:#x} is required")]
    Tag {
        /// Name of the file.
        file: &'static str,
        /// The tag of the standard.
        expected: u32,
        /// The tag read.
        found: u32,
    },
    /// A required element is missing.
    #[error("{file}: element {element} is missing")]
    Missing {
        /// Name of the file.
        file: &'static str,
        /// The standard's name of the element.
        element: &'static str,
    },
    /// An element has a value that the standard does not allow.
    #[error("{file}: element {element} has a value that is not allowed")]
    Value {
        /// Name of the file.
        file: &'static str,
        /// The standard's name of the element.
        element: &'static str,
    },
    /// An element stands twice, so that two readers could see different documents.
    #[error("{file}: element {element} stands twice")]
    Duplicate {
        /// Name of the file.
        file: &'static str,
        /// The standard's name of the element.
        element: &'static str,
    },
}

impl LdsError {
    /// The clause that the failure is measured against.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        let file = match self {
            Self::Tlv { file, .. }
            | Self::Tag { file, .. }
            | Self::Missing { file, .. }
            | Self::Value { file, .. }
            | Self::Duplicate { file, .. } => *file,
        };
        match file {
            "EF.ATR/INFO" => "9303-10 §3.11.1",
            "EF.DIR" => "9303-10 §3.11.2",
            "EF.CardAccess" => "9303-10 §3.11.3",
            "EF.COM" => "9303-10 §4.6.1",
            "EF.SOD" => "9303-10 §4.6.2",
            "EF.DG1" => "9303-10 §4.7.1",
            "EF.DG2" => "9303-10 §4.7.2",
            "EF.CVCA" => "9303-10 §4.6.3",
            "EF.DG3" => "9303-10 §4.7.3",
            "EF.DG7" => "9303-10 §4.7.7",
            "EF.DG11" => "9303-10 §4.7.11",
            "EF.DG12" => "9303-10 §4.7.12",
            "EF.DG13" => "9303-10 §4.7.13",
            "EF.DG14" => "9303-10 §4.7.14",
            "EF.DG15" => "9303-10 §4.7.15",
            "EF.DG16" => "9303-10 §4.7.16",
            _ => "9303-11 §9.2",
        }
    }

    /// Who must act.
    #[must_use]
    pub fn who(&self) -> Fault {
        Fault::Chip
    }
}

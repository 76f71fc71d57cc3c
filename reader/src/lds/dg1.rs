//! EF.DG1: the machine-readable zone. ICAO Doc 9303-10 §4.7.1.

use super::{LdsError, open};
use crate::mrz::Td1;

const FILE: &str = "EF.DG1";

/// The zone of a card-sized document.
///
/// # Errors
/// [`LdsError`] when the file is not a DG1 or its zone breaks Doc 9303-5.
pub fn parse(bytes: &[u8]) -> Result<Td1, LdsError> {
    let file = open(bytes, FILE, 0x61)?;
    let mut inside = file.node().children();
    let zone = inside.next().filter(|object| object.tag() == 0x5F1F);
    let zone = zone.ok_or(LdsError::Missing {
        file: FILE,
        element: "MRZ",
    })?;
    if inside.next().is_some() {
        return Err(LdsError::Duplicate {
            file: FILE,
            element: "MRZ",
        });
    }
    let wrong = LdsError::Value {
        file: FILE,
        element: "MRZ",
    };
    let text = std::str::from_utf8(zone.value()).map_err(|_| wrong)?;
    Td1::parse(text).map_err(|_| wrong)
}

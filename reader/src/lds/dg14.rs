//! EF.DG14: signed SecurityInfos. ICAO Doc 9303-10 §4.7.14.

use super::{LdsError, SecurityInfos, open};

const FILE: &str = "EF.DG14";

/// The SecurityInfos in the file.
///
/// # Errors
/// [`LdsError`] when the file is not a DG14.
pub fn parse(bytes: &[u8]) -> Result<SecurityInfos, LdsError> {
    let file = open(bytes, FILE, 0x6E)?;
    let mut inside = file.node().children();
    let infos = inside.next().ok_or(LdsError::Missing {
        file: FILE,
        element: "SecurityInfos",
    })?;
    if inside.next().is_some() {
        return Err(LdsError::Duplicate {
            file: FILE,
            element: "SecurityInfos",
        });
    }
    SecurityInfos::from_node(infos)
}

//! EF.DG15: the public key of active authentication. ICAO Doc 9303-10 §4.7.15.

use super::{LdsError, open};

const FILE: &str = "EF.DG15";

/// The SubjectPublicKeyInfo in the file, DER.
///
/// # Errors
/// [`LdsError`] when the file is not a DG15.
pub fn parse(bytes: &[u8]) -> Result<Vec<u8>, LdsError> {
    let file = open(bytes, FILE, 0x6F)?;
    let mut inside = file.node().children();
    let key = inside.next().filter(|object| object.tag() == 0x30);
    let key = key.ok_or(LdsError::Missing {
        file: FILE,
        element: "SubjectPublicKeyInfo",
    })?;
    if inside.next().is_some() {
        return Err(LdsError::Duplicate {
            file: FILE,
            element: "SubjectPublicKeyInfo",
        });
    }
    Ok(key.to_der())
}

//! EF.DG1: the machine-readable zone. ICAO Doc 9303-10 §4.7.1.

use super::{LdsError, open};
use crate::mrz::{MachineReadableZone, Td1};

const FILE: &str = "EF.DG1";
const WRONG: LdsError = LdsError::Value {
    file: FILE,
    element: "MRZ",
};

/// The zone of a card-sized document.
///
/// # Errors
/// [`LdsError`] when the file is not a DG1 or its zone breaks Doc 9303-5.
pub fn parse(bytes: &[u8]) -> Result<Td1, LdsError> {
    match zone(bytes)? {
        MachineReadableZone::Td1(zone) => Ok(zone),
        MachineReadableZone::Td2(_) | MachineReadableZone::Td3(_) => Err(WRONG),
    }
}

/// The zone of a document of any size.
///
/// # Errors
/// [`LdsError`] when the file is not a DG1 or its zone breaks Doc 9303-4, 9303-5 or 9303-6.
pub fn zone(bytes: &[u8]) -> Result<MachineReadableZone, LdsError> {
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
    let text = std::str::from_utf8(zone.value()).map_err(|_| WRONG)?;
    MachineReadableZone::parse(text).map_err(|_| WRONG)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tlv::encode;

    fn file(size: &str) -> Vec<u8> {
        let lines = test_vectors::icao()["mrz"][size][0]["lines"].as_array();
        let text: String = lines
            .unwrap()
            .iter()
            .filter_map(|line| line.as_str())
            .collect();
        encode(0x61, &encode(0x5F1F, text.as_bytes()))
    }

    #[test]
    fn zones_of_every_size_are_read() {
        assert!(matches!(
            zone(&file("td1")),
            Ok(MachineReadableZone::Td1(_))
        ));
        assert!(matches!(
            zone(&file("td2")),
            Ok(MachineReadableZone::Td2(_))
        ));
        assert!(matches!(
            zone(&file("td3")),
            Ok(MachineReadableZone::Td3(_))
        ));
        assert!(parse(&file("td1")).is_ok());
        assert_eq!(parse(&file("td3")).err(), Some(WRONG));
    }

    #[test]
    fn two_zones_or_none_are_refused() {
        let one = encode(0x5F1F, &[b'<'; 90]);
        let two = encode(0x61, &[one.as_slice(), &one].concat());
        assert!(matches!(zone(&two), Err(LdsError::Duplicate { .. })));
        let none = zone(&encode(0x61, &[]));
        assert!(matches!(none, Err(LdsError::Missing { .. })));
    }
}

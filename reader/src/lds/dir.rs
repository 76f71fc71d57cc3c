//! EF.DIR: the applications of the card. ICAO Doc 9303-10 §3.11.2, ISO/IEC 7816-4 §12.2.1.

use super::LdsError;
use crate::wire::tlv::{DataObject, Node};

const FILE: &str = "EF.DIR";
const APPLICATION_TEMPLATE: u32 = 0x61;
const APPLICATION_IDENTIFIER: u32 = 0x4F;

/// The application identifiers listed, in the file's order, unsigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dir {
    /// Each of 5 to 16 octets.
    pub applications: Vec<Vec<u8>>,
}

impl Dir {
    /// From the file's bytes. Templates without an identifier and other objects are passed over.
    ///
    /// # Errors
    /// [`LdsError`] when the bytes are no data objects, or an identifier has an impossible length.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let objects =
            DataObject::parse_all(bytes).map_err(|error| LdsError::Tlv { file: FILE, error })?;
        let applications: Vec<Vec<u8>> = objects
            .iter()
            .map(DataObject::node)
            .filter(|object| object.tag() == APPLICATION_TEMPLATE)
            .filter_map(|template| template.child(APPLICATION_IDENTIFIER))
            .map(Node::value)
            .map(<[u8]>::to_vec)
            .collect();
        if applications.iter().all(|one| (5..=16).contains(&one.len())) {
            Ok(Self { applications })
        } else {
            Err(LdsError::Value {
                file: FILE,
                element: "application identifier",
            })
        }
    }

    /// Whether the application of travel documents is listed.
    #[must_use]
    pub fn has_emrtd(&self) -> bool {
        const EMRTD: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
        self.applications.iter().any(|one| *one == EMRTD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applications_are_listed() {
        let bytes = test_vectors::unhex(
            "61 09 4F 07 A0000002471001 61 0B 4F 07 A0000002472001 50 00 61 00 51 00",
        );
        let dir = Dir::parse(&bytes).unwrap();
        assert_eq!(dir.applications.len(), 2);
        assert!(dir.has_emrtd());
        let visas_only = Dir::parse(&bytes[11..]).unwrap();
        assert!(!visas_only.has_emrtd());
    }

    #[test]
    fn impossible_identifiers_are_refused() {
        for hex in ["61 03 4F 01 A0", "61 02 4F 00", "61 09 4F 07 A0"] {
            assert!(Dir::parse(&test_vectors::unhex(hex)).is_err(), "{hex}");
        }
        assert_eq!(Dir::parse(&[]).map(|dir| dir.has_emrtd()), Ok(false));
    }
}

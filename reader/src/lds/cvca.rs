//! EF.CVCA: whose certificates the chip accepts. ICAO Doc 9303-10 §4.6.3, BSI TR-03110-3 §A.1.2.
//!
//! ```text
//! 42 length reference [42 length reference] 00 ...
//! ```

use super::LdsError;
use super::elements;

const FILE: &str = "EF.CVCA";
const REFERENCE: u32 = 0x42;
/// Country 2, mnemonic 1 to 9, sequence number 5. BSI TR-03110-3 §A.6.1.
const REFERENCE_LENGTHS: std::ops::RangeInclusive<usize> = 8..=16;

/// References of the certification authorities whose keys the chip holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cvca {
    /// The current one, with which a chain should begin.
    pub current: Vec<u8>,
    /// The one before it, still accepted.
    pub previous: Option<Vec<u8>>,
}

impl Cvca {
    /// From the file's bytes; zeros after the references are padding.
    ///
    /// # Errors
    /// [`LdsError`] when there is no reference, more than two, or one of an impossible form.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let end = bytes.iter().rposition(|octet| *octet != 0);
        let content = end.and_then(|end| bytes.get(..=end)).unwrap_or_default();
        let objects = elements::of_value(content, FILE)?;
        let wrong = LdsError::Value {
            file: FILE,
            element: "certification authority reference",
        };
        let possible = |reference: &[u8]| {
            REFERENCE_LENGTHS.contains(&reference.len())
                && reference
                    .iter()
                    .all(|octet| (0x20..=0x7E).contains(octet) || *octet >= 0xA0)
        };
        if objects
            .iter()
            .any(|one| one.tag != REFERENCE || !possible(one.value))
        {
            return Err(wrong);
        }
        match objects.as_slice() {
            [] => Err(LdsError::Missing {
                file: FILE,
                element: "certification authority reference",
            }),
            [current] => Ok(Self {
                current: current.value.to_vec(),
                previous: None,
            }),
            [current, previous] => Ok(Self {
                current: current.value.to_vec(),
                previous: Some(previous.value.to_vec()),
            }),
            _ => Err(wrong),
        }
    }

    /// The references to begin a chain with, the current one first.
    pub fn references(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(self.current.as_slice()).chain(self.previous.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tlv::encode;

    fn file(references: &[&[u8]]) -> Vec<u8> {
        let mut bytes: Vec<u8> = references
            .iter()
            .flat_map(|reference| encode(0x42, reference))
            .collect();
        bytes.resize(bytes.len().max(36), 0);
        bytes
    }

    #[test]
    fn one_or_two_references_are_read() {
        let one = Cvca::parse(&file(&[b"DETESTCVCA00001"])).unwrap();
        assert_eq!(
            (one.current.as_slice(), one.previous.as_ref()),
            (&b"DETESTCVCA00001"[..], None)
        );
        let two = Cvca::parse(&file(&[b"VNCVCA00002", b"VNCVCA00001"])).unwrap();
        let references: Vec<_> = two.references().collect();
        assert_eq!(references, [b"VNCVCA00002", b"VNCVCA00001"]);
    }

    #[test]
    fn quirk_50_no_reference_or_three_of_them_are_refused() {
        assert!(matches!(
            Cvca::parse(&file(&[])),
            Err(LdsError::Missing { .. })
        ));
        assert!(matches!(Cvca::parse(&[]), Err(LdsError::Missing { .. })));
        let three: [&[u8]; 3] = [b"VNCVCA00003", b"VNCVCA00002", b"VNCVCA00001"];
        assert!(Cvca::parse(&file(&three)).is_err());
        for reference in [&b"VN1"[..], b"VNCVCA\x0000001", b"VNCVCA00001234567"] {
            assert!(Cvca::parse(&file(&[reference])).is_err());
        }
        assert!(Cvca::parse(&encode(0x43, b"VNCVCA00001")).is_err());
        assert!(Cvca::parse(&[0x42, 0x10, b'V']).is_err());
    }
}

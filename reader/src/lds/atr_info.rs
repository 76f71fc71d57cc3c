//! EF.ATR/INFO: what the card can do. ICAO Doc 9303-10 §3.11.1, ISO/IEC 7816-4 §12.1.1, §12.7.1.
//!
//! ```text
//! 47 03 {selection methods, data coding, command chaining and lengths}
//! 7F66 { 02 longest command, 02 longest response }
//! ```

use super::{LdsError, elements};
use crate::wire::tlv::{DataObject, Node};

const FILE: &str = "EF.ATR/INFO";
const CARD_CAPABILITIES: u32 = 0x47;
const EXTENDED_LENGTH: u32 = 0x7F66;
const INTEGER: u32 = 0x02;

/// What the card says of itself, unsigned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtrInfo {
    /// Third octet of the capabilities: commands may be chained.
    pub command_chaining: bool,
    /// Third octet of the capabilities: Lc and Le may be extended.
    pub extended_length_fields: bool,
    /// First octet of the capabilities: files are selected by a short identifier.
    pub short_file_identifiers: bool,
    /// The longest APDUs.
    pub extended_length: Option<ExtendedLengthInformation>,
}

/// Octets of the longest command and response APDU, headers and status word included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendedLengthInformation {
    /// Longest command.
    pub command: u32,
    /// Longest response.
    pub response: u32,
}

impl AtrInfo {
    /// From the file's bytes. Objects that this program does not use are passed over, as are zeros after
    /// the last object.
    ///
    /// # Errors
    /// [`LdsError`] when the bytes are no data objects, or one that counts has a wrong form.
    pub fn parse(bytes: &[u8]) -> Result<Self, LdsError> {
        let objects = DataObject::parse_all(without_padding(bytes))
            .map_err(|error| LdsError::Tlv { file: FILE, error })?;
        let mut info = Self::default();
        for object in &objects {
            match object.node().tag() {
                CARD_CAPABILITIES => info.set_capabilities(object.node().value())?,
                EXTENDED_LENGTH if info.extended_length.is_some() => {
                    return Err(LdsError::Duplicate {
                        file: FILE,
                        element: "extended length information",
                    });
                }
                EXTENDED_LENGTH => info.extended_length = Some(extended_length(object.node())?),
                _ => {}
            }
        }
        Ok(info)
    }

    fn set_capabilities(&mut self, octets: &[u8]) -> Result<(), LdsError> {
        let [selection, rest @ ..] = octets else {
            return Err(wrong("card capabilities"));
        };
        self.short_file_identifiers = selection & 0x04 != 0;
        let third = match rest {
            [] | [_] => 0,
            [_, third] => *third,
            _ => return Err(wrong("card capabilities")),
        };
        self.command_chaining = third & 0x80 != 0;
        self.extended_length_fields = third & 0x40 != 0;
        Ok(())
    }
}

fn extended_length(object: Node<'_>) -> Result<ExtendedLengthInformation, LdsError> {
    let mut integers = object.children().map(|integer| match integer.tag() {
        INTEGER => length(integer.value()),
        _ => None,
    });
    match (integers.next(), integers.next(), integers.next()) {
        (Some(Some(command)), Some(Some(response)), None) => {
            Ok(ExtendedLengthInformation { command, response })
        }
        _ => Err(wrong("extended length information")),
    }
}

/// One to three octets, leading zero allowed; no card needs more.
fn length(octets: &[u8]) -> Option<u32> {
    if !(1..=4).contains(&octets.len()) {
        return None;
    }
    let value = octets
        .iter()
        .fold(0_u32, |value, octet| (value << 8) | u32::from(*octet));
    (1..=0x0001_0008).contains(&value).then_some(value)
}

/// The objects before the zeros that fill up the file: a tag never begins with a zero.
fn without_padding(bytes: &[u8]) -> &[u8] {
    let mut end = 0;
    while let Some(length) = bytes.get(end..).and_then(elements::length_of_first) {
        end += length;
    }
    match bytes.get(end..) {
        Some(rest) if rest.iter().all(|octet| *octet == 0) => bytes.get(..end).unwrap_or(bytes),
        _ => bytes,
    }
}

fn wrong(element: &'static str) -> LdsError {
    LdsError::Value {
        file: FILE,
        element,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(hex: &str) -> Result<AtrInfo, LdsError> {
        AtrInfo::parse(&test_vectors::unhex(hex))
    }

    #[test]
    fn tr_03105_lds_k_two_lengths_of_1920() {
        let info = parse("47 03 9401C0 7F66 08 02 02 0780 02 02 0780").unwrap();
        let lengths = info.extended_length.unwrap();
        assert_eq!((lengths.command, lengths.response), (1920, 1920));
        assert!(info.command_chaining && info.extended_length_fields);
        assert!(info.short_file_identifiers);
    }

    #[test]
    fn tr_03105_lds_k_a_single_length_is_refused() {
        let wrong = Err(wrong("extended length information"));
        assert_eq!(parse("7F66 04 02 02 0780"), wrong);
        assert_eq!(parse("7F66 0C 02 02 0780 02 02 0780 02 02 0780"), wrong);
        assert_eq!(parse("7F66 06 02 01 00 02 01 00"), wrong);
        assert_eq!(parse("7F66 08 04 02 0780 04 02 0780"), wrong);
    }

    #[test]
    fn other_objects_and_padding_are_passed_over() {
        let info = parse("43 01 B8 46 02 0000 47 03 140100 0000000000").unwrap();
        assert_eq!(info.extended_length, None);
        assert!(info.short_file_identifiers && !info.command_chaining);
        assert_eq!(parse(""), Ok(AtrInfo::default()));
        assert!(parse("47 00").is_err());
        assert!(parse("47 05 00").is_err());
    }
}

//! Deviations that all documents of a state have, as an entry of a defect list.
//!
//! BSI TR-03129-2 §7.3 knows defects of one document signer only, so the type has an identifier of this
//! program's own, made from a UUID after ITU-T X.667.
//!
//! ```text
//! StateTolerance ::= SEQUENCE { country PrintableString (SIZE(2)),
//!                               contentTypes [0] IMPLICIT SET OF OBJECT IDENTIFIER OPTIONAL,
//!                               withoutSignedAttributes [1] IMPLICIT NULL OPTIONAL }
//! ```

use rasn::types::ObjectIdentifier as Arcs;

use crate::wire::der::{Element, Elements};

/// The most content types of one state.
const MAX_CONTENT_TYPES: usize = 8;

/// What security objects of one state may be instead of what Doc 9303-10 §4.6.2.2 asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateTolerance {
    /// Two capital letters.
    pub country: String,
    /// Content types besides id-icao-ldsSecurityObject, as arcs.
    pub content_types: Vec<Vec<u32>>,
    /// Whether the signature may cover the content itself, without signed attributes.
    pub without_attributes: bool,
}

impl StateTolerance {
    /// 2.25.147706492223703762700769359493121488849.
    pub(super) const IDENTIFIER: [u8; 20] = [
        0x69, 0x81, 0xDE, 0x9F, 0x9E, 0x94, 0xD3, 0xA0, 0xF2, 0xB0, 0xB7, 0x8D, 0xAB, 0xCF, 0xC5,
        0xA9, 0x86, 0x92, 0xEF, 0x51,
    ];

    pub(super) fn parse(parameters: Element<'_>) -> Option<Self> {
        let mut parts = match parameters.tag {
            0x30 => Elements::new(parameters.value),
            _ => return None,
        };
        let country = parts.take(0x13)?;
        let is_code = country.len() == 2 && country.iter().all(u8::is_ascii_uppercase);
        let content_types = match parts.take(0xA0) {
            Some(set) => Elements::new(set)
                .all_whole(0x06, MAX_CONTENT_TYPES)?
                .into_iter()
                .map(|one| Some(rasn::der::decode::<Arcs>(one).ok()?.to_vec()))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let without_attributes = parts.take(0x81).is_some_and(<[u8]>::is_empty);
        (is_code && parts.is_empty()).then(|| Self {
            country: country.iter().map(|letter| char::from(*letter)).collect(),
            content_types,
            without_attributes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tlv::encode;

    fn parsed(parts: &[Vec<u8>]) -> Option<StateTolerance> {
        let bytes = encode(0x30, &parts.concat());
        StateTolerance::parse(Elements::new(&bytes).any().unwrap())
    }

    #[test]
    fn a_tolerance_names_one_state_and_what_is_taken() {
        let country = encode(0x13, b"CN");
        let types = encode(
            0xA0,
            &encode(0x06, &test_vectors::unhex("2A864886F70D010701")),
        );
        let whole = parsed(&[country.clone(), types, encode(0x81, &[])]).unwrap();
        assert_eq!(whole.country, "CN");
        assert_eq!(whole.content_types, [[1, 2, 840, 113_549, 1, 7, 1]]);
        assert!(whole.without_attributes);
        let bare = parsed(std::slice::from_ref(&country)).unwrap();
        assert!(bare.content_types.is_empty() && !bare.without_attributes);
        for broken in [
            vec![encode(0x13, b"CHN")],
            vec![encode(0x13, b"cn")],
            vec![country.clone(), encode(0xA0, &encode(0x06, &[0x80]))],
            vec![country, encode(0x05, &[])],
        ] {
            assert_eq!(parsed(&broken), None);
        }
    }
}

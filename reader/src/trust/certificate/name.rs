//! Distinguished names for people and for the country rule. RFC 5280 §4.1.2.4, ICAO Doc 9303-12 §7.1.1.

use rasn_pkix::Name;

use crate::wire::tlv::DataObject;

const COUNTRY: [u32; 4] = [2, 5, 4, 6];

/// What names that are equal by RFC 5280 §7.1 have in common: a key to search by, never a proof that
/// two names are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NameKey(String);

impl NameKey {
    pub(super) fn of(name: &Name) -> Self {
        let parts = attributes(name).map(|(attribute, value)| {
            let letters = value.chars().filter(char::is_ascii_alphanumeric);
            let value: String = letters.map(|c| c.to_ascii_lowercase()).collect();
            format!("{}={value};", short(&attribute))
        });
        Self(parts.collect())
    }
}

/// The name as `C=VN, O=..., CN=...`, control characters replaced.
pub(super) fn one_line(name: &Name) -> String {
    let parts = attributes(name).map(|(attribute, value)| format!("{}={value}", short(&attribute)));
    parts.collect::<Vec<_>>().join(", ")
}

/// countryName, upper case: live lists have lower case too.
pub(super) fn country(name: &Name) -> Option<String> {
    let mut countries = attributes(name).filter(|(attribute, _)| *attribute == COUNTRY);
    countries
        .next()
        .map(|(_, value)| value.to_ascii_uppercase())
}

fn attributes(name: &Name) -> impl Iterator<Item = (Vec<u32>, String)> {
    let Name::RdnSequence(sequence) = name;
    let parts = sequence.iter().flat_map(|part| part.to_vec());
    parts.map(|attribute| (attribute.r#type.to_vec(), text(attribute.value.as_bytes())))
}

fn text(value: &[u8]) -> String {
    let Ok(object) = DataObject::parse(value) else {
        return "?".into();
    };
    let octets = object.node().value();
    decoded(object.node().tag(), octets)
        .chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .take(128)
        .collect()
}

/// BMPString, UTF8String, or a string of one octet for each letter. X.690 §8.23.
fn decoded(tag: u32, octets: &[u8]) -> String {
    match tag {
        0x1E => {
            let units = octets.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from_be_bytes([*high, *low]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        0x0C => String::from_utf8_lossy(octets).into_owned(),
        _ => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

fn short(attribute: &[u32]) -> String {
    match attribute {
        [2, 5, 4, 3] => "CN".into(),
        [2, 5, 4, 5] => "serialNumber".into(),
        [2, 5, 4, 6] => "C".into(),
        [2, 5, 4, 10] => "O".into(),
        [2, 5, 4, 11] => "OU".into(),
        other => other
            .iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join("."),
    }
}

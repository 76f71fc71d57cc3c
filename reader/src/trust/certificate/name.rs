//! Distinguished names for people and for the country rule. RFC 5280 §4.1.2.4, ICAO Doc 9303-12 §7.1.1.

use rasn_pkix::Name;

use crate::wire::tlv::DataObject;

const COUNTRY: [u32; 4] = [2, 5, 4, 6];

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
    String::from_utf8_lossy(octets)
        .chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .take(128)
        .collect()
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
